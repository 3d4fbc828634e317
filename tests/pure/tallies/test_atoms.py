"""An atom's name says its group and its answers, and nothing else can be read out of it."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.tallies.atoms import answer_in, atom_name, group_of
from surveys.questionnaires.strict_json import KEY

groups = st.uuids().map(str)
keys = st.from_regex(KEY, fullmatch=True).filter(str.isascii)
answers = st.dictionaries(keys, st.integers(1, 300), max_size=5)


@given(group=groups, said=answers, other=keys)
def test_a_name_is_read_as_it_was_made(group: str, said: dict[str, int], other: str) -> None:
    atom = atom_name(group, said)
    assert group_of(atom) == group
    assert {key: answer_in(atom, key) for key in said} == said
    assert answer_in(atom, other) == said.get(other)


@given(group=groups)
def test_those_who_said_nothing_have_the_name_of_their_group(group: str) -> None:
    assert atom_name(group, {}) == group
    assert group_of(group) == group
    assert answer_in(group, "place") is None


@given(first=st.tuples(groups, answers), second=st.tuples(groups, answers))
def test_two_atoms_never_have_one_name(first: tuple[str, dict[str, int]], second: tuple[str, dict[str, int]]) -> None:
    assert (atom_name(*first) == atom_name(*second)) == (
        first[0] == second[0] and list(first[1].items()) == list(second[1].items())
    )


def test_the_form_is_the_documented_one() -> None:
    group = str(UUID(int=7))
    assert atom_name(group, {"place": 2, "contract": 1}) == f"{group}|place=2|contract=1"


@pytest.mark.parametrize(
    ("group", "said"),
    [
        ("", {}),
        ("a|b", {}),
        ("a=b", {}),
        ("a", {"": 1}),
        ("a", {"x=1|y": 1}),
        ("a", {"place": 0}),
        ("a", {"place": -1}),
    ],
)
def test_what_could_be_read_in_another_way_is_refused(group: str, said: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"atom|option"):
        atom_name(group, said)
