"""Attacks A1 and A2 on real servers: who answered what, and whether an answer ever stood anywhere in the clear.

One wave of some four thousand people in a PostgreSQL of the test's own, with a web server and a worker. The attacker
has every dump (with xmin, ctid and physical order), the whole write-ahead log, all logs, the union's private key and
opened share, and one colleague in ten tells her what he answered.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

import pytest
from pytest_django import DjangoDbBlocker

from surveys.agreements.rules import Holder
from surveys.ballots import custody
from surveys.ballots.custody import Share, unlock
from surveys.ballots.encoding import encode
from tests.adversary.attackers import guessing, reading
from tests.adversary.attackers.crowd import ITEMS
from tests.adversary.attackers.linkage import Seen, clock_of, link, seen_in
from tests.adversary.attackers.opening import Held, search
from tests.adversary.attackers.siege import PLACES, Siege, forms, siege
from tests.db.link_path import QUESTIONNAIRE
from tests.factories import PASSPHRASE

pytestmark = pytest.mark.services
ASKED = ITEMS[:5]
ADVANTAGE, CONTROL = 0.02, 0.7
LAST = "opened"
STAGES = ("open", "closed, one share given", "opened", "destroyed")


@pytest.fixture(scope="module")
def besieged(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> Iterator[Siege]:
    with siege(tmp_path_factory.mktemp("siege"), django_db_blocker) as found:
        yield found


@dataclass
class Attack:
    """What one way of storing gave away: rows linked rightly, rows read, answers guessed rightly."""

    rows: float
    read: int
    accuracy: float


def _moments(found: Siege) -> Callable[[datetime], float]:
    return clock_of(found.crowd.real, found.crowd.simulated)


def _truth(found: Siege) -> dict[str, guessing.Guess]:
    return {person.place: person.answers.single for person in found.crowd.answered}


def _informants(found: Siege) -> dict[str, guessing.Guess]:
    """One colleague in ten tells the attacker what he answered; the others are her targets."""
    return {person.place: person.answers.single for person in found.crowd.answered[::10]}


def _published(found: Siege) -> dict[str, guessing.Guess]:
    assert found.released is not None
    record = found.released.record
    units = {person.unit: guessing.published_guess(record, person.unit, ASKED) for person in found.crowd.people}
    return {person.place: units[person.unit] for person in found.crowd.people}


def _attack(
    found: Siege, people: Sequence[Seen], rows: Sequence[Seen], contents: Mapping[str, bytes], keys: Sequence[bytes]
) -> Attack:
    """Link, read and guess: the same for every way of storing."""
    linked = link(people, rows)
    content = {person: contents[row] for person, row in linked.items()}
    truth, informants = _truth(found), _informants(found)
    plain = {one.place: encode(QUESTIONNAIRE, one.answers) for one in found.crowd.answered}
    mine = {one.place: {one.ballot, plain[one.place]} for one in found.crowd.answered}
    groups = {person.place: person.group for person in found.crowd.people}
    read = reading.reader(QUESTIONNAIRE, found.crowd.path.wave.id, keys)
    guesses, opened = reading.believed(
        content, groups, read, informants=informants, published=_published(found), items=ASKED
    )
    targets = {person: answers for person, answers in truth.items() if person not in informants}
    # Whether the link is right is judged with the wave key file, which the attacker does not have.
    bare = {person: _bare(found, row, groups[person]) for person, row in content.items()}
    right = sum(not mine[person].isdisjoint(bare.get(person, ())) for person in mine)
    return Attack(right / len(mine), opened, guessing.accuracy(guesses, targets, ASKED))


def _bare(found: Siege, row: bytes, group: str) -> list[bytes]:
    return [row, *reading.unwrapped(row, found.crowd.path.wave.id, group, [found.secrets["wave key"]])]


def _on_tillit(found: Siege, stage: str, keys: Sequence[bytes]) -> Attack:
    assert found.journal is not None
    dump, clock = found.dumps[stage], _moments(found)
    groups = {str(row.columns["id"]): str(row.columns["group_id"]) for row in dump["roster_frozenplace"]}
    people = seen_in(
        dump,
        found.journal,
        "roster_issuance",
        key="place_id",
        group=lambda row: groups[str(row["place_id"])],
        clock=clock,
    )
    rows = seen_in(dump, found.journal, "ballots_ballot", key="id", group=lambda row: str(row["group_id"]), clock=clock)
    contents = {str(row.columns["id"]): _bytes(row.columns["sealed"]) for row in dump["ballots_ballot"]}
    return _attack(found, people, rows, contents, keys)


def _on_serial(found: Siege) -> Attack:
    """The control with serial keys and a time in each row: the rows' own times are enough."""
    dump, opens = found.dumps[LAST], found.crowd.path.wave.opens_at

    def seen(table: str, key: str) -> list[Seen]:
        rows = (row.columns for row in dump[table])
        return [Seen(str(row[key]), str(row["team"]), _seconds(row["at"], opens)) for row in rows]

    contents = {str(row.columns["id"]): _bytes(row.columns["answers"]) for row in dump["control_answer"]}
    return _attack(found, seen("control_person", "person"), seen("control_answer", "id"), contents, [])


