"""Keys that people register, and holders who are replaced between the rounds of an agreement."""

from datetime import timedelta

import pytest

from project.calendar import follow
from surveys.agreements import custodians
from surveys.agreements import services as agreements
from surveys.agreements.custodians import KeyOfAnother, NotAKey
from surveys.agreements.models import Custodian, CustodianKey
from surveys.agreements.rules import Fault, Holder, PlannedWave
from surveys.agreements.selectors import candidates, is_in_force, key_of, new_keys
from surveys.agreements.services import AgreementInUse, BadTerms, NothingLeftToOpen
from surveys.audit.models import Entry
from surveys.ballots.custody import new_custodian
from surveys.ballots.models import BoxShare
from surveys.ballots.shares import fetch
from surveys.credentials.services import issue_slips
from surveys.errors import NotFound
from surveys.organisations import services as organisations
from surveys.organisations.models import Membership
from surveys.organisations.rules import Role
from surveys.roster.services import freeze
from surveys.waves.models import Wave
from surveys.waves.rules import State
from surveys.waves.selectors import custodians_of
from tests import factories
from tests.db import path
from tests.db.path import OPENED, Path
from tests.factories import ACTOR, CLOSES, DRAFTED, OPENS, PASSPHRASE, Workplace

pytestmark = pytest.mark.django_db(transaction=True)
SIZES = {"lag-1": 12, "lag-2": 8}
SECOND = PlannedWave("var-2019", "Våren 2019", CLOSES + timedelta(days=100), CLOSES + timedelta(days=110))
TERMS = factories.terms(PlannedWave("host-2018", "Høsten 2018", OPENS, CLOSES), SECOND)


def key() -> bytes:
    return new_custodian(PASSPHRASE, cost=2**4).public_key


def register(member: Membership, public_key: bytes) -> CustodianKey:
    return custodians.register_key(membership=member, public_key=public_key, now=DRAFTED)


def second_union_representative(place: Workplace) -> Membership:
    return organisations.add_member(
        organisation=place.organisation, user=factories.person("Vigdis", "vigdis@example.org"),
        role=Role.UNION_REPRESENTATIVE, party=place.union, actor=ACTOR, now=DRAFTED,
    )  # fmt: skip


def test_a_key_is_registered_and_a_new_one_takes_its_place() -> None:
    place = factories.workplace()
    union = place.members["union"]
    first, second = key(), key()
    for public_key in (first, second, second):
        register(union, public_key)
    found = key_of(union)
    assert found is not None
    assert bytes(found.public_key) == second
    assert Entry.objects.filter(event="key-registered").count() == 2
    assert first.hex() not in str(list(Entry.objects.values_list("details", flat=True)))


@pytest.mark.parametrize(
    "wrong",
    [b"", b"\x04" + bytes(64), bytes(65), b"\x04" + bytes(31) + b"\x01" + bytes(32), b"\x04" * 65, b"\xff" * 65],
)
def test_what_is_no_point_of_the_curve_is_no_key(wrong: bytes) -> None:
    with pytest.raises(NotAKey):
        register(factories.workplace().members["union"], wrong)
    assert not CustodianKey.objects.exists()


def test_nobody_registers_anothers_key_and_the_organiser_none() -> None:
    place = factories.workplace()
    public_key = key()
    register(place.members["union"], public_key)
    for other in ("employer", "safety"):
        with pytest.raises(KeyOfAnother):
            register(place.members[other], public_key)
    with pytest.raises(NotFound):
        register(place.members["organiser"], key())


def test_naming_from_the_registered_keys() -> None:
    place = factories.workplace()
    agreement = agreements.draft(
        organisation=place.organisation, terms=TERMS, by=place.members["organiser"], now=DRAFTED
    )
    for who in ("union", "employer", "safety"):
        register(place.members[who], key())
    named = {holder: [one.name for one in found] for holder, found in candidates(agreement).items()}
    assert named == {Holder.UNION: ["Union"], Holder.EMPLOYER: ["Employer"], Holder.SUBSTITUTE: ["Safety"]}
    chosen = [(holder, found[0].membership_id) for holder, found in candidates(agreement).items()]
    for who in ("safety",):
        with pytest.raises(NotFound):
            custodians.appoint(agreement=agreement, chosen=chosen, by=place.members[who], now=DRAFTED)
    custodians.appoint(agreement=agreement, chosen=chosen, by=place.members["employer"], now=DRAFTED)
    factories.sign(place, agreement)
    assert is_in_force(agreement)
    assert candidates(agreement) == {holder: [] for holder in Holder}
    # Naming the same once more changes nothing: nobody has to sign again.
    custodians.appoint(agreement=agreement, chosen=chosen, by=place.members["organiser"], now=DRAFTED)
    assert is_in_force(agreement)


def test_all_of_them_are_named_or_none() -> None:
    place = factories.workplace()
    agreement = factories.draft(place)
    vigdis = second_union_representative(place)
    register(vigdis, key())
    before = set(Custodian.objects.values_list("pk", "replaced_at"))
    chosen = [(Holder.UNION, vigdis.id), (Holder.SUBSTITUTE, place.members["employer"].id)]
    with pytest.raises(BadTerms):
        custodians.appoint(agreement=agreement, chosen=chosen, by=place.members["organiser"], now=DRAFTED)
    assert set(Custodian.objects.values_list("pk", "replaced_at")) == before


