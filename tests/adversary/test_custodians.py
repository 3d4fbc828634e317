"""Attack A6: who can open a box with what she holds. Every combination is tried, and the controls open it.

What an attacker holds: custodians' private keys, shares that custodians have opened, dumps of the whole database at
every stage, and (the controls) the wave key file, or both parties' opened shares.
"""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection

from project.calendar import follow
from surveys.agreements.rules import Holder
from surveys.ballots.custody import Share, unlock
from surveys.ballots.share_files import OpenedShare
from surveys.ballots.shares import sealed_share
from tests import factories
from tests.adversary.attackers.cluster import Dump, Row
from tests.adversary.attackers.opening import Held, Search, search
from tests.adversary.attackers.reading import reader
from tests.db.link_path import QUESTIONNAIRE, answer_all, opened_by_link
from tests.db.path import OPENED, Path
from tests.factories import CLOSES, PASSPHRASE

pytestmark = pytest.mark.django_db(transaction=True)
EVERYBODY = (Holder.UNION, Holder.EMPLOYER, Holder.SUBSTITUTE)


def dump() -> Dump:
    """Return every row of every table of the run's database."""
    found: Dump = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            names = [column[0] for column in cursor.description]
            found[table] = [Row(0, "", dict(zip(names, map(_plain, row), strict=True))) for row in cursor.fetchall()]
    return found


def _plain(value: object) -> object:
    return bytes(value) if isinstance(value, memoryview) else value


@dataclass
class Story:
    """A box from its opening to its destruction, and what was carried off on the way."""

    path: Path
    dumps: dict[str, Dump] = field(default_factory=dict)
    opened: dict[Holder, Share] = field(default_factory=dict)
    wave_key: bytes = b""

    def private_key(self, holder: Holder) -> bytes:
        return unlock(self.path.place.keys[holder], PASSPHRASE)

    def held(self, *stages: str) -> Held:
        """Return the dumps of these stages (none named: all), and no key."""
        box = bytes(self.dumps["open"]["ballots_box"][0].columns["public_key"])  # type: ignore[call-overload]
        held = Held(self.path.wave.id, box)
        for stage in stages or self.dumps:
            held.take(self.dumps[stage])
        return held

    def readable(self, found: Search, held: Held) -> int:
        """Return how many of the ballots in the dumps can be read with what was found and what is held."""
        read = reader(QUESTIONNAIRE, self.path.wave.id, [found.key] if found.key else [], held.key_files)
        rows = [row.columns for row in self.dumps["one share given"]["ballots_ballot"]]
        return sum(read(row["sealed"], str(row["group_id"])) is not None for row in rows)  # type: ignore[arg-type]


@pytest.fixture
def story() -> Story:
    path = opened_by_link({"lag-1": 6, "lag-2": 8})
    found = Story(path)
    found.wave_key = (settings.WAVE_KEYS / f"{path.wave.id}.key").read_bytes()
    answer_all(path.wave)
    found.dumps["open"] = dump()
    follow(now=CLOSES)
    for holder in EVERYBODY:
        found.opened[holder] = OpenedShare.from_json(path.file_of(holder)).share
    path.give(Holder.UNION)
    found.dumps["one share given"] = dump()
    assert path.give(Holder.EMPLOYER) is not None
    found.dumps["opened"] = dump()
    return found


def test_the_holders_of_two_unions_together_with_every_dump(capsys: pytest.CaptureFixture[str]) -> None:
    """Two keys and two files, but one share: more unions are no more of the key."""
    path = opened_by_link({"lag-1": 6, "lag-2": 8}, place=factories.two_unions())
    story, place = Story(path), path.place
    assert place.second_key is not None
    story.dumps["open"] = dump()
    answer_all(path.wave)
    follow(now=CLOSES)
    sealed = sealed_share(wave=path.wave, by=place.members["second"])
    files = (path.file_of(Holder.UNION), place.opened_by_second(sealed))
    path.give(Holder.UNION)
    story.dumps["one share given"] = dump()
    held = story.held()
    held.private_keys += [story.private_key(Holder.UNION), unlock(place.second_key, PASSPHRASE)]
    held.shares += [OpenedShare.from_json(file).share for file in files]
    found = search(held)
    _tell(capsys, "the holders of two unions, with their keys, their shares and every dump", story, held, found)
    assert found.key is None
    assert len(found.shares) == 1
    assert found.tried > 1000
    held.shares.append(OpenedShare.from_json(path.file_of(Holder.EMPLOYER)).share)
    found = search(held)
    _tell(capsys, "control: the same, with the employer's opened share", story, held, found)
    assert found.key is not None


