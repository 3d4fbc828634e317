"""Slips as sheets of A4 to print and cut. Whoever makes them hands in every word in the language of the slips."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from surveys.papers import qr
from surveys.papers.typesetting import pdf

TEMPLATE = Path(__file__).parent / "slips.typ"


@dataclass(frozen=True, slots=True)
class Batch:
    """One group's slips: the line outside the cut area that keeps stacks apart, and the codes as they are printed."""

    cover: str
    codes: Sequence[str]


@dataclass(frozen=True, slots=True)
class SlipWords:
    """What every slip says, in one language. `alternative` describes the QR code to whoever cannot see it.

    `notice` says that the workplace is synthetic, and is empty where it is not.
    """

    language: str
    region: str
    title: str
    heading: str
    scan: str
    address: str
    write: str
    until: str
    voluntary: str
    afterwards: str
    alternative: str
    notice: str


def slips_pdf(words: SlipWords, batches: Sequence[Batch], *, address: str) -> bytes:
    """Return all slips, each group's on pages of its own, in the order given; no page and no slip has a number.

    A slip's QR code leads to `address` with the code in the fragment, which no browser sends to a server.
    """
    return pdf(TEMPLATE, slip_data(words, batches, address=address), name="slips")


def slip_data(words: SlipWords, batches: Sequence[Batch], *, address: str) -> dict[str, Any]:
    """Return what the template sets: the words, and for each group its cover line, codes and QR codes."""
    return asdict(words) | {
        "batches": [
            {
                "cover": batch.cover,
                "slips": [{"code": code, "qr": qr.svg(f"{address}#{code}")} for code in batch.codes],
            }
            for batch in batches
        ]
    }
