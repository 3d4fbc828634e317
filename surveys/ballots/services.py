"""Opening a wave with its box, and taking answers in."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from surveys.agreements.documents import document, document_fingerprint, terms_fingerprint
from surveys.agreements.models import Agreement
from surveys.agreements.rules import Holder
from surveys.agreements.selectors import current_custodians, is_in_force, lacking_custodians, unit_names
from surveys.audit.services import CALENDAR
from surveys.ballots import custody
from surveys.ballots.encoding import BadAnswers, encode
from surveys.ballots.keeping import put_in
from surveys.ballots.key_list import publish
from surveys.ballots.models import Box, BoxShare, RefusedBallots
from surveys.ballots.sealing import BadKey, ballot_info, new_key_pair, seal
from surveys.ballots.types import Answers
from surveys.credentials import services as credentials
from surveys.credentials.selectors import groups_with_slips
from surveys.credentials.services import CodeRefused
from surveys.credentials.signing import make_keys
from surveys.errors import NotFound, StatedError
from surveys.fingerprints import canonical
from surveys.organisations.selectors import parties
from surveys.questionnaires.loading import load
from surveys.questionnaires.rules import complete_languages
from surveys.questionnaires.types import Questionnaire
from surveys.waves.key_files import WaveKeys, wave_keys
from surveys.waves.models import SignedDocument, Wave
from surveys.waves.rules import Channel, State, takes_answers
from surveys.waves.selectors import groups_of
from surveys.waves.services import NotNow, move

__all__ = ["CodeRefused", "Sheet", "cast", "open_wave", "sheet_for", "sheet_of_wave"]

SHARE_PURPOSE = "box-share"
HOLDERS = (Holder.UNION, Holder.EMPLOYER, Holder.SUBSTITUTE)


class NotReady(StatedError):
    """A wave that may not open yet; `lacks` says what is missing."""

    http_status = 409
    message = _("Runden kan ikke åpnes ennå: %(lacks)s")

    def __init__(self, lacks: object) -> None:
        super().__init__(lacks=lacks)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What somebody with a valid code is told before and while she answers. `closes` is aware, in UTC.

    `crossings` are the keys of the background questions that are asked; groups by their answers are shown for the whole
    workplace and in `divisions`, units by name.
    """

    organisation: str
    parties: tuple[str, ...]
    wave: str
    closes: datetime
    timezone: str
    threshold: int
    synthetic: bool
    country: str
    questionnaire: Questionnaire
    retention_days: int
    crossings: tuple[str, ...]
    divisions: tuple[str, ...]


def sheet_for(*, code: str, now: datetime) -> Sheet:
    """Return what the code opens.

    Raises MalformedCode for what cannot be a code, CodeRefused for one that is unknown, used, early or late.
    """
    return _sheet(credentials.slip_for(code=code, now=now).group.wave)


def sheet_of_wave(*, wave_id: UUID, now: datetime) -> Sheet:
    """Return the sheet of an open wave in which some answer by link; it is the same for everybody.

    Raises NotFound for a wave that is missing, is not open, or has slips alone.
    """
    wave = Wave.objects.select_related("agreement__organisation").filter(pk=wave_id).first()
    if wave is None or not takes_answers(State(wave.state), wave.opens_at, wave.closes_at, now):
        raise NotFound
    if all(group.channel == Channel.SLIP for group in groups_of(wave)):
        raise NotFound
    return _sheet(wave)


def _sheet(wave: Wave) -> Sheet:
    agreement = wave.agreement
    organisation = agreement.organisation
    return Sheet(
        organisation=organisation.name,
        parties=tuple(party.name for party in parties(organisation)),
        wave=wave.label,
        closes=wave.closes_at,
        timezone=organisation.timezone,
        threshold=agreement.threshold,
        synthetic=organisation.synthetic,
        country=organisation.country,
        questionnaire=load(agreement.questionnaire, agreement.questionnaire_version),
        retention_days=agreement.retention_days,
        crossings=tuple(agreement.crossings),
        divisions=tuple(unit_names(agreement, agreement.divisions)) if agreement.crossings else (),
    )


@transaction.atomic
def cast(*, code: str, answers: Answers, now: datetime) -> None:
    """Seal the answers to the box and put them in; the code is used up by the same transaction.

    Raises MalformedCode, CodeRefused, or BadAnswers for answers that the questionnaire does not have, and for one to a
    background question that the parties have not agreed to ask.
    """
    group = credentials.spend(code=code, now=now)
    wave = Wave.objects.select_related("agreement", "box").get(pk=group.wave_id)
    questionnaire = load(wave.agreement.questionnaire, wave.agreement.questionnaire_version)
    _refuse_unasked(wave.agreement, questionnaire, answers)
    sealed = seal(
        encode(questionnaire, answers),
        public_key=bytes(wave.box.public_key),
        info=ballot_info(wave.id, group.id),
    )
    put_in(group=group, sealed=sealed)


