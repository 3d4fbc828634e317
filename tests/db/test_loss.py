"""A lost share: declared by every party, and then, and only then, the substitute's takes its place on its own side."""

from datetime import timedelta

import pytest

from project.calendar import follow
from surveys.agreements.rules import Holder
from surveys.audit.models import Entry
from surveys.ballots import loss
from surveys.ballots.loss import (
    AlreadyInForce,
    CannotDeclare,
    DeclarationChanged,
    DeclaredAlready,
    NoPartysShare,
    NotConfirmed,
)
from surveys.ballots.models import GivenShare, LossDeclaration, LossSignature
from surveys.ballots.shares import SubstituteNotCalled, fetch, given_for
from surveys.organisations import services as organisations
from surveys.organisations.rules import Role, Side
from surveys.waves.rules import State
from surveys.waves.services import NotNow
from tests import factories
from tests.db import path
from tests.db.path import OPENED, Path
from tests.factories import ACTOR, CLOSES, DRAFTED, PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)
ANSWERS = {"lag-1": 12, "lag-2": 8}


def declare(found: Path, lost: Holder, by: str, password: str = PASSWORD) -> None:
    loss.declare(wave=found.wave, holder=lost, by=found.place.members[by], password=password, now=OPENED)


def sign(found: Path, lost: Holder, by: str, password: str = PASSWORD) -> None:
    loss.sign_loss(wave=found.wave, by=found.place.members[by], password=password, read_holder=lost, now=OPENED)


def in_force(found: Path, lost: Holder) -> None:
    declare(found, lost, "union")
    sign(found, lost, "employer")


@pytest.mark.parametrize(("lost", "other"), [(Holder.UNION, Holder.EMPLOYER), (Holder.EMPLOYER, Holder.UNION)])
def test_the_substitute_takes_the_place_of_the_lost_one(lost: Holder, other: Holder) -> None:
    found = path.closed(ANSWERS)
    in_force(found, lost)
    assert fetch(wave=found.wave, by=found.place.members["safety"], now=OPENED).wave_id == found.wave.id
    assert found.give(Holder.SUBSTITUTE) is None
    assert given_for(found.wave) is lost
    released = found.give(other)
    assert released is not None
    assert released.record.ballots.accepted == 20
    events = [entry.event for entry in Entry.objects.filter(event__startswith="loss-").order_by("sequence")]
    assert events == ["loss-declared", "loss-signed"]


def test_in_the_other_order_too() -> None:
    found = path.closed(ANSWERS)
    found.give(Holder.EMPLOYER)
    in_force(found, Holder.UNION)
    assert found.give(Holder.SUBSTITUTE) is not None


@pytest.mark.parametrize("lost", [Holder.UNION, Holder.EMPLOYER])
def test_the_lost_share_and_the_substitutes_never_open_the_box_together(lost: Holder) -> None:
    found = path.closed(ANSWERS)
    in_force(found, lost)
    for _again in range(2):
        assert found.give(Holder.SUBSTITUTE) is None
        assert found.give(lost) is None
    assert found.state() == State.CLOSED
    assert GivenShare.objects.get().holder == lost
    assert Entry.objects.filter(event="share-given").count() == 4


@pytest.mark.parametrize("signed", ["nobody", "one"])
def test_before_every_party_has_signed_the_substitute_is_not_called(signed: str) -> None:
    found = path.closed(ANSWERS)
    if signed == "one":
        declare(found, Holder.UNION, "employer")
    found.give(Holder.EMPLOYER)
    with pytest.raises(SubstituteNotCalled):
        fetch(wave=found.wave, by=found.place.members["safety"], now=OPENED)
    with pytest.raises(SubstituteNotCalled):
        found.give(Holder.SUBSTITUTE)
    assert found.state() == State.CLOSED


