"""Checks the project: one step after the other, all of them even where one fails, and a summary at the end."""

import secrets
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field

from project.launcher import programs
from project.launcher.catalogues import compile_catalogues
from project.launcher.console import ROOT, say
from project.launcher.installation import DEVELOPMENT, Installation, install
from project.launcher.postgres_server import postgres
from project.launcher.redis_server import redis

CODE = ("project", "surveys", "reports", "tests", "manage.py", "tillit")
PARALLEL = ("-n", "3", "--dist", "loadfile")
"""More workers than cores: those that drive a browser wait for it half of the time."""


@dataclass(frozen=True, slots=True)
class Step:
    """One command, what it checks, and the variables that it needs besides the usual ones."""

    title: str
    command: Sequence[str]
    variables: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a step ended, and how many seconds it took."""

    title: str
    status: int
    seconds: float


def check(*, quick: bool, arguments: Sequence[str]) -> int:
    """Run the steps asked for; return 0 only where every one of them ended well."""
    installation = install(DEVELOPMENT)
    whole = not quick and not arguments
    if whole:
        programs.require(programs.ALWAYS)
    compile_catalogues(installation)
    outcomes: list[Outcome] = []
    try:
        for step in whole_run(installation) if whole else [short_run(installation, quick=quick, arguments=arguments)]:
            outcomes.append(carry_out(step, installation))
    finally:
        summarise(outcomes)
    return 0 if outcomes and all(outcome.status == 0 for outcome in outcomes) else 1


def short_run(installation: Installation, *, quick: bool, arguments: Sequence[str]) -> Step:
    """Return one run of pytest on SQLite: the quick tests, or what the arguments say."""
    if quick:
        chosen = ["tests/pure", "tests/db", "-m", "not services and not browser", *PARALLEL, *arguments]
        return pytest(installation, "quick tests on SQLite", *chosen)
    return pytest(installation, "chosen tests on SQLite", *arguments)


def whole_run(installation: Installation) -> Iterator[Step]:
    """Yield every step; the servers run only while their own steps do.

    The demo takes the main job over HTTP on SQLite; the other journeys over HTTP are made on PostgreSQL, once.
    """
    yield from static_steps(installation)
    yield pytest(installation, "tests on SQLite", "-m", "not services and not by_http", *PARALLEL)
    with ExitStack() as servers:
        database = {"TILLIT_TEST_DATABASE": servers.enter_context(postgres(installation))}
        chosen = ["tests/db", "tests/journeys", "-m", "not services and not browser", *PARALLEL]
        yield pytest(installation, "tests on PostgreSQL", *chosen, variables=database)
        both = database | {"TILLIT_TEST_REDIS": servers.enter_context(redis())}
        yield pytest(installation, "tests with servers and workers", "-m", "services", variables=both)


def static_steps(installation: Installation) -> list[Step]:
    """Return the checks that run no test."""
    python, program = str(installation.python), installation.program
    for_tests = {"DJANGO_SETTINGS_MODULE": "project.settings.test"}
    return [
        Step("style", [program("ruff"), "check", "--quiet", "."]),
        Step("layout of the code", [program("ruff"), "format", "--check", "--quiet", "."]),
        Step("types", [python, "-m", "mypy", "--strict", "--no-error-summary", "--scripts-are-modules", *CODE]),
        Step("import contracts", [program("lint-imports"), "--no-logo", "--no-cache"]),
        Step("migrations", [python, "manage.py", "makemigrations", "--check", "--dry-run"], for_tests),
        Step("production settings", [python, "manage.py", "check", "--deploy", "--fail-level=WARNING"], production()),
    ]


def production() -> dict[str, str]:
    """Return what the production settings ask for, with throw-away secrets."""
    return {
        "DJANGO_SETTINGS_MODULE": "project.settings.production",
        "TILLIT_SECRET_KEY": secrets.token_urlsafe(48),
        "TILLIT_SLIP_KEY": secrets.token_urlsafe(48),
        "TILLIT_HOSTS": "tillit.example.org",
    }


def pytest(installation: Installation, title: str, *arguments: str, variables: dict[str, str] | None = None) -> Step:
    """Return a run of pytest; on SQLite where no variable names another database."""
    found = programs.CHROMIUM.find()
    usual = {"TILLIT_TEST_DATABASE": "sqlite:///"} | ({"TILLIT_CHROMIUM": found} if found else {})
    return Step(title, [str(installation.python), "-m", "pytest", *arguments], usual | (variables or {}))


def carry_out(step: Step, installation: Installation) -> Outcome:
    """Run one step in the project's folder, its output where ours goes."""
    say(step.title)
    # Settings of the person's own installation must not reach the tests.
    own = {name: value for name, value in installation.environment().items() if not is_own_setting(name)}
    begun = time.monotonic()
    status = subprocess.run(list(step.command), cwd=ROOT, env=own | step.variables, check=False).returncode
    return Outcome(step.title, status, time.monotonic() - begun)


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
