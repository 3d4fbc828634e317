import pytest

from reports.disclosure.plan import (
    AtomsDisagree,
    BadPlan,
    DuplicateUnit,
    EmptyPlan,
    Plan,
    PlannedRow,
    ThresholdTooLow,
    UnitWithoutPeople,
    UnknownUnit,
)

WHOLE = PlannedRow("whole", frozenset("ab"), 15, 15)
A = PlannedRow("A", frozenset("a"), 8, 8, "whole")
PEOPLE = {"a": 8, "b": 7}


def test_a_good_plan_gives_its_rows_the_most_valuable_first_after_the_whole() -> None:
    precious = PlannedRow("B", frozenset("b"), 7, 99, "whole")
    plan = Plan((A, precious, WHOLE), "whole", 5, PEOPLE)
    assert [row.unit for row in plan.by_value()] == ["whole", "B", "A"]
    assert plan.ancestors("A") == ("whole",)
    with pytest.raises(UnknownUnit):
        plan.row("C")


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
