"""The report as files: one for each form and language, and all of them with a signed list of their digests."""

import json
from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from reports.documents import html, pdf, word, xlsx
from reports.documents.archives import zipped
from reports.documents.facts import Content
from reports.documents.json import to_json
from reports.documents.json_stat import to_json_stat
from reports.documents.model import Document
from reports.documents.register import for_a_meeting, with_register
from reports.documents.services import content_of
from reports.documents.wording import word as worded
from reports.releases.selectors import Released
from surveys.questionnaires.loading import load
from surveys.questionnaires.types import LANGUAGES
from surveys.signing import signing_key
from surveys.verification.report import KEY, SIGNATURE, SUMS, sums


class Form(StrEnum):
    """A form of the report; the value is how its files' names end."""

    HTML = "html"
    PDF = "pdf"
    WORD = "docx"
    XLSX = "xlsx"
    JSON_STAT = "jsonstat.json"


MEDIA = {
    Form.HTML: "text/html; charset=utf-8",
    Form.PDF: "application/pdf",
    Form.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Form.JSON_STAT: "application/json",
}
"""The media type of each form."""
PLAIN = "report.json"


def file_of(released: Released, language: str, form: Form) -> bytes:
    """Return one form of the report in a language. Raises CannotSign: the report names the key of its signature."""
    content = content_of(released)
    return render(content, with_register(worded(content, language), content.register), form, released.released_at)


def render(content: Content, document: Document, form: Form, made: datetime) -> bytes:
    """Return one form of a report that is worded already; `made` stands as its date where the form has one."""
    match form:
        case Form.HTML:
            return html.standalone(document).encode()
        case Form.PDF:
            return pdf.render(document)
        case Form.WORD:
            return word.render(document, made)
        case Form.XLSX:
            asked = load(content.method.questionnaire, content.method.version)
            return xlsx.render(content, document, asked, made)
        case Form.JSON_STAT:
            return _json(to_json_stat(content, document, made))


def files_of(released: Released) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of every file: each form and the pages for a meeting in each language, JSON, what signs.

    Raises CannotSign.
    """
    content = content_of(released)
    files: dict[str, bytes] = {}
    for language in LANGUAGES:
        plain = worded(content, language)
        document = with_register(plain, content.register)
        for form in Form:
            name = f"report-{language}.{form}"
            files[name] = render(content, document, form, released.released_at)
            yield name, files[name]
        meeting = f"register-{language}.pdf"
        files[meeting] = pdf.render(for_a_meeting(plain, content.register))
        yield meeting, files[meeting]
    files[PLAIN] = _json(to_json(content, fingerprint=released.fingerprint))
    yield PLAIN, files[PLAIN]
    yield from signed(files).items()


def signed(files: dict[str, bytes]) -> dict[str, bytes]:
    """Return the list of the files' digests, its signature and the public key. Raises CannotSign."""
    listed, key = sums(files), signing_key()
    return {SUMS: listed, SIGNATURE: key.sign(listed), KEY: key.public_pem()}


def zip_of(released: Released) -> bytes:
    """Return every file in one zip. Raises CannotSign."""
    return zipped(dict(files_of(released)))


def write_report(released: Released, folder: Path) -> Iterator[Path]:
    """Write every file into the folder; yield each when it is there. Raises CannotSign."""
    for name, data in files_of(released):
        file = folder / name
        file.write_bytes(data)
        yield file


def _json(data: dict[str, Any]) -> bytes:
    return (json.dumps(data, ensure_ascii=False, allow_nan=False, indent=2) + "\n").encode()
