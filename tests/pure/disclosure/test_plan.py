import pytest

from reports.disclosure.plan import (
    AtomsDisagree,
    BadPlan,
    Crossing,
    DuplicateUnit,
    EmptyPlan,
    OverlappingUnits,
    Plan,
    PlannedRow,
    ThresholdTooLow,
    UnitWithoutPeople,
    UnknownUnit,
    ancestors,
)

WHOLE = PlannedRow("whole", frozenset("ab"), 15, 15)
A = PlannedRow("A", frozenset("a"), 8, 8, "whole")
PEOPLE = {"a": 8, "b": 7}


def test_a_good_plan_gives_its_rows_the_most_valuable_first_after_the_whole() -> None:
    precious = PlannedRow("B", frozenset("b"), 7, 99, "whole")
    plan = Plan((A, precious, WHOLE), "whole", 5, PEOPLE)
    assert [row.unit for row in plan.by_value()] == ["whole", "B", "A"]
    assert ancestors("A", plan.rows) == ("whole",)
    with pytest.raises(UnknownUnit):
        plan.row("C")


def test_units_that_share_people_and_do_not_nest_are_refused_and_rows_that_cross_are_not() -> None:
    people = {"a": 8, "b": 7, "c": 9}
    whole = PlannedRow("whole", frozenset("abc"), 24, 24)
    one, two = (
        PlannedRow(atoms, frozenset(atoms), sum(people[a] for a in atoms), 1, "whole") for atoms in ("ab", "bc")
    )
    with pytest.raises(OverlappingUnits):
        Plan((whole, one, two), "whole", 5, people)
    crossing = PlannedRow("whole", frozenset("bc"), None, 16, "whole", Crossing("place", 1))
    assert Plan((whole, one, crossing), "whole", 5, people).rows[2].key == "whole|place=1"


@pytest.mark.parametrize(
    ("crossings", "error"),
    [
        ((("north", Crossing("place", 1)),), UnknownUnit),
        ((("A", Crossing("place", 1)),) * 2, DuplicateUnit),
    ],
)
def test_a_crossing_of_no_row_or_named_twice_is_refused(
    crossings: tuple[tuple[str, Crossing], ...], error: type[BadPlan]
) -> None:
    with pytest.raises(error):
        Plan((WHOLE, A), "whole", 5, PEOPLE, crossings)


@pytest.mark.parametrize(
    ("rows", "whole", "threshold", "people", "error"),
    [
        ((WHOLE, A), "whole", 4, PEOPLE, ThresholdTooLow),
        ((), "whole", 5, PEOPLE, EmptyPlan),
        ((WHOLE,), "whole", 5, {"a": 0, "b": 0}, EmptyPlan),
        ((WHOLE, A), "all", 5, PEOPLE, UnknownUnit),
        ((WHOLE, PlannedRow("A", frozenset("a"), 8, 8, "B")), "whole", 5, PEOPLE, UnknownUnit),
        ((WHOLE, PlannedRow("A", frozenset("a"), 8, 8)), "whole", 5, PEOPLE, UnknownUnit),
        ((WHOLE, PlannedRow("A", frozenset(), 8, 8, "whole")), "whole", 5, PEOPLE, UnitWithoutPeople),
        ((WHOLE, PlannedRow("A", frozenset("a"), 0, 8, "whole")), "whole", 5, PEOPLE, UnitWithoutPeople),
        ((WHOLE, A, A), "whole", 5, PEOPLE, DuplicateUnit),
        ((WHOLE, PlannedRow("A", frozenset("a"), 9, 8, "whole")), "whole", 5, PEOPLE, AtomsDisagree),
        ((WHOLE, PlannedRow("C", frozenset("c"), 9, 8, "whole")), "whole", 5, PEOPLE, AtomsDisagree),
        ((WHOLE, A), "A", 5, PEOPLE, AtomsDisagree),
        ((WHOLE, A, PlannedRow("B", frozenset("b"), 7, 7, "A")), "whole", 5, PEOPLE, AtomsDisagree),
        ((WHOLE, PlannedRow("A", frozenset("a"), 8, 8, "A")), "whole", 5, PEOPLE, AtomsDisagree),
        ((PlannedRow("whole", frozenset("ab"), 15, 15, "A"), A), "whole", 5, PEOPLE, AtomsDisagree),
        ((WHOLE,), "whole", 5, {"a": 16, "b": -1}, AtomsDisagree),
    ],
)
def test_a_bad_plan_is_refused_with_its_reason(
    rows: tuple[PlannedRow, ...], whole: str, threshold: int, people: dict[str, int], error: type[BadPlan]
) -> None:
    with pytest.raises(error):
        Plan(rows, whole, threshold, people)
