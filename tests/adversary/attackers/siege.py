"""A whole wave on real servers, from the mails to the destruction of its box, and what an attacker carries off."""

import gzip
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import numpy as np
import psycopg
import pytest
import redis as redis_client
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from project.calendar import follow
from project.demo.visitor import Visitor
from project.launcher.redis_server import own_redis
from reports.releases.selectors import Released
from surveys import clock
from surveys.agreements.rules import Holder
from surveys.ballots.key_list import code_of
from surveys.ballots.models import Ballot
from surveys.ballots.share_files import OpenedShare
from surveys.ballots.types import Answers
from surveys.roster.links import new_link
from tests.adversary.attackers import servers
from tests.adversary.attackers.client import Browser
from tests.adversary.attackers.cluster import Cluster, Dump, Journal, cluster
from tests.adversary.attackers.crowd import Crowd, live, open_wave
from tests.adversary.attackers.searching import WRITE_AHEAD_LOG, Searched, files_below, forms_of, hits
from tests.db.file_database import database_at
from tests.db.link_path import QUESTIONNAIRE, places

LIST = QUESTIONNAIRE.multiple[0]
CHOSEN = frozenset([key for key, _ in LIST.options if key not in LIST.exclusive][1::2])
SLIP_KEY = "for the test run alone, slips"
ECHO = "import sys; sys.stderr.buffer.write(sys.stdin.buffer.read())"
SEND = "import django; django.setup(); from project.tasks import follow_the_calendar as task; task.delay()"

PLACES = (
    "data folder",
    WRITE_AHEAD_LOG,
    "PostgreSQL's log",
    "backup",
    "Redis",
    "web server's log",
    "worker's log",
    "temporary files",
    "state folder",
    "wave key folder",
)


def canary(shift: int) -> Answers:
    """Return a sheet with no two neighbours alike and no period, so that nobody else's looks like it."""
    single = {item.key: 1 + (place * place + 3 * place + shift) % 5 for place, item in enumerate(QUESTIONNAIRE.items)}
    return Answers(single=single, multiple={LIST.key: CHOSEN})


BY_SLIP, BY_LINK = canary(0), canary(2)


@dataclass
class Siege:
    """What was seen, by the stage at which it was seen."""

    servers: Cluster
    redis: str
    folder: Path
    wave_keys: Path
    crowd: Crowd
    dumps: dict[str, Dump] = field(default_factory=dict)
    files: dict[str, dict[str, int]] = field(default_factory=dict)
    canaries: dict[str, set[tuple[str, str]]] = field(default_factory=dict)
    traces: dict[str, dict[str, set[tuple[str, str]]]] = field(default_factory=dict)
    secrets: dict[str, bytes] = field(default_factory=dict)
    planted: set[tuple[str, str]] = field(default_factory=set)
    searched: Searched = field(default_factory=dict)
    journal: Journal | None = None
    released: Released | None = None
    requests: int = 0
    web: str = ""
    seconds: dict[str, float] = field(default_factory=dict)

    def places(self) -> dict[str, list[Path] | bytes]:
        """Return where bytes are kept: files, and what pg_dump and Redis hand out."""
        self.servers.flush()
        data = self.servers.data
        log = data / "pg_wal"
        kept = redis_client.Redis.from_url(self.redis)
        kept.config_set("rdbcompression", "no")
        kept.save()
        snapshot = Path(str(kept.config_get("dir")["dir"])) / "dump.rdb"
        found: list[list[Path] | bytes] = [
            [file for file in files_below(data) if log not in file.parents],
            files_below(log),
            [self.servers.log],
            self.servers.backup(),
            [snapshot],
            [self.folder / "web.log"],
            [self.folder / "worker.log"],
            files_below(self.folder / "temporary"),
            files_below(self.folder / "state"),
            files_below(self.wave_keys),
        ]
        return dict(zip(PLACES, found, strict=True))

    def look(self, stage: str) -> None:
        """Carry off a dump, and look for the canaries and for keys everywhere."""
        begun = time.monotonic()
        self.dumps[stage] = self.servers.dump()
        self.files[stage] = {table: self.servers.file_of(table) for table in ("roster_issuance", "ballots_ballot")}
        places = self.places()
        self.canaries[stage] = hits(places, forms(), self.searched)
        kept = {"secrets": self.secrets, "sealed": self.sealed(), "digests": self.digests()}
        self.traces[stage] = {what: hits(places, forms, self.searched) for what, forms in kept.items()}
        self.seconds[f"looking, {stage}"] = time.monotonic() - begun

    def digests(self) -> dict[str, bytes]:
        """Return some digests that tell who was mailed, who collected, and what was used."""
        columns = (("roster_link", "digest"), ("roster_issuance", "blinded"), ("credentials_spentcredential", "digest"))
        return {
            f"{table} {number}": value
            for table, column in columns
            for number, row in enumerate(self.dumps["open"][table][::100])
            if isinstance(value := row.columns[column], bytes)
        }

    def sealed(self) -> dict[str, bytes]:
        """Return the ends of some ballots as they lie in the database."""
        rows = self.dumps["open"]["ballots_ballot"][::40]
        found = [row.columns["sealed"] for row in rows]
        return {f"ballot {number}": one[-48:] for number, one in enumerate(found) if isinstance(one, bytes)}


