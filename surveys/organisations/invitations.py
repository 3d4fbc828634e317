"""Inviting people to a workplace, and what they do with the invitation: one role each, once."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from surveys.audit import services as audit
from surveys.errors import NotFound, StatedError
from surveys.organisations import services
from surveys.organisations.access import actor
from surveys.organisations.models import Invitation, Membership, Organisation, Party, User
from surveys.organisations.rules import Country, Role, Side, code_of, may_invite

VALID_DAYS = 14
"""How long an invitation can be used."""
FOUNDER = "founder"
"""The actor of what is done by a founding link, before anybody has a role."""
BEGINNING = date(2000, 1, 1)
"""The first day of the unit that is the whole workplace: before every unit that somebody may want to enter."""


class AlreadyMember(StatedError):
    """Somebody who has a role at the workplace."""

    http_status = 409
    message = _("Den som har denne e-postadressen, har en rolle i virksomheten allerede.")


class AlreadyInvited(StatedError):
    """An invitation to the same address stands."""

    http_status = 409
    message = _("Denne e-postadressen har en invitasjon som gjelder. Trekk den tilbake først hvis du vil endre den.")


class PartyExists(StatedError):
    """A party that is there has its own people, who invite for it; and there is one employer."""

    http_status = 409
    message = _("Parten er med allerede. Den velger selv hvem som skal representere den.")


class NoPartyName(StatedError):
    """A party that is to come has no name."""

    message = _("Skriv hva parten heter, for eksempel navnet på fagforeningen.")


class HasAccount(StatedError):
    """A new account for an address that has one: it is signed in with instead."""

    http_status = 409
    message = _("E-postadressen har en konto allerede. Logg inn med den, og åpne lenken på nytt.")


@dataclass(frozen=True, slots=True)
class Account:
    """What a new person tells of herself."""

    name: str
    email: str
    password: str
    language: str


def founding_link(*, now: datetime, days: int, language: str) -> Invitation:
    """Make the right to found one workplace."""
    return Invitation.objects.create(language=language, made_at=now, expires_at=now + timedelta(days=days))


def withdraw_founding_links(*, now: datetime) -> int:
    """Let no founding link that has not been used work any longer, and return how many there were."""
    unused = Invitation.objects.filter(organisation__isnull=True, used_at__isnull=True, revoked_at__isnull=True)
    return unused.update(revoked_at=now)


@transaction.atomic
def found(
    *,
    invitation: Invitation,
    account: Account,
    name: str,
    country: Country,
    state: bool,
    role: Role,
    party_name: str,
    now: datetime,
) -> Membership:
    """Make the workplace, the unit that is the whole of it, the founder's party and her account, with one link.

    Raises NotFound for a link that does not count, HasAccount, WrongParty for a role that represents nobody, and
    django.core.exceptions.ValidationError for a password that is too weak.
    """
    invitation = _held(invitation, now)
    if invitation.organisation_id is not None:
        raise NotFound
    user = _new_user(account)
    organisation = services.create_organisation(
        name=name, country=country, state=state, synthetic=False, actor=FOUNDER, now=now
    )
    services.add_unit(
        organisation=organisation,
        parent=None,
        code=code_of(name, ()),
        name=name,
        valid_from=BEGINNING,
        valid_to=None,
        actor=FOUNDER,
        now=now,
    )
    if role.side is None:
        raise services.WrongParty
    party = services.add_party(organisation=organisation, side=role.side, name=party_name, actor=FOUNDER, now=now)
    _use(invitation, now)
    return services.add_member(organisation=organisation, user=user, role=role, party=party, actor=FOUNDER, now=now)


@transaction.atomic
def invite(
    *,
    by: Membership,
    role: Role,
    email: str,
    language: str,
    party: Party | None,
    party_name: str,
    now: datetime,
) -> Invitation:
    """Invite somebody to a role: for `party`, or for a new one called `party_name` (None and "" for a helper).

    Raises NotFound for somebody who may not, AlreadyMember, AlreadyInvited, PartyExists, NoPartyName, WrongParty.
    """
    organisation = Organisation.objects.select_for_update(no_key=True).get(pk=by.organisation_id)
    email = email.strip().lower()
    if organisation.memberships.filter(user__email=email).exists():
        raise AlreadyMember
    if _standing(organisation, now).filter(email=email).exists():
        raise AlreadyInvited
    _require_place(organisation, by, role, party, party_name)
    invitation = Invitation.objects.create(
        organisation=organisation,
        role=role,
        party=party,
        party_name="" if party else party_name,
        email=email,
        language=language,
        invited_by=by,
        made_at=now,
        expires_at=now + timedelta(days=VALID_DAYS),
    )
    _log(invitation, "person-invited", actor(by), now)
    return invitation


def _require_place(organisation: Organisation, by: Membership, role: Role, party: Party | None, name: str) -> None:
    if party is not None and (party.organisation_id != organisation.id or party.side != role.side):
        raise services.WrongParty
    if role.votes and party is None and not name.strip():
        raise NoPartyName
    people = party is not None and party.memberships.exists()
    if not may_invite(Role(by.role), role=role, own_party=party == by.party, party_has_people=people):
        raise NotFound if not Role(by.role).votes else PartyExists
    if role.votes and party is None:
        _require_new_party(organisation, Side(role.side or ""), name)


def _require_new_party(organisation: Organisation, side: Side, name: str) -> None:
    taken = Q(name__iexact=name) | (Q(side=side) if side is Side.EMPLOYER else Q(pk__in=()))
    if organisation.parties.filter(taken).exists():
        raise PartyExists


@transaction.atomic
def revoke(*, invitation: Invitation, by: Membership, now: datetime) -> None:
    """Take an invitation back. One that was used, or taken back before, is left as it is.

    Raises NotFound for somebody who does not represent a party of the workplace.
    """
    if invitation.organisation_id != by.organisation_id or not Role(by.role).votes:
        raise NotFound
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if invitation.used_at is not None or invitation.revoked_at is not None:
        return
    invitation.revoked_at = now
    invitation.save(update_fields=["revoked_at"])
    _log(invitation, "invitation-revoked", actor(by), now)


@transaction.atomic
def accept_with_new_account(*, invitation: Invitation, account: Account, now: datetime) -> Membership:
    """Make the account of somebody who was invited, at the address that the invitation went to, with her role.

    Raises NotFound for an invitation that does not count, HasAccount, and what `accept` raises;
    django.core.exceptions.ValidationError for a password that is too weak.
    """
    invitation = _held(invitation, now)
    if account.email != invitation.email:
        raise NotFound
    return accept(invitation=invitation, user=_new_user(account), now=now)


@transaction.atomic
def accept(*, invitation: Invitation, user: User, now: datetime) -> Membership:
    """Give the person the role that she was invited to, and make her party where it is a new one.

    Raises NotFound for an invitation that does not count or went to another address, AlreadyMember, PartyExists.
    """
    invitation = _held(invitation, now)
    organisation = invitation.organisation
    if organisation is None or user.email != invitation.email:
        raise NotFound
    organisation = Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    if organisation.memberships.filter(user=user).exists():
        raise AlreadyMember
    role, party = Role(invitation.role), invitation.party
    acts = f"{role}:{user.id}"
    if role.side is not None and party is None:
        _require_new_party(organisation, role.side, invitation.party_name)
        party = services.add_party(
            organisation=organisation, side=role.side, name=invitation.party_name, actor=acts, now=now
        )
    _use(invitation, now)
    return services.add_member(organisation=organisation, user=user, role=role, party=party, actor=acts, now=now)


def _held(invitation: Invitation, now: datetime) -> Invitation:
    """Return the invitation under a lock, as it counts now."""
    held = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if not held.counts(now):
        raise NotFound
    return held


def _standing(organisation: Organisation, now: datetime) -> QuerySet[Invitation]:
    return organisation.invitations.filter(used_at__isnull=True, revoked_at__isnull=True, expires_at__gt=now)


def _use(invitation: Invitation, now: datetime) -> None:
    invitation.used_at = now
    invitation.save(update_fields=["used_at"])


def _new_user(account: Account) -> User:
    if User.objects.filter(email=account.email.strip().lower()).exists():
        raise HasAccount
    return services.create_user(
        email=account.email, name=account.name, password=account.password, language=account.language
    )


def _log(invitation: Invitation, event: str, who: str, now: datetime) -> None:
    if invitation.organisation_id is not None:
        audit.record(
            organisation_id=invitation.organisation_id,
            event=event,
            actor=who,
            details={"invitation": str(invitation.id), "role": invitation.role},
            now=now,
        )
