"""Several unions: each has its own holder of the employees' share, any one of them gives it, and together it is one."""

from itertools import permutations

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from reports.releases import services as releases
from reports.releases.models import Release
from reports.releases.selectors import Released
from surveys.agreements import custodians
from surveys.agreements import services as agreements
from surveys.agreements.documents import document, document_fingerprint, terms_fingerprint
from surveys.agreements.models import Agreement, Custodian
from surveys.agreements.rules import Fault, Holder
from surveys.agreements.selectors import is_in_force, seats
from surveys.agreements.services import BadTerms
from surveys.audit.models import Entry
from surveys.ballots import custody, loss
from surveys.ballots.custody import Share, SharesDoNotFit, new_custodian, unlock
from surveys.ballots.models import BoxShare, GivenShare
from surveys.ballots.sealing import CannotUnseal
from surveys.ballots.services import NotReady, open_wave
from surveys.ballots.share_files import OpenedShare
from surveys.ballots.shares import (
    ShareDeclaredLost,
    SideHasGiven,
    SubstituteNotCalled,
    WrongShare,
    fetch,
    giver,
    sealed_share,
)
from surveys.organisations import services as organisations
from surveys.organisations.models import Membership
from surveys.organisations.rules import Role
from surveys.waves.rules import State
from surveys.waves.selectors import custodians_of
from tests import factories
from tests.db import path
from tests.db.path import OPENED, Path
from tests.factories import ACTOR, DRAFTED, OPENS, PASSPHRASE, PASSWORD, Workplace

pytestmark = pytest.mark.django_db(transaction=True)
ANSWERS = {"lag-1": 12, "lag-2": 8}
UNIONS = ("union", "second")


def key() -> bytes:
    return new_custodian(PASSPHRASE, cost=2**4).public_key


def closed() -> Path:
    return path.closed(ANSWERS, place=factories.two_unions())


def file_of(found: Path, who: str) -> str:
    """Return what one of the unions' holders hands in, opened with her own real key."""
    sealed = sealed_share(wave=found.wave, by=found.place.members[who])
    place = found.place
    return place.opened_by_second(sealed) if who == "second" else place.opened_share(Holder.UNION, sealed)


def give(found: Path, who: str, text: str | None = None) -> Released | None:
    text = file_of(found, who) if text is None else text
    return releases.give_share(wave=found.wave, by=found.place.members[who], text=text, now=OPENED)


def another_representative(place: Workplace, who: str) -> Membership:
    """Give the union of `who` one representative more, with a key."""
    member = organisations.add_member(
        organisation=place.organisation, user=factories.person("Vigdis", "vigdis@example.org"),
        role=Role.UNION_REPRESENTATIVE, party=place.members[who].party, actor=ACTOR, now=DRAFTED,
    )  # fmt: skip
    custodians.register_key(membership=member, public_key=key(), now=DRAFTED)
    return member


def holders_of_unions(agreement: Agreement) -> set[object]:
    current = agreement.custodians.filter(replaced_at__isnull=True, holder=Holder.UNION)
    return set(current.values_list("membership_id", flat=True))


def test_both_hold_the_same_share_each_under_her_own_key() -> None:
    found = closed()
    rows = {row.custodian.membership_id: row for row in BoxShare.objects.filter(box=found.wave.pk)}
    assert len(rows) == 4
    assert [one.holder for one in custodians_of(found.wave)] == ["union", "union", "employer", "substitute"]
    mine, theirs = (rows[found.place.members[who].id] for who in UNIONS)
    assert bytes(mine.digest) == bytes(theirs.digest)
    assert bytes(mine.wrapped) != bytes(theirs.wrapped)
    assert len({bytes(row.digest) for row in rows.values()}) == 3
    opened = [OpenedShare.from_json(file_of(found, who)).share for who in UNIONS]
    assert opened[0] == opened[1]
    for who, other in permutations(UNIONS):
        sealed = sealed_share(wave=found.wave, by=found.place.members[who])
        keys = {"union": found.place.keys[Holder.UNION], "second": found.place.second_key}
        others = keys[other]
        assert others is not None
        with pytest.raises(CannotUnseal):
            sealed.opened(unlock(others, PASSPHRASE))