def forms() -> dict[str, bytes]:
    """Return every form of both canaries."""
    both = {"slip": forms_of(QUESTIONNAIRE, BY_SLIP), "link": forms_of(QUESTIONNAIRE, BY_LINK)}
    return {f"{path}: {name}": form for path, found in both.items() for name, form in found.items()}


@contextmanager
def siege(folder: Path, blocker: DjangoDbBlocker) -> Iterator[Siege]:
    """Carry a wave through all its stages; yield with the servers still running."""
    keys, temporary = folder / "keys", folder / "temporary"
    with ExitStack() as stack:
        servers_there = stack.enter_context(cluster())
        redis = stack.enter_context(own_redis())
        stack.enter_context(override_settings(WAVE_KEYS=keys, SLIP_KEY=SLIP_KEY))
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        temporary.mkdir(parents=True)
        patch.setattr(tempfile, "tempdir", str(temporary))
        stack.enter_context(database_at(servers_there.address, blocker))
        crowd = open_wave(np.random.default_rng(4727), clock.now())
        found = Siege(servers_there, redis, folder, keys, crowd)
        variables = servers.environment(
            database=servers_there.address, wave_keys=keys, folder=folder, redis=redis,
            TILLIT_SLIP_KEY=SLIP_KEY, TILLIT_LOG_LEVEL="DEBUG",
        )  # fmt: skip
        found.web = stack.enter_context(servers.web_server(variables, folder / "web.log"))
        stack.enter_context(servers.running(servers.worker_command(), variables=variables, log=folder / "worker.log"))
        _answer(found, found.web, variables)
        _carry_through(found)
        yield found


def _answer(found: Siege, web: str, variables: dict[str, str]) -> None:
    """Let the crowd answer, with two canaries in its midst."""
    begun = time.monotonic()
    path = found.crowd.path
    for number, code in enumerate(path.codes("lag-1")[:12]):
        visitor = Visitor(web, "nb")
        visitor.answer(code, BY_SLIP if number == 5 else canary(1 + 2 * (number % 2)))
        found.requests += visitor.requests
    with found.servers.connection() as control:
        live(found.crowd, control)
    idle = {place.pk for place in places(path.wave)} - {int(one.place) for one in found.crowd.people}
    mine = next(place for place in places(path.wave) if place.pk in idle and place.group.channel == "link")
    browser = Browser(web)
    browser.whole_way(new_link(place=mine), BY_LINK, code=code_of(path.wave.id))
    found.requests += browser.requests
    subprocess.run([sys.executable, "-c", SEND], cwd=servers.ROOT, env=variables, check=True)
    found.seconds["answering"] = time.monotonic() - begun


def _carry_through(found: Siege) -> None:
    path, wave = found.crowd.path, found.crowd.path.wave
    found.secrets = {"wave key": (found.wave_keys / f"{wave.id}.key").read_bytes()}
    found.look("open")
    follow(now=wave.closes_at)
    opening = wave.closes_at + timedelta(days=1)
    for holder in (Holder.UNION, Holder.EMPLOYER):
        text = path.file_of(holder)
        found.secrets[f"share of the {holder}"] = _share_bytes(text)
    path.give(Holder.UNION, now=opening)
    found.look("closed, one share given")
    assert Ballot.objects.count() == len(found.crowd.answered) + 13
    begun = time.monotonic()
    found.released = path.give(Holder.EMPLOYER, now=opening)
    found.seconds["opening"] = time.monotonic() - begun
    found.look("opened")
    begun = time.monotonic()
    follow(now=opening + timedelta(days=14))
    found.seconds["destroying"] = time.monotonic() - begun
    assert path.state() == "destroyed"
    found.look("destroyed")
    found.journal = found.servers.journal()
    _plant(found)


def _plant(found: Siege) -> None:
    """The control: put every form into each place, as careless code might, and look once more."""
    texts = {name: form for name, form in forms().items() if b"\0" not in form and form.isascii()}
    with found.servers.connection() as connection:
        connection.execute("CREATE TABLE careless (note bytea, line text)")
        for form in forms().values():
            connection.execute("INSERT INTO careless (note) VALUES (%s)", [form])
        for form in texts.values():
            connection.execute("INSERT INTO careless (line) VALUES (%s)", [form.decode()])
            with suppress(psycopg.errors.DivisionByZero):
                connection.execute(f"SELECT 1 / (random() * 0)::integer -- {form.decode()}".replace("%", "%%"))
    kept = redis_client.Redis.from_url(found.redis)
    for name, form in forms().items():
        kept.set(name, form)
    everything = b"\n".join(forms().values())
    for file in (found.folder / "web.log", found.folder / "worker.log"):
        with open(file, "ab") as log:
            # What a process says that runs beside them and shares their log.
            subprocess.run([sys.executable, "-c", ECHO], input=everything, stderr=log, check=True)
    for folder in (found.folder / "temporary", found.folder / "state", found.wave_keys):
        (folder / "note").write_bytes(everything)
    (found.folder / "temporary" / "packed.gz").write_bytes(gzip.compress(everything))
    found.planted = hits(found.places(), forms(), found.searched)


def _share_bytes(text: str) -> bytes:
    return OpenedShare.from_json(text).share.to_bytes()[2:]
