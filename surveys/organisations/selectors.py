"""Reading workplaces and units."""

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from surveys.organisations.models import Invitation, Membership, Organisation, Party, Unit, User
from surveys.organisations.rules import Side, exists_on, path_to_root


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


def members(organisation: Organisation) -> list[Membership]:
    """Return everybody with a role at the workplace, the parties' people first, each party's by name."""
    found = organisation.memberships.select_related("user", "party")
    return sorted(found, key=lambda one: (one.party is None, one.party.name if one.party else "", one.user.name))


def invitations_to(organisation: Organisation) -> list[Invitation]:
    """Return the invitations that have not been used, newest first; those taken back or too old are among them."""
    unused = organisation.invitations.filter(used_at__isnull=True)
    return list(unused.select_related("party", "invited_by__user").order_by("-made_at"))


def standing_invitation_to(email: str, now: datetime) -> Invitation | None:
    """Return the newest invitation to this address that can be used, or None."""
    found = Invitation.objects.filter(email=email.strip().lower()).order_by("-made_at")
    return next((invitation for invitation in found if invitation.counts(now)), None)


def has_account(email: str) -> bool:
    """Tell whether somebody signs in with this address."""
    return User.objects.filter(email=email).exists()


def every_unit(organisation: Organisation) -> list[Unit]:
    """Return all units, of whatever period, each below the one that it belongs to, then by name."""
    units = list(organisation.units.select_related("parent"))
    parents = parent_codes(units)
    names = {unit.code: (unit.name.casefold(), unit.code) for unit in units}
    return sorted(units, key=lambda unit: [names[code] for code in reversed(path_to_root(unit.code, parents))])


def depth_of(unit: Unit, units: list[Unit]) -> int:
    """Return how many units stand above one; `units` are all of the workplace's."""
    return len(path_to_root(unit.code, parent_codes(units))) - 1
