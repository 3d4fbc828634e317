"""What the checks of the project are, and the order they come in."""

import secrets
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

from project.launcher import programs
from project.launcher.catalogues import compile_catalogues
from project.launcher.installation import DEVELOPMENT, Installation, install
from project.launcher.postgres_server import postgres
from project.launcher.redis_server import redis
from project.launcher.steps import Lane, Step, carry_out_all

CODE = ("project", "surveys", "reports", "tests", "manage.py", "tillit")
PARALLEL = ("-n", "2", "--dist", "loadfile", "--no-loadscope-reorder")
"""Workers of one lane. The files come in the order of their folders: the slowest stand in the first ones."""


def check(*, quick: bool, arguments: Sequence[str]) -> int:
    """Run the steps asked for; return 0 only where every one of them ended well."""
    whole = not quick and not arguments
    with ThreadPoolExecutor() as beside:
        # The programs come from Debian while the libraries come from PyPI.
        found = beside.submit(programs.require, programs.ALWAYS if whole else ())
        installation = install(DEVELOPMENT)
        compile_catalogues(installation)
        found.result()
    lanes = whole_run(installation) if whole else [[short_run(installation, quick=quick, arguments=arguments)]]
    return carry_out_all(lanes, installation)


def short_run(installation: Installation, *, quick: bool, arguments: Sequence[str]) -> Step:
    """Return one run of pytest on SQLite: the quick tests, or what the arguments say."""
    if quick:
        chosen = ["tests/pure", "tests/db", "-m", "not services and not browser", *PARALLEL, *arguments]
        return pytest(installation, "quick tests on SQLite", *chosen)
    return pytest(installation, "chosen tests on SQLite", *arguments)


def whole_run(installation: Installation) -> list[Lane]:
    """Return the lanes of the whole run, which go on side by side: what needs no server, and what needs one.

    On SQLite stand what the database itself must hold to, the demo's main job over HTTP, and all that is done in a
    browser; the other journeys over HTTP and database tests are made on PostgreSQL, once. `--quick` makes the latter
    on SQLite.
    """
    alone = pytest(
        installation, "tests on SQLite", "-m", "not services and not by_http and not one_database", *PARALLEL
    )
    return [[*static_steps(installation), alone], with_servers(installation)]


def with_servers(installation: Installation) -> Iterator[Step]:
    """Yield the steps that need PostgreSQL and Redis; the servers run only while their own steps do."""
    with ExitStack() as servers:
        database = {"TILLIT_TEST_DATABASE": servers.enter_context(postgres(installation))}
        both = database | {"TILLIT_TEST_REDIS": servers.enter_context(redis())}
        yield pytest(installation, "tests with servers and workers", "-m", "services", variables=both)
        chosen = ["tests/db", "tests/journeys", "-m", "not services and not browser", *PARALLEL]
        yield pytest(installation, "tests on PostgreSQL", *chosen, variables=database)


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