def test_another_workplaces_people_name_nobody_and_are_not_named() -> None:
    place, other = factories.workplace(), factories.workplace(name="Dalbygd kundesenter", prefix="dal.")
    agreement = factories.draft(place)
    register(other.members["union"], key())
    assert candidates(agreement)[Holder.UNION] == []
    chosen = [(Holder.UNION, other.members["union"].id)]
    with pytest.raises(NotFound):
        custodians.appoint(agreement=agreement, chosen=chosen, by=other.members["organiser"], now=DRAFTED)
    with pytest.raises(BadTerms):
        custodians.appoint(agreement=agreement, chosen=chosen, by=place.members["organiser"], now=DRAFTED)


def test_a_new_key_changes_no_agreement_by_itself() -> None:
    place = factories.workplace()
    agreement = factories.draft(place)
    register(place.members["union"], place.keys[Holder.UNION].public_key)
    factories.sign(place, agreement)
    assert new_keys(agreement) == []
    register(place.members["union"], key())
    assert is_in_force(agreement)
    assert [one.membership_id for one in new_keys(agreement)] == [place.members["union"].id]
    assert [one.name for one in candidates(agreement)[Holder.UNION]] == ["Union"]


@pytest.mark.parametrize("wrong", ["no point", "the employer's key"])
def test_an_agreement_names_nobody_without_a_key_of_her_own(wrong: str) -> None:
    place = factories.workplace()
    agreement = factories.draft(place)
    public_key = b"\x04" + bytes(64) if wrong == "no point" else place.keys[Holder.EMPLOYER].public_key
    with pytest.raises(BadTerms) as raised:
        agreements.name_custodian(
            agreement=agreement, holder=Holder.UNION, membership=place.members["union"], public_key=public_key,
            by=place.members["organiser"], now=DRAFTED,
        )  # fmt: skip
    assert raised.value.faults == {Fault.CUSTODIANS}


def test_the_organiser_is_no_substitute() -> None:
    place = factories.workplace()
    agreement = factories.draft(place)
    with pytest.raises(BadTerms):
        agreements.name_custodian(
            agreement=agreement, holder=Holder.SUBSTITUTE, membership=place.members["organiser"], public_key=key(),
            by=place.members["organiser"], now=DRAFTED,
        )  # fmt: skip


def between_two_rounds() -> Path:
    """The first of two rounds is closed with its answers in the box; the second is planned."""
    place = factories.workplace()
    wave = factories.frozen_wave(place, SIZES, TERMS)
    found = Path(place, wave, issue_slips(wave=wave, actor=ACTOR, now=DRAFTED))
    follow(now=OPENS)
    for unit, people in SIZES.items():
        path.cast(found.codes(unit)[:people])
    follow(now=CLOSES)
    assert found.state() == State.CLOSED
    return found


def replace_the_union(found: Path) -> Membership:
    vigdis = second_union_representative(found.place)
    register(vigdis, key())
    custodians.appoint(
        agreement=found.wave.agreement, chosen=[(Holder.UNION, vigdis.id)], by=found.place.members["union"], now=CLOSES
    )
    return vigdis


def test_who_is_replaced_still_opens_the_box_that_was_made_before() -> None:
    found = between_two_rounds()
    vigdis = replace_the_union(found)
    assert fetch(wave=found.wave, by=found.place.members["union"], now=OPENED).wave_id == found.wave.id
    with pytest.raises(NotFound):
        fetch(wave=found.wave, by=vigdis, now=OPENED)
    assert next(one.membership_id for one in custodians_of(found.wave)) == found.place.members["union"].id
    released = found.open_jointly()
    assert released.record.ballots.accepted == 20
    # And again, while the box stands.
    found.give(Holder.UNION)
    assert found.give(Holder.EMPLOYER) is not None


def test_no_round_opens_until_all_have_signed_and_then_with_the_new_holder() -> None:
    found = between_two_rounds()
    vigdis = replace_the_union(found)
    agreement = found.wave.agreement
    assert not is_in_force(agreement)
    second = Wave.objects.get(key=SECOND.key)
    freeze(wave=second, actor=ACTOR, now=CLOSES)
    issue_slips(wave=second, actor=ACTOR, now=CLOSES)
    factories.sign(found.place, agreement, "union")
    assert follow(now=SECOND.opens).opened == []
    factories.sign(found.place, agreement, "employer")
    assert [wave.id for wave in follow(now=SECOND.opens).opened] == [second.id]
    assert BoxShare.objects.get(box=second.pk, holder=Holder.UNION).custodian.membership_id == vigdis.id
    assert next(one.membership_id for one in custodians_of(second)) == vigdis.id
    assert Entry.objects.filter(event="custodian-replaced").count() == 1


def test_a_planned_round_shows_who_is_named_now() -> None:
    found = between_two_rounds()
    vigdis = replace_the_union(found)
    assert next(one.membership_id for one in custodians_of(Wave.objects.get(key=SECOND.key))) == vigdis.id


def test_when_every_round_has_opened_it_is_too_late() -> None:
    found = path.closed(SIZES)
    vigdis = second_union_representative(found.place)
    register(vigdis, key())
    with pytest.raises(NothingLeftToOpen) as raised:
        custodians.appoint(
            agreement=found.wave.agreement,
            chosen=[(Holder.UNION, vigdis.id)],
            by=found.place.members["union"],
            now=CLOSES,
        )
    assert isinstance(raised.value, AgreementInUse)


def test_terms_stay_as_they_are_between_two_rounds() -> None:
    found = between_two_rounds()
    with pytest.raises(AgreementInUse):
        agreements.change_terms(
            agreement=found.wave.agreement, terms=TERMS, by=found.place.members["organiser"], now=CLOSES
        )
