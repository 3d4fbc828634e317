"""What counts as experienced, and what the register and the shares find in each other."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.disclosure.shares import share
from reports.documents.register_facts import RegisterFacts, experienced, registered
from reports.documents.register_shares import shares_of
from reports.releases.types import Reason, ReleasedShares
from surveys.monitoring.types import Contents, Entry, Kind, Version
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


def test_shares_come_from_the_row_of_the_whole_and_only_where_it_is_shown() -> None:
    def with_shares(released: ReleasedShares) -> dict[Kind, str]:
        changed = with_whole(after(), lambda row: replace(row, items={**row.items, QUESTION: released}))
        return {kind: found.share for kind, found in shares_of(changed, OPTIONS).items()}

    shown = ReleasedShares(34, "options", ("37", "<=10", "20"))
    assert with_shares(shown) == {Kind.CALL_RECORDING: "37", Kind.CAMERA: "<=10"}
    assert with_shares(replace(shown, withheld=Reason.NOT_SHOWN)) == {}
    assert with_shares(replace(shown, shares=("37", "<=10"))) == {}
    assert shares_of(nothing_shown(), OPTIONS) == {}