def _on_random(found: Siege) -> Attack:
    """The control with random keys, no times and blind tokens: xmin and the log's commit times are enough."""
    assert found.journal is not None
    dump, clock = found.dumps[LAST], _moments(found)
    people, rows = (
        seen_in(dump, found.journal, table, key=key, group=lambda row: str(row["team"]), clock=clock)
        for table, key in (("random_person", "person"), ("random_answer", "id"))
    )
    contents = {str(row.columns["id"]): _bytes(row.columns["answers"]) for row in dump["random_answer"]}
    return _attack(found, people, rows, contents, [])


def _bytes(value: object) -> bytes:
    assert isinstance(value, bytes)
    return value


def _seconds(moment: object, opens: datetime) -> float:
    assert isinstance(moment, datetime)
    return (moment - opens).total_seconds()


def _held(found: Siege) -> Held:
    """Return what the union's representative has who has broken into the server: her key, her share, every dump."""
    wave, place = found.crowd.path.wave, found.crowd.path.place
    box = _bytes(found.dumps["open"]["ballots_box"][0].columns["public_key"])
    mine = Share(custody.Holder.UNION, int.from_bytes(found.secrets["share of the union"], "big"))
    held = Held(wave.id, box, [unlock(place.keys[Holder.UNION], PASSPHRASE)], [mine])
    for dump in found.dumps.values():
        held.take(dump)
    return held


def test_a1_who_answered_what(besieged: Siege, capsys: pytest.CaptureFixture[str]) -> None:
    held = _held(besieged)
    tried = search(held)
    keys = [*held.private_keys, *(share.value.to_bytes(32, "big") for share in held.shares)]
    keys += [tried.key] if tried.key else []
    targets = {person: one for person, one in _truth(besieged).items() if person not in _informants(besieged)}
    guess = guessing.accuracy(_published(besieged), targets, ASKED)
    serial, random = _on_serial(besieged), _on_random(besieged)
    ours = {stage: _on_tillit(besieged, stage, keys) for stage in STAGES}
    with capsys.disabled():
        print(f"\nA1: {len(besieged.crowd.answered)} answers in 40 groups; best guess from the release {guess:.3f}")
        for name, control in (("serial keys and times", serial), ("random keys, no times, blind tokens", random)):
            print(f"A1, control with {name}: rows linked {control.rows:.3f}, answers {control.accuracy:.3f}")
        for stage, found in ours.items():
            advantage = found.accuracy - guess
            print(
                f"A1, Tillit, dump of a wave {stage}: rows linked {found.rows:.3f}, rows read {found.read},"
                f" answers {found.accuracy:.3f}, advantage {advantage:+.3f}"
            )
        print(f"A1, the box's key: {tried.tried} combinations tried, {'FOUND' if tried.key else 'none opens it'}")
    assert len(besieged.crowd.answered) >= 4000
    assert tried.key is None
    assert tried.tried > 10_000
    assert min(serial.accuracy, random.accuracy) >= CONTROL
    # The rows are linked as well as anybody's: it is what stands in them that tells nothing.
    assert ours["opened"].rows == pytest.approx(random.rows, abs=0.05)
    assert ours["destroyed"].rows == 0
    for found in ours.values():
        assert found.read == 0
        assert found.accuracy - guess <= ADVANTAGE


