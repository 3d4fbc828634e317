"""Ballots that were sealed in the respondent's browser."""

from datetime import timedelta
from uuid import uuid4

import pytest

from surveys.ballots.casting import HEAD_BYTES, BallotRefused, MalformedBallot, body_length, cast_sealed
from surveys.ballots.keeping import BoxCannotTakeIt, taken_out
from surveys.ballots.models import Ballot, RefusedBallots
from surveys.ballots.sealing import new_key_pair
from surveys.credentials.models import SpentCredential
from surveys.credentials.selectors import rights
from surveys.waves.key_files import wave_keys
from surveys.waves.models import Group
from tests.db.link_path import Right, closed_by_link, collected, keys_of, opened_by_link, places, sealed_for
from tests.db.path import DURING, Path, sheet
from tests.factories import CLOSES

pytestmark = pytest.mark.django_db


def _body(path: Path, right: Right, number: int = 1) -> bytes:
    return right.body(sealed_for(right, sheet(number), box=keys_of(path.wave).box))


@pytest.fixture
def path() -> Path:
    return opened_by_link({"lag-1": 6, "lag-2": 6})


@pytest.fixture
def right(path: Path) -> Right:
    return collected(places(path.wave, "lag-1")[0])


def _refused(path: Path) -> int:
    return RefusedBallots.objects.get(wave=path.wave).number


def test_a_ballot_is_taken_with_its_credential(path: Path, right: Right) -> None:
    body = _body(path, right)
    assert len(body) == body_length(path.wave)
    cast_sealed(wave_id=path.wave.id, body=body, now=DURING)
    ballot = Ballot.objects.get()
    assert taken_out(ballot) == body[HEAD_BYTES:]
    assert body[HEAD_BYTES + 65 :] not in bytes(ballot.sealed)
    assert rights(path.wave).spent == 1


def test_without_the_key_file_nothing_is_taken_and_nothing_used_up(path: Path, right: Right) -> None:
    wave_keys().erase(path.wave.id)
    with pytest.raises(BoxCannotTakeIt):
        cast_sealed(wave_id=path.wave.id, body=_body(path, right), now=DURING)
    assert (Ballot.objects.count(), SpentCredential.objects.count(), _refused(path)) == (0, 0, 0)


def test_the_very_same_ballot_is_taken_once(path: Path, right: Right) -> None:
    body = _body(path, right)
    for _ in range(3):
        cast_sealed(wave_id=path.wave.id, body=body, now=DURING)
    assert (Ballot.objects.count(), SpentCredential.objects.count(), _refused(path)) == (1, 1, 0)


def test_another_ballot_with_the_same_credential_is_refused_and_counted(path: Path, right: Right) -> None:
    cast_sealed(wave_id=path.wave.id, body=_body(path, right), now=DURING)
    with pytest.raises(BallotRefused):
        cast_sealed(wave_id=path.wave.id, body=_body(path, right), now=DURING)
    assert (Ballot.objects.count(), _refused(path)) == (1, 1)


def test_neither_signature_nor_message_is_stored(path: Path, right: Right) -> None:
    cast_sealed(wave_id=path.wave.id, body=_body(path, right), now=DURING)
    spent = SpentCredential.objects.get()
    stored = bytes(spent.digest) + bytes(spent.ballot) + bytes(Ballot.objects.get().sealed)
    assert right.signature not in stored
    assert right.prepared[:32] not in stored
    assert right.prepared[-32:] not in stored


@pytest.mark.parametrize("place", [20, 60, 100, 200, HEAD_BYTES - 1])
def test_a_changed_credential_is_refused(path: Path, right: Right, place: int) -> None:
    body = bytearray(_body(path, right))
    body[place] ^= 1
    with pytest.raises(BallotRefused):
        cast_sealed(wave_id=path.wave.id, body=bytes(body), now=DURING)
    assert (Ballot.objects.count(), _refused(path)) == (0, 1)


def test_a_credential_is_of_one_group_and_one_wave(path: Path, right: Right) -> None:
    other = Group.objects.exclude(pk=right.group_id).get(wave=path.wave)
    moved = Right(right.wave_id, other.id, right.prepared, right.signature)
    with pytest.raises(BallotRefused):
        cast_sealed(wave_id=path.wave.id, body=_body(path, moved), now=DURING)
    with pytest.raises(BallotRefused):
        cast_sealed(wave_id=uuid4(), body=_body(path, right), now=DURING)
    assert not Ballot.objects.exists()


@pytest.mark.parametrize("change", [-1, 1, -HEAD_BYTES, 64, 10_000])
def test_another_length_is_refused(path: Path, right: Right, change: int) -> None:
    body = _body(path, right)
    altered = body[:change] if change < 0 else body + bytes(change)
    with pytest.raises(MalformedBallot):
        cast_sealed(wave_id=path.wave.id, body=altered, now=DURING)
    assert not SpentCredential.objects.exists()


def test_what_is_no_sealed_ballot_is_refused(path: Path, right: Right) -> None:
    body = bytearray(_body(path, right))
    body[HEAD_BYTES : HEAD_BYTES + 65] = b"\x04" + bytes(64)
    with pytest.raises(MalformedBallot):
        cast_sealed(wave_id=path.wave.id, body=bytes(body), now=DURING)
    assert not SpentCredential.objects.exists()


def test_a_ballot_to_another_key_is_taken_and_counted_as_unreadable() -> None:
    path = opened_by_link({"lag-1": 6})
    right = collected(places(path.wave)[0])
    sealed = sealed_for(right, sheet(1), box=new_key_pair().public)
    cast_sealed(wave_id=path.wave.id, body=right.body(sealed), now=DURING)
    assert Ballot.objects.count() == 1


@pytest.mark.parametrize("late", [timedelta(0), timedelta(hours=1)])
def test_nothing_is_taken_after_closing(path: Path, right: Right, late: timedelta) -> None:
    with pytest.raises(BallotRefused):
        cast_sealed(wave_id=path.wave.id, body=_body(path, right), now=CLOSES + late)
    assert not Ballot.objects.exists()


def test_a_group_never_has_more_ballots_than_people(path: Path, right: Right) -> None:
    Group.objects.filter(pk=right.group_id).update(headcount=1)
    other = collected(places(path.wave, "lag-1")[1])
    cast_sealed(wave_id=path.wave.id, body=_body(path, right), now=DURING)
    with pytest.raises(BallotRefused):
        cast_sealed(wave_id=path.wave.id, body=_body(path, other), now=DURING)


def test_a_wave_answered_by_link_is_opened_jointly() -> None:
    path = closed_by_link({"lag-1": 8, "lag-2": 9})
    released = path.open_jointly()
    whole = next(row for row in released.record.rows if row.unit == "senteret")
    assert (whole.n, released.record.ballots.accepted, released.record.ballots.spent) == (17, 17, 17)
