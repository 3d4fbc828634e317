"""Who may invite whom, when periods overlap, what a unit's code becomes, and links that are signed."""

from datetime import date
from uuid import uuid4

import pytest

from surveys.organisations.rules import Role, code_of, may_invite, overlap
from surveys.signed_links import Purpose, key_in, token_for

UNION, EMPLOYER = Role.UNION_REPRESENTATIVE, Role.EMPLOYER_REPRESENTATIVE


@pytest.mark.parametrize(
    ("by", "role", "own_party", "party_has_people", "may"),
    [
        (UNION, EMPLOYER, False, False, True),
        (UNION, EMPLOYER, False, True, False),
        (UNION, UNION, True, True, True),
        (EMPLOYER, UNION, False, True, False),
        (EMPLOYER, Role.ORGANISER, False, False, True),
        (Role.ORGANISER, Role.ORGANISER, False, False, False),
        (Role.SAFETY_REPRESENTATIVE, UNION, False, False, False),
    ],
)
def test_a_party_chooses_its_own_people(
    by: Role, role: Role, own_party: bool, party_has_people: bool, may: bool
) -> None:
    assert may_invite(by, role=role, own_party=own_party, party_has_people=party_has_people) is may


@pytest.mark.parametrize(
    ("first", "second", "together"),
    [
        ((1, None), (9, None), True),
        ((1, 5), (5, None), True),
        ((1, 4), (5, None), False),
        ((6, None), (1, 5), False),
        ((2, 3), (1, 9), True),
    ],
)
def test_periods_share_a_day_or_not(
    first: tuple[int, int | None], second: tuple[int, int | None], together: bool
) -> None:
    def period(ends: tuple[int, int | None]) -> tuple[date, date | None]:
        return date(2027, 1, ends[0]), date(2027, 1, ends[1]) if ends[1] else None

    assert overlap(period(first), period(second)) is overlap(period(second), period(first)) is together


@pytest.mark.parametrize(
    ("name", "taken", "code"),
    [
        ("Lag 1", (), "lag-1"),
        ("Kväll & Ærlig Øst på Å", (), "kvall-aerlig-ost-pa-a"),
        ("Lag 1", ("lag-1", "lag-1-2"), "lag-1-3"),
        ("…", (), "enhet"),
        ("x" * 200, (), "x" * 40),
    ],
)
def test_a_code_is_made_of_the_name(name: str, taken: tuple[str, ...], code: str) -> None:
    assert code_of(name, taken) == code


def test_a_link_for_one_thing_opens_no_other_and_no_changed_one_opens() -> None:
    key = uuid4()
    for purpose in Purpose:
        token = token_for(purpose, key)
        assert key_in(purpose, token) == key
        assert [key_in(other, token) for other in Purpose if other is not purpose] == [None, None]
        assert key_in(purpose, token[:-1]) is None
        assert key_in(purpose, token_for(purpose, uuid4())[:32] + token[32:]) is None
    for wrong in ("", ".", key.hex, f"{key.hex}.", "æøå.æøå"):
        assert key_in(Purpose.REPORT, wrong) is None
