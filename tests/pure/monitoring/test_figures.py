"""Operational figures: what a file may hold, and that no figure of a person or of a few gets in."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.monitoring.figures import Key, Line, Problem, few, read

UNITS = frozenset({"all", "a", "b", "c"})
PARENTS = {"all": None, "a": "all", "b": "all", "c": "all"}
HEAD = "enhet;fra;til;tall;verdi\n"
GOOD = "a;2019-05-01;2019-05-31;calls_per_day;310,5\n"


def problems(text: str) -> list[Problem]:
    lines, wrong = read(text.encode(), units=UNITS)
    assert not (lines and wrong)
    return [one.problem for one in wrong]


def test_a_file_as_a_spreadsheet_writes_it() -> None:
    lines, wrong = read(("\ufeff" + HEAD + GOOD).encode(), units=UNITS)
    assert wrong == []
    assert lines == [Line("a", date(2019, 5, 1), date(2019, 5, 31), Key.CALLS, Decimal("310.5"))]
    assert read((HEAD.strip() + "\n" + GOOD.strip() + ";;\n").encode(), units=UNITS)[0] == lines
    english = "unit,from,to,figure,value\na,2019-05-01,2019-05-31,calls_per_day,310.5\n"
    assert read(english.encode(), units=UNITS)[0] == lines


@pytest.mark.parametrize(
    "column", ["navn", "Ansattnummer", "ansatt_id", "E-post", "employee", "Agent", "id", "user_name", "Medarbeidare"]
)
def test_a_column_that_points_at_a_person_refuses_the_file(column: str) -> None:
    text = f"enhet;fra;til;tall;verdi;{column}\na;2019-05-01;2019-05-31;calls_per_day;3;x\n"
    assert problems(text) == [Problem.PERSON_COLUMN]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("enhet;fra;til;tall;verdi;merknad\na;b;c;d;e;f\n", Problem.OTHER_COLUMN),
        ("enhet;fra;til;tall\na;b;c;d\n", Problem.NO_COLUMN),
        (HEAD, Problem.EMPTY),
        ("", Problem.EMPTY),
        (HEAD + GOOD + GOOD, Problem.TWICE),
        (HEAD + GOOD.replace("a;", "x;", 1), Problem.BAD_UNIT),
        (HEAD + GOOD.replace("2019-05-31", "2019-02-30"), Problem.BAD_DAY),
        (HEAD + GOOD.replace("2019-05-31", "2019-04-30"), Problem.BAD_DAY),
        (HEAD + GOOD.replace("calls_per_day", "keystrokes"), Problem.BAD_KEY),
        (HEAD + GOOD.replace("310,5", "NaN"), Problem.BAD_VALUE),
        (HEAD + GOOD.replace("310,5", "-1"), Problem.BAD_VALUE),
        (HEAD + GOOD.replace("calls_per_day;310,5", "absence_percent;101"), Problem.BAD_VALUE),
        (HEAD + "a\n", Problem.BAD_DAY),
        (HEAD + GOOD.replace("310,5", "310,5;Kari var syk"), Problem.MORE_CELLS),
        (HEAD + GOOD.replace("310,5", "Kari var syk"), Problem.BAD_VALUE),
        (HEAD + GOOD.replace("calls_per_day", "Kari var syk"), Problem.BAD_KEY),
    ],
)
def test_what_is_wrong_is_said(text: str, problem: Problem) -> None:
    assert problems(text) == [problem]


def test_bytes_that_are_no_text() -> None:
    assert [one.problem for one in read(b"\xff\xfe\x00", units=UNITS)[1]] == [Problem.NOT_TEXT]
    assert [one.problem for one in read(b"a" * 1_000_001, units=UNITS)[1]] == [Problem.TOO_LARGE]


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reading(raw: bytes) -> None:
    lines, wrong = read(raw, units=UNITS)
    assert bool(lines) is not bool(wrong)


def line(unit: str, first: date = date(2019, 5, 1), last: date = date(2019, 5, 31)) -> Line:
    return Line(unit, first, last, Key.CALLS, Decimal(1))


def refused(sizes: dict[str, int], *lines: Line) -> set[tuple[Problem, str]]:
    return {(one.problem, one.text) for one in few(lines, sizes=sizes, parents=PARENTS, threshold=5)}


def test_a_unit_of_few_and_one_that_nobody_knows_the_size_of() -> None:
    assert refused({"a": 4, "b": 5}, line("a"), line("b")) == {(Problem.TOO_FEW, "a")}
    assert refused({"b": 5}, line("c")) == {(Problem.TOO_FEW, "c")}


def test_the_rest_of_a_unit_is_not_to_be_a_few() -> None:
    sizes = {"a": 8, "b": 8, "c": 3}
    assert refused(sizes, line("all"), line("a")) == set()
    assert refused(sizes, line("all"), line("a"), line("b")) == {(Problem.REST_TOO_FEW, "all")}
    later = line("b", date(2019, 6, 1), date(2019, 6, 30))
    assert refused(sizes, line("all"), line("a"), later) == set()
    overlapping = line("b", date(2019, 5, 31), date(2019, 6, 30))
    assert refused(sizes, line("all"), line("a"), overlapping) == {(Problem.REST_TOO_FEW, "all")}
    assert refused({"a": 8, "b": 8, "c": 5}, line("all"), line("a"), line("b")) == set()


@given(
    st.fixed_dictionaries({unit: st.integers(0, 12) for unit in ("a", "b", "c")}),
    st.sets(st.sampled_from(["all", "a", "b", "c"]), min_size=1),
)
def test_whatever_gets_in_no_difference_is_of_a_few(sizes: dict[str, int], units: set[str]) -> None:
    if refused(sizes, *(line(unit) for unit in sorted(units))):
        return
    whole = {"all": sum(sizes.values()), **sizes}
    assert all(whole[unit] >= 5 for unit in units)
    if "all" in units:
        rest = whole["all"] - sum(sizes[unit] for unit in units - {"all"})
        assert rest == 0 or rest >= 5
