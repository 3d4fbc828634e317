"""Handing out sealed shares and taking opened ones in."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from surveys.agreements.models import Custodian
from surveys.agreements.rules import Holder
from surveys.audit import services as audit
from surveys.ballots import custody
from surveys.ballots.loss import substitute_for
from surveys.ballots.models import Box, BoxShare, GivenShare
from surveys.ballots.services import SHARE_PURPOSE
from surveys.ballots.share_files import BadShareFile, OpenedShare, SealedShare
from surveys.errors import NotFound, StatedError
from surveys.organisations.access import actor
from surveys.organisations.models import Membership
from surveys.waves.key_files import CannotUnwrap, WaveKeyMissing, wave_keys
from surveys.waves.models import Wave
from surveys.waves.rules import State
from surveys.waves.services import NotNow

GIVEN_PURPOSE = "given-share"
CRYPTOGRAPHIC = {
    Holder.UNION: custody.Holder.UNION,
    Holder.EMPLOYER: custody.Holder.EMPLOYER,
    Holder.SUBSTITUTE: custody.Holder.SUBSTITUTE,
}


class WrongShare(StatedError):
    """A file that is no opened share, or is another wave's or another holder's."""

    message = _("Denne filen er ikke din åpnede del av nøkkelen til denne runden. Ingenting er endret.")


class KeyFileGone(StatedError):
    """The wave key file, kept outside the database, is missing or does not fit."""

    http_status = 409
    message = _("Nøkkelfilen til runden mangler på serveren. Svarene kan ikke åpnes før den er på plass igjen.")


class SubstituteNotCalled(StatedError):
    """The third share is for a lost one, after both parties have signed a declaration of loss."""

    http_status = 409
    message = _("Delen til varaen brukes bare når en del er tapt, og begge partene har skrevet under på det.")


class ShareDeclaredLost(StatedError):
    """A share that every party has declared lost is not handed out: with the substitute's it would make the key."""

    http_status = 409
    message = _("Delen er erklært tapt av alle partene. Varaen leverer i stedet.")


class SideHasGiven(StatedError):
    """Another union's holder has given the share that the unions' holders have in common, and it waits."""

    http_status = 409
    message = _(
        "Delen til fagforeningene er alt levert av en annen nøkkelholder, og det er nok. Ingenting er endret."
        " Nå venter vi på den andre parten."
    )


@dataclass(frozen=True, slots=True)
class BothShares:
    """The box's private key (32 bytes), in memory alone."""

    private_key: bytes


def share_of(*, wave: Wave, by: Membership) -> BoxShare:
    """Return the share that `by` holds in the wave's box.

    Raises NotFound for anyone without one.
    """
    share = BoxShare.objects.select_related("custodian").filter(box=wave.pk, custodian__membership=by).first()
    if share is None:
        raise NotFound
    return share


@transaction.atomic
def fetch(*, wave: Wave, by: Membership, now: datetime) -> SealedShare:
    """Return the custodian's own share as she fetches it, and write in the log that she did.

    Raises what sealed_share raises.
    """
    share = sealed_share(wave=wave, by=by)
    audit.record(
        organisation_id=by.organisation_id,
        event="share-fetched",
        actor=actor(by),
        details={"wave": str(wave.id)},
        now=now,
    )
    return share


def sealed_share(*, wave: Wave, by: Membership) -> SealedShare:
    """Return the custodian's own share: sealed to her key, no longer wrapped by the server's.

    Only in a closed wave or a released one, and the substitute's only in a lost one's place: two unwrapped shares
    make the key, wherever they meet. Raises NotFound, NotNow, SubstituteNotCalled, ShareDeclaredLost, KeyFileGone.
    """
    share = share_of(wave=wave, by=by)
    _side(wave, share.holder)
    if substitute_for(wave) == share.holder:
        raise ShareDeclaredLost
    if Wave.objects.get(pk=wave.pk).state not in {State.CLOSED, State.RELEASED}:
        raise NotNow
    return unwrapped(wave=wave, share=share)


