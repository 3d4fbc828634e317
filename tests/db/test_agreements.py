"""Drafting and signing: each fault stated, and no signature under a document that its giver did not read."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from reports.releases.drafting import make_plan
from surveys.agreements import services as agreements
from surveys.agreements.documents import BINDING, document, document_fingerprint
from surveys.agreements.models import Agreement
from surveys.agreements.rules import Fault, Holder, PlannedWave
from surveys.agreements.selectors import background_of, is_in_force, unit_names, valid_signatures
from surveys.agreements.services import BadTerms, CannotSign, ChangedMeanwhile, Terms, WrongPassword
from surveys.ballots.custody import new_custodian
from surveys.organisations import services as organisations
from surveys.organisations.rules import Role, Side
from tests import factories
from tests.factories import ACTOR, CLOSES, DRAFTED, OPENS, PASSWORD, Workplace

pytestmark = pytest.mark.django_db
GOOD = factories.terms()
WAVE = GOOD.waves[0]


@pytest.mark.parametrize(
    ("terms", "faults"),
    [
        (replace(GOOD, threshold=4), {Fault.THRESHOLD}),
        (replace(GOOD, units=()), {Fault.NO_UNITS}),
        (replace(GOOD, units=("lag-9",)), {Fault.UNKNOWN_UNIT}),
        (replace(GOOD, units=("lag-1", "lag-1")), {Fault.UNKNOWN_UNIT}),
        (replace(GOOD, waves=()), {Fault.NO_WAVES}),
        (replace(GOOD, waves=(WAVE, replace(WAVE, opens=CLOSES, closes=CLOSES + timedelta(1)))), {Fault.WAVE_KEYS}),
        (replace(GOOD, waves=(replace(WAVE, closes=OPENS),)), {Fault.WAVE_DATES}),
        (replace(GOOD, waves=(replace(WAVE, closes=OPENS + timedelta(91)),)), {Fault.WAVE_TOO_LONG}),
        (replace(GOOD, title=""), {Fault.TITLE}),
        (replace(GOOD, retention_days=0), {Fault.RETENTION}),
        (replace(GOOD, opening_days=400), {Fault.OPENING}),
        (replace(GOOD, questionnaire="noe-annet"), {Fault.QUESTIONNAIRE}),
        (replace(GOOD, questionnaire_version=99), {Fault.QUESTIONNAIRE}),
        (replace(GOOD, crossings=("age",)), {Fault.CROSSING}),
        (replace(GOOD, crossings=("own_words",)), {Fault.CROSSING}),
        (replace(GOOD, crossings=("place", "tenure", "place")), {Fault.CROSSING}),
        (replace(GOOD, divisions=("lag-9",)), {Fault.DIVISION}),
        (replace(GOOD, units=("senteret",), divisions=("lag-1",)), {Fault.DIVISION}),
        (replace(GOOD, divisions=("lag-1", "lag-1")), {Fault.DIVISION}),
        (replace(GOOD, expected_percent=0), {Fault.EXPECTED}),
        (replace(GOOD, expected_percent=101), {Fault.EXPECTED}),
        (replace(GOOD, threshold=1, units=()), {Fault.THRESHOLD, Fault.NO_UNITS}),
    ],
)
def test_each_fault_is_stated_and_nothing_is_kept(terms: Terms, faults: set[Fault]) -> None:
    place = factories.workplace()
    with pytest.raises(BadTerms) as raised:
        agreements.draft(organisation=place.organisation, terms=terms, by=place.members["organiser"], now=DRAFTED)
    assert raised.value.faults == faults
    assert all(str(agreements.FAULTS[fault]) in raised.value.sentence() for fault in faults)
    assert not Agreement.objects.exists()


def test_every_fault_has_its_sentence() -> None:
    assert set(agreements.FAULTS) == set(Fault)


@pytest.mark.parametrize(
    "opens",
    [
        datetime(2019, 5, 17, 6, tzinfo=UTC),
        datetime(2019, 7, 10, 6, tzinfo=UTC),
        datetime(2019, 4, 30, 22, 30, tzinfo=UTC),  # the first of May in Oslo
        datetime(2019, 6, 30, 22, 30, tzinfo=UTC),  # the first of July in Oslo
    ],
)
def test_nothing_opens_on_a_holiday_or_in_july_unless_agreed(opens: datetime) -> None:
    place = factories.workplace()
    terms = factories.terms(PlannedWave("2019", "2019", opens, opens + timedelta(days=10)))
    by = place.members["organiser"]
    with pytest.raises(BadTerms) as raised:
        agreements.draft(organisation=place.organisation, terms=terms, by=by, now=DRAFTED)
    assert raised.value.faults == {Fault.HOLIDAY}
    agreed = replace(terms, opens_on_holidays=True)
    assert agreements.draft(organisation=place.organisation, terms=agreed, by=by, now=DRAFTED).pk


def test_the_last_evening_of_july_in_utc_is_august_in_oslo() -> None:
    place = factories.workplace()
    opens = datetime(2019, 7, 31, 22, 30, tzinfo=UTC)
    terms = factories.terms(PlannedWave("2019", "2019", opens, opens + timedelta(days=10)))
    by = place.members["organiser"]
    assert agreements.draft(organisation=place.organisation, terms=terms, by=by, now=DRAFTED).pk


def test_the_database_itself_refuses_a_threshold_below_five() -> None:
    agreement = factories.draft(factories.workplace())
    with pytest.raises(IntegrityError), transaction.atomic():
        Agreement.objects.filter(pk=agreement.pk).update(threshold=4)
    agreement.refresh_from_db()
    assert agreement.threshold == 5


def test_the_database_itself_refuses_a_share_outside_one_to_a_hundred() -> None:
    agreement = factories.draft(factories.workplace())
    for percent in (0, 101):
        with pytest.raises(IntegrityError), transaction.atomic():
            Agreement.objects.filter(pk=agreement.pk).update(expected_percent=percent)
    agreement.refresh_from_db()
    assert agreement.expected_percent == 80


@pytest.fixture
def signed() -> tuple[Workplace, Agreement]:
    place = factories.workplace()
    agreement = factories.draft(place)
    factories.sign(place, agreement)
    assert is_in_force(agreement)
    return place, agreement


def test_what_is_agreed_on_background_is_kept_and_signed() -> None:
    terms = replace(GOOD, crossings=("tenure", "place"), divisions=("lag-2",), expected_percent=65)
    agreement = factories.draft(factories.workplace(), terms)
    agreement.refresh_from_db()
    signed = document(agreement)
    assert [signed[name] for name in ("crossings", "divisions", "expected_percent")] == [
        ["tenure", "place"],
        ["lag-2"],
        65,
    ]
    assert {"crossings", "divisions", "expected_percent"} <= set(BINDING)
    assert [one.key for one in background_of(agreement)] == ["tenure", "place"]
    assert unit_names(agreement, [*agreement.divisions, "borte"]) == ["Lag 2", "borte"]


CHANGES = [
    {"title": "Ny avtale"},
    {"threshold": 6},
    {"retention_days": 15},
    {"opening_days": 61},
    {"units": ("senteret",)},
    {"waves": (replace(WAVE, closes=CLOSES + timedelta(minutes=1)),)},
    {"waves": (replace(WAVE, label="Oktober 2018"),)},
    {"opens_on_holidays": True},
    {"crossings": ("place",)},
    {"crossings": ("tenure", "place"), "divisions": ("lag-2", "senteret")},
    {"divisions": ("lag-1",)},
    {"expected_percent": 79},
]


@pytest.mark.parametrize("change", CHANGES)
def test_any_change_voids_every_signature_for_good(
    signed: tuple[Workplace, Agreement], change: dict[str, object]
) -> None:
    place, agreement = signed
    by = place.members["organiser"]
    before = document_fingerprint(agreement)
    agreements.change_terms(agreement=agreement, terms=replace(GOOD, **change), by=by, now=DRAFTED)  # type: ignore[arg-type]
    agreement.refresh_from_db()
    assert document_fingerprint(agreement) != before
    assert valid_signatures(agreement) == []
    agreements.change_terms(agreement=agreement, terms=GOOD, by=by, now=DRAFTED)
    agreement.refresh_from_db()
    make_plan(agreement=agreement, by=by, now=DRAFTED)
    assert document_fingerprint(agreement) == before
    assert valid_signatures(agreement) == []
    assert not is_in_force(agreement)
    factories.sign(place, agreement)
    assert is_in_force(agreement)


def test_another_key_of_a_custodian_voids_every_signature(signed: tuple[Workplace, Agreement]) -> None:
    place, agreement = signed
    old = place.keys[Holder.UNION].public_key
    new = new_custodian(factories.PASSPHRASE, cost=2**4).public_key
    for key in (new, old):
        agreements.name_custodian(
            agreement=agreement, holder=Holder.UNION, membership=place.members["union"], public_key=key,
            by=place.members["organiser"], now=DRAFTED,
        )  # fmt: skip
        assert valid_signatures(agreement) == []


@pytest.mark.parametrize(
    ("holder", "key"),
    [
        (Holder.UNION, "employer"),
        (Holder.EMPLOYER, "union"),
        (Holder.UNION, "safety"),
        (Holder.SUBSTITUTE, "union"),
        (Holder.SUBSTITUTE, "employer"),
    ],
)
def test_no_party_holds_two_of_the_three_shares(holder: Holder, key: str) -> None:
    place = factories.workplace()
    agreement = factories.draft(place)
    with pytest.raises(BadTerms) as raised:
        agreements.name_custodian(
            agreement=agreement, holder=holder, membership=place.members[key],
            public_key=place.keys[holder].public_key, by=place.members["organiser"], now=DRAFTED,
        )  # fmt: skip
    assert raised.value.faults == {Fault.CUSTODIANS}


def test_a_second_representative_of_a_party_is_no_substitute_either() -> None:
    place = factories.workplace()
    agreement = factories.draft(place)
    second = organisations.add_member(
        organisation=place.organisation, user=factories.person("Ny", "ny@example.org"),
        role=Role.UNION_REPRESENTATIVE, party=place.union, actor=ACTOR, now=DRAFTED,
    )  # fmt: skip
    with pytest.raises(BadTerms):
        agreements.name_custodian(
            agreement=agreement, holder=Holder.SUBSTITUTE, membership=second,
            public_key=place.keys[Holder.UNION].public_key, by=place.members["organiser"], now=DRAFTED,
        )  # fmt: skip


def test_a_custodian_of_another_workplace_or_without_a_whole_key_is_refused() -> None:
    place, other = factories.workplace(), factories.workplace(name="Dalbygd kundesenter", prefix="dal.")
    agreement = factories.draft(place)
    key = place.keys[Holder.UNION].public_key
    for member, public_key in ((other.members["union"], key), (place.members["union"], key[:-1])):
        with pytest.raises(BadTerms):
            agreements.name_custodian(
                agreement=agreement, holder=Holder.UNION, membership=member, public_key=public_key,
                by=place.members["organiser"], now=DRAFTED,
            )  # fmt: skip


def _sign(place: Workplace, agreement: Agreement, key: str, **changed: str) -> None:
    given = {"password": PASSWORD, "read_fingerprint": document_fingerprint(agreement)} | changed
    agreements.sign(agreement=agreement, by=place.members[key], now=DRAFTED, **given)


def test_a_wrong_password_signs_nothing() -> None:
    place = factories.workplace()
    agreement = factories.draft(place)
    for password in ("", PASSWORD.upper(), PASSWORD + " "):
        with pytest.raises(WrongPassword):
            _sign(place, agreement, "union", password=password)
    assert not agreement.signatures.exists()


def test_a_stale_fingerprint_signs_nothing() -> None:
    place = factories.workplace()
    agreement = factories.draft(place)
    read = document_fingerprint(agreement)
    by = place.members["organiser"]
    agreements.change_terms(agreement=agreement, terms=replace(GOOD, threshold=7), by=by, now=DRAFTED)
    with pytest.raises(ChangedMeanwhile):
        _sign(place, agreement, "union", read_fingerprint=read)
    assert not agreement.signatures.exists()


def test_a_stranger_a_helper_and_another_workplaces_union_cannot_sign() -> None:
    place, other = factories.workplace(), factories.workplace(name="Dalbygd kundesenter", prefix="dal.")
    agreement = factories.draft(place)
    for member in (other.members["union"], place.members["organiser"], place.members["safety"]):
        with pytest.raises(CannotSign):
            agreements.sign(
                agreement=agreement, by=member, password=PASSWORD, now=DRAFTED,
                read_fingerprint=document_fingerprint(agreement),
            )  # fmt: skip
    assert not agreement.signatures.exists()


def test_one_party_alone_does_not_bring_it_into_force() -> None:
    for key in ("union", "employer"):
        place = factories.workplace(prefix=f"{key}.", name=f"Bygd {key}")
        agreement = factories.draft(place)
        factories.sign(place, agreement, key)
        assert not is_in_force(agreement)


def test_with_two_unions_both_must_sign() -> None:
    place = factories.workplace()
    second = organisations.add_party(
        organisation=place.organisation, side=Side.UNION, name="Den andre fagforeningen", actor=ACTOR, now=DRAFTED
    )
    place.members["second"] = organisations.add_member(
        organisation=place.organisation, user=factories.person("Andre", "andre@example.org"),
        role=Role.UNION_REPRESENTATIVE, party=second, actor=ACTOR, now=DRAFTED,
    )  # fmt: skip
    agreement = factories.draft(place)
    factories.sign(place, agreement, "union", "employer")
    assert not is_in_force(agreement)
    factories.sign(place, agreement, "second")
    assert is_in_force(agreement)


def test_a_union_that_joins_afterwards_makes_everybody_sign_again_and_they_can(
    signed: tuple[Workplace, Agreement],
) -> None:
    place, agreement = signed
    second = organisations.add_party(
        organisation=place.organisation, side=Side.UNION, name="Den andre fagforeningen", actor=ACTOR, now=DRAFTED
    )
    place.members["second"] = organisations.add_member(
        organisation=place.organisation, user=factories.person("Andre", "andre@example.org"),
        role=Role.UNION_REPRESENTATIVE, party=second, actor=ACTOR, now=DRAFTED,
    )  # fmt: skip
    assert not is_in_force(agreement)
    # Nobody signs before the union has a holder of its own.
    for who in ("second", "union", "employer"):
        with pytest.raises(BadTerms) as raised:
            _sign(place, agreement, who)
        assert raised.value.faults == {Fault.CUSTODIANS}
    factories.name_second(place, agreement)
    factories.sign(place, agreement, "second")
    assert not is_in_force(agreement)
    factories.sign(place, agreement, "union", "employer")
    assert is_in_force(agreement)


def test_signing_twice_is_one_signature(signed: tuple[Workplace, Agreement]) -> None:
    place, agreement = signed
    factories.sign(place, agreement, "union")
    assert agreement.signatures.count() == 2


def test_a_share_without_its_holder_cannot_be_signed_for() -> None:
    place = factories.workplace()
    agreement = factories.draft(place)
    agreement.custodians.filter(holder=Holder.SUBSTITUTE).delete()
    with pytest.raises(BadTerms):
        _sign(place, agreement, "union")


def test_units_end_and_begin_within_their_parents() -> None:
    place = factories.workplace()
    with pytest.raises(organisations.BadUnit):
        organisations.end_unit(unit=place.root, valid_to=date(2019, 1, 1), actor=ACTOR, now=DRAFTED)
    with pytest.raises(organisations.BadPeriod):
        organisations.end_unit(unit=place.units["lag-1"], valid_to=date(2014, 1, 1), actor=ACTOR, now=DRAFTED)
    place.root.refresh_from_db()
    assert place.root.valid_to is None
    for code, parent in (("lag-1", place.root), ("ny", None)):
        with pytest.raises(organisations.UnitExists):
            organisations.add_unit(
                organisation=place.organisation, parent=parent, code=code, name="Ny",
                valid_from=date(2018, 1, 1), valid_to=None, actor=ACTOR, now=DRAFTED,
            )  # fmt: skip
    organisations.end_unit(unit=place.units["lag-1"], valid_to=date(2019, 5, 31), actor=ACTOR, now=DRAFTED)
    with pytest.raises(organisations.BadUnit):
        organisations.add_unit(
            organisation=place.organisation, parent=place.units["lag-1"], code="under", name="Under",
            valid_from=date(2019, 6, 1), valid_to=None, actor=ACTOR, now=DRAFTED,
        )  # fmt: skip