@pytest.mark.parametrize("who", UNIONS)
@pytest.mark.parametrize("first", ["union side", "employer"])
def test_either_opens_with_the_employer(who: str, first: str) -> None:
    found = closed()
    if first == "employer":
        assert found.give(Holder.EMPLOYER) is None
        released = give(found, who)
    else:
        assert give(found, who) is None
        released = found.give(Holder.EMPLOYER)
    assert released is not None
    assert released.record.ballots.accepted == 20


def test_the_unions_together_never_open_it() -> None:
    found = closed()
    for who, other in permutations(UNIONS):
        GivenShare.objects.all().delete()
        assert give(found, who) is None
        for _again in range(2):
            with pytest.raises(SideHasGiven):
                give(found, other)
            # Handing in what the other one opened is no way round it: the share is the same.
            with pytest.raises(SideHasGiven):
                give(found, other, file_of(found, who))
            assert give(found, who) is None
    assert found.state() == State.CLOSED
    assert not Release.objects.exists()
    shares: list[Share] = [OpenedShare.from_json(file_of(found, who)).share for who in UNIONS]
    with pytest.raises(SharesDoNotFit):
        custody.combine(*shares, public_key=bytes(found.wave.box.public_key))


def test_a_second_unions_giving_changes_nothing() -> None:
    found = closed()
    give(found, "second")
    before, entries = GivenShare.objects.values().get(), Entry.objects.count()
    with pytest.raises(SideHasGiven):
        give(found, "union")
    assert GivenShare.objects.values().get() == before
    assert Entry.objects.count() == entries
    waiting = giver(found.wave)
    assert waiting is not None
    assert waiting.membership_id == found.place.members["second"].id
    with pytest.raises(WrongShare):
        give(found, "union", found.file_of(Holder.EMPLOYER))


def test_another_union_may_give_when_the_box_is_opened_again() -> None:
    found = closed()
    give(found, "union")
    first = found.give(Holder.EMPLOYER)
    assert give(found, "second") is None
    again = found.give(Holder.EMPLOYER)
    assert first is not None
    assert again is not None
    assert again.fingerprint == first.fingerprint


def test_lost_means_that_no_union_gives() -> None:
    found = closed()
    give(found, "union")
    members = found.place.members
    loss.declare(wave=found.wave, holder=Holder.UNION, by=members["union"], password=PASSWORD, now=OPENED)
    for who in ("employer", "second"):
        with pytest.raises(SubstituteNotCalled):
            found.give(Holder.SUBSTITUTE)
        loss.sign_loss(
            wave=found.wave, by=members[who], password=PASSWORD, read_holder=Holder.UNION, now=OPENED
        )  # fmt: skip
    for who in UNIONS:
        with pytest.raises(ShareDeclaredLost):
            fetch(wave=found.wave, by=members[who], now=OPENED)
    assert found.give(Holder.SUBSTITUTE) is None
    assert found.give(Holder.EMPLOYER) is not None


def test_a_lost_share_that_turns_up_with_either_union_does_not_open_beside_the_substitutes() -> None:
    found = closed()
    members, files = found.place.members, {who: file_of(found, who) for who in UNIONS}
    loss.declare(wave=found.wave, holder=Holder.UNION, by=members["union"], password=PASSWORD, now=OPENED)
    for who in ("employer", "second"):
        loss.sign_loss(
            wave=found.wave, by=members[who], password=PASSWORD, read_holder=Holder.UNION, now=OPENED
        )  # fmt: skip
    for who in UNIONS:
        assert found.give(Holder.SUBSTITUTE) is None
        assert give(found, who, files[who]) is None
    assert found.state() == State.CLOSED


@pytest.mark.parametrize("who", UNIONS)
def test_replacing_one_unions_holder_leaves_the_others(who: str) -> None:
    place = factories.two_unions()
    agreement = factories.draft(place)
    factories.sign(place, agreement)
    other = next(union for union in UNIONS if union != who)
    vigdis = another_representative(place, who)
    custodians.appoint(agreement=agreement, chosen=[(Holder.UNION, vigdis.id)], by=place.members[who], now=DRAFTED)
    assert holders_of_unions(agreement) == {vigdis.id, place.members[other].id}
    assert not is_in_force(agreement)
    replaced = Custodian.objects.get(replaced_at__isnull=False)
    assert replaced.membership_id == place.members[who].id