def _refuse_unasked(agreement: Agreement, questionnaire: Questionnaire, answers: Answers) -> None:
    """Keep out of the box what nobody has agreed to know. A ballot that came sealed is for the tally to ignore."""
    for one in questionnaire.background:
        if one.key in answers.single and one.key not in agreement.crossings:
            raise BadAnswers("the answers have background that is not asked for", one.key)


def open_wave(*, wave: Wave, now: datetime) -> Wave:
    """Make the box key in memory, split it at once between the custodians, and open the wave.

    Raises NotReady where a signature, the roster, the slips or a language is missing, before its time and after it,
    NotNow in another state.
    """
    keys = wave_keys()
    with transaction.atomic():
        # Whoever changes the terms holds the agreement's row: what is checked here is what opens.
        Agreement.objects.select_for_update().get(pk=wave.agreement_id)
        current = Wave.objects.select_for_update(of=("self",)).select_related("agreement__organisation").get(pk=wave.pk)
        _require_ready(current, now)
        current.signed_document = document_fingerprint(current.agreement)
        current.signed_terms = terms_fingerprint(current.agreement)
        current.save(update_fields=["signed_document", "signed_terms"])
        SignedDocument.objects.create(wave=current, document=canonical(document(current.agreement)))
        opened = move(wave=wave, to=State.OPEN, actor=CALENDAR, now=now, proof=current.signed_document)
        # A file without a committed box is left from an opening that was cut off: it wraps nothing.
        if keys.exists(wave.id):
            keys.erase(wave.id)
        keys.create(wave.id)
        try:
            _make_box(opened, keys)
            make_keys(wave=opened, keys=keys)
            publish(wave=opened, now=now)
            RefusedBallots.objects.create(wave=opened)
        except BaseException:
            keys.erase(wave.id)
            raise
    return opened


def _require_ready(wave: Wave, now: datetime) -> None:
    if wave.state != State.PLANNED:
        raise NotNow
    agreement = wave.agreement
    if not is_in_force(agreement):
        raise NotReady(_("alle partene må ha signert avtalen slik den står nå."))
    if not _is_agreed(wave):
        raise NotReady(_("datoene er ikke de som står i avtalen."))
    if not wave.opens_at <= now < wave.closes_at:
        raise NotReady(_("datoen for å åpne er ikke kommet, eller runden skulle ha vært lukket."))
    groups = groups_of(wave)
    if not groups:
        raise NotReady(_("mottakerlisten er ikke låst for denne runden."))
    if min(group.headcount for group in groups) < agreement.threshold:
        raise NotReady(_("en gruppe har færre mottakere enn avtalen krever."))
    if not groups_with_slips(wave) >= {group.id for group in groups if group.channel == Channel.SLIP}:
        raise NotReady(_("det er ikke laget lapper til alle som skal ha det."))
    questionnaire = load(agreement.questionnaire, agreement.questionnaire_version)
    if questionnaire.fingerprint != agreement.questionnaire_fingerprint:
        raise NotReady(_("spørreskjemaet er ikke det som partene signerte."))
    if agreement.organisation.state and not {"nb", "nn"} <= complete_languages(questionnaire):
        raise NotReady(_("spørreskjemaet må være ferdig på både bokmål og nynorsk."))


def _is_agreed(wave: Wave) -> bool:
    dates = {
        entry["key"]: (datetime.fromisoformat(entry["opens"]), datetime.fromisoformat(entry["closes"]))
        for entry in wave.agreement.calendar
    }
    return dates.get(wave.key) == (wave.opens_at, wave.closes_at)


def _make_box(wave: Wave, keys: WaveKeys) -> None:
    if lacking_custodians(wave.agreement):
        raise NotReady(_("en del av nøkkelen mangler en nøkkelholder."))
    pair = new_key_pair()
    box = Box.objects.create(wave=wave, public_key=pair.public)
    shares = dict(zip(HOLDERS, custody.split(pair.private), strict=True))
    for custodian in current_custodians(wave.agreement):
        holder = Holder(custodian.holder)
        share = shares[holder]
        try:
            sealed = custody.seal_share(share, wave_id=wave.id, custodian=bytes(custodian.public_key))
        except BadKey:
            raise NotReady(_("en av nøkkelholderne har en nøkkel som ikke kan brukes.")) from None
        BoxShare.objects.create(
            box=box,
            custodian=custodian,
            holder=holder,
            wrapped=keys.wrap(wave.id, sealed, purpose=f"{SHARE_PURPOSE}:{holder}"),
            digest=custody.share_digest(share),
        )
