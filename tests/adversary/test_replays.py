"""Attack A4: fifty at the same moment with one ballot, one credential or one link. Exactly one is accepted.

Real threads, each with a connection of its own, on SQLite and on PostgreSQL. The control looks first and writes
afterwards, as one does who forgets the lock: it must let several in.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path as FilePath
from threading import Barrier

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from surveys.ballots.casting import BallotRefused, cast_sealed
from surveys.ballots.models import Ballot, RefusedBallots
from surveys.collecting.services import AlreadyCollected, collect
from surveys.credentials.blind_signatures import blind, context_of, prepare
from surveys.credentials.models import SigningKey, SpentCredential
from surveys.roster.links import new_link
from surveys.roster.models import FrozenPlace, Issuance, ReissueGrant
from tests.adversary.attackers.cluster import cluster
from tests.db.at_once import at_once
from tests.db.file_database import database_at, file_database
from tests.db.link_path import collected, keys_of, opened_by_link, places, sealed_for
from tests.db.path import DURING, Path, sheet

AT_ONCE = 50
Tell = Callable[[str], None]


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with cluster() as found:
        yield found.address


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.services)])
def vendor(request: pytest.FixtureRequest, tmp_path: FilePath, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    if request.param == "sqlite":
        with file_database(tmp_path / "tillit.sqlite3", django_db_blocker):
            yield "sqlite"
    else:
        address: str = request.getfixturevalue("server")
        import psycopg

        name = f"a4_{request.node.name.partition('[')[0]}"[:60]
        with psycopg.connect(address, autocommit=True) as admin:
            admin.execute(f'CREATE DATABASE "{name}"')
        with database_at(address.removesuffix("postgres") + name, django_db_blocker):
            yield "postgresql"


@pytest.fixture
def path(vendor: str) -> Path:
    return opened_by_link({"lag-1": 60})


@pytest.fixture
def tell(vendor: str, capsys: pytest.CaptureFixture[str]) -> Tell:
    def say(text: str) -> None:
        with capsys.disabled():
            print(f"\nA4, {vendor}: {AT_ONCE} at once: {text}", end="")

    return say


def _place(path: Path) -> FrozenPlace:
    return places(path.wave)[0]


def _blinded(place: FrozenPlace, number: int) -> list[bytes]:
    wave, group = place.group.wave_id, place.group_id
    public = keys_of(place.group.wave).groups[group]
    return [blind(prepare(context_of(wave, group)), public_key=public)[0] for _ in range(number)]


def _counted() -> tuple[int, int]:
    key = SigningKey.objects.get()
    return key.issued, sum(Issuance.objects.values_list("reissues", flat=True))


def test_one_ballot_replayed(path: Path, tell: Tell) -> None:
    right = collected(_place(path))
    body = right.body(sealed_for(right, sheet(1), box=keys_of(path.wave).box))
    taken, met = at_once(lambda _mine: cast_sealed(wave_id=path.wave.id, body=body, now=DURING), AT_ONCE)
    tell(f"one ballot replayed: {taken} told that it is in the box, {Ballot.objects.count()} in the box")
    assert (taken, met) == (AT_ONCE, [])
    assert (Ballot.objects.count(), SpentCredential.objects.count(), RefusedBallots.objects.get().number) == (1, 1, 0)


def test_different_ballots_with_one_credential(path: Path, tell: Tell) -> None:
    right = collected(_place(path))
    box = keys_of(path.wave).box
    bodies = [right.body(sealed_for(right, sheet(number), box=box)) for number in range(AT_ONCE)]
    taken, met = at_once(lambda mine: cast_sealed(wave_id=path.wave.id, body=bodies[mine], now=DURING), AT_ONCE)
    tell(f"different ballots, one credential: {taken} accepted, {len(met)} refused")
    assert (taken, Counter(type(error) for error in met)) == (1, {BallotRefused: AT_ONCE - 1})
    assert (Ballot.objects.count(), SpentCredential.objects.count()) == (1, 1)
    assert RefusedBallots.objects.get().number == AT_ONCE - 1


def test_one_blinded_message_sent_again_and_again(path: Path, tell: Tell) -> None:
    place = _place(path)
    token, (blinded,) = new_link(place=place), _blinded(place, 1)
    signatures: set[bytes] = set()
    taken, met = at_once(lambda _: signatures.add(collect(token=token, blinded=blinded, now=DURING)), AT_ONCE)
    tell(f"the same blinded message: {taken} answered, {len(signatures)} signature, issued {_counted()[0]}")
    assert (taken, met, len(signatures)) == (AT_ONCE, [], 1)
    assert (Issuance.objects.count(), _counted()) == (1, (1, 0))


def test_different_blinded_messages_of_one_person(path: Path, tell: Tell) -> None:
    place = _place(path)
    # Several mails, several links: all of them lead to one right to answer.
    tokens = [new_link(place=place) for _ in range(AT_ONCE)]
    blinded = _blinded(place, AT_ONCE)
    taken, met = at_once(lambda mine: collect(token=tokens[mine], blinded=blinded[mine], now=DURING), AT_ONCE)
    tell(f"different blinded messages, one person: {taken} signed, {len(met)} refused, issued {_counted()[0]}")
    assert (taken, Counter(type(error) for error in met)) == (1, {AlreadyCollected: AT_ONCE - 1})
    assert (Issuance.objects.count(), _counted()) == (1, (1, 0))


def test_one_more_right_that_was_granted_is_given_once(path: Path, tell: Tell) -> None:
    place = _place(path)
    token = new_link(place=place)
    first, *blinded = _blinded(place, AT_ONCE + 1)
    collect(token=token, blinded=first, now=DURING)
    ReissueGrant.objects.create(place=place)
    taken, met = at_once(lambda mine: collect(token=token, blinded=blinded[mine], now=DURING), AT_ONCE)
    tell(f"after a grant of one more: {taken} signed, issued and re-issued {_counted()}")
    assert (taken, Counter(type(error) for error in met)) == (1, {AlreadyCollected: AT_ONCE - 1})
    assert _counted() == (1, 1)


def test_the_control_that_looks_before_it_writes_lets_them_all_in(vendor: str, tell: Tell) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE naive_spent (credential integer)")
    looked = Barrier(AT_ONCE)

    def act(_mine: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM naive_spent WHERE credential = 1")
            unused = cursor.fetchone()[0] == 0
            looked.wait()
            if not unused:
                raise BallotRefused
            cursor.execute("INSERT INTO naive_spent VALUES (1)")

    taken, _met = at_once(act, AT_ONCE)
    tell(f"control, looks first and writes afterwards: {taken} accepted")
    assert taken == AT_ONCE
