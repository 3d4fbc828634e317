"""Planning waves and moving them from state to state."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from surveys.agreements.models import Agreement
from surveys.audit import services as audit
from surveys.errors import StatedError
from surveys.waves.models import Group, Wave
from surveys.waves.rules import State, may_follow


class NotNow(StatedError):
    """The wave is not in a state from which this can be done."""

    http_status = 409
    message = _("Det kan ikke gjøres nå: runden er ikke kommet så langt, eller den er kommet forbi dette.")


@transaction.atomic
def plan_waves(*, agreement: Agreement, actor: str, now: datetime) -> list[Wave]:
    """Make the waves of the agreement's calendar that do not exist yet, and return them all.

    A wave that is still planned follows the calendar when its dates have changed; one that is gone from it is removed.
    What was prepared for a wave (groups, slips) is void where the wave is gone or the threshold is now above a group.
    """
    agreement = Agreement.objects.select_for_update().get(pk=agreement.pk)
    _drop_outdated(agreement, actor, now)
    waves = []
    for entry in agreement.calendar:
        wave, created = Wave.objects.get_or_create(
            agreement=agreement,
            key=entry["key"],
            defaults={"label": entry["label"], "opens_at": entry["opens"], "closes_at": entry["closes"]},
        )
        if not created and wave.state == State.PLANNED:
            wave.label, wave.opens_at, wave.closes_at = entry["label"], entry["opens"], entry["closes"]
            wave.save(update_fields=["label", "opens_at", "closes_at"])
        wave.refresh_from_db()
        if created:
            _log(wave, "wave-planned", actor, now)
        waves.append(wave)
    return waves


def _drop_outdated(agreement: Agreement, actor: str, now: datetime) -> None:
    keys = {entry["key"] for entry in agreement.calendar}
    for wave in agreement.waves.select_for_update().filter(state=State.PLANNED):
        gone = wave.key not in keys
        if gone or wave.groups.filter(headcount__lt=agreement.threshold).exists():
            _undo_preparations(wave)
            _log(wave, "wave-removed" if gone else "wave-preparations-void", actor, now)
        if gone:
            wave.delete()


def _undo_preparations(wave: Wave) -> None:
    """Let a planned wave be as before its roster was frozen. Places and slips belong to the stages above."""
    for group in wave.groups.all():
        group.places.all().delete()
        group.slips.all().delete()
    # Whoever was followed through this wave's list can no longer be: that is not the same as having joined.
    wave.followed_by.update(follows=None)
    wave.groups.all().delete()


@transaction.atomic
def move(
    *,
    wave: Wave,
    to: State,
    actor: str,
    now: datetime,
    event: str | None = None,
    proof: str | None = None,
    only_from: State | None = None,
) -> Wave:
    """Take the wave to its next state, under a lock, and write it in the log, with the fingerprint `proof` if given.

    Raises NotNow where that state does not follow, or where the wave is not in the state `only_from` that is given.
    """
    locked = Wave.objects.select_for_update(of=("self",)).select_related("agreement").get(pk=wave.pk)
    if not may_follow(State(locked.state), to) or only_from not in {None, State(locked.state)}:
        raise NotNow
    if to is State.CLOSED:
        # Whoever puts an answer in holds her group's row: wait for those who came in time.
        list(Group.objects.select_for_update().filter(wave=locked).order_by("pk"))
    locked.state = to
    if to is State.RELEASED:
        locked.released_at = now
    locked.save(update_fields=["state", "released_at"])
    _log(locked, event or f"wave-{to}", actor, now, {"fingerprint": proof} if proof else {})
    return locked


def _log(wave: Wave, event: str, actor: str, now: datetime, more: Mapping[str, str] = MappingProxyType({})) -> None:
    audit.record(
        organisation_id=wave.agreement.organisation_id,
        event=event,
        actor=actor,
        details={"wave": str(wave.id), "key": wave.key, **more},
        now=now,
    )
