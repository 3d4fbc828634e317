"""Carries the checks out: all of them even where one fails, side by side where that saves time, and a summary."""

import subprocess
import tempfile
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import IO

from project.launcher.console import ROOT, say
from project.launcher.installation import Installation


@dataclass(frozen=True, slots=True)
class Step:
    """One command, what it checks, and the variables that it needs besides the usual ones."""

    title: str
    command: Sequence[str]
    variables: dict[str, str] = field(default_factory=dict)


Lane = Iterable[Step]
"""Steps that come one after the other."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a step ended, and how many seconds it took."""

    title: str
    status: int
    seconds: float


def carry_out_all(lanes: Sequence[Lane], installation: Installation) -> int:
    """Carry out every lane, all at once, and sum up; return 0 only where every step ended well.

    The first lane prints as it goes, and each of the others what a step has printed when that step has ended.
    """
    outcomes: list[Outcome] = []
    try:
        with ThreadPoolExecutor(len(lanes)) as workers:
            ended = [
                workers.submit(_carry_out_lane, lane, installation, outcomes, aside=number > 0)
                for number, lane in enumerate(lanes)
            ]
        for one in ended:
            one.result()
    finally:
        summarise(outcomes)
    return 0 if outcomes and all(outcome.status == 0 for outcome in outcomes) else 1


def _carry_out_lane(lane: Lane, installation: Installation, outcomes: list[Outcome], *, aside: bool) -> None:
    for step in lane:
        if not aside:
            outcomes.append(carry_out(step, installation))
            continue
        with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as printed:
            outcomes.append(carry_out(step, installation, printed))
            printed.seek(0)
            say(f"{step.title}: what it printed\n{printed.read()}")


def carry_out(step: Step, installation: Installation, printed: IO[str] | None = None) -> Outcome:
    """Run one step in the project's folder, its output to the file given, else where ours goes."""
    say(step.title)
    # Settings of the person's own installation must not reach the tests.
    own = {name: value for name, value in installation.environment().items() if not is_own_setting(name)}
    begun = time.monotonic()
    done = subprocess.run(
        list(step.command), cwd=ROOT, env=own | step.variables, stdout=printed, stderr=printed, check=False
    )
    return Outcome(step.title, done.returncode, time.monotonic() - begun)


def is_own_setting(name: str) -> bool:
    """Tell whether a variable configures an installation of Tillit."""
    of_tests = {"TILLIT_CHROMIUM", "TILLIT_VENV"}
    return name == "DJANGO_SETTINGS_MODULE" or (name.startswith("TILLIT_") and name not in of_tests)


def summarise(outcomes: Sequence[Outcome]) -> None:
    """Print one line for each step, and one for the whole."""
    say("summary")
    for outcome in outcomes:
        verdict = "ok" if outcome.status == 0 else f"FAILED (status {outcome.status})"
        say(f"  {outcome.title:<32} {outcome.seconds:7.1f} s  {verdict}")
    failed = sum(outcome.status != 0 for outcome in outcomes)
    say(f"{failed} of {len(outcomes)} steps failed" if failed else f"all {len(outcomes)} steps ended well")
