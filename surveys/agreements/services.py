"""Drafting, changing and signing an agreement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from surveys.agreements import rules
from surveys.agreements.calendar import days_off
from surveys.agreements.documents import document_fingerprint
from surveys.agreements.models import Agreement, Custodian, Signature
from surveys.agreements.publication import PlannedRelease, to_plain
from surveys.agreements.rules import Fault, Holder, PlannedWave
from surveys.agreements.selectors import has_opened, has_waves_to_open, lacking_custodians
from surveys.audit import services as audit
from surveys.errors import StatedError
from surveys.organisations.access import actor
from surveys.organisations.models import Membership, Organisation
from surveys.organisations.rules import Country, Role, exists_on
from surveys.questionnaires.loading import UnknownQuestionnaire, load

FAULTS = {
    Fault.TITLE: _("Avtalen må ha en tittel på høyst 200 tegn."),
    Fault.QUESTIONNAIRE: _("Spørreskjemaet finnes ikke."),
    Fault.RETENTION: _("Svarene kan tas vare på fra 1 til 90 dager etter at rapporten er klar."),
    Fault.OPENING: _("Fristen for å åpne svarene må være fra 7 til 365 dager."),
    Fault.THRESHOLD: _("Minste gruppestørrelse kan ikke være under fem."),
    Fault.NO_UNITS: _("Avtalen nevner ingen enheter."),
    Fault.UNKNOWN_UNIT: _("Avtalen nevner en enhet som ikke finnes, eller den samme to ganger."),
    Fault.WAVE_WITHOUT_UNITS: _("Ingen av enhetene i avtalen finnes på dagen da en av rundene åpner."),
    Fault.NO_WAVES: _("Avtalen har ingen runder."),
    Fault.WAVE_KEYS: _("Hver runde må ha et kortnavn som ingen annen runde har, og et navn."),
    Fault.WAVE_DATES: _("En runde slutter før den begynner, eller to runder overlapper."),
    Fault.WAVE_TOO_LONG: _("En runde kan vare i høyst 90 dager."),
    Fault.HOLIDAY: _("En runde åpner på en helligdag eller i sommerferien."),
    Fault.CUSTODIANS: _(
        "Hver fagforening, arbeidsgiveren og en vara som ikke representerer noen av dem, må ha hver sin nøkkelholder."
    ),
    Fault.CROSSING: _(
        "Avtalen nevner et bakgrunnsspørsmål som ikke finnes i spørreskjemaet, eller det samme to ganger."
    ),
    Fault.DIVISION: _(
        "Avtalen deler tallene etter bakgrunnsspørsmål i en enhet som det ikke skal vises tall for, eller nevner den"
        " to ganger."
    ),
    Fault.EXPECTED: _("Andelen som ventes å svare, må være fra 1 til 100 prosent."),
}


class BadTerms(StatedError):
    """Terms that cannot be agreed on; `faults` says which."""

    message = _("Avtalen kan ikke lagres slik: %(reasons)s")

    def __init__(self, faults: set[Fault]) -> None:
        self.faults = frozenset(faults)
        super().__init__(reasons=" ".join(str(FAULTS[fault]) for fault in sorted(faults)))


class CannotSign(StatedError):
    """Somebody who may not sign for a party."""

    http_status = 404
    message = _("Siden finnes ikke, eller du har ikke tilgang til den.")


class WrongPassword(StatedError):
    """The act of signing was not confirmed with the right password."""

    message = _("Passordet er ikke riktig. Avtalen er ikke signert.")


class ChangedMeanwhile(StatedError):
    """The document changed after the reader had opened it."""

    http_status = 409
    message = _("Avtalen er endret etter at du åpnet siden. Les den på nytt før du signerer.")


class AgreementInUse(StatedError):
    """Terms do not change once a wave has opened under them."""

    http_status = 409
    message = _("Avtalen kan ikke endres etter at den første runden er åpnet. Lag en ny avtale.")


class PlanMissing(StatedError):
    """What is to be shown has not been planned since the terms were written or changed."""

    http_status = 409
    message = _("Planen for hva som skal vises, er ikke laget ennå. Lag den før dere signerer.")


class NothingLeftToOpen(AgreementInUse):
    """A new holder of the key is for waves that have not opened, and there are none."""

    message = _("Alle rundene i avtalen er åpnet, så det er for sent å bytte nøkkelholder. Lag en ny avtale.")


@dataclass(frozen=True, slots=True)
class Terms:
    """What the parties decide on; see Agreement for what each part means."""

    title: str
    questionnaire: str
    questionnaire_version: int
    threshold: int
    retention_days: int
    opening_days: int
    units: tuple[str, ...]
    waves: tuple[PlannedWave, ...]
    opens_on_holidays: bool = False
    crossings: tuple[str, ...] = ()
    divisions: tuple[str, ...] = ()
    expected_percent: int = 80


def terms_of(agreement: Agreement) -> Terms:
    """Return what the agreement says, as it was decided."""
    waves = tuple(
        PlannedWave(
            entry["key"],
            entry["label"],
            datetime.fromisoformat(entry["opens"]),
            datetime.fromisoformat(entry["closes"]),
        )
        for entry in agreement.calendar
    )
    return Terms(
        title=agreement.title,
        questionnaire=agreement.questionnaire,
        questionnaire_version=agreement.questionnaire_version,
        threshold=agreement.threshold,
        retention_days=agreement.retention_days,
        opening_days=agreement.opening_days,
        units=tuple(agreement.units),
        waves=waves,
        opens_on_holidays=agreement.opens_on_holidays,
        crossings=tuple(agreement.crossings),
        divisions=tuple(agreement.divisions),
        expected_percent=agreement.expected_percent,
    )


def _check(terms: Terms, organisation: Organisation) -> None:
    zone = ZoneInfo(organisation.timezone)
    opening_days = [wave.opens.astimezone(zone).date() for wave in terms.waves]
    off = set() if terms.opens_on_holidays else days_off(Country(organisation.country), {d.year for d in opening_days})
    codes = organisation.units.values_list("code", flat=True)
    faults = (
        rules.term_faults(title=terms.title, retention_days=terms.retention_days, opening_days=terms.opening_days)
        | _questionnaire_faults(terms)
        | rules.threshold_faults(terms.threshold)
        | rules.unit_faults(terms.units, codes)
        | rules.division_faults(terms.divisions, terms.units)
        | rules.expected_faults(terms.expected_percent)
        | rules.calendar_faults(terms.waves, off, opening_days)
        | _empty_wave_faults(terms, organisation, opening_days)
    )
    if faults:
        raise BadTerms(faults)


def _questionnaire_faults(terms: Terms) -> set[Fault]:
    try:
        questionnaire = load(terms.questionnaire, terms.questionnaire_version)
    except UnknownQuestionnaire:
        return {Fault.QUESTIONNAIRE}
    return rules.crossing_faults(terms.crossings, (one.key for one in questionnaire.background))


def _empty_wave_faults(terms: Terms, organisation: Organisation, opening_days: Sequence[date]) -> set[Fault]:
    planned = organisation.units.filter(code__in=terms.units)
    periods = [(unit.valid_from, unit.valid_to) for unit in planned]
    bare = periods and not all(any(exists_on(day, *period) for period in periods) for day in opening_days)
    return {Fault.WAVE_WITHOUT_UNITS} if bare else set()


def _calendar(waves: Sequence[PlannedWave]) -> list[dict[str, str]]:
    return [
        {
            "key": wave.key,
            "label": wave.label,
            "opens": wave.opens.astimezone(UTC).isoformat(),
            "closes": wave.closes.astimezone(UTC).isoformat(),
        }
        for wave in waves
    ]


def _fields(terms: Terms) -> dict[str, object]:
    questionnaire = load(terms.questionnaire, terms.questionnaire_version)
    return {
        "title": terms.title,
        "questionnaire": terms.questionnaire,
        "questionnaire_version": terms.questionnaire_version,
        "questionnaire_fingerprint": questionnaire.fingerprint,
        "threshold": terms.threshold,
        "retention_days": terms.retention_days,
        "opening_days": terms.opening_days,
        "units": list(terms.units),
        "calendar": _calendar(terms.waves),
        "opens_on_holidays": terms.opens_on_holidays,
        "crossings": list(terms.crossings),
        "divisions": list(terms.divisions),
        "expected_percent": terms.expected_percent,
    }


@transaction.atomic
def draft(*, organisation: Organisation, terms: Terms, by: Membership, now: datetime) -> Agreement:
    """Write down a new agreement, unsigned.

    Raises BadTerms.
    """
    _check(terms, organisation)
    agreement = Agreement(organisation=organisation, created_at=now, **_fields(terms))
    agreement.full_clean()
    agreement.save()
    _log(agreement, "agreement-drafted", actor(by), now)
    return agreement


@transaction.atomic
def change_terms(*, agreement: Agreement, terms: Terms, by: Membership, now: datetime) -> None:
    """Change what the agreement says. Every signature is void from then on.

    Raises BadTerms, or AgreementInUse once a wave has opened under it.
    """
    agreement = Agreement.objects.select_for_update().get(pk=agreement.pk)
    if has_opened(agreement):
        raise AgreementInUse
    _check(terms, agreement.organisation)
    for name, value in _fields(terms).items():
        setattr(agreement, name, value)
    agreement.plan = []
    agreement.full_clean()
    agreement.save()
    _void_signatures(agreement, now)
    _log(agreement, "agreement-changed", actor(by), now)


@transaction.atomic
def keep_plan(*, agreement: Agreement, plans: Sequence[PlannedRelease], by: Membership, now: datetime) -> None:
    """Write the publication plan into the agreement. A plan that differs from the one signed voids every signature.

    Raises AgreementInUse once a wave has opened under it.
    """
    locked = Agreement.objects.select_for_update().get(pk=agreement.pk)
    if has_opened(locked):
        raise AgreementInUse
    plain = to_plain(plans)
    if plain == locked.plan:
        return
    locked.plan = plain
    locked.save(update_fields=["plan"])
    agreement.plan = plain
    _void_signatures(locked, now)
    _log(locked, "plan-made", actor(by), now)


@transaction.atomic
def name_custodian(
    *, agreement: Agreement, holder: Holder, membership: Membership, public_key: bytes, by: Membership, now: datetime
) -> Custodian:
    """Name (or replace) the holder of one share of the boxes that are still to be made. Every signature is then void.

    Boxes that have been made are untouched: who is replaced keeps her share of them, and they open with it. Naming
    the same person with the same key again changes nothing. A union's holder is replaced by one of the same union.
    Raises NothingLeftToOpen, or BadTerms where the holder does not come from the side whose share it is (the
    substitute comes from neither), holds another share already, or has no key of her own.
    """
    agreement = Agreement.objects.select_for_update().get(pk=agreement.pk)
    if not has_waves_to_open(agreement):
        raise NothingLeftToOpen
    current = agreement.custodians.filter(replaced_at__isnull=True)
    replaced = current.filter(holder=holder)
    if holder is Holder.UNION:
        replaced = replaced.filter(membership__party=membership.party_id)
    old = replaced.first()
    others = current.exclude(pk=old.pk) if old else current
    if (
        membership.organisation_id != agreement.organisation_id
        or not rules.may_hold(Role(membership.role), holder)
        or not rules.is_public_key(public_key)
        or others.filter(membership=membership).exists()
        or public_key in {bytes(other.public_key) for other in others}
    ):
        raise BadTerms({Fault.CUSTODIANS})
    if old is not None:
        if (old.membership_id, bytes(old.public_key)) == (membership.pk, public_key):
            return old
        old.replaced_at = now
        old.save(update_fields=["replaced_at"])
    custodian = Custodian.objects.create(
        agreement=agreement, holder=holder, membership=membership, public_key=public_key
    )
    _void_signatures(agreement, now)
    _log(agreement, "custodian-replaced" if old else "custodian-named", actor(by), now)
    return custodian


@transaction.atomic
def sign(
    *, agreement: Agreement, by: Membership, password: str | None, read_fingerprint: str, now: datetime
) -> Signature:
    """Sign for the party that `by` represents; `read_fingerprint` is that of the document she was shown.

    The password is None where she has just confirmed the act by passkey or one-time code, which the caller has seen.

    Raises CannotSign, WrongPassword, ChangedMeanwhile, PlanMissing, or BadTerms where a share lacks its holder.
    """
    if by.party is None or by.organisation_id != agreement.organisation_id:
        raise CannotSign
    agreement = Agreement.objects.select_for_update().get(pk=agreement.pk)
    if password is not None and not by.user.check_password(password):
        raise WrongPassword
    faults = lacking_custodians(agreement)
    if faults:
        raise BadTerms(faults)
    current = document_fingerprint(agreement)
    if read_fingerprint != current:
        raise ChangedMeanwhile
    if not agreement.plan:
        raise PlanMissing
    # A signature under an older document, which changed with the workplace (a party that joined, say), counts no more.
    agreement.signatures.filter(party=by.party, voided_at__isnull=True).exclude(fingerprint=current).update(
        voided_at=now
    )
    signature, created = Signature.objects.get_or_create(
        agreement=agreement,
        party=by.party,
        voided_at=None,
        defaults={"membership": by, "fingerprint": current, "signed_at": now},
    )
    if created:
        _log(agreement, "agreement-signed", actor(by), now)
    return signature


def _void_signatures(agreement: Agreement, now: datetime) -> None:
    agreement.signatures.filter(voided_at__isnull=True).update(voided_at=now)


def _log(agreement: Agreement, event: str, who: str, now: datetime) -> None:
    audit.record(
        organisation_id=agreement.organisation_id,
        event=event,
        actor=who,
        details={"agreement": str(agreement.id), "fingerprint": document_fingerprint(agreement)},
        now=now,
    )
