"""Several who write in the register at once, each over a connection of her own: nothing is lost, the later is told."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from surveys.audit.selectors import check_chain
from surveys.changes import services as changes
from surveys.changes.models import PolicyChange
from surveys.changes.rules import Kind as ChangeKind
from surveys.changes.selectors import every_change, latest_changes
from surveys.monitoring import talks
from surveys.monitoring.incoming import BadFile, take_in
from surveys.monitoring.models import Measure
from surveys.monitoring.reading import Row
from surveys.monitoring.selectors import entries
from surveys.monitoring.services import ChangedMeanwhile, NotYours, register, revise, take_over
from surveys.monitoring.types import Act, ActKind, Contents, Kind, Outcome
from tests import factories
from tests.db.at_once import at_once
from tests.factories import DRAFTED, Workplace

EDITORS = 8
TODAY = date(2018, 9, 3)
LOG = Contents("Lydlogg", Kind.CALL_RECORDING, ("senteret",))


@pytest.fixture
def place(shared: str) -> Workplace:
    return factories.workplace()


@pytest.fixture
def measure(place: Workplace) -> Measure:
    return register(organisation=place.organisation, contents=LOG, by=place.members["employer"], now=DRAFTED)


def whole(place: Workplace) -> bool:
    """Tell whether the log, which every one of them wrote in, is unbroken."""
    return check_chain(place.organisation.id).broken_at is None


def test_of_those_who_change_one_entry_at_once_one_is_first_and_the_others_are_told(
    place: Workplace, measure: Measure
) -> None:
    def edit(mine: int) -> object:
        said, by = replace(LOG, need=f"Skrevet av {mine}"), place.members["employer"]
        return revise(measure=measure, contents=said, read=1, by=by, now=DRAFTED)

    succeeded, met = at_once(edit, EDITORS)
    assert succeeded == 1
    assert [type(error) for error in met] == [ChangedMeanwhile] * (EDITORS - 1)
    first, second = entries(place.organisation)[0].versions
    # Each is shown what stands now, beside what she wrote herself.
    assert {error.contents for error in met if isinstance(error, ChangedMeanwhile)} == {second.contents}
    assert (first.contents, second.number) == (LOG, 2)
    assert whole(place)


def test_all_who_save_again_on_top_of_what_they_were_shown_are_kept(place: Workplace, measure: Measure) -> None:
    def edit(mine: int) -> None:
        read = 1
        while True:
            try:
                said = replace(LOG, need=f"Skrevet av {mine}")
                revise(measure=measure, contents=said, read=read, by=place.members["employer"], now=DRAFTED)
            except ChangedMeanwhile as told:
                read = told.latest
            else:
                return

    assert at_once(edit, EDITORS) == (EDITORS, [])
    versions = entries(place.organisation)[0].versions
    assert [one.number for one in versions] == list(range(1, EDITORS + 2))
    assert {one.contents.need for one in versions} == {"", *(f"Skrevet av {mine}" for mine in range(EDITORS))}
    assert whole(place)


def test_of_several_revisions_of_one_change_one_stands_and_the_others_are_told(place: Workplace) -> None:
    def write(mine: int, revises: object = None) -> object:
        earlier = next((one for one in every_change(place.organisation) if one.id == revises), None)
        return changes.register(
            organisation=place.organisation, day=date(2018, 1, 1), kind=ChangeKind.BREAKS,
            name={"nb": f"Pauser {mine}"}, description={}, units=[place.root], by=place.members["union"], now=DRAFTED,
            revises=earlier,
        )  # fmt: skip

    write(0)
    first = every_change(place.organisation)[0].id
    succeeded, met = at_once(lambda mine: write(mine + 1, first), EDITORS)
    assert succeeded == 1
    assert [type(error) for error in met] == [changes.RevisedMeanwhile] * (EDITORS - 1)
    assert len(every_change(place.organisation)) == 2
    assert latest_changes(place.organisation)[0].revises_id == first
    assert whole(place)


def test_a_change_is_either_revised_or_taken_back_first_and_the_other_is_told(place: Workplace) -> None:
    for _ in range(4):
        changes.register(
            organisation=place.organisation, day=date(2018, 1, 1), kind=ChangeKind.BREAKS, name={"nb": "Pauser"},
            description={}, units=[place.root], by=place.members["union"], now=DRAFTED,
        )  # fmt: skip
        change = latest_changes(place.organisation)[0]

        def act(mine: int, change: PolicyChange = change) -> object:
            by = place.members["union"]
            if mine:
                return changes.withdraw(change=change, by=by, now=DRAFTED)
            return changes.register(
                organisation=place.organisation, day=date(2018, 1, 1), kind=ChangeKind.BREAKS, name={"nb": "Ny"},
                description={}, units=[place.root], by=by, now=DRAFTED, revises=change,
            )  # fmt: skip

        succeeded, met = at_once(act, 2)
        change.refresh_from_db()
        assert change.withdrawn_at is not None
        assert [type(error) for error in met] == [changes.RevisedMeanwhile] * (2 - succeeded)
        assert change.revisions.count() == succeeded - 1
        for left in latest_changes(place.organisation):
            changes.withdraw(change=left, by=place.members["union"], now=DRAFTED)


def evaluations(place: Workplace) -> list[Act]:
    return [act for act in entries(place.organisation)[0].acts if act.kind is ActKind.EVALUATION]


def test_of_both_parties_evaluations_at_once_one_is_first_and_the_other_is_told(
    place: Workplace, measure: Measure
) -> None:
    def write(mine: int, read: UUID | None = None) -> object:
        who = ("union", "employer")[mine % 2]
        return talks.evaluate(
            measure=measure, held_on=TODAY, outcome=Outcome.KEEP, next_on=date(2019, 1, 1 + mine), text=f"Møte {mine}",
            read=read, today=TODAY, by=place.members[who], now=DRAFTED,
        )  # fmt: skip

    succeeded, met = at_once(write, EDITORS)
    assert succeeded == 1
    assert [type(error) for error in met] == [talks.EvaluatedMeanwhile] * (EDITORS - 1)
    (stands,) = evaluations(place)
    assert {error.latest for error in met if isinstance(error, talks.EvaluatedMeanwhile)} == {stands.id}
    write(0, stands.id)
    assert len(evaluations(place)) == 2
    assert whole(place)


def test_an_evaluation_that_all_confirm_at_once_gives_one_version(shared: str) -> None:
    place = factories.two_unions()
    measure = register(organisation=place.organisation, contents=LOG, by=place.members["employer"], now=DRAFTED)
    told = talks.evaluate(
        measure=measure, held_on=TODAY, outcome=Outcome.END, next_on=None, text="Slutt", read=None, today=TODAY,
        by=place.members["employer"], now=DRAFTED,
    )  # fmt: skip

    def confirm(mine: int) -> object:
        by = place.members[("union", "second")[mine % 2]]
        return talks.confirm(measure=measure, evaluation=told, by=by, now=DRAFTED)

    assert at_once(confirm, 6) == (6, [])
    entry = entries(place.organisation)[0]
    assert [act.kind for act in entry.acts] == ["evaluation", "confirmation", "confirmation"]
    assert [one.contents.ended_on for one in entry.versions] == [None, TODAY]
    assert whole(place)


def test_an_entry_that_is_confirmed_and_changed_at_once_keeps_both(place: Workplace, measure: Measure) -> None:
    told = talks.evaluate(
        measure=measure, held_on=TODAY, outcome=Outcome.KEEP, next_on=date(2019, 9, 3), text="Trengs", read=None,
        today=TODAY, by=place.members["employer"], now=DRAFTED,
    )  # fmt: skip

    def act(mine: int) -> object:
        if mine:
            return talks.confirm(measure=measure, evaluation=told, by=place.members["union"], now=DRAFTED)
        said = replace(LOG, need="Mange klager")
        return revise(measure=measure, contents=said, read=1, by=place.members["employer"], now=DRAFTED)

    succeeded, met = at_once(act, 2)
    latest = entries(place.organisation)[0].contents
    # Either the confirmation came first, and the editor was told; or it stands on top of what she saved.
    assert latest.evaluate_by == date(2019, 9, 3)
    assert latest.need == ("Mange klager" if succeeded == 2 else "")
    assert [type(error) for error in met] == [ChangedMeanwhile] * (2 - succeeded)


def test_who_loses_the_entry_while_she_changes_it_is_told(place: Workplace) -> None:
    measure = register(organisation=place.organisation, contents=LOG, by=place.members["union"], now=DRAFTED)

    def act(mine: int) -> object:
        if mine:
            return take_over(measure=measure, by=place.members["employer"], now=DRAFTED)
        said = replace(LOG, need="Sett i går")
        return revise(measure=measure, contents=said, read=1, by=place.members["union"], now=DRAFTED)

    succeeded, met = at_once(act, 2)
    versions = entries(place.organisation)[0].versions
    assert versions[-1].owner == "Ledelsen"
    assert versions[-1].contents.need == ("Sett i går" if succeeded == 2 else "")
    assert [type(error) for error in met] == [NotYours] * (2 - succeeded)


def row(line: int, number: int | None, **fields: object) -> Row:
    return Row(line, number, 1 if number else None, "", fields)


def test_files_and_a_page_at_once_write_each_entry_once_and_wait_for_each_other(
    place: Workplace, measure: Measure
) -> None:
    """Each locks several rows: were they locked in different orders, the database would break one of them off."""
    register(organisation=place.organisation, contents=LOG, by=place.members["employer"], now=DRAFTED)
    new = {"name": "Kamera", "kind": "camera", "units": ["lag-1"]}
    by = place.members["employer"]

    def act(mine: int) -> object:
        if mine == 0:
            return revise(measure=measure, contents=replace(LOG, need="Side"), read=1, by=by, now=DRAFTED)
        rows = [row(2, 2, need=f"Fil {mine}"), row(3, 1, need=f"Fil {mine}"), row(4, None, **new)]
        return take_in(organisation=place.organisation, rows=rows[:: 1 if mine % 2 else -1], by=by, now=DRAFTED)

    succeeded, met = at_once(act, 6)
    assert succeeded in {1, 2}
    assert {type(error) for error in met} <= {BadFile, ChangedMeanwhile}
    kept = entries(place.organisation)
    assert all(len(entry.versions) <= 2 for entry in kept)
    # A file wrote all of what it said, or nothing: both entries and the new one, or none of them.
    files = {entry.contents.need for entry in kept[:2]} - {"Side", ""}
    assert len(files) <= 1
    assert (len(kept) == 3) == bool(files)
    assert len(kept[1].versions) == 1 + bool(files)
    assert whole(place)


def test_of_those_who_enter_measures_at_once_all_are_kept_under_numbers_of_their_own(place: Workplace) -> None:
    def write(mine: int) -> object:
        who: Callable[[int], str] = ("union", "employer").__getitem__
        said = replace(LOG, name=f"Tiltak {mine}")
        return register(organisation=place.organisation, contents=said, by=place.members[who(mine % 2)], now=DRAFTED)

    assert at_once(write, EDITORS) == (EDITORS, [])
    kept = entries(place.organisation)
    assert [entry.number for entry in kept] == list(range(1, EDITORS + 1))
    assert {entry.contents.name for entry in kept} == {f"Tiltak {mine}" for mine in range(EDITORS)}
    assert whole(place)
