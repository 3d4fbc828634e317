"""Rules of the house that import-linter cannot say. A check takes a tree and returns its breaches, a sentence each."""

import ast
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.architecture.sources import Source, imports, sources

SECRET_LIBRARIES = ("hashlib", "hmac", "secrets", "cryptography", "argon2", "gmpy2", "django.core.signing")
SECRET_MODULES = {
    "project.launcher.installation": "digest of a lock file",
    "project.launcher.postgres_server": "password of a throw-away database",
    "project.launcher.testing": "throw-away secrets for the check of the settings",
    "project.settings.development": "keys of one machine",
    "surveys.ballots.custody": "shares of the box key",
    "surveys.ballots.key_list": "fingerprint of the published keys",
    "surveys.ballots.sealing": "HPKE",
    "surveys.credentials.blind_signatures": "blind signatures",
    "surveys.credentials.codes": "slip codes",
    "surveys.credentials.services": "the drawing of slips",
    "surveys.credentials.spending": "digests of used credentials",
    "surveys.fingerprints": "fingerprint of what is signed or released",
    "surveys.pages.accounts.vault": "secrets of second factors, enciphered",
    "surveys.monitoring.feed_tokens": "tokens of calendar links",
    "surveys.questionnaires.fingerprint": "fingerprint of a questionnaire",
    "surveys.roster.issuing": "digests of blinded messages",
    "surveys.roster.letters": "signed links against reminders",
    "surveys.roster.links": "links in e-mails",
    "surveys.signing": "signature of a report's files",
    "surveys.verification.ed25519": "Ed25519 checked without anything installed",
    "surveys.signed_links": "signatures of links",
    "surveys.waves.key_files": "wave key files",
}
"""The only modules that make or check secrets and digests, and what for. A new one is a decision, with its reason."""

VIEWS = ("surveys.pages", "surveys.api", "reports.pages", "reports.api")
ORM = ("django.db", "django.shortcuts.get_object_or_404", "django.shortcuts.get_list_or_404")
SIGNALS = ("django.dispatch", "django.db.models.signals", "django.core.signals", "celery.signals")
BY_NAME = ("import_module", "__import__", "import_string", "get_model")
FILE_LINES, FUNCTION_LINES = 400, 60

BARE = ("surveys.verification", "surveys.fingerprints", "surveys.audit.rules", "surveys.questionnaires")
"""What the offline verifier is made of: it runs on the standard library alone, on a machine with nothing installed."""

COUNTING = ("reports.tallies", "reports.disclosure", "reports.releases")
"""The stages that hold a wave's counts before they have passed disclosure control."""
COUNTS = ("WaveTally", "AtomTally", "ScoreCounts", "OptionCounts", "tally", "release_rows", "choose_rows")
NO_COUNT = "reports.tallies.types.TWELFTHS"
"""The unit of a score is all that may be taken from the tallies elsewhere."""
NOT_ON_SHOW = ("surveys.credentials.selectors.rights", "surveys.credentials.selectors.RightsCount")
"""How many have answered, as it is and not as the rule of the response count lets it be shown."""

Check = Callable[[Path], list[str]]


def begins(name: str, prefixes: tuple[str, ...]) -> bool:
    """Tell whether a dotted name is one of the prefixes or lies below it."""
    return any(name == prefix or name.startswith(prefix + ".") for prefix in prefixes)


def secrets_elsewhere(root: Path) -> list[str]:
    """Secrets and digests are made in the named modules alone."""
    return [
        f"{source.at(node)} imports {name}; only the modules in SECRET_MODULES may"
        for source in sources(root)
        if source.module not in SECRET_MODULES
        for name, node in imports(source)
        if begins(name, SECRET_LIBRARIES)
    ]


def living_migrations(root: Path) -> list[str]:
    """A migration imports Django and the standard library, never code that may change after it was written."""
    return [
        f"{source.at(node)} imports {name} into a migration"
        for source in sources(root)
        if "/migrations/" in source.path
        for name, node in imports(source)
        if begins(name, ("project", "surveys", "reports", "tests"))
    ]


