"""The gate: the joint opening in one transaction, and the destruction that follows."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from reports.disclosure.plan import Plan
from reports.disclosure.rows import release_rows
from reports.disclosure.waves import EarlierWave
from reports.releases import planning
from reports.releases.models import Acknowledgement, Release
from reports.releases.records import to_plain
from reports.releases.selectors import Released, release_of
from reports.releases.types import BallotCount, Record
from reports.tallies.atoms import group_of
from reports.tallies.services import tally
from reports.tallies.types import WaveTally
from surveys.agreements.documents import terms_fingerprint
from surveys.audit import services as audit
from surveys.audit.services import CALENDAR
from surveys.ballots import destruction, shares
from surveys.ballots.selectors import refused
from surveys.credentials import services as credentials
from surveys.credentials.selectors import RightsCount, rights
from surveys.errors import StatedError
from surveys.fingerprints import fingerprint
from surveys.organisations.access import actor
from surveys.organisations.models import Membership
from surveys.organisations.selectors import parties
from surveys.questionnaires.loading import load
from surveys.roster.mailing import forget_invitations
from surveys.roster.selectors import new_links_granted
from surveys.waves.models import Group, Wave
from surveys.waves.rules import Channel, State
from surveys.waves.selectors import groups_of, in_state
from surveys.waves.services import NotNow, move

GATE_SECONDS = 60.0
"""How long the isolation attack may look for a way in; what it cannot prove safe by then is not published."""


RECOUNTED = ("rows", "crossed", "withheld", "withheld_crossed", "ballots", "reliability")
"""What a second opening must give again."""


class NotClosedYet(StatedError):
    """A share given while answers may still come in."""

    http_status = 409
    message = _("Svarene kan ikke åpnes før runden er lukket.")


class TermsChanged(StatedError):
    """What stands in the agreement is not what was in force when the wave opened."""

    http_status = 409
    message = _("Avtalen er ikke den som gjaldt da runden åpnet. Svarene åpnes ikke før det er oppklart.")


class BoxDoesNotAgree(StatedError):
    """The ballots in the box are not as many as the rights that were used, or a group has more than its people."""

    http_status = 409
    message = _("Det er ikke like mange svarark som brukte lapper og svarbevis. Ingenting er vist. Dette må oppklares.")


class CannotAcknowledge(StatedError):
    """Only a party's representative says that the party has read."""

    http_status = 404
    message = _("Siden finnes ikke, eller du har ikke tilgang til den.")


class RecountDiffers(StatedError):
    """The box, opened again, does not give the rows that were released. The release stands as it was."""

    http_status = 409
    message = _(
        "Svarene er talt på nytt, men tallene ble ikke de samme som i rapporten. Rapporten er ikke endret, og de nye "
        "tallene er ikke lagret. Det står i loggen, og partene må finne ut hva som har skjedd."
    )


def give_share(*, wave: Wave, by: Membership, text: str, now: datetime) -> Released | None:
    """Take one custodian's opened share. With the second the box is opened, counted, gated and released, at once.

    Until the box is destroyed it can be opened again in the same way: the release is returned where the recount
    gives the same rows. Returns None while the other party's share is missing. A crash before the commit leaves
    everything as before. Raises NotClosedYet, NotNow, RecountDiffers, and what surveys.ballots.shares.give raises.
    """
    given, recount_differs = _give_share(wave, by, text, now)
    if recount_differs:
        # Raised when the entry in the log has been committed.
        raise RecountDiffers
    return given


@transaction.atomic
def _give_share(wave: Wave, by: Membership, text: str, now: datetime) -> tuple[Released | None, bool]:
    """Return the release, or None while a share is missing; and whether a recount gave other rows."""
    locked = Wave.objects.select_for_update(of=("self",)).select_related("agreement__organisation").get(pk=wave.pk)
    shares.share_of(wave=locked, by=by)
    if locked.state in {State.PLANNED, State.OPEN}:
        raise NotClosedYet
    if locked.state not in {State.CLOSED, State.RELEASED}:
        raise NotNow
    waiting = shares.given_by(locked)
    if terms_fingerprint(locked.agreement, shares.custodians_of_box(locked)) != locked.signed_terms:
        raise TermsChanged
    both = shares.give(wave=locked, by=by, text=text)
    if both is None and waiting == shares.given_by(locked):
        return None, False
    _log(locked, "share-given", by, now)
    if both is None:
        return None, False
    if locked.state == State.RELEASED:
        same = _recounted(locked, both.private_key, by, now)
        return (release_of(locked), False) if same else (None, True)
    plan = planning.plan_for(locked)
    record = _record(locked, plan, planning.earlier_waves(locked), both.private_key)
    plain = to_plain(record)
    release = Release.objects.create(wave=locked, record=plain, fingerprint=fingerprint(plain), released_at=now)
    planning.write_ledger(release, record, plan)
    move(wave=locked, to=State.RELEASED, actor=actor(by), now=now, proof=release.fingerprint)
    return release_of(locked), False


def _recounted(wave: Wave, private_key: bytes, by: Membership, now: datetime) -> bool:
    """Count once more and write in the log whether it gave the rows that were released. Nothing else is kept.

    What stands beside the figures (names, changes, other releases) may have moved on since, and is not compared.
    """
    stored = Release.objects.get(wave=wave)
    try:
        known = planning.earlier_waves(wave, released_by=stored.released_at)
        again = to_plain(_record(wave, planning.plan_for(wave), known, private_key))
    except BoxDoesNotAgree:
        same = False
    else:
        same = all(again[part] == stored.record[part] for part in RECOUNTED)
    _log(wave, "reopened-same" if same else "reopened-differs", by, now, fingerprint=stored.fingerprint)
    return same


