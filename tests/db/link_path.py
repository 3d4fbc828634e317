"""Carries a wave whose people get links to the state that a test begins in, and plays the respondents' browsers."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from surveys.agreements.services import Terms
from surveys.ballots import services as ballots
from surveys.ballots.base64url import from_text
from surveys.ballots.casting import cast_sealed
from surveys.ballots.encoding import encode
from surveys.ballots.key_list import published
from surveys.ballots.sealing import ballot_info, seal
from surveys.ballots.types import Answers
from surveys.collecting.services import collect
from surveys.credentials.blind_signatures import RANDOM_BYTES, blind, context_of, finalize, prepare
from surveys.credentials.services import choose_channels, issue_slips
from surveys.questionnaires.loading import load
from surveys.roster.links import new_link
from surveys.roster.models import FrozenPlace
from surveys.waves.models import Wave
from surveys.waves.rules import Channel, State
from surveys.waves.selectors import groups_of
from surveys.waves.services import move
from tests import factories
from tests.db.path import DURING, Path, sheet
from tests.factories import ACTOR, CLOSES, DRAFTED, Workplace

QUESTIONNAIRE = load("arbeidshverdag", 1)


@dataclass(frozen=True)
class Keys:
    """A wave's published keys: its box's, and each group's."""

    box: bytes
    groups: dict[UUID, bytes]


@dataclass(frozen=True)
class Right:
    """A credential as a browser holds it."""

    wave_id: UUID
    group_id: UUID
    prepared: bytes
    signature: bytes

    def body(self, sealed: bytes) -> bytes:
        """Return what is sent along with a sealed ballot, and the ballot."""
        prefix, nonce = self.prepared[:RANDOM_BYTES], self.prepared[-RANDOM_BYTES:]
        return self.group_id.bytes + prefix + nonce + self.signature + sealed


def keys_of(wave: Wave) -> Keys:
    document = json.loads(published(wave.id) or b"")
    groups = {UUID(entry["group"]): from_text(entry["key"]) for entry in document["groups"]}
    return Keys(from_text(document["box"]), groups)


def opened_by_link(
    sizes: dict[str, int],
    *,
    links: Collection[str] | None = None,
    place: Workplace | None = None,
    terms: Terms | None = None,
) -> Path:
    """An open wave; the groups named in `links` (all, where it is None) get links, the others slips."""
    place = place or factories.workplace()
    wave = factories.frozen_wave(place, sizes, terms)
    chosen = [group.id for group in groups_of(wave) if links is None or group.unit.code in links]
    choose_channels(wave=wave, link_groups=chosen, actor=ACTOR, now=DRAFTED)
    slips = any(group.channel == Channel.SLIP for group in groups_of(wave))
    issued = issue_slips(wave=wave, actor=ACTOR, now=DRAFTED) if slips else ()
    return Path(place, ballots.open_wave(wave=wave, now=wave.opens_at), issued)


def places(wave: Wave, unit: str | None = None) -> list[FrozenPlace]:
    found = FrozenPlace.objects.filter(group__wave=wave).select_related("group__unit", "group__wave", "person")
    return [place for place in found.order_by("person__email") if unit in {None, place.group.unit.code}]


def collected(place: FrozenPlace, *, now: datetime = DURING) -> Right:
    """Let a person's browser exchange a fresh link for a right to answer."""
    wave, group = place.group.wave, place.group
    public = keys_of(wave).groups[group.id]
    prepared = prepare(context_of(wave.id, group.id))
    blinded, inverse = blind(prepared, public_key=public)
    signature = collect(token=new_link(place=place), blinded=blinded, now=now)
    return Right(wave.id, group.id, prepared, finalize(prepared, signature, inverse, public_key=public))


def sealed_for(right: Right, answers: Answers, *, box: bytes) -> bytes:
    return seal(encode(QUESTIONNAIRE, answers), public_key=box, info=ballot_info(right.wave_id, right.group_id))


def answer_all(wave: Wave, unit: str | None = None, *, number: int | None = None, now: datetime = DURING) -> int:
    """Let people collect and cast, `number` of them; return how many did."""
    box = keys_of(wave).box
    chosen = places(wave, unit)[:number]
    for place_number, place in enumerate(chosen):
        right = collected(place, now=now)
        sealed = sealed_for(right, sheet(place_number), box=box)
        cast_sealed(wave_id=wave.id, body=right.body(sealed), now=now)
    return len(chosen)


def closed_by_link(sizes: dict[str, int]) -> Path:
    path = opened_by_link(sizes)
    answer_all(path.wave)
    path.wave = move(wave=path.wave, to=State.CLOSED, actor=ACTOR, now=CLOSES)
    return path
