"""A wave opens on its day when everything that was agreed is there, and not otherwise."""

import os
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path as FilePath

import pytest
from django.conf import settings

from project.calendar import follow
from surveys.agreements import services as agreements
from surveys.agreements.models import Agreement, Custodian
from surveys.agreements.rules import Holder, PlannedWave
from surveys.agreements.services import AgreementInUse
from surveys.audit.selectors import entries
from surveys.ballots import services as ballots
from surveys.ballots.models import Box, BoxShare
from surveys.ballots.services import NotReady
from surveys.credentials.models import Slip
from surveys.credentials.services import issue_slips
from surveys.organisations import services as organisations
from surveys.questionnaires.loading import load
from surveys.roster import services as roster
from surveys.roster.models import FrozenPlace
from surveys.roster.services import TooFewPeople
from surveys.waves.key_files import wave_keys
from surveys.waves.models import Group, Wave
from surveys.waves.rules import State
from surveys.waves.selectors import units_of
from surveys.waves.services import NotNow, move, plan_waves
from tests import factories
from tests.db import path
from tests.factories import ACTOR, CLOSES, DRAFTED, OPENS

pytestmark = pytest.mark.django_db(transaction=True)
SIZES = {"lag-1": 6, "lag-2": 6}
LISTED = ("senteret", "lag-1", "lag-2")
"""The units that have people on the list: others are planned for in vain, and that is refused."""


def _refused(wave: Wave, because: str, now: datetime = OPENS) -> None:
    with pytest.raises(NotReady, match=because):
        ballots.open_wave(wave=wave, now=now)
    wave.refresh_from_db()
    assert wave.state == State.PLANNED
    assert not Box.objects.exists()
    assert not wave_keys().exists(wave.id)


def test_a_prepared_wave_opens_with_its_box_and_three_shares() -> None:
    wave = path.opened(SIZES).wave
    assert wave.state == State.OPEN
    assert BoxShare.objects.filter(box=wave.pk).count() == 3
    assert wave_keys().exists(wave.id)


def test_not_without_both_signatures() -> None:
    found = path.prepared(SIZES)
    found.wave.agreement.signatures.filter(party=found.place.employer).update(voided_at=DRAFTED)
    _refused(found.wave, "signert")


def test_not_when_the_agreement_was_changed_after_the_signatures() -> None:
    found = path.prepared(SIZES)
    Agreement.objects.update(retention_days=90)
    _refused(found.wave, "signert")


def test_not_without_a_frozen_roster() -> None:
    place = factories.workplace()
    agreement = factories.draft(place)
    factories.sign(place, agreement)
    _refused(plan_waves(agreement=agreement, actor=ACTOR, now=DRAFTED)[0], "mottakerlisten")


def test_not_without_slips() -> None:
    _refused(factories.frozen_wave(factories.workplace(), SIZES), "lapper")


def test_not_before_its_time_and_not_after() -> None:
    found = path.prepared(SIZES)
    _refused(found.wave, "datoen", OPENS - timedelta(microseconds=1))
    _refused(found.wave, "datoen", CLOSES)


def test_not_on_other_dates_than_the_agreed_ones() -> None:
    found = path.prepared(SIZES)
    Wave.objects.update(closes_at=CLOSES + timedelta(days=30))
    _refused(found.wave, "avtalen")


def test_not_with_another_questionnaire_than_the_signed_one() -> None:
    place = factories.workplace()
    agreement = factories.draft(place)
    Agreement.objects.update(questionnaire_fingerprint="0" * 64)
    agreement.refresh_from_db()
    factories.sign(place, agreement)
    wave = plan_waves(agreement=agreement, actor=ACTOR, now=DRAFTED)[0]
    roster.import_roster(organisation=place.organisation, raw=factories.roster_csv(SIZES), actor=ACTOR, now=DRAFTED)
    roster.freeze(wave=wave, actor=ACTOR, now=DRAFTED)
    issue_slips(wave=wave, actor=ACTOR, now=DRAFTED)
    _refused(wave, "ikke det som partene signerte")


