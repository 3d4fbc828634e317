"""A release follows what was signed, agrees with the slips and stays as it was; parts of the key come out late."""

from datetime import date

import pytest

from project.calendar import follow
from reports.documents import services as documents
from reports.releases.models import Release
from reports.releases.selectors import release_of
from reports.releases.services import BoxDoesNotAgree, TermsChanged
from reports.releases.types import Reason
from surveys.agreements.models import Agreement
from surveys.agreements.rules import Holder
from surveys.audit.selectors import entries
from surveys.ballots.encoding import encode
from surveys.ballots.keeping import put_in
from surveys.ballots.models import Ballot
from surveys.ballots.sealing import ballot_info, seal
from surveys.ballots.shares import SubstituteNotCalled, fetch
from surveys.ballots.types import Answers
from surveys.changes import services as changes
from surveys.changes.rules import Kind
from surveys.questionnaires.loading import load
from surveys.waves.models import Wave
from surveys.waves.selectors import groups_of
from surveys.waves.services import NotNow
from tests.db import path
from tests.db.path import KEYS, OPENED

pytestmark = pytest.mark.django_db(transaction=True)
ANSWERS = {"lag-1": 12, "lag-2": 8}


def test_a_part_is_fetched_in_a_closed_round_alone_and_never_the_substitutes() -> None:
    found = path.opened(ANSWERS)
    members = {holder: found.place.members[KEYS[holder]] for holder in Holder}
    for member in members.values():
        with pytest.raises((NotNow, SubstituteNotCalled)):
            fetch(wave=found.wave, by=member, now=OPENED)
    follow(now=OPENED)
    for holder in (Holder.UNION, Holder.EMPLOYER):
        assert fetch(wave=found.wave, by=members[holder], now=OPENED).wave_id == found.wave.id
    with pytest.raises(SubstituteNotCalled):
        fetch(wave=found.wave, by=members[Holder.SUBSTITUTE], now=OPENED)
    fetched = [entry for entry in entries(found.place.organisation.id) if entry.event == "share-fetched"]
    assert len(fetched) == 2


def test_terms_changed_behind_the_parties_backs_release_nothing() -> None:
    found = path.closed(ANSWERS)
    agreement = found.wave.agreement
    Agreement.objects.filter(pk=agreement.pk).update(units=["senteret"])
    with pytest.raises(TermsChanged):
        found.give(Holder.UNION)
    Agreement.objects.filter(pk=agreement.pk).update(units=agreement.units)
    found.place.union.name = "Fagforeningen, med nytt navn"
    found.place.union.save()
    assert found.open_jointly().record.agreement_hash == Wave.objects.get(pk=found.wave.pk).signed_document


def test_ballots_without_a_slip_release_nothing() -> None:
    found = path.closed(ANSWERS)
    box = found.wave.box
    group = groups_of(found.wave)[0]
    before = set(Ballot.objects.values_list("id", flat=True))
    questionnaire = load("arbeidshverdag", 1)
    sealed = seal(
        encode(questionnaire, Answers()), public_key=bytes(box.public_key), info=ballot_info(found.wave.id, group.id)
    )
    put_in(group=group, sealed=sealed)
    planted = Ballot.objects.get(group=group, id__in=set(Ballot.objects.values_list("id", flat=True)) - before)
    found.give(Holder.UNION)
    with pytest.raises(BoxDoesNotAgree):
        found.give(Holder.EMPLOYER)
    assert not Release.objects.exists()
    planted.delete()
    assert found.give(Holder.EMPLOYER) is not None


def test_a_report_stays_as_it_was_when_something_is_registered_afterwards() -> None:
    found = path.closed(ANSWERS)
    before = documents.plain_of(found.open_jointly(), "nb")
    changes.register(
        organisation=found.place.organisation, day=date(2018, 10, 10), kind=Kind.BREAKS, name={"nb": "Ny ordning"},
        description={"nb": "En ny ordning."}, units=[found.place.root], by=found.place.members["employer"], now=OPENED,
    )  # fmt: skip
    found.place.union.name = "Et annet navn"
    found.place.union.save()
    after = release_of(found.wave)
    assert after is not None
    assert documents.plain_of(after, "nb") == before


def test_a_unit_merged_before_anything_was_issued_is_named_with_where_it_is_read() -> None:
    found = path.closed({"lag-1": 10, "senteret": 11}, sizes={"lag-1": 12, "lag-2": 8, "lag-3": 3})
    record = found.open_jointly().record
    assert {row.unit for row in record.rows} == {"senteret", "lag-1"}
    # Team 3 is too small, and team 2 was merged with it: without that, subtraction would show team 3.
    assert {(row.unit, row.reason, row.read_in) for row in record.withheld} == {
        ("lag-2", Reason.NOT_SHOWN, "senteret"),
        ("lag-3", Reason.NOT_SHOWN, "senteret"),
    }
