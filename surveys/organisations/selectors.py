"""Reading workplaces and units."""

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from surveys.organisations.models import Membership, Organisation, Party, Unit, User
from surveys.organisations.rules import Side, exists_on


def local_day(organisation: Organisation, moment: datetime) -> date:
    """Return the day of an aware moment in the workplace's own time zone."""
    return moment.astimezone(ZoneInfo(organisation.timezone)).date()


def units_on(organisation: Organisation, day: date) -> list[Unit]:
    """Return the units that exist on `day` (a day in the workplace's own time zone), the root first, then by code."""
    units = organisation.units.select_related("parent").order_by("code")
    return sorted(
        (unit for unit in units if exists_on(day, unit.valid_from, unit.valid_to)),
        key=lambda unit: (unit.parent_id is not None, unit.code),
    )


def parent_codes(units: list[Unit]) -> dict[str, str | None]:
    """Return each unit's code with its parent's (None for the root)."""
    return {unit.code: unit.parent.code if unit.parent else None for unit in units}


def parties(organisation: Organisation) -> list[Party]:
    """Return the parties, the unions first, each side by name."""
    return list(organisation.parties.order_by("-side", "name"))


def named_unions(organisation: Organisation) -> dict[UUID, str]:
    """Return the unions' names by party id, by name, where there are several: one alone needs no name."""
    unions = {party.id: party.name for party in parties(organisation) if party.side == Side.UNION}
    return unions if len(unions) > 1 else {}


def memberships_of(user: User) -> list[Membership]:
    """Return what the person may do, and where."""
    return list(user.memberships.select_related("organisation", "party").order_by("organisation__name"))


def every_unit(organisation: Organisation) -> list[Unit]:
    """Return every unit that is or was, the root first, then by code."""
    units = organisation.units.select_related("parent").order_by("code")
    return sorted(units, key=lambda unit: (unit.parent_id is not None, unit.code))
