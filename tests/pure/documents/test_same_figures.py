"""Every form is read back by another program, and each figure in it compared with the content model, by its place."""

import io
import json
import re
import subprocess
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from reports.documents.content import build
from reports.documents.facts import Content, ScaleFacts, rounded
from reports.documents.files import Form, render
from reports.documents.group_facts import Level
from reports.documents.wording import word
from surveys.questionnaires.types import LANGUAGES
from tests.documents_factory import CONTEXT, after, before, questionnaire, with_crossings
from tests.pure.documents.reading import MINUS, cell, docx_tables, html_tables, number, sheet_of

MADE = datetime(2019, 10, 1, 12, tzinfo=UTC)
Profile = dict[str, tuple[float, ...]]
"""By the name of a scale: before, after, change, and the change's interval."""


@cache
def content() -> Content:
    return build(with_crossings(after()), before(), questionnaire(), CONTEXT, seed=1)


@cache
def file(language: str, form: Form) -> bytes:
    return render(content(), word(content(), language), form, MADE)


def shown(value: float | None, decimals: int = 1) -> float:
    assert value is not None
    return float(rounded(value, decimals))


def expected(language: str) -> Profile:
    return {scale.name[language]: _profile(scale) for scale in content().scales}


def _profile(scale: ScaleFacts) -> tuple[float, ...]:
    assert scale.before is not None
    assert scale.change is not None
    change = scale.change
    figures = (scale.before.mean, scale.after.mean, change.difference, change.low, change.high)
    return tuple(shown(figure) for figure in figures)


def from_rows(rows: list[list[str]], language: str) -> Profile:
    """Read the table of the profile from its cells."""
    found = {}
    for cells in rows:
        name = re.sub(r" \([^)]*\)$", "", cells[0]) if cells[0] not in expected(language) else cells[0]
        low, high = cells[4].split("\u00a0…\u00a0")
        found[name] = tuple(number(text, language) for text in (*cells[1:4], low, high))
    return found


def profile_rows(tables: list[list[list[str]]]) -> list[list[str]]:
    """Return the body of the only table of seven columns."""
    (found,) = [table for table in tables if len(table[0]) == 7]
    return [[cell.strip() for cell in row] for row in found[1:]]


def in_html(language: str) -> Profile:
    return from_rows(profile_rows(html_tables(file(language, Form.HTML))), language)


def in_docx(language: str) -> Profile:
    return docx_profile(file(language, Form.WORD), language)


def docx_profile(data: bytes, language: str) -> Profile:
    return from_rows(profile_rows(docx_tables(data)), language)


SENTENCES = {
    "nb": "Snittet gikk fra",
    "nn": "Snittet gjekk frå",
    "sv": "Medelvärdet gick från",
    "en": "average went from",
}
"""How the sentence with a scale's figures begins. The parts of the scales, in order, are the last that have it."""


def in_pdf(language: str) -> Profile:
    """Read the sentence of each scale from what pdftotext sees."""
    whole = re.sub(r"(\w)[-\u00ad]\n(\w)", r"\1\2", pdf_text(file(language, Form.PDF)))
    text = re.sub(r"\s+", " ", whole)
    names = [scale.name[language] for scale in content().scales]
    parts = text.split(SENTENCES[language])[-len(names) :]
    figures = [re.findall(rf"[+{MINUS}]?\d+[.,]\d", part)[:5] for part in parts]
    return {name: tuple(number(one, language) for one in found) for name, found in zip(names, figures, strict=True)}


def pdf_text(sheet: bytes) -> str:
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=sheet, capture_output=True, check=True)
    return done.stdout.decode()


def in_xlsx(language: str) -> Profile:
    return xlsx_profile(file(language, Form.XLSX))


def xlsx_profile(data: bytes) -> Profile:
    return {row[0]: tuple(float(cell) for cell in row[1:6]) for row in sheet_of(data, 14)}


def in_json_stat(language: str) -> Profile:
    levels, changes = json.loads(file(language, Form.JSON_STAT))["link"]["item"][:2]
    found = {}
    for scale in content().scales:
        means = [cell(levels, "whole", scale.key, "mean", side) for side in ("before", "after")]
        moved = [cell(changes, "whole", scale.key, measure) for measure in ("difference", "low", "high")]
        found[levels["dimension"]["scale"]["category"]["label"][scale.key]] = (*means, *moved)
    return found


