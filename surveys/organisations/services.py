"""Making workplaces, units, parties and memberships."""

from datetime import date, datetime

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from surveys.audit import services as audit
from surveys.errors import StatedError
from surveys.organisations.models import Membership, Organisation, Party, Unit, User
from surveys.organisations.rules import TIME_ZONES, Country, Role, Side, overlap


class WrongParty(StatedError):
    """A representative without a party of her own side, or another role with one."""

    message = _("Denne parten kan ikke ha denne rollen.")


class BadPeriod(StatedError):
    """A unit that ends before it begins."""

    message = _("Enheten %(unit)s kan ikke slutte før den begynner.")


class UnitExists(StatedError):
    """A second unit with the same code, or a second unit without a parent."""

    http_status = 409
    message = _("Virksomheten har allerede en enhet med koden %(unit)s, eller en øverste enhet.")


class UnitNameTaken(StatedError):
    """Two units below the same one, at the same time, that nobody could tell apart."""

    http_status = 409
    message = _("En annen enhet på samme sted heter også %(unit)s i dette tidsrommet.")


class BadUnit(StatedError):
    """A unit whose parent is elsewhere, or does not exist as long as the unit does."""

    message = _("Enheten %(unit)s kan ikke ligge under %(parent)s i dette tidsrommet.")


@transaction.atomic
def create_organisation(
    *, name: str, country: Country, state: bool, synthetic: bool, actor: str, now: datetime
) -> Organisation:
    """Make a workplace in its country's time zone."""
    organisation = Organisation.objects.create(
        name=name, country=country, timezone=TIME_ZONES[country], state=state, synthetic=synthetic
    )
    audit.record(
        organisation_id=organisation.id, event="organisation-created", actor=actor, details={"name": name}, now=now
    )
    return organisation


def create_user(*, email: str, name: str, password: str, language: str) -> User:
    """Make an account.

    Raises django.core.exceptions.ValidationError for a password that is too weak.
    """
    user = User(email=email.strip().lower(), name=name, language=language)
    validate_password(password, user)
    user.set_password(password)
    user.save()
    return user


@transaction.atomic
def add_party(*, organisation: Organisation, side: Side, name: str, actor: str, now: datetime) -> Party:
    """Add a signatory."""
    party = Party.objects.create(organisation=organisation, side=side, name=name)
    audit.record(
        organisation_id=organisation.id,
        event="party-added",
        actor=actor,
        details={"party": str(party.id), "side": side, "name": name},
        now=now,
    )
    return party


@transaction.atomic
def add_member(
    *, organisation: Organisation, user: User, role: Role, party: Party | None, actor: str, now: datetime
) -> Membership:
    """Give a person a role.

    Raises WrongParty where the role and the party do not belong together.
    """
    side = Side(party.side) if party else None
    if role.side != side or (party is not None and party.organisation_id != organisation.id):
        raise WrongParty
    membership = Membership.objects.create(organisation=organisation, user=user, role=role, party=party)
    audit.record(
        organisation_id=organisation.id,
        event="member-added",
        actor=actor,
        details={"membership": str(membership.id), "role": role, "party": str(party.id) if party else ""},
        now=now,
    )
    return membership


@transaction.atomic
def add_unit(
    *,
    organisation: Organisation,
    parent: Unit | None,
    code: str,
    name: str,
    valid_from: date,
    valid_to: date | None,
    actor: str,
    now: datetime,
) -> Unit:
    """Add a part of the workplace; the root has no parent.

    Raises BadUnit where the parent is another workplace's or does not cover the unit's whole period, BadPeriod,
    UnitExists, UnitNameTaken.
    """
    _require_period(name, valid_from, valid_to)
    taken = Q(code=code) if parent is not None else Q(code=code) | Q(parent__isnull=True)
    if organisation.units.filter(taken).exists():
        raise UnitExists(unit=code)
    if parent is not None and not (
        parent.organisation_id == organisation.id
        and parent.valid_from <= valid_from
        and (parent.valid_to is None or (valid_to is not None and valid_to <= parent.valid_to))
    ):
        raise BadUnit(unit=name, parent=parent.name)
    _require_own_name(organisation, parent, name, (valid_from, valid_to), None)
    unit = Unit.objects.create(
        organisation=organisation, parent=parent, code=code, name=name, valid_from=valid_from, valid_to=valid_to
    )
    audit.record(
        organisation_id=organisation.id,
        event="unit-added",
        actor=actor,
        details={"unit": code, "from": valid_from.isoformat(), "to": valid_to.isoformat() if valid_to else ""},
        now=now,
    )
    return unit


@transaction.atomic
def rename_unit(*, unit: Unit, name: str, actor: str, now: datetime) -> None:
    """Call a unit something else. Its code stays, and with it everything that was counted under it.

    Raises UnitNameTaken.
    """
    if name == unit.name:
        return
    _require_own_name(unit.organisation, unit.parent, name, (unit.valid_from, unit.valid_to), unit)
    unit.name = name
    unit.save(update_fields=["name"])
    audit.record(
        organisation_id=unit.organisation_id,
        event="unit-renamed",
        actor=actor,
        details={"unit": unit.code, "name": name},
        now=now,
    )


@transaction.atomic
def end_unit(*, unit: Unit, valid_to: date, actor: str, now: datetime) -> None:
    """Let a unit end on `valid_to`, that day included.

    Raises BadPeriod, or BadUnit where a unit below it would outlast it.
    """
    _require_period(unit.name, unit.valid_from, valid_to)
    outlasting = unit.children.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=valid_to)).order_by("code").first()
    if outlasting is not None:
        raise BadUnit(unit=outlasting.name, parent=unit.name)
    unit.valid_to = valid_to
    unit.save(update_fields=["valid_to"])
    audit.record(
        organisation_id=unit.organisation_id,
        event="unit-ended",
        actor=actor,
        details={"unit": unit.code, "to": valid_to.isoformat()},
        now=now,
    )


def _require_period(name: str, valid_from: date, valid_to: date | None) -> None:
    if valid_to is not None and valid_to < valid_from:
        raise BadPeriod(unit=name)


def _require_own_name(
    organisation: Organisation, parent: Unit | None, name: str, period: tuple[date, date | None], itself: Unit | None
) -> None:
    beside = organisation.units.filter(parent=parent, name__iexact=name)
    others = beside.exclude(pk=itself.pk) if itself else beside
    if any(overlap(period, (other.valid_from, other.valid_to)) for other in others):
        raise UnitNameTaken(unit=name)
