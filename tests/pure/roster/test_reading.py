"""A roster as a real office sends it: every bad line is named with its reason."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.roster.rules import LONGEST_QUOTE, MOST_BAD_LINES, MOST_ROWS, BadLine, Problem, Row, read_roster

UNITS = {"lag-1", "lag-2"}
KARI = Row("Kari Bjørnås", "kari@example.org", "lag-1", "nb")
OLA = Row("Ola Å", "ola@example.org", "lag-2", "nn")
TEXT = "navn;e-post;enhet;språk\nKari Bjørnås;kari@example.org;lag-1;nb\nOla Å;ola@example.org;lag-2;nn\n"


def _bad(text: str | bytes) -> list[tuple[int, Problem]]:
    roster = read_roster(text.encode() if isinstance(text, str) else text, UNITS)
    return [(line.line, line.problem) for line in roster.bad]


@pytest.mark.parametrize(
    "raw",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("latin-1"),
        TEXT.encode("cp1252"),
        TEXT.encode("utf-16"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        TEXT.replace(";", ",").encode(),
        TEXT.replace(";", "\t").encode(),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
        TEXT.replace("\n", "\n\n").encode(),
        ("\n\n" + TEXT + ";;;\n").encode(),
        TEXT.replace("Kari Bjørnås", '"Kari  Bjørnås"').encode(),
        TEXT.replace("kari@", " KARI@").encode(),
        TEXT.replace("navn;e-post;enhet;språk", "Navn;E-POST; Enhet ;Språk").encode(),
        TEXT.replace("navn;e-post;enhet;språk", "name;email;unit;language").encode(),
        TEXT.replace("navn;e-post;enhet;språk", "namn;epost;eining;språk").encode(),
    ],
)
def test_every_common_form_of_the_same_file(raw: bytes) -> None:
    roster = read_roster(raw, UNITS)
    assert (roster.bad, roster.rows) == ((), (KARI, OLA))


def test_the_columns_may_stand_in_any_order() -> None:
    assert read_roster(b"unit,language,name,email\nlag-1,nb,Kari,kari@example.org\n", UNITS).rows == (
        Row("Kari", "kari@example.org", "lag-1", "nb"),
    )


def test_a_comma_inside_quotation_marks_is_part_of_the_name() -> None:
    text = 'name,email,unit,language\n"Bjørnås, Kari ""K""",kari@example.org,lag-1,nb\n'
    assert read_roster(text.encode(), UNITS).rows[0].name == 'Bjørnås, Kari "K"'


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (";a@example.org;lag-1;nb", Problem.NO_NAME),
        ("A;;lag-1;nb", Problem.BAD_EMAIL),
        ("A;a.example.org;lag-1;nb", Problem.BAD_EMAIL),
        ("A;a@b@example.org;lag-1;nb", Problem.BAD_EMAIL),
        ("A;a@example.org;lag-9;nb", Problem.UNKNOWN_UNIT),
        ("A;a@example.org;LAG-1;nb", Problem.UNKNOWN_UNIT),
        ("A;a@example.org;lag-1;da", Problem.UNKNOWN_LANGUAGE),
        ("A;a@example.org;lag-1", Problem.FIELD_COUNT),
        ("A;a@example.org;lag-1;nb;", Problem.FIELD_COUNT),
        ("A" * 201 + ";a@example.org;lag-1;nb", Problem.TOO_LONG),
        ("A;kari@example.org;lag-1;nb", Problem.TWICE),
        ("A;KARI@example.org;lag-2;nb", Problem.TWICE),
    ],
)
def test_a_bad_line_is_named_and_the_good_ones_are_kept_apart(line: str, problem: Problem) -> None:
    assert _bad(TEXT + line + "\n") == [(4, problem)]


def test_somebody_listed_twice_is_told_of_even_where_the_first_line_is_bad() -> None:
    text = "navn;e-post;enhet;språk\nA;a@example.org;nowhere;nb\nA;a@example.org;lag-1;nb\n"
    assert _bad(text) == [(2, Problem.UNKNOWN_UNIT), (3, Problem.TWICE)]