def orm_in_views(root: Path) -> list[str]:
    """Pages and API ask selectors and services; they neither import the ORM nor reach for a manager."""
    found = []
    for source in sources(root, "surveys", "reports"):
        if not source.within(*VIEWS) or "/migrations/" in source.path:
            continue
        found += [f"{source.at(node)} imports {name}" for name, node in imports(source) if begins(name, ORM)]
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager", "_base_manager"}:
                found.append(f"{source.at(node)} reaches for a model's manager")
    return found


def hidden_imports(root: Path) -> list[str]:
    """No import by name: what import-linter cannot see would cross every line drawn in pyproject.toml."""
    found = []
    for source in sources(root, "surveys", "reports"):
        if "/migrations/" in source.path:
            continue
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Call) and called_name(node) in BY_NAME:
                found.append(f"{source.at(node)} calls {called_name(node)}")
    return found


def called_name(call: ast.Call) -> str:
    """Return the last part of the name of what is called."""
    function = call.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def signals(root: Path) -> list[str]:
    """No signals: what happens stands where it is called."""
    return [
        f"{source.at(node)} imports {name}"
        for source in sources(root)
        for name, node in imports(source)
        if begins(name, SIGNALS)
    ]


def launcher_dependencies(root: Path) -> list[str]:
    """The launcher runs before anything is installed: at import it needs the standard library and itself alone.

    The verifier's modules, and those that they need, are as bare.
    """
    allowed = (*sys.stdlib_module_names, "project.launcher", *BARE)
    return [
        f"{source.at(node)} imports {name}"
        for source in sources(root, "project")
        if source.within("project.launcher")
        for name, node in imports(source)
        if node in source.tree.body and not begins(name, allowed)
    ] + [
        f"{source.at(node)} imports {name}"
        for source in sources(root, "surveys")
        if source.within(*BARE)
        for name, node in imports(source)
        if not begins(name, (*sys.stdlib_module_names, *BARE))
    ]


def empty_project_package(root: Path) -> list[str]:
    """`import project.launcher` must not bring Celery or Django with it."""
    return [
        "project/__init__.py imports something"
        for source in sources(root, "project")
        if source.module == "project" and list(imports(source))
    ]


def sizes(root: Path) -> list[str]:
    """Files and functions stay small enough to be read at once."""
    found = []
    for source in sources(root, "project", "surveys", "reports", "tests"):
        if "/migrations/" in source.path:
            continue
        lines = len((root / source.path).read_text(encoding="utf-8").splitlines())
        if lines > FILE_LINES:
            found.append(f"{source.path} has {lines} lines; at most {FILE_LINES}")
        found += [
            f"{source.at(function)} {function.name} has {length} lines; at most {FUNCTION_LINES}"
            for function, length in functions(source)
            if length > FUNCTION_LINES
        ]
    return found


def functions(source: Source) -> Iterator[tuple[ast.FunctionDef | ast.AsyncFunctionDef, int]]:
    """Yield every function with its number of lines."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node, (node.end_lineno or node.lineno) - node.lineno + 1


def tests_set_aside(root: Path) -> list[str]:
    """No test is skipped or expected to fail."""
    aside = {"skip", "skipif", "skipIf", "skipUnless", "xfail", "importorskip", "SkipTest"}
    return [
        f"{source.at(node)} sets a test aside"
        for source in sources(root, "tests")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute) and node.attr in aside
    ]


def counts_elsewhere(root: Path) -> list[str]:
    """Figures reach pages, interfaces, documents, logs and mail as records of the release alone, never as counts."""
    return [
        f"{source.at(node)} imports {name}, which has not passed disclosure control"
        for source in sources(root)
        if not source.within(*COUNTING)
        for name, node in imports(source)
        if name != NO_COUNT
        and (
            begins(name, ("reports.tallies", "reports.disclosure"))
            or (begins(name, ("reports",)) and name.rpartition(".")[2] in COUNTS)
            or (begins(name, NOT_ON_SHOW) and not source.within("surveys.credentials"))
        )
    ]


CHECKS: tuple[Check, ...] = (
    secrets_elsewhere,
    living_migrations,
    orm_in_views,
    hidden_imports,
    signals,
    launcher_dependencies,
    counts_elsewhere,
    empty_project_package,
    sizes,
    tests_set_aside,
)
