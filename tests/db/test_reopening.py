"""A released box that still stands can be opened again, together, and only to give the same figures."""

from datetime import timedelta

import pytest

from reports.releases import services as releases
from reports.releases.models import Release
from reports.releases.selectors import release_of
from reports.releases.services import RecountDiffers
from surveys.agreements.rules import Holder
from surveys.audit.models import Entry
from surveys.audit.selectors import check_chain
from surveys.ballots.models import Ballot, GivenShare
from surveys.errors import NotFound
from surveys.waves.rules import State
from tests import factories
from tests.db import path
from tests.db.path import OPENED, Path

pytestmark = pytest.mark.django_db(transaction=True)
ANSWERS = {"lag-1": 12, "lag-2": 8}
LATER = OPENED + timedelta(days=3)


def _events(found: Path) -> list[str]:
    organisation = found.place.organisation.id
    return list(Entry.objects.filter(chain_id=organisation).order_by("sequence").values_list("event", flat=True))


def test_opened_again_it_gives_the_same_figures_and_nothing_new_is_kept() -> None:
    found = path.closed(ANSWERS)
    first = found.open_jointly()
    for _again in range(2):
        assert found.give(Holder.EMPLOYER, now=LATER) is None
        assert found.state() == State.RELEASED
        again = found.give(Holder.UNION, now=LATER)
        assert again is not None
        assert (again.record, again.fingerprint, again.released_at) == (
            first.record,
            first.fingerprint,
            first.released_at,
        )
    assert Release.objects.count() == 1
    assert not GivenShare.objects.exists()
    assert _events(found)[-6:] == ["share-given", "share-given", "reopened-same"] * 2


def test_one_party_alone_does_not_open_it_again() -> None:
    found = path.closed(ANSWERS)
    found.open_jointly()
    for _again in range(3):
        assert found.give(Holder.UNION, now=LATER) is None
    assert _events(found).count("share-given") == 3


@pytest.mark.parametrize("how", ["altered", "moved", "removed"])
def test_a_box_that_was_tampered_with_is_found_out_and_changes_no_figure(how: str) -> None:
    found = path.closed(ANSWERS)
    first = found.open_jointly()
    stored = Release.objects.values().get()
    ballot = Ballot.objects.filter(group__unit__code="lag-1").first()
    assert ballot is not None
    if how == "altered":
        sealed = bytearray(bytes(ballot.sealed))
        sealed[-1] ^= 1
        Ballot.objects.filter(pk=ballot.pk).update(sealed=bytes(sealed))
    elif how == "moved":
        Ballot.objects.filter(pk=ballot.pk).update(group=found.wave.groups.get(unit__code="lag-2"))
    else:
        ballot.delete()
    found.give(Holder.UNION, now=LATER)
    with pytest.raises(RecountDiffers):
        found.give(Holder.EMPLOYER, now=LATER)
    assert Release.objects.values().get() == stored
    again = release_of(found.wave)
    assert again is not None
    assert again.record == first.record
    assert found.state() == State.RELEASED
    assert _events(found)[-1] == "reopened-differs"
    assert check_chain(found.place.organisation.id).broken_at is None
    assert not GivenShare.objects.exists()


def test_a_figure_changed_in_the_record_is_found_out_by_opening_again() -> None:
    found = path.closed(ANSWERS)
    found.open_jointly()
    stored = Release.objects.get()
    stored.record["rows"][0]["n"] += 1
    stored.save()
    found.give(Holder.UNION, now=LATER)
    with pytest.raises(RecountDiffers):
        found.give(Holder.EMPLOYER, now=LATER)
    assert _events(found)[-1] == "reopened-differs"


def test_what_moves_on_beside_the_figures_makes_no_difference() -> None:
    found = path.closed(ANSWERS)
    found.open_jointly()
    found.place.organisation.name = "Et annet navn"
    found.place.organisation.save()
    found.give(Holder.UNION, now=LATER)
    assert found.give(Holder.EMPLOYER, now=LATER) is not None


def test_a_destroyed_box_is_not_opened_again() -> None:
    found = path.closed(ANSWERS)
    files = {holder: found.file_of(holder) for holder in (Holder.UNION, Holder.EMPLOYER)}
    found.open_jointly()
    found.give(Holder.UNION, text=files[Holder.UNION], now=LATER)
    for key in ("union", "employer"):
        releases.acknowledge(wave=found.wave, by=found.place.members[key], now=LATER)
    releases.destroy_due(now=LATER)
    assert found.state() == State.DESTROYED
    for holder, text in files.items():
        with pytest.raises(NotFound):
            found.give(holder, text=text, now=LATER)
    assert Release.objects.count() == 1


def test_a_crash_in_the_middle_of_a_recount_leaves_the_share_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    found = path.closed(ANSWERS)
    found.open_jointly()
    found.give(Holder.UNION, now=LATER)
    entries = Entry.objects.count()

    class Crash(BaseException):
        pass

    def crash(*_given: object) -> None:
        raise Crash

    with monkeypatch.context() as broken:
        broken.setattr(releases, "to_plain", crash)
        with pytest.raises(Crash):
            found.give(Holder.EMPLOYER, now=LATER)
    assert (Entry.objects.count(), GivenShare.objects.count()) == (entries, 1)
    assert found.give(Holder.EMPLOYER, now=LATER) is not None


def test_another_workplaces_share_reopens_nothing() -> None:
    found = path.closed(ANSWERS)
    found.open_jointly()
    other = factories.workplace(name="Dalbygd kundesenter", prefix="dal.")
    with pytest.raises(NotFound):
        releases.give_share(wave=found.wave, by=other.members["union"], text="{}", now=LATER)
