"""kill -9 in the middle of the joint opening, at several points: everything is as before, or everything is done."""

import pytest

from reports.releases.models import Release
from reports.releases.selectors import release_of
from surveys.agreements.rules import Holder
from surveys.audit.models import Entry
from surveys.audit.selectors import check_chain
from surveys.ballots.models import Ballot, GivenShare
from surveys.waves.rules import State
from tests.db import path
from tests.db.path import OPENED, Path
from tests.killed.scene import Scene

ANSWERS = {"lag-1": 12, "lag-2": 8}
ROWS = {"senteret": 20, "lag-1": 12, "lag-2": 8}
BEFORE = ["first-statement", "share-unwrapped", "ballots-decrypted", "release-inserted", "moved", "before-commit"]


def _waiting(scene: Scene) -> tuple[Path, list[str]]:
    """A closed wave for which the union has given its share, and what the victim needs to give the employer's."""
    found = path.closed(ANSWERS)
    found.give(Holder.UNION)
    file = scene.keys.parent / "employer.json"
    file.write_text(found.file_of(Holder.EMPLOYER), encoding="utf-8")
    return found, ["employer_representative", str(file)]


@pytest.mark.parametrize("point", BEFORE)
def test_killed_before_the_commit_everything_is_as_before_and_opens_afterwards(shared_scene: Scene, point: str) -> None:
    found, share = _waiting(shared_scene)
    given, entries = bytes(GivenShare.objects.get().wrapped), Entry.objects.count()

    shared_scene.kill("give", point, found.wave, OPENED, *share)

    assert found.state() == State.CLOSED
    assert bytes(GivenShare.objects.get().wrapped) == given
    assert (Ballot.objects.count(), Entry.objects.count(), Release.objects.count()) == (20, entries, 0)
    released = found.give(Holder.EMPLOYER)
    assert released is not None
    assert released.record.ballots.accepted == 20
    assert {row.unit: row.n for row in released.record.rows} == ROWS
    assert check_chain(found.place.organisation.id).broken_at is None


def test_killed_after_the_commit_everything_is_done(shared_scene: Scene) -> None:
    found, share = _waiting(shared_scene)
    shared_scene.kill("give", "after-commit", found.wave, OPENED, *share)
    assert found.state() == State.RELEASED
    assert not GivenShare.objects.exists()
    released = release_of(found.wave)
    assert released is not None
    assert {row.unit: row.n for row in released.record.rows} == ROWS
    assert Entry.objects.get(event="wave-released").details["fingerprint"] == released.fingerprint


def test_left_alone_the_same_process_opens_the_box(shared_scene: Scene) -> None:
    found, share = _waiting(shared_scene)
    done = shared_scene.run("give", "never", found.wave, OPENED, *share)
    assert (done.returncode, done.stdout) == (0, "survived\n"), done.stderr
    assert found.state() == State.RELEASED
