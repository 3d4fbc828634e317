"""What counts as experienced, and what the register and the shares find in each other."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.disclosure.shares import share
from reports.documents.register_facts import Registered, RegisterFacts, experienced, registered
from reports.documents.register_shares import shares_of
from reports.releases.types import Reason, ReleasedShares
from surveys.monitoring.rules import Duty
from surveys.monitoring.types import Contents, Entry, Kind, Talks, Version
from surveys.organisations.rules import Country
from tests.documents_factory import after, nothing_shown, with_whole

QUESTION = "monitoring_measures"
OPTIONS = ("call_recording", "camera", "none")

OPENED, CLOSED, DAY = date(2019, 9, 30), date(2019, 10, 18), date(2019, 10, 22)


@given(st.integers(10, 400), st.data(), st.integers(5, 30))
def test_at_least_k_people_and_over_ten_per_cent(n: int, data: st.DataObject, k: int) -> None:
    """Never said where it is not so; and always said where it is so by half a per cent more."""
    people = data.draw(st.integers(0, n))
    found = experienced(share(people, n), n, k)
    if found.enough:
        assert people >= k
        assert 10 * people > n
    elif people < 0.9 * n:
        assert people - 0.01 * n < k or 100 * people / n < 10.5
    assert found.unknown is (10 * people <= n)


@given(st.integers(10, 99), st.data(), st.integers(5, 30))
def test_up_to_ninety_nine_people_a_share_tells_how_many(n: int, data: st.DataObject, k: int) -> None:
    """A step is more than one per cent, so the boundary is exact: k people are enough, and k − 1 are not."""
    people = data.draw(st.integers(0, (9 * n - 1) // 10))
    assert experienced(share(people, n), n, k).enough is (people >= k and 10 * people > n)


@given(st.integers(2, 40), st.integers(0, 1))
def test_ten_per_cent_itself_is_not_over_ten_per_cent(tens: int, more: int) -> None:
    n = 10 * tens
    found = experienced(share(tens + more, n), n, 1)
    assert found.unknown is (more == 0)
    if more == 0 or n < 100:
        assert found.enough is bool(more)


@pytest.mark.parametrize(("people", "enough"), [(4, False), (5, True)])
def test_of_thirty_people_five_are_enough_and_four_are_not(people: int, enough: bool) -> None:
    assert experienced(share(people, 30), 30, 5).enough is enough


@pytest.mark.parametrize(
    ("released", "enough"),
    [("37", True), ("11", False), ("13", False), ("17", True), ("10-30", False), ("20-30", True), ("<=10", False),
     (">=90", True)],
)  # fmt: skip
def test_of_thirty_people_with_a_threshold_of_five(released: str, enough: bool) -> None:
    assert experienced(released, 30, 5).enough is enough


def entry(number: int, said: Contents, *, by_union: bool = False) -> Entry:
    at = datetime(2018, 9, 1, tzinfo=UTC)
    return Entry(number, (Version(1, at, "Kari", "Part", UUID(int=1), "Part", by_union, said),), ())


def facts(*listed: Entry, **shares: str) -> RegisterFacts:
    return RegisterFacts(
        day=DAY,
        threshold=5,
        entries=tuple(registered(one, country=Country.NORWAY, opened=OPENED, closed=CLOSED, day=DAY) for one in listed),
        told=bool(shares),
        now={Kind(kind): experienced(text, 30, 5) for kind, text in shares.items()},
        before=None,
        waves=(),
    )


RECORDING = Contents("Lydlogg", Kind.CALL_RECORDING, ("all",), started_on=date(2018, 1, 1))


def test_experienced_but_not_registered() -> None:
    assert facts(call_recording="50").unregistered == (Kind.CALL_RECORDING,)
    assert facts(call_recording="<=10").unregistered == ()
    assert facts(entry(1, RECORDING), call_recording="50").unregistered == ()
    union = facts(entry(1, RECORDING, by_union=True), call_recording="50")
    assert union.unregistered == ()
    assert len(union.seen_by_union_alone) == 1


def test_registered_but_unknown_to_staff() -> None:
    assert len(facts(entry(1, RECORDING), call_recording="<=10").unknown_to_staff) == 1
    assert facts(entry(1, RECORDING), call_recording="12").unknown_to_staff == ()
    assert facts(entry(1, RECORDING)).unknown_to_staff == ()


@pytest.mark.parametrize(("ended", "found"), [(date(2019, 9, 29), 1), (date(2019, 9, 30), 0), (None, 0)])
def test_ended_before_the_wave_but_still_experienced(ended: date | None, found: int) -> None:
    told = facts(entry(1, replace(RECORDING, ended_on=ended)), call_recording="50")
    assert len(told.ended_but_experienced) == found
    again = replace(RECORDING, name="Ny logg", started_on=date(2019, 9, 1))
    both = facts(entry(1, replace(RECORDING, ended_on=ended)), entry(2, again), call_recording="50")
    assert both.ended_but_experienced == ()


def test_a_measure_that_began_after_the_wave_is_not_in_force_in_it() -> None:
    late = facts(entry(1, replace(RECORDING, started_on=date(2019, 10, 19))), call_recording="<=10")
    assert not late.entries[0].in_force
    assert late.unknown_to_staff == ()


kinds = st.sampled_from([kind for kind in Kind if kind is not Kind.OTHER])
some_day = st.none() | st.dates(date(2018, 1, 1), date(2020, 12, 31))


@st.composite
def measures(draw: st.DrawFn) -> Contents:
    start = draw(some_day)
    end = draw(some_day)
    if start is not None and end is not None and end < start:
        start, end = end, start
    talks = draw(st.none() | st.sampled_from(Talks))
    return Contents(
        "Tiltak",
        draw(kinds),
        ("all",),
        talks=talks,
        talked_on=draw(some_day),
        started_on=start,
        ended_on=end,
        evaluate_by=draw(some_day),
    )


@given(st.lists(measures(), max_size=6), st.dictionaries(kinds, st.integers(0, 30)))
def test_every_finding_is_so_and_nothing_that_is_so_is_missing(listed: list[Contents], people: dict[Kind, int]) -> None:
    told = facts(*(entry(number, said) for number, said in enumerate(listed, start=1)))
    told = replace(told, told=True, now={kind: experienced(share(n, 30), 30, 5) for kind, n in people.items()})
    named = {said.kind for said in listed}
    met = {kind for kind, n in people.items() if n >= 5}
    unmet = {kind for kind, n in people.items() if 10 * n <= 30}
    assert set(told.unregistered) == met - named

    def numbers(found: tuple[Registered, ...]) -> set[int]:
        return {one.entry.number for one in found}

    def runs(said: Contents) -> bool:
        return (said.started_on is None or said.started_on <= CLOSED) and (
            said.ended_on is None or said.ended_on >= OPENED
        )

    every = dict(enumerate(listed, start=1))
    over = {number for number, said in every.items() if said.ended_on is not None and said.ended_on <= DAY}
    assert numbers(told.unknown_to_staff) == {
        number for number, said in every.items() if runs(said) and said.kind in unmet
    }
    still = {said.kind for said in listed if runs(said)}
    assert numbers(told.ended_but_experienced) == {
        number for number, said in every.items() if said.kind in met and said.kind not in still
    }
    assert numbers(told.undiscussed) == {
        number
        for number, said in every.items()
        if number not in over and (said.talks in {None, Talks.NONE} or said.talked_on is None)
    }
    overdue = {
        one.entry.number for one in told.entries if any(found.duty is Duty.AML_EVALUATION for found in one.overdue)
    }
    assert overdue == {
        number
        for number, said in every.items()
        if number not in over and said.evaluate_by is not None and said.evaluate_by < DAY
    }


def test_shares_come_from_the_row_of_the_whole_and_only_where_it_is_shown() -> None:
    def with_shares(released: ReleasedShares) -> dict[Kind, str]:
        changed = with_whole(after(), lambda row: replace(row, items={**row.items, QUESTION: released}))
        return {kind: found.share for kind, found in shares_of(changed, OPTIONS).items()}

    shown = ReleasedShares(34, "options", ("37", "<=10", "20"))
    assert with_shares(shown) == {Kind.CALL_RECORDING: "37", Kind.CAMERA: "<=10"}
    assert with_shares(replace(shown, withheld=Reason.NOT_SHOWN)) == {}
    assert with_shares(replace(shown, shares=("37", "<=10"))) == {}
    assert shares_of(nothing_shown(), OPTIONS) == {}
