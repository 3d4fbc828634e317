"""Sheets of slips: every code once, in the order given, tagged, with nothing written to a disk on the way."""

import io
import re
import resource
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PageObject, PdfReader

from surveys.papers import qr
from surveys.papers.slips import Batch, SlipWords, slip_data, slips_pdf

ROOT = Path(__file__).resolve().parents[3]
ADDRESS = "https://svar.example.org/svar/"
WORDS = SlipWords(
    language="nb",
    region="NO",
    title="Lapper: Fjellbygd kundesenter, Høsten 2018",
    heading="Fjellbygd kundesenter: Høsten 2018",
    scan="Skann QR-koden med mobilen, eller gå til",
    address="svar.example.org/svar/",
    write="og skriv koden:",
    until="Svar før 19. oktober 2018 kl. 16:00.",
    voluntary="Det er frivillig, og Tillit vet ikke hvem som har denne lappen.",
    afterwards="Koden virker én gang. Riv lappen i stykker når du har svart.",
    alternative="QR-kode som åpner siden med koden fylt inn",
    notice="Syntetisk: en oppdiktet arbeidsplass",
)
PER_PAGE = 10
CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")


def codes(number: int, first: int = 0) -> list[str]:
    """Return codes that look like codes and tell their place, in an order that is not theirs."""
    return [f"{place * 7919 % 10000:04}-ABCD-{place:04}" for place in range(first, first + number)]


