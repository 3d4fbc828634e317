"""Counts equal a plain recount of the sheets, made another way."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.tallies.counting import count
from surveys.ballots.types import Answers
from surveys.questionnaires.loading import load

OURS = load("arbeidshverdag", 1)
ATOMS = ("a", "b", "c")
LIST = OURS.multiple[0]
FREE = sorted(key for key, _ in LIST.options if key not in LIST.exclusive)

singles = st.dictionaries(st.sampled_from([item.key for item in OURS.items]), st.integers(1, 5))
chosen = st.frozensets(st.sampled_from(FREE)) | st.sampled_from(sorted(LIST.exclusive)).map(
    lambda key: frozenset({key})
)
sheets = st.builds(
    lambda single, several: Answers(single, {LIST.key: several} if several is not None else {}),
    singles,
    st.none() | chosen,
)
boxes = st.lists(st.tuples(st.sampled_from(ATOMS), st.none() | sheets), max_size=25)


def _score(sheet: Answers, scale_key: str) -> Fraction | None:
    """Return the mean of the answered items' points as a fraction: none of the product's scoring."""
    scale = next(scale for scale in OURS.scales if scale.key == scale_key)
    items = {item.key: item for item in OURS.items}
    points = [
        100 - 25 * (sheet.single[key] - 1) if items[key].reversed else 25 * (sheet.single[key] - 1)
        for key in scale.items
        if key in sheet.single
    ]
    return Fraction(sum(points), len(points)) if len(points) * 2 >= len(scale.items) and points else None


@settings(max_examples=60, deadline=None)
@given(boxes)
def test_counts_equal_a_plain_recount(box: list[tuple[str, Answers | None]]) -> None:
    tally = count(OURS, box, ATOMS)
    read = [(atom, sheet) for atom, sheet in box if sheet is not None]
    assert tally.accepted == len(read)
    assert tally.undecryptable == len(box) - len(read)
    assert [atom.atom for atom in tally.atoms] == sorted(ATOMS)
    for atom in tally.atoms:
        mine = [sheet for name, sheet in read if name == atom.atom]
        assert atom.n == len(mine)
        for scale in OURS.scales:
            scores = [score for sheet in mine if (score := _score(sheet, scale.key)) is not None]
            assert [Fraction(score, 12) for score, people in atom.scales[scale.key].pairs for _ in range(people)] == (
                sorted(scores)
            )
        for item in OURS.items:
            values = [sheet.single.get(item.key) for sheet in mine]
            assert atom.items[item.key].counts == tuple(values.count(option) for option in range(1, 6))
            assert atom.items[item.key].answered == len(values) - values.count(None)
        ticked = [sheet.multiple.get(LIST.key, frozenset()) for sheet in mine]
        assert atom.items[LIST.key].counts == tuple(sum(key in one for one in ticked) for key, _ in LIST.options)
        assert atom.items[LIST.key].answered == sum(1 for one in ticked if one)


@given(boxes.flatmap(lambda box: st.tuples(st.just(box), st.permutations(box))))
@settings(max_examples=30, deadline=None)
def test_the_order_of_the_sheets_is_of_no_consequence(
    both: tuple[list[tuple[str, Answers | None]], list[tuple[str, Answers | None]]],
) -> None:
    box, shuffled = both
    assert count(OURS, shuffled, tuple(reversed(ATOMS))) == count(OURS, box, ATOMS)


def test_an_empty_sheet_is_a_sheet_and_counts_nowhere_else() -> None:
    tally = count(OURS, [("a", Answers())], ["a"])
    assert (tally.accepted, tally.atoms[0].n) == (1, 1)
    assert all(scores.n == 0 for scores in tally.atoms[0].scales.values())
    assert all(options.answered == 0 for options in tally.atoms[0].items.values())


def test_a_group_that_is_not_the_waves_is_an_error() -> None:
    with pytest.raises(KeyError):
        count(OURS, [("elsewhere", Answers())], ["a"])
