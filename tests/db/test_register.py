"""The register: versions that lose nothing, two who write at once, what the parties say, and a joint evaluation."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction

from surveys.audit.selectors import check_chain, entries
from surveys.changes import services as changes
from surveys.changes.rules import Kind as ChangeKind
from surveys.changes.selectors import changes_up_to, every_change, latest_changes
from surveys.errors import NotFound
from surveys.monitoring import talks
from surveys.monitoring.access import act_in, feed_by_token, feed_in, measure_for
from surveys.monitoring.feeds import make_feed, revoke_feed
from surveys.monitoring.models import Act, Feed, Measure, Version
from surveys.monitoring.selectors import entries as register_of
from surveys.monitoring.selectors import entry_of, feeds_of
from surveys.monitoring.services import BadEntry, ChangedMeanwhile, NotYours, register, revise, take_over
from surveys.monitoring.talks import BadEvaluation, NothingSaid, OlderEvaluation
from surveys.monitoring.types import Contents, Kind, Outcome
from tests import factories
from tests.factories import DRAFTED, Workplace

pytestmark = pytest.mark.each_database

TODAY = date(2018, 9, 3)
LOG = Contents("Lydlogg", Kind.CALL_RECORDING, ("senteret",), purpose="Opplæring")


@pytest.fixture
def place(db: None) -> Workplace:
    return factories.workplace()


@pytest.fixture
def measure(place: Workplace) -> Measure:
    return register(organisation=place.organisation, contents=LOG, by=place.members["employer"], now=DRAFTED)


def test_every_version_stays_with_who_and_when(place: Workplace, measure: Measure) -> None:
    by, later = place.members["employer"], DRAFTED + timedelta(days=1)
    assert revise(measure=measure, contents=replace(LOG, purpose="Klager"), read=1, by=by, now=later) == 2
    assert revise(measure=measure, contents=replace(LOG, purpose="Klager"), read=2, by=by, now=later) == 2
    entry = entry_of(measure)
    assert [(one.number, one.contents.purpose, one.person, one.at) for one in entry.versions] == [
        (1, "Opplæring", "Employer", DRAFTED), (2, "Klager", "Employer", later),
    ]  # fmt: skip
    assert [one.contents.purpose for one in register_of(place.organisation)[0].versions] == ["Opplæring", "Klager"]
    before = register_of(place.organisation, at=DRAFTED)
    assert [one.contents.purpose for one in before] == ["Opplæring"]
    assert register_of(place.organisation, at=DRAFTED - timedelta(seconds=1)) == []


@pytest.mark.parametrize("model", [Version, Act])
@pytest.mark.parametrize("act", ["delete", "update"])
def test_the_database_itself_loses_nothing(
    place: Workplace, measure: Measure, model: type[Version] | type[Act], act: str
) -> None:
    talks.comment(measure=measure, text="Hva med lunsjen?", by=place.members["union"], now=DRAFTED)
    rows = model.objects.all()
    assert rows.exists()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows.delete() if act == "delete" else rows.update(at=DRAFTED + timedelta(days=1))
    assert model.objects.filter(at=DRAFTED).count() == 1


def test_the_second_of_two_editors_is_told_and_nothing_is_written(place: Workplace, measure: Measure) -> None:
    by = place.members["employer"]
    revise(measure=measure, contents=replace(LOG, need="Mange klager"), read=1, by=by, now=DRAFTED)
    with pytest.raises(ChangedMeanwhile) as told:
        revise(measure=measure, contents=replace(LOG, supplier="Et firma"), read=1, by=by, now=DRAFTED)
    assert (told.value.latest, told.value.contents.need) == (2, "Mange klager")
    assert len(entry_of(measure).versions) == 2
    revise(measure=measure, contents=replace(LOG, supplier="Et firma"), read=2, by=by, now=DRAFTED)
    assert [one.contents.need for one in entry_of(measure).versions] == ["", "Mange klager", ""]


def test_an_entry_is_changed_by_its_owner_alone(place: Workplace, measure: Measure) -> None:
    said = replace(LOG, need="x")
    with pytest.raises(NotYours):
        revise(measure=measure, contents=said, read=1, by=place.members["union"], now=DRAFTED)
    for who in ("safety", "organiser"):
        with pytest.raises(NotFound):
            revise(measure=measure, contents=said, read=1, by=place.members[who], now=DRAFTED)
        with pytest.raises(NotFound):
            register(organisation=place.organisation, contents=LOG, by=place.members[who], now=DRAFTED)
    other = factories.workplace(name="Kystnes", prefix="annen-")
    with pytest.raises(NotFound):
        revise(measure=measure, contents=said, read=1, by=other.members["employer"], now=DRAFTED)
    with pytest.raises(NotFound):
        register(organisation=place.organisation, contents=LOG, by=other.members["employer"], now=DRAFTED)
    assert len(entry_of(measure).versions) == 1


def test_what_the_union_has_seen_and_the_employer_then_answers_for(place: Workplace) -> None:
    seen = register(organisation=place.organisation, contents=LOG, by=place.members["union"], now=DRAFTED)
    assert entry_of(seen).latest.by_union
    with pytest.raises(NotFound):
        take_over(measure=seen, by=place.members["union"], now=DRAFTED)
    for _ in range(2):
        take_over(measure=seen, by=place.members["employer"], now=DRAFTED)
    assert [one.owner for one in entry_of(seen).versions] == ["Fagforeningen", "Ledelsen"]
    with pytest.raises(NotYours):
        revise(measure=seen, contents=LOG, read=2, by=place.members["union"], now=DRAFTED)


def test_numbers_count_within_the_workplace(place: Workplace, measure: Measure) -> None:
    other = factories.workplace(name="Kystnes", prefix="annen-")
    again = register(organisation=place.organisation, contents=LOG, by=place.members["union"], now=DRAFTED)
    there = register(organisation=other.organisation, contents=LOG, by=other.members["union"], now=DRAFTED)
    assert (measure.number, again.number, there.number) == (1, 2, 1)
    with pytest.raises(NotFound):
        measure_for(other.members["union"].user, place.organisation.id, 1)
    assert measure_for(place.members["safety"].user, place.organisation.id, 2)[0] == again


def test_an_entry_names_its_own_workplaces_units(place: Workplace) -> None:
    with pytest.raises(BadEntry) as told:
        register(
            organisation=place.organisation, contents=replace(LOG, units=("felles",)), by=place.members["employer"],
            now=DRAFTED,
        )  # fmt: skip
    assert told.value.problems == [("units", "Velg blant virksomhetens egne enheter.")]
    assert not Measure.objects.exists()


def test_a_disagreement_stands_until_the_party_that_disagreed_says_otherwise(
    place: Workplace, measure: Measure
) -> None:
    with pytest.raises(NothingSaid):
        talks.disagree(measure=measure, text="  ", by=place.members["union"], now=DRAFTED)
    said = talks.disagree(measure=measure, text="Ikke drøftet", by=place.members["union"], now=DRAFTED)
    assert [act.text for act in entry_of(measure).open_disagreements] == ["Ikke drøftet"]
    with pytest.raises(NotFound):
        talks.settle(measure=measure, disagreement=said, by=place.members["employer"], now=DRAFTED)
    for _ in range(2):
        talks.settle(measure=measure, disagreement=said, by=place.members["union"], now=DRAFTED)
    assert entry_of(measure).open_disagreements == ()
    assert [act.kind for act in entry_of(measure).acts] == ["disagreement", "settled"]


def evaluated(
    place: Workplace, measure: Measure, who: str, outcome: Outcome, next_on: date | None, read: Act | None = None
) -> Act:
    return talks.evaluate(
        measure=measure, held_on=TODAY, outcome=outcome, next_on=next_on, text="Gikk gjennom", today=TODAY,
        read=read.id if read else None, by=place.members[who], now=DRAFTED,
    )  # fmt: skip


def test_an_evaluation_stands_when_both_are_behind_it(place: Workplace, measure: Measure) -> None:
    due = date(2019, 9, 3)
    told = evaluated(place, measure, "employer", Outcome.KEEP, due)
    assert entry_of(measure).contents.evaluate_by is None
    assert talks.confirm(measure=measure, evaluation=told, by=place.members["employer"], now=DRAFTED) is False
    assert talks.confirm(measure=measure, evaluation=told, by=place.members["union"], now=DRAFTED) is True
    latest = entry_of(measure).latest
    assert (latest.number, latest.owner, latest.person) == (2, "Ledelsen", "Union")
    assert (latest.contents.evaluated_on, latest.contents.evaluate_by) == (TODAY, due)
    assert talks.confirm(measure=measure, evaluation=told, by=place.members["union"], now=DRAFTED) is True
    assert len(entry_of(measure).versions) == 2


def test_with_two_unions_all_three_close_it(db: None) -> None:
    place = factories.two_unions()
    measure = register(organisation=place.organisation, contents=LOG, by=place.members["employer"], now=DRAFTED)
    told = evaluated(place, measure, "union", Outcome.END, None)
    assert talks.confirm(measure=measure, evaluation=told, by=place.members["employer"], now=DRAFTED) is False
    assert talks.confirm(measure=measure, evaluation=told, by=place.members["second"], now=DRAFTED) is True
    assert entry_of(measure).contents.ended_on == TODAY


def test_an_evaluation_that_another_came_after_is_closed_by_nobody(place: Workplace, measure: Measure) -> None:
    old = evaluated(place, measure, "employer", Outcome.KEEP, date(2030, 1, 1))
    new = evaluated(place, measure, "union", Outcome.CHANGE, date(2019, 1, 1), old)
    with pytest.raises(OlderEvaluation, match="Union har skrevet ned en nyere vurdering"):
        talks.confirm(measure=measure, evaluation=old, by=place.members["union"], now=DRAFTED)
    said = talks.comment(measure=measure, text="Hei", by=place.members["union"], now=DRAFTED)
    with pytest.raises(NotFound):
        talks.confirm(measure=measure, evaluation=said, by=place.members["employer"], now=DRAFTED)
    assert talks.confirm(measure=measure, evaluation=new, by=place.members["employer"], now=DRAFTED) is True
    assert entry_of(measure).contents.evaluate_by == date(2019, 1, 1)


@pytest.mark.parametrize(
    ("held_on", "outcome", "next_on"),
    [
        (TODAY + timedelta(days=1), Outcome.END, None),
        (TODAY, Outcome.KEEP, None),
        (TODAY, Outcome.CHANGE, TODAY),
    ],
)
def test_an_evaluation_that_cannot_be(
    place: Workplace, measure: Measure, held_on: date, outcome: Outcome, next_on: date | None
) -> None:
    with pytest.raises(BadEvaluation):
        talks.evaluate(
            measure=measure, held_on=held_on, outcome=outcome, next_on=next_on, text="x", today=TODAY, read=None,
            by=place.members["union"], now=DRAFTED,
        )  # fmt: skip


def test_an_act_is_found_in_its_own_entry_alone(place: Workplace, measure: Measure) -> None:
    other = register(organisation=place.organisation, contents=LOG, by=place.members["employer"], now=DRAFTED)
    said = talks.comment(measure=other, text="Hei", by=place.members["union"], now=DRAFTED)
    with pytest.raises(NotFound):
        act_in(measure, said.id)
    assert act_in(other, said.id) == said


def test_the_log_tells_who_but_no_word(place: Workplace, measure: Measure) -> None:
    talks.disagree(measure=measure, text="Hemmelig ord", by=place.members["union"], now=DRAFTED)
    log = entries(place.organisation.id)
    assert [entry.event for entry in log[-2:]] == ["measure-registered", "measure-disagreement"]
    told = str([entry.details for entry in log])
    assert "Hemmelig" not in told
    assert "Lydlogg" not in told
    assert check_chain(place.organisation.id).broken_at is None


def test_a_feed_works_until_it_is_revoked(place: Workplace) -> None:
    token = make_feed(by=place.members["union"], language="nn", now=DRAFTED)
    assert not Feed.objects.filter(digest=token).exists()
    found = feed_by_token(token)
    assert (found.party, found.language) == (place.union, "nn")
    with pytest.raises(NotFound):
        feed_in(place.members["employer"], found.id)
    for who in ("safety", "organiser"):
        with pytest.raises(NotFound):
            make_feed(by=place.members[who], language="nb", now=DRAFTED)
        with pytest.raises(NotFound):
            feed_in(place.members[who], found.id)
    revoke_feed(feed=feed_in(place.members["union"], found.id), by=place.members["union"], now=DRAFTED)
    for wrong in (token, "x" * 43, ""):
        with pytest.raises(NotFound):
            feed_by_token(wrong)
    assert feeds_of(place.union) == []


def test_a_revision_and_a_withdrawn_change(place: Workplace) -> None:
    def change(day: date, revises: UUID | None = None) -> object:
        earlier = next((one for one in every_change(place.organisation) if one.id == revises), None)
        return changes.register(
            organisation=place.organisation, day=day, kind=ChangeKind.REMOTE_WORK, name={"sv": "Två dagar hemma"},
            description={}, units=[place.root], by=place.members["union"], now=DRAFTED, exempt="Vikarer",
            revises=earlier,
        )  # fmt: skip

    change(date(2018, 1, 1))
    first = every_change(place.organisation)[0]
    assert (first.name["nb"], first.description["en"], first.exempt) == ("Två dagar hemma", "", "Vikarer")
    with pytest.raises(changes.BadRevision):
        change(date(2017, 12, 31), first.id)
    change(date(2018, 2, 1), first.id)
    with pytest.raises(changes.RevisedMeanwhile):
        change(date(2018, 3, 1), first.id)
    assert [one.date for one in latest_changes(place.organisation)] == [date(2018, 2, 1)]
    assert len(changes_up_to(place.organisation, TODAY)) == 2
    for who in ("safety", "organiser"):
        with pytest.raises(NotFound):
            changes.withdraw(change=first, by=place.members[who], now=DRAFTED)
    for _ in range(2):
        changes.withdraw(change=first, by=place.members["employer"], now=DRAFTED)
    assert [one.date for one in changes_up_to(place.organisation, TODAY)] == [date(2018, 2, 1)]
    assert len(every_change(place.organisation)) == 2
    with pytest.raises(changes.RevisedMeanwhile):
        change(date(2018, 3, 1), first.id)
    assert [entry.event for entry in entries(place.organisation.id)].count("change-withdrawn") == 1
