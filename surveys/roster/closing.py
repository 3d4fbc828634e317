"""Ending a unit that people on the recipient list are placed in."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import ngettext

from surveys.errors import StatedError
from surveys.organisations.models import Organisation, Unit
from surveys.organisations.services import end_unit
from surveys.roster.models import Person


class UnitHasPeople(StatedError):
    """The recipient list has people in the unit, who would have no unit afterwards."""

    http_status = 409

    def sentence(self) -> str:
        """Return the message in the active language, in the singular or the plural."""
        said = ngettext(
            "%(count)s person på mottakerlisten hører til %(unit)s. Les inn en ny liste der ingen gjør det, før enheten"
            " avsluttes.",
            "%(count)s personer på mottakerlisten hører til %(unit)s. Les inn en ny liste der ingen gjør det, før"
            " enheten avsluttes.",
            int(str(self.params["count"])),
        )
        return said % self.params


@transaction.atomic
def close_unit(*, unit: Unit, valid_to: date, actor: str, now: datetime) -> None:
    """Let a unit that nobody on the list belongs to end on `valid_to`, that day included.

    Raises UnitHasPeople, and what surveys.organisations.services.end_unit raises.
    """
    # An import takes the same lock: nobody is placed in the unit between the count and its end.
    Organisation.objects.select_for_update(no_key=True).get(pk=unit.organisation_id)
    people = Person.objects.filter(unit=unit, listed=True).count()
    if people:
        raise UnitHasPeople(count=people, unit=unit.name)
    end_unit(unit=unit, valid_to=valid_to, actor=actor, now=now)
