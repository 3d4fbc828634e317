"""What a thief of the files finds once a box has been destroyed: neither the rows, nor who had collected.

In PostgreSQL a deleted row stays on its page until the table is rewritten, and rewriting keeps it as long as somebody's
older transaction could still see it. And a row that is only locked bears the locker's transaction from then on.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from reports.releases.services import destroy_due
from surveys.ballots import destruction
from surveys.ballots.models import Ballot
from surveys.roster.models import FrozenPlace
from surveys.waves.rules import State
from surveys.waves.services import move
from tests.db import link_path
from tests.db.path import OPENED, Path
from tests.factories import ACTOR, CLOSES

pytestmark = pytest.mark.django_db(transaction=True)
END = OPENED + timedelta(days=14)
COLLECTED = 7


def _released() -> Path:
    found = link_path.opened_by_link({"lag-1": 12})
    assert link_path.answer_all(found.wave, number=COLLECTED) == COLLECTED
    found.wave = move(wave=found.wave, to=State.CLOSED, actor=ACTOR, now=CLOSES)
    found.open_jointly()
    return found


def _lockers() -> dict[int, str]:
    """Return, for each person's place, the transaction that its row says locked it last; SQLite notes none."""
    if connection.vendor != "postgresql":
        return dict.fromkeys(FrozenPlace.objects.values_list("pk", flat=True), "0")
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, xmax::text FROM roster_frozenplace")
        return dict(cursor.fetchall())


def test_who_collected_is_not_to_be_read_from_the_rows_that_stay() -> None:
    _released()
    if connection.vendor == "postgresql":
        # The control: before, each of those who collected has a transaction of her own.
        assert sum(locker != "0" for locker in _lockers().values()) == COLLECTED
    destroy_due(now=END)
    assert set(_lockers().values()) == {"0"}
    assert FrozenPlace.objects.count() == 12


@contextmanager
def _somebody_reading() -> Iterator[BaseDatabaseWrapper]:
    """Let another connection look at the database as it was when it began to."""
    other = connections.create_connection("default")
    # What SQLite keeps in memory no second connection sees; the reader in its way is tested in tests/db.
    other.ensure_connection()
    with other.cursor() as cursor:
        if other.vendor == "postgresql":
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
            cursor.execute("SELECT count(*) FROM pg_class")
    try:
        yield other
    finally:
        other.close()


def test_a_destruction_is_not_finished_while_somebody_could_still_see_the_rows() -> None:
    found = _released()
    with _somebody_reading() as other:
        destroy_due(now=END)
        assert not Ballot.objects.exists()
        if other.vendor == "postgresql":
            with other.cursor() as cursor:
                # They stand on the new pages: for this reader VACUUM FULL had to copy them.
                cursor.execute("SELECT count(*) FROM ballots_ballot")
                assert cursor.fetchone() == (COLLECTED,)
            assert destruction.is_cut_short(wave=found.wave)
    destroy_due(now=END)
    assert not destruction.is_cut_short(wave=found.wave)
