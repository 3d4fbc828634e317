"""Exchanging a link for a right to answer."""

from datetime import timedelta

import pytest

from surveys.collecting.services import (
    AlreadyCollected,
    CannotSignNow,
    LinkRefused,
    MalformedRequest,
    collect,
    look_up,
)
from surveys.credentials.blind_signatures import blind, context_of, prepare, verify
from surveys.credentials.models import SigningKey
from surveys.credentials.selectors import rights
from surveys.credentials.signing import retire_keys
from surveys.roster.links import new_link
from surveys.roster.models import FrozenPlace, Issuance, Link, ReissueGrant
from surveys.waves.key_files import wave_keys
from tests.db.link_path import collected, keys_of, opened_by_link, places
from tests.db.path import DURING
from tests.factories import CLOSES, OPENS

pytestmark = pytest.mark.django_db


def _blinded(place: FrozenPlace) -> bytes:
    public = keys_of(place.group.wave).groups[place.group_id]
    return blind(prepare(context_of(place.group.wave_id, place.group_id)), public_key=public)[0]


def test_a_link_gives_a_right_that_the_groups_key_has_signed() -> None:
    path = opened_by_link({"lag-1": 6, "lag-2": 6})
    right = collected(places(path.wave, "lag-1")[0])
    keys = keys_of(path.wave).groups
    assert verify(right.prepared, right.signature, public_key=keys[right.group_id])
    others = [key for group, key in keys.items() if group != right.group_id]
    assert not any(verify(right.prepared, right.signature, public_key=key) for key in others)


def test_only_the_hash_of_a_link_is_stored() -> None:
    place = places(opened_by_link({"lag-1": 6}).wave)[0]
    token = new_link(place=place)
    stored = b"".join(bytes(link.digest) for link in Link.objects.all())
    assert token.encode() not in stored
    assert len(stored) == 32


def test_the_same_bytes_are_signed_again_with_the_same_answer_and_counted_once() -> None:
    path = opened_by_link({"lag-1": 6})
    place = places(path.wave)[0]
    first, second = new_link(place=place), new_link(place=place)
    blinded = _blinded(place)
    answer = collect(token=first, blinded=blinded, now=DURING)
    assert collect(token=first, blinded=blinded, now=DURING) == answer
    assert collect(token=second, blinded=blinded, now=DURING) == answer
    assert rights(path.wave).issued == 1


def test_all_links_of_a_person_lead_to_one_issuance() -> None:
    place = places(opened_by_link({"lag-1": 6}).wave)[0]
    collect(token=new_link(place=place), blinded=_blinded(place), now=DURING)
    with pytest.raises(AlreadyCollected):
        collect(token=new_link(place=place), blinded=_blinded(place), now=DURING)


def test_a_grant_lets_a_person_collect_once_more() -> None:
    path = opened_by_link({"lag-1": 6})
    place = places(path.wave)[0]
    collect(token=new_link(place=place), blinded=_blinded(place), now=DURING)
    ReissueGrant.objects.create(place=place)
    collect(token=new_link(place=place), blinded=_blinded(place), now=DURING)
    with pytest.raises(AlreadyCollected):
        collect(token=new_link(place=place), blinded=_blinded(place), now=DURING)
    assert rights(path.wave).issued == 1


@pytest.mark.parametrize("token", ["", "x" * 43, "æ" * 43, "A" * 44, "../../etc", "A" * 10_000])
def test_what_is_no_link_is_refused(token: str) -> None:
    opened_by_link({"lag-1": 6})
    with pytest.raises(LinkRefused):
        look_up(token=token, now=DURING)


@pytest.mark.parametrize("moment", [OPENS - timedelta(seconds=1), CLOSES, CLOSES + timedelta(hours=1)])
def test_a_link_leads_nowhere_before_the_wave_opens_and_after_it_closes(moment: object) -> None:
    place = places(opened_by_link({"lag-1": 6}).wave)[0]
    token = new_link(place=place)
    with pytest.raises(LinkRefused):
        look_up(token=token, now=moment)  # type: ignore[arg-type]
    with pytest.raises(LinkRefused):
        collect(token=token, blinded=_blinded(place), now=moment)  # type: ignore[arg-type]


def test_a_group_with_slips_gets_nothing_by_link() -> None:
    path = opened_by_link({"lag-1": 6, "lag-2": 6}, links=["lag-1"])
    token = new_link(place=places(path.wave, "lag-2")[0])
    with pytest.raises(LinkRefused):
        look_up(token=token, now=DURING)


def test_a_message_of_the_wrong_size_uses_nothing_up() -> None:
    path = opened_by_link({"lag-1": 6})
    place = places(path.wave)[0]
    token = new_link(place=place)
    for bad in (b"", b"\x01" * 255, b"\x01" * 257, bytes(256), bytes(255) + b"\x01", b"\xff" * 256):
        with pytest.raises(MalformedRequest):
            collect(token=token, blinded=bad, now=DURING)
    assert not Issuance.objects.exists()
    assert rights(path.wave).issued == 0
    collect(token=token, blinded=_blinded(place), now=DURING)


def test_without_the_key_file_nothing_is_signed_and_nothing_used_up() -> None:
    path = opened_by_link({"lag-1": 6})
    place = places(path.wave)[0]
    wave_keys().erase(path.wave.id)
    with pytest.raises(CannotSignNow):
        collect(token=new_link(place=place), blinded=_blinded(place), now=DURING)
    assert not Issuance.objects.exists()


def test_a_private_key_is_never_stored_in_the_clear_and_goes_when_the_wave_closes() -> None:
    path = opened_by_link({"lag-1": 6})
    key = SigningKey.objects.get()
    assert key.wrapped is not None
    private = wave_keys().unwrap(path.wave.id, bytes(key.wrapped), purpose=f"signing-key:{key.group_id}")
    assert private not in bytes(key.wrapped)
    retire_keys(wave=path.wave)
    assert SigningKey.objects.get().wrapped is None


def test_whoever_has_somebodys_link_cannot_ask_whether_she_has_collected_without_collecting() -> None:
    """A number that cannot be signed gets the same answer before and after, and so does every number without a key."""
    path = opened_by_link({"lag-1": 6})
    fresh, done = places(path.wave)[:2]
    collect(token=new_link(place=done), blinded=_blinded(done), now=DURING)
    for bad in (b"", bytes(256), bytes(255) + b"\x01", b"\xff" * 256):
        for place in (fresh, done):
            with pytest.raises(MalformedRequest):
                collect(token=new_link(place=place), blinded=bad, now=DURING)
    wave_keys().erase(path.wave.id)
    for place in (fresh, done):
        with pytest.raises(CannotSignNow):
            collect(token=new_link(place=place), blinded=_blinded(place), now=DURING)
    assert Issuance.objects.count() == 1


def test_a_wave_that_closes_in_the_middle_of_a_request_refuses_like_a_closed_one() -> None:
    path = opened_by_link({"lag-1": 6})
    place = places(path.wave)[0]
    retire_keys(wave=path.wave)
    with pytest.raises(LinkRefused):
        collect(token=new_link(place=place), blinded=_blinded(place), now=DURING)
    assert not Issuance.objects.exists()