def _log(wave: Wave, event: str, by: Membership, now: datetime, **more: str) -> None:
    audit.record(
        organisation_id=by.organisation_id,
        event=event,
        actor=actor(by),
        details={"wave": str(wave.id), **more},
        now=now,
    )


def _record(wave: Wave, plan: Plan, earlier: Sequence[EarlierWave], private_key: bytes) -> Record:
    """Count, gate, and return what passes; everything else is forgotten with this call."""
    agreement = wave.agreement
    questionnaire = load(agreement.questionnaire, agreement.questionnaire_version)
    counted = tally(wave=wave, private_key=private_key)
    used, groups = rights(wave), groups_of(wave)
    _require_agreement(counted, used, groups)
    released = release_rows(
        counted,
        plan,
        earlier=earlier,
        scale_items={scale.key: frozenset(scale.items) for scale in questionnaire.scales},
        multiple_items=frozenset(item.key for item in questionnaire.multiple),
        time_limit=GATE_SECONDS,
    )
    return Record(
        wave=wave.label,
        opened=planning.local_day(wave, wave.opens_at).isoformat(),
        closed=planning.local_day(wave, wave.closes_at).isoformat(),
        questionnaire=questionnaire.key,
        questionnaire_version=questionnaire.version,
        questionnaire_fingerprint=questionnaire.fingerprint,
        agreement_hash=wave.signed_document,
        threshold=agreement.threshold,
        whole=plan.whole,
        synthetic=agreement.organisation.synthetic,
        rows=released.rows,
        withheld=released.withheld + planning.not_in_plan(wave, {row.unit for row in released.rows}),
        ballots=BallotCount(
            used.issued, used.spent, counted.accepted, counted.undecryptable, new_links_granted(wave), refused(wave)
        )
        if any(row.unit == plan.whole for row in released.rows)
        else _withheld_count(used, groups),
        unit_names=planning.unit_names(wave),
        surroundings=planning.surroundings(wave),
        effort=released.effort,
        crossed=released.crossed,
        withheld_crossed=released.withheld_crossed,
        reliability=released.reliability,
    )


def _withheld_count(used: RightsCount, groups: Sequence[Group]) -> BallotCount:
    """Return what may be told where the row of the whole is withheld: slips printed. Links collected are a figure."""
    on_paper = all(group.channel == Channel.SLIP for group in groups)
    return BallotCount(used.issued if on_paper else None, None, None, None)


def _require_agreement(counted: WaveTally, used: RightsCount, groups: Sequence[Group]) -> None:
    """Raise BoxDoesNotAgree unless every ballot has its slip or credential, and no group more ballots than people."""
    headcounts = {str(group.id): group.headcount for group in groups}
    ballots = Counter[str]()
    for atom in counted.atoms:
        ballots[group_of(atom.atom)] += atom.n
    too_many = any(ballots[group] > people for group, people in headcounts.items())
    if too_many or counted.accepted + counted.undecryptable != used.spent:
        raise BoxDoesNotAgree


@transaction.atomic
def acknowledge(*, wave: Wave, by: Membership, now: datetime) -> None:
    """Note that the party of `by` has read the release. Saying it twice changes nothing.

    Raises CannotAcknowledge for a reader without a party, NotNow where nothing has been released.
    """
    if by.party is None:
        raise CannotAcknowledge
    release = Release.objects.filter(wave=wave).first()
    if release is None:
        raise NotNow
    _row, created = Acknowledgement.objects.get_or_create(release=release, party=by.party, defaults={"at": now})
    if created:
        audit.record(
            organisation_id=by.organisation_id,
            event="release-read",
            actor=actor(by),
            details={"wave": str(wave.id)},
            now=now,
        )


def destroy_due(*, now: datetime) -> list[Wave]:
    """Destroy every box whose time has come, and finish what was cut short. Returns the waves destroyed now.

    A released box goes when all parties have said "read" or the days agreed have passed; a closed one that a party
    has left unopened beyond the days agreed goes unread.
    """
    due = [(wave, State.RELEASED) for wave in in_state(State.RELEASED) if _is_done_with(wave, now)]
    due += [(wave, State.CLOSED) for wave in in_state(State.CLOSED) if _was_left(wave, now)]
    destroyed_now = []
    for wave, state in due:
        try:
            _destroy(wave, state, now)
        except NotNow:  # another process was first
            continue
        destroyed_now.append(wave)
    cut_short = [wave for wave in in_state(State.DESTROYED) if destruction.is_cut_short(wave=wave)]
    for wave in {wave.pk: wave for wave in destroyed_now + cut_short}.values():
        destruction.destroy_traces(wave=wave)
    return destroyed_now


@transaction.atomic
def _destroy(wave: Wave, state: State, now: datetime) -> None:
    event = "box-destroyed" if state is State.RELEASED else "box-destroyed-unread"
    destroyed = move(wave=wave, to=State.DESTROYED, actor=CALENDAR, now=now, event=event, only_from=state)
    destruction.destroy_rows(wave=destroyed)
    credentials.forget(wave=destroyed)
    forget_invitations(wave=destroyed)


def _is_done_with(wave: Wave, now: datetime) -> bool:
    release = Release.objects.get(wave=wave)
    read = set(release.acknowledgements.values_list("party_id", flat=True))
    everybody = {party.id for party in parties(wave.agreement.organisation)} <= read
    return everybody or now >= release.released_at + timedelta(days=wave.agreement.retention_days)


def _was_left(wave: Wave, now: datetime) -> bool:
    return now >= wave.closes_at + timedelta(days=wave.agreement.opening_days)