def test_no_two_unions_share_a_key_and_nobody_holds_twice() -> None:
    place = factories.two_unions()
    agreement = factories.draft(place)
    for holder, who in ((Holder.UNION, "second"), (Holder.EMPLOYER, "second"), (Holder.SUBSTITUTE, "second")):
        with pytest.raises(BadTerms):
            agreements.name_custodian(
                agreement=agreement, holder=holder, membership=place.members[who],
                public_key=place.keys[Holder.UNION].public_key, by=place.members["organiser"], now=DRAFTED,
            )  # fmt: skip
    # The database itself: one employer's holder, one substitute, and nobody twice.
    for holder, who in ((Holder.EMPLOYER, "organiser"), (Holder.SUBSTITUTE, "organiser"), (Holder.UNION, "second")):
        with pytest.raises(IntegrityError), transaction.atomic():
            Custodian.objects.create(
                agreement=agreement, holder=holder, membership=place.members[who], public_key=key()
            )


@pytest.mark.parametrize("lacking", UNIONS)
def test_nobody_signs_while_a_union_lacks_its_holder(lacking: str) -> None:
    place = factories.two_unions()
    agreement = factories.draft(place)
    agreement.custodians.filter(membership=place.members[lacking]).delete()
    for who in ("union", "second", "employer"):
        with pytest.raises(BadTerms) as raised:
            factories.sign(place, agreement, who)
        assert raised.value.faults == {Fault.CUSTODIANS}
    seat = next(seat for seat in seats(agreement) if seat.party_id == place.members[lacking].party_id)
    assert seat.named == ""


def test_a_wave_does_not_open_with_a_box_that_lacks_a_unions_share() -> None:
    found = path.prepared(ANSWERS, place=factories.two_unions())
    found.wave.agreement.custodians.filter(membership=found.place.members["second"]).delete()
    fingerprint = document_fingerprint(found.wave.agreement)
    found.wave.agreement.signatures.update(fingerprint=fingerprint)
    with pytest.raises(NotReady, match="nøkkelholder"):
        open_wave(wave=found.wave, now=OPENS)
    assert not BoxShare.objects.exists()


def test_the_document_names_each_unions_holder_whatever_order_they_were_named_in() -> None:
    place = factories.two_unions()
    agreement = factories.draft(place)
    told = document(agreement)["custodians"]
    parties = {place.members[who].party_id: str(place.members[who].id) for who in UNIONS}
    assert {one["party"]: one["membership"] for one in told if one["holder"] == "union"} == {
        str(party): member for party, member in parties.items()
    }
    assert all("party" not in one for one in told if one["holder"] != "union")
    before, terms = document_fingerprint(agreement), terms_fingerprint(agreement)
    rows = list(agreement.custodians.values("holder", "membership_id", "public_key"))
    agreement.custodians.all().delete()
    for row in reversed(rows):
        Custodian.objects.create(agreement=agreement, **row)
    assert (document_fingerprint(agreement), terms_fingerprint(agreement)) == (before, terms)


def test_with_one_union_the_document_is_what_it_was() -> None:
    place = factories.workplace()
    agreement = factories.draft(place)
    told = document(agreement)["custodians"]
    assert [one["holder"] for one in told] == ["employer", "substitute", "union"]
    assert all(set(one) == {"holder", "membership", "name", "public_key"} for one in told)
    assert [(seat.holder, seat.party_id, seat.union) for seat in seats(agreement)] == [
        (holder, None, "") for holder in Holder
    ]


def test_a_union_that_joins_late_has_no_share_of_a_box_that_was_made_before() -> None:
    found = path.closed(ANSWERS)
    factories.with_second_union(found.place)
    assert len(custodians_of(found.wave)) == 3
    assert found.open_jointly().record.ballots.accepted == 20


BEFORE = [("agreements", "0002_custodian_keys"), ("ballots", "0002_loss_and_key_list")]


def test_a_share_that_waits_through_the_migration_is_its_givers() -> None:
    found = path.closed(ANSWERS)
    found.give(Holder.EMPLOYER)
    plan = found.wave.agreement.plan
    try:
        MigrationExecutor(connection).migrate(BEFORE)
        old = MigrationExecutor(connection).loader.project_state(BEFORE).apps.get_model("ballots", "GivenShare")
        assert old.objects.get().holder == Holder.EMPLOYER
        assert "custodian" not in {field.name for field in old._meta.get_fields()}
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())
    # Going back took the plan away; it is not what is tried here.
    Agreement.objects.update(plan=plan)
    waiting = giver(found.wave)
    assert waiting is not None
    assert waiting.membership_id == found.place.members["employer"].id
    assert found.give(Holder.UNION) is not None
