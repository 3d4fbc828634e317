"""The register as a file: what is written is read again, whatever it says, in whatever language, and nothing harms."""

import io
import json
import random
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import openpyxl
import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.changes.rules import LANGUAGES
from surveys.monitoring import table
from surveys.monitoring.exchange import register_as_data
from surveys.monitoring.fields import ORDER
from surveys.monitoring.reading import MOST_BYTES, MOST_LINE, MOST_LINES, Fault, Reading, Row, read
from surveys.monitoring.table import HEADINGS, Problem
from surveys.monitoring.types import CHOICES, FIELDS, LISTS, Attachment, Contents, Entry, Kind, Version, to_plain
from surveys.monitoring.wording import CHOICE_WORDS
from surveys.monitoring.workbook import register_as_workbook
from tests.pure.documents.test_same_figures import office

Value = str | int | float | bool | date | datetime | None
"""What a test puts into a cell."""
PLACE, OTHER = UUID(int=1), UUID(int=2)
AT = datetime(2019, 10, 27, 0, 30, tzinfo=UTC)
UNITS = {"senteret": "Senteret", "lag-1": "=1+1"}
LOG = Contents("Lydlogg", Kind.CALL_RECORDING, ("senteret",), purpose="Opplæring")

signs = st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\r\t")
texts = st.text(signs, max_size=40) | st.sampled_from(
    ["=1+1", "+47 99", "-1", "@SUM(A1)", "_x000D_", "_x0041_", "007", "1e5", "2019-05-06", "TRUE", "\r\nto\rlinjer\n"]
)
names = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=30).filter(
    lambda name: name.strip() == name and bool(name)
)
maybe_day = st.none() | st.dates()
attachments = st.builds(Attachment, names, st.integers(0, 2**256 - 1).map(lambda number: f"{number:064x}"))
contents = st.builds(
    Contents,
    name=texts, kind=st.sampled_from(Kind), units=st.lists(st.sampled_from(sorted(UNITS)), unique=True).map(tuple),
    changes=st.lists(st.uuids().map(str), max_size=2).map(tuple),
    informed_in=st.lists(st.sampled_from(LANGUAGES), unique=True).map(tuple),
    attachments=st.lists(attachments, max_size=3).map(tuple),
    **{name: texts for name in FIELDS if name not in {*CHOICES, *LISTS, "attachments", "name"}
       and not name.endswith("_on") and name not in {"expected_end", "evaluate_by"}},
    **{name: maybe_day for name in FIELDS if name.endswith("_on") or name in {"expected_end", "evaluate_by"}},
    **{name: st.none() | st.sampled_from(choices) for name, choices in CHOICES.items() if name != "kind"},
)  # fmt: skip


def entry(said: Contents, number: int = 1) -> Entry:
    return Entry(number, (Version(1, AT, "Ola", "Ledelsen", UUID(int=9), "Ledelsen", False, said),), ())


def workbook(*said: Contents, language: str = "nb") -> bytes:
    with translation.override(language):
        return register_as_workbook(
            [entry(one, number) for number, one in enumerate(said, start=1)], organisation=PLACE, name="Fjellbygd",
            timezone="Europe/Oslo", units=UNITS, changes={},
        )  # fmt: skip


def as_json(*said: Contents) -> bytes:
    listed = [entry(one, number) for number, one in enumerate(said, start=1)]
    return json.dumps(register_as_data(listed, organisation=PLACE)).encode()


def says_the_same(row: Row, said: Contents) -> bool:
    plain = to_plain(said)
    return set(row.fields) == set(FIELDS) and all(table.same(name, row.fields[name], plain[name]) for name in FIELDS)


@settings(max_examples=40)
@given(st.lists(contents, min_size=1, max_size=3), st.sampled_from(LANGUAGES), st.sampled_from(LANGUAGES))
def test_what_is_written_is_read_again_in_any_language(said: list[Contents], written: str, reader: str) -> None:
    with translation.override(reader):
        for raw in (workbook(*said, language=written), as_json(*said)):
            found = read(raw, organisation=PLACE)
            assert found.refused == []
            assert [(row.number, row.version, row.owner) for row in found.rows] == [
                (number, 1, "Ledelsen") for number in range(1, len(said) + 1)
            ]
            assert all(says_the_same(row, one) for row, one in zip(found.rows, said, strict=True))