FORMS: dict[Form, Callable[[str], Profile]] = {
    Form.HTML: in_html,
    Form.PDF: in_pdf,
    Form.WORD: in_docx,
    Form.XLSX: in_xlsx,
    Form.JSON_STAT: in_json_stat,
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", Form)
def test_the_profile_is_the_same_in_every_form_and_language(form: Form, language: str) -> None:
    assert FORMS[form](language) == expected(language)


def levels() -> Iterator[tuple[str, str, str, Level]]:
    """Yield group, scale and wave of every level that the report holds."""
    facts = content()
    for scale in facts.scales:
        for side, level in (("before", scale.before), ("after", scale.after)):
            assert level is not None
            yield "whole", scale.key, side, level
    for group in facts.groups:
        for key, level in group.levels.items():
            yield f"unit/{group.unit}", key, group.side.value, level
    for crossed in facts.crossed:
        for option in crossed.shown:
            for key, level in option.levels.items():
                yield f"background/{crossed.unit}/{crossed.question}/{option.key}", key, "after", level


def test_every_level_of_every_group_is_the_same_in_spreadsheet_and_json_stat() -> None:
    table = json.loads(file("nb", Form.JSON_STAT))["link"]["item"][0]
    sheets = [sheet_of(file("nb", Form.XLSX), 10, first=first) for first in range(3)]
    rows = [row for sheet in sheets for row in sheet]
    wanted = list(levels())
    assert len(rows) == len(wanted) > 60
    names = {scale.key: scale.name["nb"] for scale in content().scales}
    numbers = []
    for group, key, side, level in wanted:
        decimals = 0 if level.whole_points else 1
        figures = (level.n, *(shown(value, decimals) for value in (level.mean, level.low, level.high)))
        assert tuple(cell(table, group, key, measure, side) for measure in ("n", "mean", "low", "high")) == figures
        numbers.append((names[key], *figures))
    assert sorted((row[2], *row[5:9]) for row in rows) == sorted(numbers)


def bounds(released: str) -> tuple[int, int]:
    numbers = [int(part) for part in re.findall(r"\d+", released)]
    if released[0] in "<>":
        return (0, numbers[0]) if released[0] == "<" else (numbers[0], 100)
    return numbers[0], numbers[-1]


def test_every_share_is_the_same_in_spreadsheet_and_json_stat() -> None:
    facts, tables = content(), json.loads(file("nb", Form.JSON_STAT))["link"]["item"]
    asked = [item for scale in facts.scales for item in scale.items] + list(facts.loose_items)
    for table, sheet, questions in ((tables[2], 0, asked), (tables[3], 1, facts.measures)):
        rows = sheet_of(file("nb", Form.XLSX), 8, first=sheet)
        wanted = []
        for question in questions:
            for shares in (question.before, question.after):
                assert shares is not None
                wanted += [(question.text["nb"], shares.n, *bounds(share)) for share in shares.shares]
        assert len(wanted) > 20
        assert sorted((row[0], row[3], row[5], row[6]) for row in rows) == sorted(wanted)
        assert sorted(row[4] for row in rows if isinstance(row[4], int)) == sorted(
            low for _text, _n, low, high in wanted if low == high
        )
        low, high = (_column(table, measure) for measure in ("low", "high"))
        assert sorted(zip(low, high, strict=True)) == sorted(pair[2:] for pair in wanted)


def _column(table: Mapping[str, Any], measure: str) -> list[int]:
    sides = table["dimension"]["wave"]["category"]["index"]
    answers = table["dimension"]["answer"]["category"]["index"]
    return [cell(table, "whole", answer, measure, side) for answer in answers for side in sides]


def office(data: bytes, kind: str, to: str, folder: Path) -> bytes:
    """Open a file in LibreOffice and save it as another kind, with a profile of its own."""
    source = folder / f"report.{kind}"
    source.write_bytes(data)
    out = folder / "out"
    command = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", to, "--outdir", str(out), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    return (out / f"report.{to.split(':')[0]}").read_bytes()


def test_libreoffice_saves_the_same_numbers_and_no_formula(tmp_path: Path) -> None:
    saved = office(file("en", Form.XLSX), "xlsx", "xlsx", tmp_path)
    assert xlsx_profile(saved) == expected("en")
    for sheet in openpyxl.load_workbook(io.BytesIO(saved)).worksheets:
        assert [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type in {"f", "e"}] == []


def test_libreoffice_opens_the_word_document_with_the_same_figures(tmp_path: Path) -> None:
    assert docx_profile(office(file("sv", Form.WORD), "docx", "docx", tmp_path), "sv") == expected("sv")


@pytest.mark.parametrize("form", Form)
def test_the_same_report_is_the_same_bytes(form: Form) -> None:
    assert render(content(), word(content(), "nn"), form, MADE) == file("nn", form)