def test_a_state_body_needs_the_whole_questionnaire_in_nynorsk(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = load("arbeidshverdag", 1)
    partly = replace(whole, title={key: text for key, text in whole.title.items() if key != "nn"})
    found = path.prepared(SIZES)
    other = path.prepared(SIZES, place=factories.workplace(name="Dalbygd AS", prefix="dal.", state=False))
    monkeypatch.setattr(ballots, "load", lambda key, version: partly)
    _refused(found.wave, "nynorsk")
    assert ballots.open_wave(wave=other.wave, now=OPENS).state == State.OPEN


def test_not_with_a_key_that_is_no_point_of_the_curve() -> None:
    place = factories.workplace()
    agreement = factories.draft(place)
    Custodian.objects.filter(holder=Holder.EMPLOYER).update(public_key=b"\x04" + os.urandom(64))
    factories.sign(place, agreement)
    wave = plan_waves(agreement=agreement, actor=ACTOR, now=DRAFTED)[0]
    roster.import_roster(organisation=place.organisation, raw=factories.roster_csv(SIZES), actor=ACTOR, now=DRAFTED)
    roster.freeze(wave=wave, actor=ACTOR, now=DRAFTED)
    issue_slips(wave=wave, actor=ACTOR, now=DRAFTED)
    _refused(wave, "nøkkel")


def test_an_open_wave_is_not_opened_again() -> None:
    found = path.opened(SIZES)
    box = bytes(Box.objects.get().public_key)
    with pytest.raises(NotNow):
        ballots.open_wave(wave=found.wave, now=OPENS)
    assert bytes(Box.objects.get().public_key) == box
    assert wave_keys().exists(found.wave.id)


def test_terms_do_not_change_once_a_wave_has_opened() -> None:
    found = path.opened(SIZES)
    by = found.place.members["organiser"]
    with pytest.raises(AgreementInUse):
        agreements.change_terms(agreement=found.wave.agreement, terms=factories.terms(threshold=9), by=by, now=OPENS)
    with pytest.raises(AgreementInUse):
        agreements.name_custodian(
            agreement=found.wave.agreement, holder=Holder.UNION, membership=found.place.members["union"],
            public_key=found.place.keys[Holder.EMPLOYER].public_key, by=by, now=OPENS,
        )  # fmt: skip


def test_the_roster_and_the_slips_are_not_touched_once_a_wave_has_opened() -> None:
    found = path.opened(SIZES)
    slips = set(Slip.objects.values_list("pk", flat=True))
    with pytest.raises(NotNow):
        issue_slips(wave=found.wave, actor=ACTOR, now=OPENS)
    with pytest.raises(NotNow):
        roster.freeze(wave=found.wave, actor=ACTOR, now=OPENS)
    assert set(Slip.objects.values_list("pk", flat=True)) == slips


def test_a_wave_of_fewer_people_than_the_threshold_is_refused() -> None:
    place = factories.workplace()
    agreement = factories.draft(place, factories.terms(threshold=8))
    factories.sign(place, agreement)
    wave = plan_waves(agreement=agreement, actor=ACTOR, now=DRAFTED)[0]
    raw = factories.roster_csv({"lag-1": 4, "lag-2": 3})
    roster.import_roster(organisation=place.organisation, raw=raw, actor=ACTOR, now=DRAFTED)
    with pytest.raises(TooFewPeople, match="8"):
        roster.freeze(wave=wave, actor=ACTOR, now=DRAFTED)
    assert not Group.objects.exists()
    assert not FrozenPlace.objects.exists()


def test_waves_follow_the_calendar_when_it_changes() -> None:
    place = factories.workplace()
    agreement = factories.draft(place)
    factories.sign(place, agreement)
    plan_waves(agreement=agreement, actor=ACTOR, now=DRAFTED)
    later = PlannedWave("host-2018", "Senere", OPENS + timedelta(days=7), CLOSES + timedelta(days=7))
    extra = PlannedWave("host-2019", "Høsten 2019", OPENS + timedelta(days=364), CLOSES + timedelta(days=364))
    by = place.members["organiser"]
    agreements.change_terms(agreement=agreement, terms=factories.terms(later, extra), by=by, now=DRAFTED)
    first, second = plan_waves(agreement=agreement, actor=ACTOR, now=DRAFTED)
    assert (first.label, first.opens_at, first.closes_at) == ("Senere", later.opens, later.closes)
    assert second.opens_at == extra.opens
    agreements.change_terms(agreement=agreement, terms=factories.terms(extra, units=LISTED), by=by, now=DRAFTED)
    plan_waves(agreement=agreement, actor=ACTOR, now=DRAFTED)
    assert list(Wave.objects.values_list("key", flat=True)) == ["host-2019"]


def test_a_prepared_wave_that_was_taken_out_of_the_agreement_goes_with_its_slips() -> None:
    found = path.prepared(SIZES)
    extra = PlannedWave("host-2019", "Høsten 2019", OPENS + timedelta(days=364), CLOSES + timedelta(days=364))
    agreement, by = found.wave.agreement, found.place.members["organiser"]
    agreements.change_terms(agreement=agreement, terms=factories.terms(extra, units=LISTED), by=by, now=DRAFTED)
    agreement.refresh_from_db()
    factories.sign(found.place, agreement)
    assert follow(now=OPENS).opened == []
    assert list(Wave.objects.values_list("key", flat=True)) == ["host-2019"]
    assert not Slip.objects.exists()
    assert not FrozenPlace.objects.exists()
    assert "wave-removed" in [entry.event for entry in entries(found.place.organisation.id)]


def test_a_higher_threshold_voids_groups_that_are_now_too_small_and_they_can_be_formed_again() -> None:
    found = path.prepared({"lag-1": 6, "lag-2": 20})
    agreement, by = found.wave.agreement, found.place.members["organiser"]
    agreements.change_terms(agreement=agreement, terms=factories.terms(units=LISTED, threshold=10), by=by, now=DRAFTED)
    agreement.refresh_from_db()
    factories.sign(found.place, agreement)
    _refused(found.wave, "færre")
    assert follow(now=OPENS).opened == []
    assert not Slip.objects.exists()
    groups = roster.freeze(wave=found.wave, actor=ACTOR, now=OPENS)
    assert [group.headcount for group in groups] == [26]
    issue_slips(wave=found.wave, actor=ACTOR, now=OPENS)
    assert [wave.id for wave in follow(now=OPENS).opened] == [found.wave.id]


def test_units_are_those_of_the_opening_day_where_the_workplace_is() -> None:
    # 22:30 on the last of December in UTC is 23:30 in Oslo; 23:00 is the new year there.
    place = factories.workplace()
    organisations.end_unit(unit=place.units["lag-3"], valid_to=date(2018, 12, 31), actor=ACTOR, now=DRAFTED)
    opens = datetime(2018, 12, 31, 23, tzinfo=UTC)
    terms = replace(
        factories.terms(PlannedWave("ny", "Nyttår", opens, opens + timedelta(days=9))), opens_on_holidays=True
    )
    agreement = factories.draft(place, terms)
    wave = plan_waves(agreement=agreement, actor=ACTOR, now=DRAFTED)[0]
    assert [unit.code for unit in units_of(wave)] == ["senteret", "lag-1", "lag-2"]


def test_a_roster_is_checked_against_the_units_of_the_local_day() -> None:
    place = factories.workplace()
    organisations.end_unit(unit=place.units["lag-3"], valid_to=date(2018, 12, 31), actor=ACTOR, now=DRAFTED)
    raw = factories.roster_csv({"lag-3": 6})
    evening = datetime(2018, 12, 31, 22, 59, tzinfo=UTC)
    assert roster.import_roster(organisation=place.organisation, raw=raw, actor=ACTOR, now=evening) == 6
    with pytest.raises(roster.BadRoster):
        roster.import_roster(organisation=place.organisation, raw=raw, actor=ACTOR, now=evening + timedelta(minutes=1))


def test_a_unit_that_is_ended_backwards_does_not_lock_the_box() -> None:
    found = path.opened({"lag-1": 6, "lag-2": 6})
    path.cast(found.codes("lag-1")[:6] + found.codes("lag-2")[:6])
    organisations.end_unit(unit=found.place.units["lag-2"], valid_to=date(2018, 6, 30), actor=ACTOR, now=OPENS)
    found.wave = move(wave=found.wave, to=State.CLOSED, actor=ACTOR, now=CLOSES)
    record = found.open_jointly().record
    assert {row.unit: row.n for row in record.rows} == {"senteret": 12, "lag-1": 6, "lag-2": 6}


def test_trouble_in_one_workplace_holds_up_no_other() -> None:
    bad = path.prepared(SIZES)
    good = path.prepared(SIZES, place=factories.workplace(name="Dalbygd kundesenter", prefix="dal."))
    folder: FilePath = settings.WAVE_KEYS
    folder.mkdir(parents=True, exist_ok=True)
    blocked = folder / f"{bad.wave.id}.key"
    blocked.symlink_to("/nonexistent")
    try:
        with pytest.raises(ExceptionGroup):
            follow(now=OPENS)
    finally:
        blocked.unlink()
    assert (bad.state(), good.state()) == ("planned", "open")
    assert [wave.id for wave in follow(now=OPENS).opened] == [bad.wave.id]