def test_a_spreadsheet_program_that_opens_and_saves_it_changes_nothing(tmp_path: Path) -> None:
    said = replace(
        LOG, name="=1+1", supplier="+47", groups="Alle\r\nsom ringer", need="007", alternatives="2019-05-06",
        legal_basis="1,5", seen_by="TRUE", units=("senteret", "lag-1"), informed_in=("nb", "sv"),
        started_on=date(2020, 2, 29), ended_on=date.max, assessed_on=date(1899, 12, 31), evaluate_by=date(1900, 3, 1),
        attachments=(Attachment("referat (1).pdf", "ab" * 32), Attachment("b.pdf", "0" * 64)),
    )  # fmt: skip
    found = read(office(workbook(said, LOG, language="sv"), "xlsx", "xlsx", tmp_path), organisation=PLACE)
    assert found.refused == []
    assert [says_the_same(row, one) for row, one in zip(found.rows, (said, LOG), strict=True)] == [True, True]


@given(contents)
def test_a_difference_is_seen(said: Contents) -> None:
    """The control of the test above: another text is not "the same"."""
    row = read(as_json(said), organisation=PLACE).rows[0]
    assert not says_the_same(row, replace(said, purpose=said.purpose.strip() + "x"))


def test_the_same_register_gives_the_same_bytes() -> None:
    assert workbook(LOG) == workbook(LOG)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_leads_to_one_thing_in_every_language(language: str) -> None:
    with translation.override(language):
        for column, heading in HEADINGS.items():
            assert table.columns_by_words()[str(heading).casefold()] == column
        for field, words in CHOICE_WORDS.items():
            for code, choice in words.items():
                assert table.choices_by_words(field)[str(choice).casefold()] == code


def opened(raw: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(raw))


def test_no_cell_is_a_formula_and_what_looks_like_one_stays_text_when_it_is_edited() -> None:
    raw = workbook(replace(LOG, name="=1+1", purpose="@SUM(A1)", need="+47", supplier="-1"))
    sheet = opened(raw).worksheets[0]
    cells = {cell.value: cell for cell in sheet[2]}
    for text in ("=1+1", "@SUM(A1)", "+47", "-1"):
        assert cells[text].data_type == "s"
        assert cells[text].quotePrefix
    assert all(cell.data_type != "f" for one in opened(raw).worksheets for row in one.iter_rows() for cell in row)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_codebook_tells_of_every_column_and_every_choice(language: str) -> None:
    book = opened(workbook(LOG, language=language))
    lines = list(book.worksheets[3].iter_rows(min_row=2, values_only=True))
    assert lines[0][1:] == ("organisation", str(PLACE), "Fjellbygd")
    told = {(line[1], line[2]) for line in lines}
    assert {column for column, _code in told} == {"organisation", *table.COLUMNS}
    assert {(field, code) for field, words in CHOICE_WORDS.items() for code in words} <= told
    assert ("units", "lag-1") in told
    assert all(line[0] and line[3] for line in lines)
    assert len(book.sheetnames) == 4


def edited(change: Callable[[Any], None], *said: Contents) -> Reading:
    book = opened(workbook(*(said or (LOG,))))
    change(book)
    file = io.BytesIO()
    book.save(file)
    return read(file.getvalue(), organisation=PLACE)


def place_of(column: str) -> int:
    return table.COLUMNS.index(column) + 1


def put(column: str, value: object, line: int = 2) -> Callable[[Any], None]:
    def change(book: Any) -> None:
        book.worksheets[0].cell(line, place_of(column)).value = value

    return change


