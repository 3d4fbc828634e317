"""Counts equal a plain recount of the sheets, made another way."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.tallies.atoms import answer_in, group_of
from reports.tallies.counting import count
from reports.tallies.types import OptionCounts, ScoreCounts
from surveys.ballots.types import Answers
from surveys.questionnaires.loading import load

OURS = load("arbeidshverdag", 1)
ATOMS = ("a", "b", "c")
LIST = OURS.multiple[0]
FREE = sorted(key for key, _ in LIST.options if key not in LIST.exclusive)

singles = st.dictionaries(st.sampled_from([item.key for item in OURS.items]), st.integers(1, 5))
backgrounds = st.fixed_dictionaries({}, optional={one.key: st.integers(1, len(one.options)) for one in OURS.background})
chosen = st.frozensets(st.sampled_from(FREE)) | st.sampled_from(sorted(LIST.exclusive)).map(
    lambda key: frozenset({key})
)
sheets = st.builds(
    lambda single, background, several: Answers(
        single | background, {LIST.key: several} if several is not None else {}
    ),
    singles,
    backgrounds,
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


crossed = st.permutations([one.key for one in OURS.background]).flatmap(
    lambda keys: st.integers(0, len(keys)).map(lambda number: tuple(keys[:number]))
)


@given(box=boxes, crossings=crossed)
@settings(max_examples=60, deadline=None)
def test_an_atom_is_a_group_and_the_agreed_answers(
    box: list[tuple[str, Answers | None]], crossings: tuple[str, ...]
) -> None:
    """Each sheet stands in the atom of what it says on what was agreed, and of nothing else."""
    tally = count(OURS, box, ATOMS, crossings)
    read = [(group, sheet) for group, sheet in box if sheet is not None]
    said = [(group, tuple((key, sheet.single.get(key)) for key in crossings)) for group, sheet in read]
    told = [(group_of(one.atom), tuple((key, answer_in(one.atom, key)) for key in crossings)) for one in tally.atoms]
    assert sorted(told, key=str) == sorted(
        {*said, *((g, tuple((key, None) for key in crossings)) for g in ATOMS)}, key=str
    )
    for atom, place in zip(tally.atoms, told, strict=True):
        assert atom.n == said.count(place)
        assert not {one.key for one in OURS.background} & (atom.items.keys() | atom.scales.keys())
    assert all(atom.n or atom.atom in ATOMS for atom in tally.atoms)


@given(box=boxes, crossings=crossed)
@settings(max_examples=40, deadline=None)
def test_the_atoms_of_a_group_are_the_group_together(
    box: list[tuple[str, Answers | None]], crossings: tuple[str, ...]
) -> None:
    divided, whole = count(OURS, box, ATOMS, crossings), count(OURS, box, ATOMS)
    assert (divided.accepted, divided.undecryptable) == (whole.accepted, whole.undecryptable)
    for group in whole.atoms:
        parts = [atom for atom in divided.atoms if group_of(atom.atom) == group.atom]
        assert sum(atom.n for atom in parts) == group.n
        for key, scores in group.scales.items():
            assert ScoreCounts.merged(atom.scales[key] for atom in parts) == scores
        for key, options in group.items.items():
            assert OptionCounts.merged(atom.items[key] for atom in parts) == options


def test_background_that_was_not_agreed_on_leaves_no_trace() -> None:
    box = [("a", Answers({"place": 1, "own_words": 3})), ("a", Answers({"tenure": 4}))]
    bare = [("a", Answers({"own_words": 3})), ("a", Answers())]
    assert count(OURS, box, ["a"], ["contract"]) == count(OURS, bare, ["a"])


def test_an_empty_sheet_is_a_sheet_and_counts_nowhere_else() -> None:
    tally = count(OURS, [("a", Answers())], ["a"])
    assert (tally.accepted, tally.atoms[0].n) == (1, 1)
    assert all(scores.n == 0 for scores in tally.atoms[0].scales.values())
    assert all(options.answered == 0 for options in tally.atoms[0].items.values())


def test_a_group_that_is_not_the_waves_is_an_error() -> None:
    with pytest.raises(KeyError):
        count(OURS, [("elsewhere", Answers())], ["a"])
    with pytest.raises(KeyError):
        count(OURS, [("elsewhere", Answers({"place": 1}))], ["a"], ["place"])
