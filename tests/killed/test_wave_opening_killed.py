"""kill -9 while a wave opens: its key file is no part of the transaction, and must not stand in the way of the next."""

import pytest

from project.calendar import follow
from surveys.audit.models import Entry
from surveys.ballots.models import Box, KeyList
from surveys.waves.key_files import WaveKeyMissing, wave_keys
from surveys.waves.models import SignedDocument
from surveys.waves.rules import State
from tests.db import path
from tests.factories import OPENS
from tests.killed.scene import Scene

POINTS = ["before-key-file", "key-file-half-written", "after-key-file", "box-made", "keys-published", "before-commit"]


@pytest.mark.parametrize("point", POINTS)
def test_killed_before_the_commit_the_wave_opens_next_time_with_a_fresh_key(shared_scene: Scene, point: str) -> None:
    found = path.prepared({"lag-1": 12})
    shared_scene.kill("open", point, found.wave, OPENS)
    assert found.state() == State.PLANNED
    assert not Box.objects.exists()
    left = _key(found)

    assert [wave.id for wave in follow(now=OPENS).opened] == [found.wave.id]

    assert _key(found) not in {left, None}
    assert (Box.objects.count(), KeyList.objects.count(), SignedDocument.objects.count()) == (1, 1, 1)
    assert Entry.objects.filter(event="wave-open").count() == 1
    path.cast(found.codes("lag-1")[:12])
    follow(now=found.wave.closes_at)
    assert found.open_jointly().record.ballots.accepted == 12


def test_killed_after_the_commit_the_wave_is_open_with_its_key(shared_scene: Scene) -> None:
    found = path.prepared({"lag-1": 12})
    shared_scene.kill("open", "after-commit", found.wave, OPENS)
    assert found.state() == State.OPEN
    assert follow(now=OPENS).opened == []
    path.cast(found.codes("lag-1")[:12])
    follow(now=found.wave.closes_at)
    assert found.open_jointly().record.ballots.accepted == 12


def _key(found: path.Path) -> bytes | None:
    """Return what the wave's key wraps an empty text to under a fixed purpose, or None without a whole key."""
    file = wave_keys()._file(found.wave.id)
    try:
        wave_keys().wrap(found.wave.id, b"", purpose="whole")
    except WaveKeyMissing:
        return None
    return file.read_bytes()
