from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from reports.disclosure.joint import at_an_end, without_crowds
from reports.disclosure.plan import PlannedRow
from reports.releases.types import Reason, ReleasedScale
from reports.tallies.types import ScoreCounts

ENDS = (0, 1200)
FIRST, SECOND = "trust", "autonomy"
ROWS = (
    PlannedRow("whole", frozenset("abc"), 90, 90),
    PlannedRow("north", frozenset("ab"), 60, 60, "whole"),
    PlannedRow("team a", frozenset("a"), 30, 30, "north"),
)
Scores = Mapping[str, Sequence[int]]


def counts(scores: Scores) -> dict[str, ScoreCounts]:
    return {atom: ScoreCounts(tuple(sorted(Counter(given).items()))) for atom, given in scores.items() if given}


def shown(scores: Scores, rows: Sequence[PlannedRow], *, counted: bool = True) -> dict[str, ReleasedScale]:
    held = counts(scores)
    merged = {row.key: ScoreCounts.merged(held[atom] for atom in row.atoms if atom in held) for row in rows}
    return {key: ReleasedScale(own.n, 50.0, own.pairs if counted else None) for key, own in merged.items()}


def left(
    first: Scores, second: Scores, rows: Sequence[PlannedRow] = ROWS, *, counted: bool = True, sheets: int = 0
) -> dict[str, list[str]]:
    """Return the rows that still show each scale. `sheets` are answer sheets per atom beyond those with a score."""
    figures = {FIRST: shown(first, rows, counted=counted), SECOND: shown(second, rows, counted=counted)}
    people = {atom: sheets + max(len(first.get(atom, ())), len(second.get(atom, ()))) for atom in {*first, *second}}
    ends = dict.fromkeys(figures, ENDS)
    found = without_crowds(figures, {FIRST: counts(first), SECOND: counts(second)}, rows, ends, people)
    assert {figure.withheld for of in found.values() for figure in of.values()} <= {None, Reason.NOT_SHOWN}
    return {scale: [key for key, figure in of.items() if figure.n is not None] for scale, of in found.items()}


def at(top: int, of: int) -> list[int]:
    """Return scores of so many people, some at the top and the rest apart from each other."""
    return [1200] * top + [75 * (place % 12) for place in range(of - top)]


TEAM = (ROWS[2],)


def test_the_later_of_two_scales_gives_way_where_most_stand_at_one_place_of_both() -> None:
    assert left({"a": at(13, 16)}, {"a": at(12, 16)}, TEAM) == {FIRST: ["team a"], SECOND: []}
    assert left({"a": at(8, 16)}, {"a": at(8, 16)}, TEAM) == {FIRST: ["team a"], SECOND: ["team a"]}


def test_answer_sheets_that_skipped_a_scale_may_be_anywhere() -> None:
    assert left({"a": at(9, 16)}, {"a": at(9, 16)}, TEAM)[SECOND] == []
    assert left({"a": at(9, 16)}, {"a": at(9, 16)}, TEAM, sheets=2)[SECOND] == ["team a"]


def test_one_in_fifty_is_let_be() -> None:
    assert left({"a": at(26, 50)}, {"a": at(25, 50)}, TEAM)[SECOND] == ["team a"]
    assert left({"a": at(26, 50)}, {"a": at(26, 50)}, TEAM)[SECOND] == []


def test_a_group_that_only_follows_counts_too() -> None:
    """North is mixed, and so is team a; what is left of north is not."""
    mixed = [75 * (place % 16) for place in range(12)]
    first = {"a": mixed, "b": at(10, 12), "c": mixed}
    assert left(first, first) == {FIRST: ["whole", "north", "team a"], SECOND: ["whole", "north"]}


def test_means_alone_tell_how_many_stand_at_an_end() -> None:
    scores = [1200] * 7 + [0, 300]
    # The mean is 80.56, shown as 81: at most 1.75 of 9 × 100 points are missing, 75 for each who is not at the top.
    assert at_an_end(counts({"a": scores})["a"], ENDS) == 7
    assert left({"a": scores}, {"a": scores}, TEAM, counted=False) == {FIRST: ["team a"], SECOND: []}
    middle = [600] * 9
    assert at_an_end(counts({"a": middle})["a"], ENDS) == 0


answers = st.dictionaries(
    st.sampled_from("abc"),
    st.lists(st.tuples(*[st.sampled_from((0, 300, 600, 900, 1200))] * 2), min_size=1),
    min_size=3,
)


@given(answers)
def test_no_two_shown_groups_tell_that_somebody_stands_at_one_place_of_both(
    people: Mapping[str, Sequence[tuple[int, int]]],
) -> None:
    first, second = ({atom: [pair[place] for pair in own] for atom, own in people.items()} for place in (0, 1))
    remaining = left(first, second)
    assert remaining[FIRST] == [row.key for row in ROWS]
    rows = {row.key: row.atoms for row in ROWS}
    for one, other in product(remaining[FIRST], remaining[SECOND]):
        everybody = sum(len(people[atom]) for atom in rows[one] | rows[other])
        shared = sum(len(people[atom]) for atom in rows[one] & rows[other])
        fullest = [
            max(Counter(score for atom in rows[key] for score in scores[atom]).values())
            for key, scores in ((one, first), (other, second))
        ]
        assert sum(fullest) - everybody <= shared // 50
