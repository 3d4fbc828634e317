"""The poster of a wave: one page of A4. Whoever makes it hands in every word in the poster's language."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from surveys.papers import qr
from surveys.papers.typesetting import pdf

TEMPLATE = Path(__file__).parent / "poster.typ"


@dataclass(frozen=True, slots=True)
class Part:
    """One heading with its paragraphs."""

    title: str
    paragraphs: Sequence[str]


@dataclass(frozen=True, slots=True)
class CodePart:
    """The code of the wave's keys in large type, with what it is and how a reader compares it."""

    title: str
    code: str
    paragraphs: Sequence[str]


@dataclass(frozen=True, slots=True)
class Poster:
    """The words of a poster. `code` is None where nobody answers by link; `notice` is empty unless synthetic.

    `signed` says what `fingerprint`, that of the key of the installation, is compared with.
    `more` stands before `address`, where the whole explanation is; `alternative` describes the QR code to it.
    """

    language: str
    region: str
    title: str
    organisation: str
    until: str
    parts: Sequence[Part]
    code: CodePart | None
    signed: str
    fingerprint: str
    more: str
    address: str
    alternative: str
    notice: str


def poster_pdf(poster: Poster, *, leads_to: str) -> bytes:
    """Return the poster; its QR code leads to the address `leads_to`, the same for everybody."""
    return pdf(TEMPLATE, asdict(poster) | {"qr": qr.svg(leads_to)}, name="poster")
