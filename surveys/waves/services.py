"""Planning waves and moving them from state to state."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from surveys.agreements.models import Agreement
from surveys.audit import services as audit
from surveys.errors import StatedError
from surveys.waves.models import Wave
from surveys.waves.rules import State, may_follow


class NotNow(StatedError):
    """The wave is not in a state from which this can be done."""

    http_status = 409
    message = _("Det kan ikke gjøres nå: runden er ikke kommet så langt, eller den er kommet forbi dette.")


@transaction.atomic
def plan_waves(*, agreement: Agreement, actor: str, now: datetime) -> list[Wave]:
    """Make the waves of the agreement's calendar that do not exist yet, and return them all.

    A wave that is still planned follows the calendar when its dates have changed; one that is gone from it is removed.
    """
    keys = {entry["key"] for entry in agreement.calendar}
    for gone in agreement.waves.filter(state=State.PLANNED).exclude(key__in=keys):
        gone.delete()
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


@transaction.atomic
def move(*, wave: Wave, to: State, actor: str, now: datetime, event: str | None = None) -> Wave:
    """Take the wave to its next state, under a lock, and write it in the log.

    Raises NotNow where that state does not follow.
    """
    locked = Wave.objects.select_for_update().select_related("agreement").get(pk=wave.pk)
    if not may_follow(State(locked.state), to):
        raise NotNow
    locked.state = to
    if to is State.RELEASED:
        locked.released_at = now
    locked.save(update_fields=["state", "released_at"])
    _log(locked, event or f"wave-{to}", actor, now)
    return locked


def _log(wave: Wave, event: str, actor: str, now: datetime) -> None:
    audit.record(
        organisation_id=wave.agreement.organisation_id,
        event=event,
        actor=actor,
        details={"wave": str(wave.id), "key": wave.key},
        now=now,
    )
