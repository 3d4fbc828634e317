"""kill -9 in the middle of destruction: before the commit nothing is gone, afterwards the next round ends the work."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from project.calendar import follow
from surveys.audit.models import Entry
from surveys.ballots import destruction
from surveys.ballots.models import Ballot, BoxShare
from surveys.credentials.models import Slip
from surveys.waves.key_files import wave_keys
from surveys.waves.rules import State
from tests.db import path
from tests.db.path import OPENED, Path
from tests.killed.scene import Scene

END = OPENED + timedelta(days=14)
BEFORE = ["rows-deleted", "rights-forgotten"]
AFTER = [
    "before-voiding",
    "key-half-overwritten",
    "key-overwritten",
    "before-rewriting",
    "after-rewriting",
    "before-removing",
]


def _released() -> Path:
    found = path.closed({"lag-1": 12})
    found.open_jointly()
    return found


@pytest.mark.parametrize("point", BEFORE)
def test_killed_before_the_commit_nothing_is_gone(shared_scene: Scene, point: str) -> None:
    found = _released()
    slips = Slip.objects.count()
    shared_scene.kill("calendar", point, found.wave, END)
    assert found.state() == State.RELEASED
    assert (Ballot.objects.count(), BoxShare.objects.count(), Slip.objects.count()) == (12, 3, slips)
    assert wave_keys().exists(found.wave.id)
    _ends(found)


@pytest.mark.parametrize("point", AFTER)
def test_killed_after_the_commit_the_next_round_ends_the_work(shared_scene: Scene, point: str) -> None:
    found = _released()
    shared_scene.kill("calendar", point, found.wave, END)
    assert found.state() == State.DESTROYED
    assert (Ballot.objects.count(), BoxShare.objects.count(), Slip.objects.count()) == (0, 0, 0)
    assert destruction.is_cut_short(wave=found.wave)
    with CaptureQueriesContext(connection) as carried_out:
        _ends(found)
    statements = [query["sql"] for query in carried_out.captured_queries]
    rewriting = ("VACUUM FULL", "PRAGMA wal_checkpoint")
    assert any(statement.startswith(rewriting) for statement in statements)


def _ends(found: Path) -> None:
    """Let the calendar come round again, and see that everything is gone and nothing is done twice."""
    for _ in range(2):
        follow(now=END + timedelta(minutes=1))
        assert found.state() == State.DESTROYED
        assert not Ballot.objects.exists()
        assert not wave_keys().exists(found.wave.id)
        assert Entry.objects.filter(event="box-destroyed").count() == 1