@pytest.mark.parametrize(
    ("column", "value", "problem"),
    [
        ("purpose", "=HYPERLINK(1)", Fault.FORMULA),
        ("purpose", date(2019, 1, 1), Problem.NOT_TEXT),
        ("purpose", True, Problem.NOT_TEXT),
        ("started_on", "6. mai", Problem.BAD_DAY),
        ("started_on", datetime(2019, 1, 1, 8), Problem.BAD_DAY),  # noqa: DTZ001 - a cell has no zone
        ("started_on", 43586, Problem.BAD_DAY),
        ("kind", "Noe helt annet", Problem.BAD_CHOICE),
        ("number", "en", Problem.BAD_NUMBER),
        ("number", -1, Problem.BAD_NUMBER),
        ("number", 1.5, Problem.BAD_NUMBER),
        ("number", 9_999_999_999, Problem.BAD_NUMBER),
        ("informed_in", "tysk", Problem.BAD_LIST),
        ("attachments", "referat.pdf", Problem.BAD_ATTACHMENT),
    ],
)
def test_a_cell_that_cannot_be_read_is_told_with_its_line(column: str, value: object, problem: Problem) -> None:
    found = edited(put(column, value))
    assert [(one.line, one.column, one.problem) for one in found.refused] == [(2, column, problem)]
    assert found.refused[0].text


@pytest.mark.parametrize(
    ("column", "value", "plain"),
    [
        ("purpose", 12, "12"), ("purpose", 12.0, "12"), ("kind", "camera", "camera"),
        ("kind", "SOMETHING else", "other"),
        ("started_on", date(2020, 2, 29), "2020-02-29"), ("started_on", "2020-02-29", "2020-02-29"),
        ("started_on", None, None), ("informed_in", "nb; Svenska", ["nb", "sv"]), ("units", "lag-1\nsenteret",
        ["lag-1", "senteret"]), ("units", None, []), ("purpose", None, ""),
    ],
)  # fmt: skip
def test_a_cell_as_people_write_it(column: str, value: object, plain: object) -> None:
    found = edited(put(column, value))
    assert found.refused == []
    assert found.rows[0].fields[column] == plain


def test_columns_can_change_places_and_be_left_out_but_not_be_unknown_or_double() -> None:
    def without(book: Any) -> None:
        book.worksheets[0].delete_cols(place_of("purpose"))

    found = edited(without)
    assert found.refused == []
    assert set(ORDER) - set(found.rows[0].fields) == {"purpose"}
    refused = [
        edited(put("purpose", "Fødselsnummer", 1)).refused,
        edited(put("purpose", "Navn på vakten", 1)).refused,
        edited(put("purpose", "need", 1)).refused,
        edited(put("kind", None, 1)).refused,
    ]
    assert [[one.problem for one in listed] for listed in refused] == [
        [Fault.OTHER_COLUMN], [Fault.OTHER_COLUMN], [Fault.TWICE_COLUMN], [Fault.NO_COLUMN],
    ]  # fmt: skip


def test_blank_rows_are_no_measures_and_lines_are_those_of_the_sheet() -> None:
    def change(book: Any) -> None:
        put("name", "Kamera", 7)(book)
        put("kind", "camera", 7)(book)

    found = edited(change)
    assert [(row.line, row.number) for row in found.rows] == [(2, 1), (7, None)]


def test_a_file_of_another_workplace_is_refused() -> None:
    for raw in (workbook(LOG), as_json(LOG)):
        assert [one.problem for one in read(raw, organisation=OTHER).refused] == [Fault.OTHER_PLACE]


def test_a_file_with_too_much_in_it_is_refused() -> None:
    def rows(book: Any) -> None:
        for line in range(MOST_LINES + 1):
            put("name", "x", line + 2)(book)

    assert [one.problem for one in edited(rows).refused] == [Fault.TOO_LARGE]
    assert [one.problem for one in edited(put("name", "x", MOST_LINE + 1)).refused] == [Fault.TOO_LARGE]
    assert [one.problem for one in read(b"x" * (MOST_BYTES + 1), organisation=PLACE).refused] == [Fault.TOO_LARGE]
    many = json.dumps(json.loads(as_json(LOG)) | {"measures": [{}] * (MOST_LINES + 1)}).encode()
    assert [one.problem for one in read(many, organisation=PLACE).refused] == [Fault.TOO_LARGE]