def destroyed(story: Story) -> None:
    follow(now=OPENED + timedelta(days=14))
    assert story.path.state() == "destroyed"
    assert not (settings.WAVE_KEYS / f"{story.path.wave.id}.key").exists()
    story.dumps["destroyed"] = dump()


def _tell(capsys: pytest.CaptureFixture[str], who: str, story: Story, held: Held, found: Search) -> None:
    read = story.readable(found, held)
    verdict = f"{'has' if found.key else 'has not'} the box's key, {read} ballots read"
    with capsys.disabled():
        print(f"\nA6: {who}: {found.tried} attempts, {len(found.shares)} shares known, {verdict}", end="")


@pytest.mark.parametrize("holder", EVERYBODY)
def test_one_custodian_with_her_key_and_every_dump(
    story: Story, holder: Holder, capsys: pytest.CaptureFixture[str]
) -> None:
    held = story.held()
    held.private_keys.append(story.private_key(holder))
    if holder is not Holder.SUBSTITUTE:  # Whose share is never unwrapped.
        held.shares.append(story.opened[holder])
    found = search(held)
    _tell(capsys, f"the {holder} after the opening, with her key, her share and every dump", story, held, found)
    assert found.key is None
    assert story.readable(found, held) == 0
    assert found.tried > 1000


def test_all_custodians_with_every_backup_after_destruction(story: Story, capsys: pytest.CaptureFixture[str]) -> None:
    destroyed(story)
    held = story.held()
    held.private_keys += [story.private_key(holder) for holder in EVERYBODY]
    found = search(held)
    _tell(capsys, "all custodians after destruction, with their keys and every backup", story, held, found)
    assert found.key is None
    assert found.shares == set()
    assert story.readable(found, held) == 0


@pytest.mark.parametrize("stage", ["open", "one share given", "opened"])
def test_control_all_custodians_with_one_backup_and_the_key_file(
    story: Story, stage: str, capsys: pytest.CaptureFixture[str]
) -> None:
    held = story.held(stage)
    held.private_keys += [story.private_key(holder) for holder in EVERYBODY]
    held.key_files.append(story.wave_key)
    found = search(held)
    _tell(capsys, f"control: all custodians with the key file and a dump, {stage}", story, held, found)
    assert found.key is not None
    assert story.readable(found, held) == 14


def test_control_one_custodian_with_the_key_file_and_the_other_partys_waiting_share(
    story: Story, capsys: pytest.CaptureFixture[str]
) -> None:
    """A limit: whoever has the key file too, and a dump from between the two gifts, needs one key alone."""
    held = story.held()
    held.private_keys.append(story.private_key(Holder.EMPLOYER))
    found = search(held)
    assert found.key is None
    held.key_files.append(story.wave_key)
    found = search(held)
    _tell(capsys, "control, a limit: the employer with her key, every dump and the key file", story, held, found)
    assert found.key is not None
    assert story.readable(found, held) == 14


def test_both_parties_who_kept_their_opened_shares(story: Story, capsys: pytest.CaptureFixture[str]) -> None:
    """They have the box's key for ever. The ballots in an old backup are wrapped by a key file that is no more."""
    destroyed(story)
    held = story.held()
    held.shares += [story.opened[Holder.UNION], story.opened[Holder.EMPLOYER]]
    found = search(held)
    _tell(capsys, "both parties who kept their opened shares, after destruction, with every backup", story, held, found)
    assert found.key is not None
    assert story.readable(found, held) == 0
    held.key_files.append(story.wave_key)
    _tell(capsys, "control: the same, had the key file been in a backup", story, held, found)
    assert story.readable(found, held) == 14
