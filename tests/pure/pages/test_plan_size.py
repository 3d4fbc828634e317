import pytest
from django.utils import translation

from surveys.agreements.publication import Findable, PlannedRelease, from_plain, to_plain
from surveys.pages.plan_size import size_words


def plan(people: int | None, expected: int | None, finds: Findable | None) -> PlannedRelease:
    return PlannedRelease("host", "Høsten", people, expected, True, (), finds)


@pytest.mark.parametrize(
    ("language", "said", "about_the_same"),
    [
        ("nb", "Med 40 personer, der 32 svarer, kan dere se en endring i en hovedindeks når den er på 17 poeng", "275"),
        ("nn", "Med 40 personar, der 32 svarer, kan de sjå ei endring i ein hovudindeks når ho er på 17 poeng", "275"),
        ("sv", "Med 40 personer, varav 32 svarar, kan ni se en förändring i ett huvudindex när den är på 17", "275"),
        ("en", "With 40 people, of whom 32 answer, you can see a change on a main scale when it is 17 points", "275"),
    ],
)
def test_forty_people(language: str, said: str, about_the_same: str) -> None:
    with translation.override(language):
        change, same = size_words(plan(40, 32, Findable(17.1, 275, 5.0)))
    assert change.startswith(said)
    assert about_the_same in same
    assert "25" not in change


def test_a_dozen_see_only_changes_that_are_rare_and_fewer_see_none() -> None:
    with translation.override("nb"):
        dozen = size_words(plan(12, 10, Findable(32.8, 275, 5.0)))
        few = size_words(plan(9, 7, Findable(None, 275, 5.0)))
    assert "33 poeng" in dozen[0]
    assert "Så store endringer er sjeldne" in dozen[0]
    assert "kan dere ikke se om en hovedindeks har endret seg" in few[0]


def test_many_can_say_about_the_same_and_an_unknown_number_is_told_nothing() -> None:
    with translation.override("nb"):
        assert "Dere er mange nok" in size_words(plan(400, 320, Findable(5.2, 275, 5.0)))[1]
        assert "Så mange er dere ikke" in size_words(plan(343, 274, Findable(5.7, 275, 5.0)))[1]
        assert size_words(plan(None, None, None)) == []


def test_what_can_be_found_is_kept_with_the_plan() -> None:
    plans = (plan(40, 32, Findable(17.1, 275, 5.0)), plan(None, None, None))
    assert from_plain(to_plain(plans)) == plans