def packed(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as book:
        for name, data in parts.items():
            book.writestr(name, data)
    return file.getvalue()


def unpacked(raw: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(raw)) as book:
        return {part.filename: book.read(part) for part in book.infolist()}


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    parts = unpacked(workbook(LOG))
    bomb = packed(parts | {"xl/media/a.bin": b"\0" * 30_000_000})
    assert len(bomb) < MOST_BYTES
    many = packed(parts | {f"xl/media/{number}": b"" for number in range(300)})
    # A part that says it is small and is not gives no more than it says, and is then damaged.
    lying = bytearray(packed({"[Content_Types].xml": b" " * 5_000_000}))
    where = lying.rindex(b"PK\x01\x02") + 24
    lying[where : where + 4] = (10).to_bytes(4, "little")
    assert [read(raw, organisation=PLACE).refused[0].problem for raw in (bomb, many, bytes(lying))] == [
        Fault.TOO_LARGE, Fault.TOO_LARGE, Fault.UNREADABLE,
    ]  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_of_a_files_own_are_refused(encoding: str) -> None:
    parts = unpacked(workbook(LOG))
    name = "xl/worksheets/sheet1.xml"
    laughs = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">]>' + parts[name].decode().partition("?>")[2]
    found = read(packed(parts | {name: laughs.encode(encoding)}), organisation=PLACE)
    assert [one.problem for one in found.refused] == [Fault.UNREADABLE]


@pytest.mark.parametrize(
    "raw", [b"", b"PK", b"PK\x03\x04" + b"\0" * 40, b"\xff\xfe", b"[]", b"{}", b"[" * 100_000, b"nummer;navn\n1;x\n"]
)
def test_what_is_no_register_is_refused(raw: bytes) -> None:
    assert [one.problem for one in read(raw, organisation=PLACE).refused] == [Fault.UNREADABLE]


def test_a_workbook_with_a_letter_changed_never_breaks_the_reading() -> None:
    raw, dice = workbook(LOG), random.Random(7)  # noqa: S311 - places to damage
    for _ in range(150):
        broken = bytearray(raw)
        broken[dice.randrange(len(broken))] ^= 1 << dice.randrange(8)
        read(bytes(broken), organisation=PLACE)


@pytest.mark.parametrize(
    "measure",
    [
        None, [], {}, {"versions": []}, {"versions": [None]}, {"versions": [{"contents": []}]},
        {"versions": [{"contents": {}}], "number": "x"}, {"versions": [{"contents": {}}], "number": True},
        {"versions": [{"contents": {}, "number": [1]}]}, {"versions": {"-1": 1}},
    ],
)  # fmt: skip
def test_an_entry_of_json_that_is_none(measure: object) -> None:
    raw = json.dumps(json.loads(as_json(LOG)) | {"measures": [measure]}).encode()
    assert [(one.line, one.problem) for one in read(raw, organisation=PLACE).refused] == [(1, Fault.UNREADABLE)]


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("purpose", 1, Problem.NOT_TEXT), ("units", "senteret", Problem.BAD_LIST), ("units", [1], Problem.BAD_LIST),
        ("started_on", 20190506, Problem.NOT_TEXT), ("started_on", "2019-W01-1", Problem.BAD_DAY),
        ("kind", "x", Problem.BAD_CHOICE), ("attachments", ["x"], Problem.BAD_ATTACHMENT),
        ("attachments", {"name": "x"}, Problem.BAD_LIST), ("person", "x", Fault.OTHER_COLUMN),
    ],
)  # fmt: skip
def test_a_value_of_json_that_is_none(name: str, value: object, problem: Problem) -> None:
    data = json.loads(as_json(LOG))
    data["measures"][0]["versions"][0]["contents"][name] = value
    found = read(json.dumps(data).encode(), organisation=PLACE)
    assert [(one.line, one.problem) for one in found.refused] == [(1, problem)]
