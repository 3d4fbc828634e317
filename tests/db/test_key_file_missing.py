"""A key file that is missing or damaged is said at once, by the health check and in the log of the service."""

import logging
from collections.abc import Callable
from pathlib import Path as FilePath

import pytest
from django.conf import settings
from django.test import Client

from project.calendar import follow
from surveys.waves.key_files import whole
from surveys.waves.selectors import lacks_key_file, without_key_file
from tests.db import path
from tests.db.path import OPENED, Path
from tests.factories import CLOSES, OPENS

pytestmark = pytest.mark.django_db(transaction=True)
ANSWERS = {"lag-1": 12, "lag-2": 8}


def _longer(file: FilePath) -> None:
    file.write_bytes(file.read_bytes() + b"x")


def _elsewhere(file: FilePath) -> None:
    kept = file.with_suffix(".kept")
    file.rename(kept)
    file.symlink_to(kept)


def _folder(file: FilePath) -> None:
    file.unlink()
    file.mkdir()


DAMAGE: dict[str, Callable[[FilePath], object]] = {
    "gone": FilePath.unlink,
    "empty": lambda file: file.write_bytes(b""),
    "cut short": lambda file: file.write_bytes(file.read_bytes()[:-1]),
    "too long": _longer,
    "a link": _elsewhere,
    "a folder": _folder,
}


def _file(found: Path) -> FilePath:
    folder: FilePath = settings.WAVE_KEYS
    return folder / f"{found.wave.id}.key"


@pytest.mark.parametrize("damage", DAMAGE)
def test_every_damage_is_seen(client: Client, damage: str) -> None:
    found = path.opened(ANSWERS)
    assert client.get("/helse/klar/").status_code == 200
    assert whole(found.wave.id)
    file = _file(found)
    try:
        DAMAGE[damage](file)
        assert not whole(found.wave.id)
        assert [wave.id for wave in without_key_file()] == [found.wave.id]
        answer = client.get("/helse/klar/")
        assert answer.status_code == 503
        assert answer.json()["checks"] == {"database": True, "wave_keys": False}
        # A monitoring page that anybody may read names no wave.
        assert str(found.wave.id) not in answer.content.decode()
    finally:
        file.rmdir() if damage == "a folder" else file.unlink(missing_ok=True)


@pytest.mark.parametrize("state", ["open", "closed", "released"])
def test_in_each_state_with_a_box_and_each_time_the_calendar_runs(state: str, caplog: pytest.LogCaptureFixture) -> None:
    found = path.opened(ANSWERS) if state == "open" else path.closed(ANSWERS)
    if state == "released":
        found.open_jointly()
    assert without_key_file() == []
    _file(found).unlink()
    found.wave.refresh_from_db()
    assert lacks_key_file(found.wave)
    now = OPENS if state == "open" else CLOSES
    for _round in range(2):
        with caplog.at_level(logging.ERROR, logger="project.calendar"):
            caplog.clear()
            follow(now=now)
        assert [record.levelname for record in caplog.records] == ["ERROR"]
        assert str(found.wave.id) in caplog.text


def test_a_wave_without_a_box_needs_none(client: Client) -> None:
    planned = path.prepared(ANSWERS)
    assert not lacks_key_file(planned.wave)
    assert follow(now=OPENS).opened
    follow(now=CLOSES)
    follow(now=OPENED.replace(year=2019))
    assert planned.state() == "destroyed"
    assert not _file(planned).exists()
    assert without_key_file() == []
    assert client.get("/helse/klar/").status_code == 200
