"""What the parties say of an entry: comments, disagreement and its settlement, the joint evaluation that both close."""

from datetime import date, datetime
from http import HTTPStatus
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from surveys.errors import NotFound, StatedError
from surveys.monitoring.models import Act, Measure
from surveys.monitoring.services import add_act, close_version, party_of
from surveys.monitoring.types import ActKind, Outcome
from surveys.organisations.models import Membership


class NothingSaid(StatedError):
    """A comment or a disagreement without words."""

    message = _("Skriv hva dere vil si.")


class BadEvaluation(StatedError):
    """An evaluation held in the future, or one that lets the measure go on with no later day for the next."""

    message = _(
        "Vurderingen må være holdt i dag eller tidligere. Skal tiltaket fortsette, må dere avtale en senere dag for "
        "den neste."
    )


class EvaluatedMeanwhile(StatedError):
    """Another evaluation has been written since the one that was read: `latest` is its id. Nothing is lost."""

    http_status = HTTPStatus.CONFLICT
    message = _(
        "%(who)s har skrevet ned en vurdering av tiltaket i mellomtiden. Les den først. Send inn på nytt hvis deres "
        "skal gjelde i stedet."
    )

    def __init__(self, latest: Act) -> None:
        super().__init__(who=latest.by.user.name)
        self.latest = latest.id


class OlderEvaluation(StatedError):
    """The confirmation of an evaluation that another one has come after."""

    http_status = HTTPStatus.CONFLICT
    message = _("%(who)s har skrevet ned en nyere vurdering. Gå tilbake til tiltaket og les den først.")


@transaction.atomic
def comment(*, measure: Measure, text: str, by: Membership, now: datetime) -> Act:
    """Add a comment. Raises NotFound, NothingSaid."""
    return add_act(measure, ActKind.COMMENT, by, now, text=_words(text))


@transaction.atomic
def disagree(*, measure: Measure, text: str, by: Membership, now: datetime) -> Act:
    """Record that the party disagrees, and in what. Raises NotFound, NothingSaid."""
    return add_act(measure, ActKind.DISAGREEMENT, by, now, text=_words(text))


@transaction.atomic
def settle(*, measure: Measure, disagreement: Act, by: Membership, now: datetime) -> None:
    """Record that a disagreement is settled: only the party that disagreed can say so. Twice changes nothing.

    Raises NotFound.
    """
    party = party_of(by, measure.organisation)
    if disagreement.kind != ActKind.DISAGREEMENT or disagreement.party_id != party.id:
        raise NotFound
    if disagreement.answers.filter(kind=ActKind.SETTLED).exists():
        return
    add_act(measure, ActKind.SETTLED, by, now, about=disagreement)


@transaction.atomic
def evaluate(
    *,
    measure: Measure,
    held_on: date,
    outcome: Outcome,
    next_on: date | None,
    text: str,
    read: UUID | None,
    by: Membership,
    today: date,
    now: datetime,
) -> Act:
    """Write down a joint evaluation. It stands when every other party has confirmed it; one that was not confirmed
    gives way to the next, and stays in view.

    `read` is the last evaluation that the writer has seen, None where there was none; `today` is the day in the
    workplace's own time zone. Raises NotFound, NothingSaid, BadEvaluation, EvaluatedMeanwhile.
    """
    party_of(by, measure.organisation)
    goes_on = outcome is not Outcome.END
    if held_on > today or (goes_on and (next_on is None or next_on <= held_on)):
        raise BadEvaluation
    # The entry's row is locked first, so that of two who write at once one comes second and is told.
    Measure.objects.select_for_update().get(pk=measure.pk)
    last = _last_evaluation(measure)
    if last is not None and last.pk != read:
        raise EvaluatedMeanwhile(last)
    said = {"held_on": held_on, "outcome": outcome, "next_on": next_on if goes_on else None}
    return add_act(measure, ActKind.EVALUATION, by, now, text=_words(text), **said)


@transaction.atomic
def confirm(*, measure: Measure, evaluation: Act, by: Membership, now: datetime) -> bool:
    """Confirm an evaluation and return whether all parties now stand behind it. Twice changes nothing.

    When the last one confirms, the entry gets a version with the day of the next evaluation, or its end.
    Raises NotFound; OlderEvaluation for one that another has come after.
    """
    party = party_of(by, measure.organisation)
    Measure.objects.select_for_update().get(pk=measure.pk)
    last = _last_evaluation(measure)
    if last is None or evaluation.kind != ActKind.EVALUATION:
        raise NotFound
    if last.pk != evaluation.pk:
        raise OlderEvaluation(who=last.by.user.name)
    behind = _behind(evaluation)
    if party.id in behind:
        return behind >= _everybody(measure)
    add_act(measure, ActKind.CONFIRMATION, by, now, about=evaluation)
    if not behind | {party.id} >= _everybody(measure):
        return False
    held_on = evaluation.held_on
    if held_on is None:
        raise NotFound
    ended = held_on if evaluation.outcome == Outcome.END else None
    close_version(measure, next_on=evaluation.next_on, ended_on=ended, held_on=held_on, by=by, now=now)
    return True


def _last_evaluation(measure: Measure) -> Act | None:
    found = measure.acts.filter(kind=ActKind.EVALUATION).select_related("by__user")
    return found.order_by("-sequence").first()


def _behind(evaluation: Act) -> set[object]:
    confirmed = evaluation.answers.filter(kind=ActKind.CONFIRMATION).values_list("party_id", flat=True)
    return {evaluation.party_id, *confirmed}


def _everybody(measure: Measure) -> set[object]:
    return set(measure.organisation.parties.values_list("id", flat=True))


def _words(text: str) -> str:
    if not text.strip():
        raise NothingSaid
    return text.strip()