def texts(sheet: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(sheet)).pages]


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(1, 25), min_size=1, max_size=4))
def test_every_code_stands_once_in_the_order_given_and_no_page_holds_two_groups(sizes: list[int]) -> None:
    batches = [Batch(f"Lag {number}: {size}", codes(size, 100 * number)) for number, size in enumerate(sizes)]
    pages = texts(slips_pdf(WORDS, batches, address=ADDRESS))
    assert [code for page in pages for code in CODE.findall(page)] == [
        code for batch in batches for code in batch.codes
    ]
    assert len(pages) == sum(-(-size // PER_PAGE) for size in sizes)
    for page in pages:
        assert len(re.findall(r"Lag \d: \d+", page)) == 1


def test_a_slip_says_what_to_do_and_has_no_number() -> None:
    (page,) = texts(slips_pdf(WORDS, [Batch("Lag 1: 3 lapper", codes(3))], address=ADDRESS))
    # A word that is parted over two lines ends the first in a soft hyphen or a plain one.
    flowing = " ".join(re.sub(r"[\xad-]\n(?=[a-zæøå])", "", page).split())
    for sentence in (WORDS.scan, WORDS.address, WORDS.write, WORDS.until, WORDS.voluntary, WORDS.afterwards):
        assert flowing.count(sentence) == 3, sentence
    rest = flowing.replace("Lag 1: 3 lapper", "")
    for code in codes(3):
        rest = rest.replace(code, "")
    for sentence in (WORDS.until, WORDS.heading):
        rest = rest.replace(sentence, "")
    assert not re.search(r"\d", rest), rest


def test_long_names_leave_every_slip_within_its_lines() -> None:
    long = replace(
        WORDS,
        heading="Regionens samordnede kunde- og brukersenter for nordre og søndre distrikt: Høstundersøkelsen 2018",
        address="svar.en-ganske-lang-virksomhet.kommune.example.org/svar/",
    )
    for words in (WORDS, long):
        (page,) = PdfReader(io.BytesIO(slips_pdf(words, [Batch("Lag 1", codes(PER_PAGE))], address=ADDRESS))).pages
        tops = heights(page, words.heading.split()[0])
        ends = heights(page, words.afterwards.split()[-1])
        assert len(tops) == len(ends) == PER_PAGE // 2
        # A slip is 53 mm high, and its words keep 3 mm from the lines to cut along.
        assert all(0 < top - end < (53 - 6) / 25.4 * 72 for top, end in zip(tops, ends, strict=True))


def heights(page: PageObject, word: str) -> list[int]:
    """Return where on the page a word stands, in points from its foot, the topmost first."""
    found = set()

    def look(text: str, outer: list[float], inner: list[float], _font: object, _size: float) -> None:
        if word in text:
            found.add(round(outer[1] * inner[4] + outer[3] * inner[5] + outer[5]))

    page.extract_text(visitor_text=look)
    return sorted(found, reverse=True)


def test_the_word_synthetic_stands_on_every_slip_or_on_none() -> None:
    batches = [Batch("Lag 1", codes(4))]
    assert "".join(texts(slips_pdf(WORDS, batches, address=ADDRESS))).count("Syntetisk") == 4
    real = replace(WORDS, notice="")
    assert "Syntetisk" not in "".join(texts(slips_pdf(real, batches, address=ADDRESS)))


def test_the_qr_code_carries_its_own_slips_code_in_the_fragment() -> None:
    printed = codes(3)
    (batch,) = slip_data(WORDS, [Batch("Lag 1", printed)], address=ADDRESS)["batches"]
    assert [slip["code"] for slip in batch["slips"]] == printed
    assert [slip["qr"] for slip in batch["slips"]] == [qr.svg(f"{ADDRESS}#{code}") for code in printed]
    assert len({slip["qr"] for slip in batch["slips"]}) == 3


def test_the_sheets_are_tagged_and_each_qr_code_is_described_without_its_code() -> None:
    sheet = slips_pdf(WORDS, [Batch("Lag 1", codes(3))], address=ADDRESS)
    with pikepdf.open(io.BytesIO(sheet)) as read:
        metadata = read.open_metadata()
        assert str(metadata["pdfuaid:part"]) == "1"
        assert str(read.Root.Lang) == "nb-NO"
        alternatives = [str(item["/Alt"]) for item in _elements(read.Root.StructTreeRoot) if "/Alt" in item]
        assert "/CreationDate" not in read.docinfo
    assert alternatives == [WORDS.alternative] * 3


def _elements(node: Any) -> list[Any]:
    kids = node.get("/K", [])
    found = []
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            found += [kid, *_elements(kid)]
    return found


@pytest.mark.parametrize("text", ['#panic("x")', "\\", "$x$", "*bold* _it_ @ref <a> //", '"', "= heading", "é å ж"])
def test_a_text_is_never_read_as_markup(text: str) -> None:
    odd = replace(WORDS, heading=text, title=text, voluntary=text)
    (page,) = texts(slips_pdf(odd, [Batch(text, codes(1))], address=ADDRESS))
    assert page.replace("\n", " ").count(text) >= 2


def test_a_long_name_still_leaves_ten_to_a_page() -> None:
    odd = replace(
        WORDS,
        heading="Regionens samordnede kunde- og brukersenter for nordre distrikt: Høstundersøkelsen 2018",
        address="svar.en-ganske-lang-virksomhet.kommune.example.org/svar/",
    )
    (page,) = texts(slips_pdf(odd, [Batch("Lag 1", codes(10))], address=ADDRESS))
    assert len(CODE.findall(page)) == 10


PROGRAM = """
import os, resource, sys
sys.path.insert(0, sys.argv[1])
from tests.pure.papers.test_slips import ADDRESS, WORDS, codes
from surveys.papers.slips import Batch, slips_pdf
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
sheet = slips_pdf(WORDS, [Batch("Lag 1", codes(12))], address=ADDRESS)
sys.stdout.buffer.write(sheet)
sys.stdout.flush()
if "then-write" in sys.argv:
    with open(os.path.join(os.environ["TMPDIR"], "x"), "wb", buffering=0) as file:
        file.write(sheet)
"""


@pytest.mark.parametrize("then_write", [False, True], ids=["slips alone", "control"])
def test_nothing_is_written_to_a_file_on_the_way(tmp_path: Path, then_write: bool) -> None:
    """The process may not write one byte to any file; a control that does is stopped."""
    work = tmp_path / "work"
    work.mkdir()
    variables = {"TMPDIR": str(work), "HOME": str(work), "XDG_CACHE_HOME": str(work), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-c", PROGRAM, str(ROOT), *(["then-write"] if then_write else [])]
    done = subprocess.run(command, cwd=work, env=variables, capture_output=True, check=False)
    assert len(texts(done.stdout)) == 2, done.stderr
    assert (done.returncode == 0) is not then_write
    assert [file for file in work.rglob("*") if file.stat().st_size] == []


def test_the_limit_that_the_test_relies_on_is_not_this_processes_own() -> None:
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 0
    with tempfile.TemporaryFile() as file:
        assert file.write(b"x") == 1