def test_all_bad_lines_are_told_at_once() -> None:
    lines = "A;x;lag-1;nb\nB;b@example.org;lag-9;nb\n"
    assert _bad(TEXT + lines) == [(4, Problem.BAD_EMAIL), (5, Problem.UNKNOWN_UNIT)]


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (b"", Problem.EMPTY_FILE),
        (b"\xef\xbb\xbf \r\n\n", Problem.EMPTY_FILE),
        (b"\xff\xfe", Problem.EMPTY_FILE),
        (TEXT.encode("utf-16-le"), Problem.UNREADABLE),
        (TEXT.encode() + b"\x00", Problem.UNREADABLE),
        (b"\x81\x8d\xff", Problem.UNREADABLE),
        (b"PK\x03\x04\x00\x00", Problem.UNREADABLE),
        (b"\xff\xfea", Problem.UNREADABLE),
        (b"navn;e-post;enhet;spr\xe5k\n", Problem.EMPTY_FILE),
        (b"navn;e-post;enhet;spr\xe5k\n" + b"x" * 140_000 + b";;;\n", Problem.UNREADABLE),
    ],
)
def test_a_file_that_cannot_be_read_at_all(raw: bytes, problem: Problem) -> None:
    roster = read_roster(raw, UNITS)
    assert [line.problem for line in roster.bad] == [problem]
    assert roster.rows == ()


@pytest.mark.parametrize(
    "heading",
    [
        "navn;e-post;enhet",
        "navn;e-post;enhet;språk;telefon",
        "navn;name;enhet;språk",
        "navn e-post enhet språk",
        "Kari;kari@example.org;lag-1;nb",
        "fødselsnummer;e-post;enhet;språk",
    ],
)
def test_a_wrong_heading_is_the_only_thing_told(heading: str) -> None:
    assert _bad(TEXT.replace("navn;e-post;enhet;språk", heading)) == [(1, Problem.COLUMNS)]


def test_a_quotation_mark_that_is_never_closed_does_not_bring_the_whole_file_to_the_page() -> None:
    text = TEXT + '"Never closed;n@example.org;lag-1;nb\n' + "B;b@example.org;lag-1;nb\n" * 500
    roster = read_roster(text.encode(), UNITS)
    assert [line.problem for line in roster.bad] == [Problem.FIELD_COUNT]
    assert len(roster.bad[0].text) <= LONGEST_QUOTE


@given(st.binary(max_size=400))
def test_no_bytes_at_all_make_it_fail(raw: bytes) -> None:
    roster = read_roster(raw, UNITS)
    assert roster.bad
    assert all(isinstance(line, BadLine) and len(line.text) <= LONGEST_QUOTE for line in roster.bad)


names = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=20)


@given(st.lists(names, max_size=8), st.sampled_from(";,\t"), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_what_a_spreadsheet_writes_is_read_back(listed: list[str], delimiter: str, encoding: str) -> None:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter)
    writer.writerow(["navn", "e-post", "enhet", "språk"])
    for number, name in enumerate(listed):
        writer.writerow([name, f"p{number}@example.org", "lag-1", "nb"])
    roster = read_roster(buffer.getvalue().encode(encoding), UNITS)
    assert [row.name for row in roster.rows] == listed


def test_after_so_many_bad_lines_the_rest_is_not_read() -> None:
    bad = "A;x;lag-1;nb\n"
    exactly = read_roster((TEXT + bad * MOST_BAD_LINES).encode(), UNITS)
    assert (len(exactly.bad), exactly.more) == (MOST_BAD_LINES, False)
    # The last line could not be read at all, and would be the only thing told.
    further = read_roster((TEXT + bad * 60 + "x" * 140_000).encode(), UNITS)
    assert (len(further.bad), further.more) == (MOST_BAD_LINES, True)
    assert {line.problem for line in further.bad} == {Problem.BAD_EMAIL}


@pytest.mark.parametrize(("people", "problems"), [(MOST_ROWS, []), (MOST_ROWS + 1, [Problem.TOO_MANY])])
def test_a_file_of_too_many_people_is_refused(people: int, problems: list[Problem]) -> None:
    lines = "".join(f"A;p{number}@example.org;lag-1;nb\n" for number in range(people))
    roster = read_roster(f"navn;e-post;enhet;språk\n{lines}\n;;;\n".encode(), UNITS)
    assert [line.problem for line in roster.bad] == problems
    assert len(roster.rows) == (0 if problems else people)