def test_a_second_union_must_sign_too() -> None:
    found = path.closed(ANSWERS)
    party = organisations.add_party(
        organisation=found.place.organisation, side=Side.UNION, name="Den andre", actor=ACTOR, now=DRAFTED
    )
    found.place.members["second"] = organisations.add_member(
        organisation=found.place.organisation, user=factories.person("Andre", "andre@example.org"),
        role=Role.UNION_REPRESENTATIVE, party=party, actor=ACTOR, now=DRAFTED,
    )  # fmt: skip
    in_force(found, Holder.UNION)
    with pytest.raises(SubstituteNotCalled):
        found.give(Holder.SUBSTITUTE)
    sign(found, Holder.UNION, "second")
    assert found.give(Holder.SUBSTITUTE) is None


def test_a_party_that_joins_while_the_substitutes_share_waits_sets_it_aside() -> None:
    found = path.closed(ANSWERS)
    in_force(found, Holder.UNION)
    found.give(Holder.SUBSTITUTE)
    organisations.add_party(
        organisation=found.place.organisation, side=Side.UNION, name="Den andre", actor=ACTOR, now=DRAFTED
    )
    assert found.give(Holder.EMPLOYER) is None
    assert found.state() == State.CLOSED
    assert found.give(Holder.UNION) is not None


def test_only_representatives_with_their_password_declare_and_sign() -> None:
    found = path.closed(ANSWERS)
    other = factories.workplace(name="Dalbygd kundesenter", prefix="dal.")
    found.place.members["stranger"] = other.members["union"]
    for who in ("safety", "organiser", "stranger"):
        with pytest.raises(CannotDeclare):
            declare(found, Holder.UNION, who)
    for password in ("", PASSWORD + " "):
        with pytest.raises(NotConfirmed):
            declare(found, Holder.UNION, "union", password)
    with pytest.raises(NoPartysShare):
        declare(found, Holder.SUBSTITUTE, "union")
    assert not LossDeclaration.objects.exists()
    declare(found, Holder.UNION, "union")
    for who in ("safety", "organiser", "stranger"):
        with pytest.raises(CannotDeclare):
            sign(found, Holder.UNION, who)
        with pytest.raises(CannotDeclare):
            loss.withdraw(wave=found.wave, by=found.place.members[who], now=OPENED)
    with pytest.raises(NotConfirmed):
        sign(found, Holder.UNION, "employer", "gjett")
    assert LossSignature.objects.count() == 1


def test_one_for_each_round_and_no_signature_under_another_than_the_one_read() -> None:
    found = path.closed(ANSWERS)
    with pytest.raises(DeclarationChanged):
        sign(found, Holder.UNION, "employer")
    declare(found, Holder.UNION, "union")
    with pytest.raises(DeclaredAlready):
        declare(found, Holder.EMPLOYER, "employer")
    loss.withdraw(wave=found.wave, by=found.place.members["union"], now=OPENED)
    declare(found, Holder.EMPLOYER, "union")
    with pytest.raises(DeclarationChanged):
        sign(found, Holder.UNION, "employer")
    sign(found, Holder.EMPLOYER, "union")
    assert LossSignature.objects.count() == 1
    sign(found, Holder.EMPLOYER, "employer")
    with pytest.raises(AlreadyInForce):
        loss.withdraw(wave=found.wave, by=found.place.members["union"], now=OPENED)


def test_only_where_shares_are_used() -> None:
    found = path.opened(ANSWERS)
    with pytest.raises(NotNow):
        declare(found, Holder.UNION, "union")
    path.cast(found.codes("lag-1")[:12])
    follow(now=CLOSES)
    in_force(found, Holder.UNION)


def test_in_a_released_round_for_opening_it_again() -> None:
    found = path.closed(ANSWERS)
    first = found.open_jointly()
    in_force(found, Holder.EMPLOYER)
    found.give(Holder.SUBSTITUTE)
    again = found.give(Holder.UNION)
    assert again is not None
    assert again.record == first.record


def test_a_box_with_a_declaration_is_destroyed_like_any_other() -> None:
    found = path.closed(ANSWERS)
    declare(found, Holder.UNION, "union")
    follow(now=CLOSES + timedelta(days=61))
    assert found.state() == State.DESTROYED
    assert not LossDeclaration.objects.exists()
    with pytest.raises(NotNow):
        declare(found, Holder.UNION, "union")
