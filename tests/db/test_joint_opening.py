"""A box opens with the union's and the employer's share together, once, in one transaction, and in no other way."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from reports.releases import records, services
from reports.releases.models import Release
from reports.releases.selectors import RecordChanged, release_of
from reports.releases.services import NotClosedYet
from reports.releases.types import Reason
from surveys.agreements.rules import Holder
from surveys.audit.models import Entry
from surveys.ballots.models import Ballot, GivenShare
from surveys.ballots.shares import KeyFileGone, SubstituteNotCalled, WrongShare, sealed_share
from surveys.credentials.models import Slip
from surveys.errors import NotFound
from surveys.fingerprints import fingerprint
from surveys.questionnaires.loading import load
from surveys.waves.key_files import wave_keys
from surveys.waves.rules import State
from tests import factories
from tests.db import path
from tests.db.path import OPENED, Path
from tests.factories import CLOSES

pytestmark = pytest.mark.django_db(transaction=True)
ANSWERS = {"lag-1": 12, "lag-2": 8}


def _untouched(found: Path, ballots: int = 20) -> None:
    """Check that the box is as it was when it closed."""
    assert found.state() == State.CLOSED
    assert not Release.objects.exists()
    assert Ballot.objects.count() == ballots
    assert not Entry.objects.filter(event="wave-released").exists()


@pytest.mark.parametrize("holder", [Holder.UNION, Holder.EMPLOYER])
def test_one_custodian_alone_gets_nothing_however_often_she_gives(holder: Holder) -> None:
    found = path.closed(ANSWERS)
    entries = Entry.objects.count()
    for _ in range(3):
        assert found.give(holder) is None
    _untouched(found)
    # The same share again changes nothing: it is not even a second entry.
    assert Entry.objects.count() == entries + 1
    assert GivenShare.objects.count() == 1


def test_the_waiting_share_is_not_kept_in_the_clear() -> None:
    found = path.closed(ANSWERS)
    found.give(Holder.UNION)
    wrapped = bytes(GivenShare.objects.get().wrapped)
    opened = wave_keys().unwrap(found.wave.id, wrapped, purpose="given-share:union")
    assert opened[2:] not in wrapped


@pytest.mark.parametrize("order", [(Holder.UNION, Holder.EMPLOYER), (Holder.EMPLOYER, Holder.UNION)])
def test_both_together_in_either_order(order: tuple[Holder, Holder]) -> None:
    found = path.closed(ANSWERS)
    assert found.give(order[0]) is None
    released = found.give(order[1], now=OPENED + timedelta(days=3))
    assert released is not None
    assert released.released_at == OPENED + timedelta(days=3)
    assert {row.unit: row.n for row in released.record.rows} == {"senteret": 20, "lag-1": 12, "lag-2": 8}
    assert found.state() == State.RELEASED
    assert not GivenShare.objects.exists()


def test_the_record_keeps_its_fingerprint_and_so_does_the_log() -> None:
    found = path.closed(ANSWERS)
    released = found.open_jointly()
    again = release_of(found.wave)
    assert again == replace(released, wave=again.wave if again else released.wave)
    assert Entry.objects.get(event="wave-released").details["fingerprint"] == released.fingerprint


def test_a_figure_that_was_changed_in_the_database_is_not_read() -> None:
    found = path.closed(ANSWERS)
    found.open_jointly()
    stored = Release.objects.get()
    stored.record["rows"][0]["n"] += 1
    stored.save()
    with pytest.raises(RecordChanged):
        release_of(found.wave)


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", "12", '{"wave_id": 1}', "\x00", "[" * 5000, '"' + "x" * 100])
def test_what_is_no_share_file(text: str) -> None:
    found = path.closed(ANSWERS)
    with pytest.raises(WrongShare):
        found.give(Holder.UNION, text=text)
    _untouched(found)
    assert not GivenShare.objects.exists()


def test_the_sealed_file_instead_of_the_opened_one() -> None:
    found = path.closed(ANSWERS)
    sealed = sealed_share(wave=found.wave, by=found.place.members["union"]).to_json()
    with pytest.raises(WrongShare):
        found.give(Holder.UNION, text=sealed)


def test_another_holders_file() -> None:
    found = path.closed(ANSWERS)
    text = found.file_of(Holder.UNION)
    with pytest.raises(WrongShare):
        found.give(Holder.EMPLOYER, text=text)
    found.give(Holder.UNION, text=text)
    with pytest.raises(WrongShare):
        found.give(Holder.EMPLOYER, text=text)
    _untouched(found)


def test_another_waves_file_and_one_that_claims_to_be_this_waves() -> None:
    found = path.closed(ANSWERS)
    other = path.closed(ANSWERS, place=factories.workplace(name="Dalbygd kundesenter", prefix="dal."))
    text = other.file_of(Holder.UNION)
    renamed = json.dumps(json.loads(text) | {"wave_id": str(found.wave.id)})
    for wrong in (text, renamed):
        with pytest.raises(WrongShare):
            found.give(Holder.UNION, text=wrong)
    _untouched(found, ballots=40)


def test_before_closing() -> None:
    found = path.opened(ANSWERS)
    text = found.file_of(Holder.UNION)
    with pytest.raises(NotClosedYet):
        found.give(Holder.UNION, text=text)
    assert not GivenShare.objects.exists()


def test_without_the_key_file() -> None:
    found = path.closed(ANSWERS)
    files = {holder: found.file_of(holder) for holder in (Holder.UNION, Holder.EMPLOYER)}
    wave_keys().erase(found.wave.id)
    with pytest.raises(KeyFileGone):
        found.file_of(Holder.UNION)
    for holder, text in files.items():
        with pytest.raises(KeyFileGone):
            found.give(holder, text=text)
    _untouched(found)


def test_with_another_key_file_in_its_place() -> None:
    found = path.closed(ANSWERS)
    files = {holder: found.file_of(holder) for holder in (Holder.UNION, Holder.EMPLOYER)}
    found.give(Holder.UNION, text=files[Holder.UNION])
    wave_keys().erase(found.wave.id)
    wave_keys().create(found.wave.id)
    with pytest.raises(KeyFileGone):
        found.give(Holder.EMPLOYER, text=files[Holder.EMPLOYER])
    _untouched(found)


def test_whoever_holds_no_share_learns_not_even_that_the_wave_is_open() -> None:
    found = path.closed(ANSWERS)
    other = factories.workplace(name="Dalbygd kundesenter", prefix="dal.")
    text = found.file_of(Holder.UNION)
    for member in (found.place.members["organiser"], other.members["union"], other.members["employer"]):
        with pytest.raises(NotFound):
            services.give_share(wave=found.wave, by=member, text=text, now=OPENED)
        with pytest.raises(NotFound):
            sealed_share(wave=found.wave, by=member)
    _untouched(found)


def test_the_substitute_is_not_taken_instead_of_a_party() -> None:
    found = path.closed(ANSWERS)
    with pytest.raises(SubstituteNotCalled):
        found.give(Holder.SUBSTITUTE)
    found.give(Holder.UNION)
    with pytest.raises(SubstituteNotCalled):
        found.give(Holder.SUBSTITUTE)
    _untouched(found)


class Crash(BaseException):
    """What a power cut looks like to the code: nothing catches it."""


POINTS = ["tally", "release_rows", "to_plain", "fingerprint", "move", "release_of", "_record"]


@pytest.mark.parametrize("point", POINTS)
def test_a_crash_before_the_commit_leaves_everything_as_before(point: str, monkeypatch: pytest.MonkeyPatch) -> None:
    found = path.closed(ANSWERS)
    found.give(Holder.UNION)
    text = found.file_of(Holder.EMPLOYER)
    waiting = bytes(GivenShare.objects.get().wrapped)
    entries = Entry.objects.count()
    whole = getattr(services, point)

    def crash(*args: object, **kwargs: object) -> None:
        whole(*args, **kwargs)
        raise Crash

    with monkeypatch.context() as broken:
        broken.setattr(services, point, crash)
        with pytest.raises(Crash):
            found.give(Holder.EMPLOYER, text=text)
    _untouched(found)
    assert bytes(GivenShare.objects.get().wrapped) == waiting
    assert Entry.objects.count() == entries
    first = found.give(Holder.EMPLOYER, text=text)
    assert first is not None
    assert first.record.ballots.accepted == 20
    assert {row.unit: row.n for row in first.record.rows} == {"senteret": 20, "lag-1": 12, "lag-2": 8}


def test_a_second_try_gives_the_same_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    found = path.closed(ANSWERS)
    found.give(Holder.UNION)
    seen: list[str] = []

    def crash(document: object) -> str:
        seen.append(fingerprint(document))
        raise Crash

    with monkeypatch.context() as broken:
        broken.setattr(services, "fingerprint", crash)
        with pytest.raises(Crash):
            found.give(Holder.EMPLOYER)
    released = found.give(Holder.EMPLOYER)
    assert released is not None
    assert [released.fingerprint] == seen


def test_a_tampered_ballot_is_counted_as_unreadable_and_the_others_are_released() -> None:
    found = path.closed({"lag-1": 12, "lag-2": 9})
    ballots = list(Ballot.objects.filter(group__unit__code="lag-1")[:3])
    for number, ballot in enumerate(ballots):
        sealed = bytearray(bytes(ballot.sealed))
        if number == 0:
            sealed[-1] ^= 1
        changed = [bytes(sealed), b"", bytes(sealed[:-5])][number]
        Ballot.objects.filter(pk=ballot.pk).update(sealed=changed)
    record = found.open_jointly().record
    assert (record.ballots.accepted, record.ballots.undecryptable, record.ballots.spent) == (18, 3, 21)
    assert {row.unit: row.n for row in record.rows} == {"senteret": 18, "lag-1": 9, "lag-2": 9}


def test_a_ballot_moved_to_another_group_does_not_count_there() -> None:
    found = path.closed({"lag-1": 12, "lag-2": 9})
    ballot = Ballot.objects.filter(group__unit__code="lag-1").first()
    assert ballot is not None
    Ballot.objects.filter(pk=ballot.pk).update(group=found.wave.groups.get(unit__code="lag-2"))
    record = found.open_jointly().record
    assert record.ballots.undecryptable == 1
    assert {row.unit: row.n for row in record.rows} == {"senteret": 20, "lag-1": 11, "lag-2": 9}


def test_too_few_answers_give_nothing_but_the_reason() -> None:
    found = path.closed({"lag-1": 2, "lag-2": 2}, sizes={"lag-1": 12, "lag-2": 8})
    record = found.open_jointly().record
    assert record.rows == ()
    assert {row.unit: row.read_in for row in record.withheld} == {"senteret": None, "lag-1": None, "lag-2": None}
    assert {row.reason for row in record.withheld} == {Reason.TOO_FEW}
    assert found.state() == State.RELEASED


def test_a_wave_that_nobody_answered() -> None:
    found = path.closed({}, sizes={"lag-1": 12, "lag-2": 8})
    record = found.open_jointly().record
    assert record.rows == ()
    assert (record.ballots.issued, record.ballots.accepted) == (24, None)


def test_the_record_holds_nothing_of_a_row_that_is_withheld() -> None:
    found = path.closed({"lag-1": 12, "lag-2": 3, "lag-3": 11}, sizes={"lag-1": 12, "lag-2": 8, "lag-3": 11})
    record = found.open_jointly().record
    shown = {row.unit for row in record.rows}
    withheld = {row.unit for row in record.withheld}
    assert "lag-2" in withheld
    assert shown | withheld == {"senteret", "lag-1", "lag-2", "lag-3"}
    plain = records.to_plain(record)
    for row in plain["withheld"]:
        assert set(row) == {"unit", "reason", "read_in"}
    # Were both other teams shown beside the whole, team 2 would follow by subtraction.
    assert not {"senteret", "lag-1", "lag-3"} <= shown
    groups = {str(group.id) for group in found.wave.groups.all()}
    assert not any(group in json.dumps(plain) for group in groups)


def test_figures_equal_those_of_the_sheets_that_were_put_in() -> None:
    found = path.closed({"lag-1": 12})
    released = found.open_jointly().record.rows[0].scales["schedule_control"]
    ours = load("arbeidshverdag", 1)
    scale = next(scale for scale in ours.scales if scale.key == "schedule_control")
    items = {item.key: item for item in ours.items}
    means = []
    for number in range(12):
        given = path.sheet(number).single
        points = [
            (5 - given[key] if items[key].reversed else given[key] - 1) * 25 for key in scale.items if key in given
        ]
        means.append(sum(points) / len(points))
    if released.counts is not None:
        assert sum(score * people for score, people in released.counts) / 12 == pytest.approx(sum(means))
    else:
        assert released.withheld is not None


def test_a_share_may_come_long_after_closing_but_the_slips_are_still_counted() -> None:
    found = path.closed(ANSWERS)
    record = found.open_jointly(now=CLOSES + timedelta(days=59)).record
    assert record.ballots.issued == Slip.objects.count()
    assert record.ballots.spent == 20
