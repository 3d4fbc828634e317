"""The keys that people make for themselves, and naming their owners in an agreement."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from surveys.agreements import rules
from surveys.agreements.models import Agreement, CustodianKey
from surveys.agreements.rules import Fault, Holder
from surveys.agreements.services import BadTerms, name_custodian
from surveys.audit import services as audit
from surveys.errors import NotFound, StatedError
from surveys.fingerprints import key_mark
from surveys.organisations.access import actor
from surveys.organisations.models import Membership
from surveys.organisations.rules import Role


class NotAKey(StatedError):
    """Bytes that are no public key."""

    message = _("Dette er ikke en offentlig nøkkel som Tillit har laget. Ingenting er meldt inn.")


class KeyOfAnother(StatedError):
    """A public key that somebody else has registered: one person would open two shares with it."""

    http_status = 409
    message = _("En annen har meldt inn den samme nøkkelen. Hver må ha sin egen. Lag en ny.")


@transaction.atomic
def register_key(*, membership: Membership, public_key: bytes, now: datetime) -> CustodianKey:
    """Note the public half of a key that the person has made, for agreements to name. An older one is forgotten.

    No agreement changes by this: it names keys, not people. Registering the same key again changes nothing.
    Raises NotFound for a role that holds no share, NotAKey, KeyOfAnother.
    """
    if not rules.may_hold(Role(membership.role)):
        raise NotFound
    if not rules.is_public_key(public_key):
        raise NotAKey
    # Two who register the same key at once must not both find that nobody has it.
    list(Membership.objects.select_for_update().filter(organisation=membership.organisation_id).order_by("pk"))
    if CustodianKey.objects.filter(public_key=public_key).exclude(membership=membership).exists():
        raise KeyOfAnother
    known = CustodianKey.objects.filter(membership=membership, public_key=public_key).first()
    if known is not None:
        return known
    key, _created = CustodianKey.objects.update_or_create(
        membership=membership, defaults={"public_key": public_key, "made_at": now}
    )
    audit.record(
        organisation_id=membership.organisation_id,
        event="key-registered",
        actor=actor(membership),
        details={"mark": key_mark(public_key)},
        now=now,
    )
    return key


@transaction.atomic
def appoint(*, agreement: Agreement, chosen: Iterable[tuple[Holder, UUID]], by: Membership, now: datetime) -> None:
    """Name holders (each with a membership id) with the keys that they have registered; all of them or none.

    A union's holder is named for the union that she represents.

    Raises NotFound where `by` may not, BadTerms for somebody without a key, and what name_custodian raises.
    """
    if by.organisation_id != agreement.organisation_id or not may_appoint(by):
        raise NotFound
    for holder, membership_id in sorted(chosen):
        key = CustodianKey.objects.select_related("membership").filter(membership=membership_id).first()
        if key is None:
            raise BadTerms({Fault.CUSTODIANS})
        name_custodian(
            agreement=agreement,
            holder=holder,
            membership=key.membership,
            public_key=bytes(key.public_key),
            by=by,
            now=now,
        )


def may_appoint(membership: Membership) -> bool:
    """Tell whether the person may name holders of the key: the organiser and the parties' representatives."""
    role = Role(membership.role)
    return role.votes or role is Role.ORGANISER
