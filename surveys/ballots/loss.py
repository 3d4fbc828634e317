"""When a party's share is lost: every party says so over its signature, and then the substitute's takes its place."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from surveys.agreements import rules
from surveys.agreements.rules import Holder
from surveys.audit import services as audit
from surveys.ballots.models import Box, LossDeclaration, LossSignature
from surveys.errors import NotFound, StatedError
from surveys.organisations.access import actor
from surveys.organisations.models import Membership, Party
from surveys.organisations.selectors import parties
from surveys.waves.models import Wave
from surveys.waves.rules import State
from surveys.waves.services import NotNow


class CannotDeclare(StatedError):
    """Only a party's representative declares a share lost."""

    http_status = 404
    message = NotFound.message


class NotConfirmed(StatedError):
    """The declaration was not confirmed with the right password."""

    message = _("Passordet er ikke riktig. Erklæringen er ikke signert.")


class NoPartysShare(StatedError):
    """The substitute's share is in nobody's place, and need not be declared lost."""

    message = _("Velg om det er delen til fagforeningen eller delen til arbeidsgiveren som er tapt.")


class DeclaredAlready(StatedError):
    """There is a declaration for this wave, and one alone."""

    http_status = 409
    message = _("Det finnes alt en erklæring om tapt del for denne runden. Les den på siden.")


class DeclarationChanged(StatedError):
    """The declaration is not the one that was read: withdrawn, or another made in its place."""

    http_status = 409
    message = _("Erklæringen er trukket tilbake eller endret etter at du åpnet siden. Les den på nytt.")


class AlreadyInForce(StatedError):
    """What every party has signed stands."""

    http_status = 409
    message = _("Alle partene har signert erklæringen. Da kan den ikke trekkes tilbake.")


@dataclass(frozen=True, slots=True)
class Loss:
    """A declaration as it stands. `lost` is the party's share that is declared lost."""

    lost: Holder
    signed: tuple[LossSignature, ...]
    unsigned: tuple[Party, ...]

    @property
    def in_force(self) -> bool:
        """Whether every party of the workplace has signed."""
        return not self.unsigned


def loss_of(wave: Wave) -> Loss | None:
    """Return the wave's declaration of loss, or None."""
    declaration = LossDeclaration.objects.filter(box=wave.pk).first()
    if declaration is None:
        return None
    signed = tuple(declaration.signatures.select_related("party", "membership__user").order_by("signed_at"))
    everybody = parties(wave.agreement.organisation)
    signers = {signature.party_id for signature in signed}
    return Loss(
        lost=Holder(declaration.holder),
        signed=signed,
        unsigned=tuple(party for party in everybody if party.id not in signers),
    )


@transaction.atomic
def declare(*, wave: Wave, holder: Holder, by: Membership, password: str | None, now: datetime) -> None:
    """Declare that this party's share of the wave's key is lost, and sign it for the party of `by`.

    The password is None where she has just confirmed the act by passkey or one-time code, which the caller has seen.
    Raises CannotDeclare, NotConfirmed, NoPartysShare, NotNow in a wave that is not closed or released,
    DeclaredAlready.
    """
    party = _confirmed(wave, by, password)
    if holder not in {Holder.UNION, Holder.EMPLOYER}:
        raise NoPartysShare
    box = _locked(wave)
    declaration, created = LossDeclaration.objects.get_or_create(box=box, defaults={"holder": holder})
    if not created:
        raise DeclaredAlready
    LossSignature.objects.create(declaration=declaration, party=party, membership=by, signed_at=now)
    _log(wave, "loss-declared", by, now, holder=holder, party=str(party.id))


@transaction.atomic
def sign_loss(*, wave: Wave, by: Membership, password: str | None, read_holder: Holder | str, now: datetime) -> None:
    """Sign the declaration for the party of `by`; `read_holder` is whose share it said was lost when she read it.

    The password as for `declare`. Signing twice is one signature.

    Raises CannotDeclare, NotConfirmed, NotNow, DeclarationChanged.
    """
    party = _confirmed(wave, by, password)
    declaration = LossDeclaration.objects.filter(box=_locked(wave)).first()
    if declaration is None or declaration.holder != read_holder:
        raise DeclarationChanged
    _signature, created = LossSignature.objects.get_or_create(
        declaration=declaration, party=party, defaults={"membership": by, "signed_at": now}
    )
    if created:
        _log(wave, "loss-signed", by, now, holder=declaration.holder, party=str(party.id))


@transaction.atomic
def withdraw(*, wave: Wave, by: Membership, now: datetime) -> None:
    """Take the declaration back, for any of the parties, while not all of them have signed.

    Raises CannotDeclare, NotNow, DeclarationChanged where there is none, AlreadyInForce.
    """
    _party_of(wave, by)
    declaration = LossDeclaration.objects.filter(box=_locked(wave)).first()
    if declaration is None:
        raise DeclarationChanged
    if substitute_for(wave) is not None:
        raise AlreadyInForce
    holder = declaration.holder
    declaration.delete()
    _log(wave, "loss-withdrawn", by, now, holder=holder)


def substitute_for(wave: Wave) -> Holder | None:
    """Return in whose place the substitute's share may be used: None unless every party has signed."""
    declaration = LossDeclaration.objects.filter(box=wave.pk).first()
    if declaration is None:
        return None
    everybody = (str(party.id) for party in parties(wave.agreement.organisation))
    signed = (str(signature.party_id) for signature in declaration.signatures.all())
    return Holder(declaration.holder) if rules.in_force(everybody, signed) else None


def _party_of(wave: Wave, by: Membership) -> Party:
    if by.party is None or by.organisation_id != wave.agreement.organisation_id:
        raise CannotDeclare
    return by.party


def _confirmed(wave: Wave, by: Membership, password: str | None) -> Party:
    party = _party_of(wave, by)
    if password is not None and not by.user.check_password(password):
        raise NotConfirmed
    return party


def _locked(wave: Wave) -> Box:
    """Return the box under the wave's lock, in a state in which shares are used."""
    state = Wave.objects.select_for_update(of=("self",)).get(pk=wave.pk).state
    if state not in {State.CLOSED, State.RELEASED}:
        raise NotNow
    return Box.objects.get(pk=wave.pk)


def _log(wave: Wave, event: str, by: Membership, now: datetime, **more: str) -> None:
    audit.record(
        organisation_id=wave.agreement.organisation_id,
        event=event,
        actor=actor(by),
        details={"wave": str(wave.id), "key": wave.key, **more},
        now=now,
    )