def test_a1_what_the_physical_order_and_the_logs_tell(besieged: Siege, capsys: pytest.CaptureFixture[str]) -> None:
    """The rows stand in the order of their writing, and the write-ahead log says the same as xmin: all is laid open."""
    assert besieged.journal is not None
    told = {}
    for table in ("roster_issuance", "ballots_ballot"):
        rows, file = besieged.dumps["closed, one share given"][table], besieged.files["closed, one share given"][table]
        standing = {row.ctid: besieged.journal.inserted.get((file, *_place(row.ctid))) for row in rows}
        same = sum(standing[row.ctid] == row.xmin for row in rows)
        in_order = sum(one.xmin <= other.xmin for one, other in pairwise(rows))
        told[table] = (len(rows), same, in_order)
    lines = {name: _lines(besieged, name) for name in ("web.log", "worker.log")}
    server = besieged.servers.log.read_text(errors="replace").splitlines()
    with capsys.disabled():
        for table, (number, same, in_order) in told.items():
            print(f"\nA1, {table}: {number} rows; log and xmin agree for {same}; in physical order {in_order}", end="")
        named = {name: sum("/svar" in line for line in found) for name, found in lines.items()}
        print(f"\nA1, logs: lines that name a respondent's address after {besieged.requests} requests: {named}")
    assert all(same == number for number, same, _in_order in told.values())
    assert not any("/svar" in line for found in lines.values() for line in found)
    assert not any("ballots_ballot" in line and "careless" not in line for line in server)


def _place(ctid: str) -> tuple[int, int]:
    block, offset = ctid.strip("()").split(",")
    return int(block), int(offset)


def _lines(found: Siege, name: str) -> list[str]:
    """Return the log's lines without those that the control planted."""
    planted = b"\n".join(forms().values())
    return (found.folder / name).read_bytes().replace(planted, b"").decode(errors="replace").splitlines()


def test_a2_the_canaries_are_nowhere(besieged: Siege, capsys: pytest.CaptureFixture[str]) -> None:
    every = set(forms())
    by_place: dict[str, set[str]] = {}
    for place, name in besieged.planted:
        by_place.setdefault(place, set()).add(name)
    with capsys.disabled():
        for stage in STAGES:
            print(
                f"\nA2, {stage}: {len(every)} forms in {len(PLACES)} places: {len(besieged.canaries[stage])} found",
                end="",
            )
        for place in PLACES:
            print(
                f"\nA2, control planted in the {place}: {len(by_place.get(place, set()) & every)} forms found", end=""
            )
        print()
    assert all(besieged.canaries[stage] == set() for stage in STAGES)
    # PostgreSQL packs a value of two kilobytes and more; in the backup it stands unpacked.
    short = {name for name, form in forms().items() if len(form) < 2000}
    for place in PLACES:
        expected = {"PostgreSQL's log": set(), "data folder": short, "write-ahead log": short}.get(place, every)
        assert by_place[place] >= expected, place
    # What PostgreSQL writes down of a failed statement is text.
    assert len(by_place["PostgreSQL's log"]) >= 64
    assert any(name.endswith(", packed") for name in by_place["temporary files"])


def test_after_destruction_no_key_and_no_sealed_ballot_stands_in_the_tables(
    besieged: Siege, capsys: pytest.CaptureFixture[str]
) -> None:
    with capsys.disabled():
        for stage in STAGES:
            for what, found in besieged.traces[stage].items():
                where = Counter(place for place, _ in found)
                print(f"\nA1, {stage}: traces of {what}: {dict(where)}", end="")
        print()
    # The control: they are found for as long as they are there.
    for stage in STAGES[:-1]:
        assert ("data folder", "ballot 0") in besieged.traces[stage]["sealed"]
        assert ("data folder", "roster_issuance 0") in besieged.traces[stage]["digests"]
        assert besieged.traces[stage]["secrets"] == {("wave key folder", "wave key")}
    # Old segments of the log hold sealed bytes for as long as they are kept; nothing is left that opens them.
    for what in ("sealed", "digests"):
        assert {place for place, _ in besieged.traces["destroyed"][what]} <= {"write-ahead log"}
    assert besieged.traces["destroyed"]["secrets"] == set()