def unwrapped(*, wave: Wave, share: BoxShare) -> SealedShare:
    """Return a share without the wrapping of the wave key file. Raises KeyFileGone. For `sealed_share` alone."""
    try:
        sealed = wave_keys().unwrap(wave.id, bytes(share.wrapped), purpose=f"{SHARE_PURPOSE}:{share.holder}")
    except (WaveKeyMissing, CannotUnwrap):
        raise KeyFileGone from None
    holder = CRYPTOGRAPHIC[Holder(share.holder)]
    organisation = wave.agreement.organisation.name
    return SealedShare(wave_id=wave.id, organisation=organisation, wave=wave.label, holder=holder, sealed=sealed)


@transaction.atomic
def give(*, wave: Wave, by: Membership, text: str) -> BothShares | None:
    """Take one custodian's opened share. The first waits, wrapped; that of the other side makes the key: returned.

    `text` is the file that her own tool made. Giving for the same side again changes nothing but whose waits: a lost
    share that turns up and the substitute's in its place never open the box together.
    Raises NotFound, WrongShare, SubstituteNotCalled, KeyFileGone; SideHasGiven where the very same share waits, given
    by another union's holder.
    """
    mine = share_of(wave=wave, by=by)
    share = _read(wave, mine, text)
    side = _side(wave, mine.holder)
    box = Box.objects.select_for_update().get(pk=wave.pk)
    waiting = GivenShare.objects.filter(box=box).first()
    keys = wave_keys()
    try:
        if waiting is None or given_for(wave) in {side, None}:
            if waiting is not None and waiting.holder == mine.holder and waiting.custodian_id != mine.custodian_id:
                raise SideHasGiven
            wrapped = keys.wrap(wave.id, share.to_bytes(), purpose=f"{GIVEN_PURPOSE}:{mine.holder}")
            waits = {"holder": mine.holder, "custodian": mine.custodian, "wrapped": wrapped}
            GivenShare.objects.update_or_create(box=box, defaults=waits)
            return None
        other_bytes = keys.unwrap(wave.id, bytes(waiting.wrapped), purpose=f"{GIVEN_PURPOSE}:{waiting.holder}")
    except (WaveKeyMissing, CannotUnwrap):
        raise KeyFileGone from None
    other = custody.Share.from_bytes(other_bytes)
    waiting.delete()
    return BothShares(private_key=custody.combine(other, share, public_key=bytes(box.public_key)))


def _side(wave: Wave, holder: str) -> Holder:
    """Return for which party a holder's share counts. Raises SubstituteNotCalled."""
    if holder != Holder.SUBSTITUTE:
        return Holder(holder)
    side = substitute_for(wave)
    if side is None:
        raise SubstituteNotCalled
    return side


def _read(wave: Wave, mine: BoxShare, text: str) -> custody.Share:
    try:
        opened = OpenedShare.from_json(text)
    except BadShareFile:
        raise WrongShare from None
    if opened.wave_id != wave.id or custody.share_digest(opened.share) != bytes(mine.digest):
        raise WrongShare
    return opened.share


def given_by(wave: Wave) -> Holder | None:
    """Return whose share waits for the other party's, or None."""
    waiting = GivenShare.objects.filter(box=wave.pk).first()
    return Holder(waiting.holder) if waiting else None


def giver(wave: Wave) -> Custodian | None:
    """Return who gave the share that waits, or None."""
    waiting = GivenShare.objects.select_related("custodian__membership__user").filter(box=wave.pk).first()
    return waiting.custodian if waiting else None


def given_for(wave: Wave) -> Holder | None:
    """Return for which party a share waits: the holder's own, or that in whose place the substitute gave hers."""
    holder = given_by(wave)
    return substitute_for(wave) if holder is Holder.SUBSTITUTE else holder


def custodians_of_box(wave: Wave) -> list[Custodian]:
    """Return who holds the shares of this very box, whoever has been named in the agreement since."""
    return [share.custodian for share in BoxShare.objects.select_related("custodian").filter(box=wave.pk)]
