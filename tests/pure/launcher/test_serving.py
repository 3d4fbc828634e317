"""The Procfile and the watch over its processes, with real processes."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from project.launcher.console import ROOT, Stop
from project.launcher.installation import Installation
from project.launcher.serving import WITH_REDIS, WITHOUT_REDIS, procfile, settings, supervise


def test_a_path_with_a_space_stays_one_word() -> None:
    commands = procfile("# a note\nbeat: python -m celery --schedule $TILLIT_STATE/beat\n", {"TILLIT_STATE": "/a b"})
    assert commands == {"beat": ["python", "-m", "celery", "--schedule", "/a b/beat"]}


def test_a_setting_that_is_missing_is_named() -> None:
    with pytest.raises(Stop, match="web needs the setting TILLIT_BIND"):
        procfile("web: serve $TILLIT_BIND\n", {})


def test_the_procfile_has_every_process(tmp_path: Path) -> None:
    variables = settings(Installation(tmp_path), host="::1", port=8001, variables={})
    commands = procfile((ROOT / "Procfile").read_text(encoding="utf-8"), variables)
    assert set(commands) == {*WITH_REDIS, *WITHOUT_REDIS}
    assert "[::1]:8001" in commands["web"]
    assert "--no-control-socket" in commands["web"]
    assert not [word for word in commands["web"] if word.startswith("--access-log")]


def program(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_when_one_ends_all_are_stopped_and_its_status_is_ours(tmp_path: Path) -> None:
    mark = tmp_path / "stopped"
    waits = f"""
import signal, sys, time
signal.signal(signal.SIGTERM, lambda *_: (open({str(mark)!r}, "w").close(), sys.exit()))
open({str(tmp_path / "up")!r}, "w").close()
time.sleep(60)
"""
    ends = f"""
import os, sys, time
while not os.path.exists({str(tmp_path / "up")!r}): time.sleep(0.05)
sys.exit(3)
"""
    commands = {"waits": program(waits), "ends": program(ends)}
    assert supervise(commands, Installation(tmp_path), dict(os.environ)) == 3
    assert mark.exists()


def test_one_that_ends_without_an_error_is_an_error_all_the_same(tmp_path: Path) -> None:
    assert supervise({"ends": program("")}, Installation(tmp_path), dict(os.environ)) == 1


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_being_asked_to_stop_is_no_error(number: signal.Signals, tmp_path: Path) -> None:
    child = tmp_path / "child"
    waits = f"import os, time; open({str(child)!r}, 'w').write(str(os.getpid())); time.sleep(60)"
    code = (
        "import os, sys; from pathlib import Path; from project.launcher.installation import Installation\n"
        "from project.launcher.serving import supervise\n"
        f"sys.exit(supervise({{'waits': {program(waits)!r}}}, Installation(Path('.')), dict(os.environ)))"
    )
    running = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT)
    while not child.exists() or not child.read_text(encoding="utf-8"):
        time.sleep(0.05)
    running.send_signal(number)
    assert running.wait(timeout=30) == 0
    with pytest.raises(ProcessLookupError):
        os.kill(int(child.read_text(encoding="utf-8")), 0)
