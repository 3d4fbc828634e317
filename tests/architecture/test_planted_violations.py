"""Each rule is seen to fail: a violation is planted in a copy of the tree, and the rule meant for it finds it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.architecture import checks
from tests.architecture.contracts import contract_names, lint
from tests.architecture.sources import ROOT
from tests.architecture.words import FORBIDDEN, forbidden_words

Files = dict[str, str]
"""Source text by path."""

CONTRACT_PLANTS: list[tuple[str, Files]] = [
    ("stages", {"surveys/waves/planted.py": "import surveys.ballots.types\n"}),
    ("stages", {"surveys/questionnaires/planted.py": "from surveys import agreements\n"}),
    ("stages", {"surveys/pages/planted.py": "import reports.releases.types\n"}),
    ("stages", {"surveys/changes/planted.py": "import surveys.monitoring.rules\n"}),
    ("stages", {"surveys/monitoring/planted.py": "import surveys.waves.rules\n"}),
    ("stages", {"reports/tallies/planted.py": "import reports.releases.types\n"}),
    ("stages", {"reports/disclosure/planted.py": "import reports.releases.rules\n", "reports/releases/rules.py": ""}),
    ("stages", {"reports/pages/planted.py": "from project.settings import environment\n"}),
    ("stages", {"reports/pages/planted.py": "import reports.api\n"}),
    ("roster-and-ballots", {"surveys/roster/planted.py": "import surveys.ballots.types\n"}),
    ("roster-and-ballots", {"surveys/ballots/planted.py": "import surveys.roster\n"}),
    (
        "roster-and-ballots",
        {
            "surveys/ballots/planted.py": "import surveys.credentials.planted\n",
            "surveys/credentials/planted.py": "import surveys.roster\n",
        },
    ),
    ("respond-without-roster", {"surveys/pages/respond/planted.py": "import surveys.roster\n"}),
    (
        "respond-without-roster",
        {
            "surveys/pages/respond/planted.py": "import surveys.pages.planted\n",
            "surveys/pages/planted.py": "import surveys.roster\n",
        },
    ),
    ("respond-without-collecting", {"surveys/pages/respond/planted.py": "import surveys.collecting\n"}),
    ("collect-without-ballots", {"surveys/pages/collect/planted.py": "import surveys.ballots.types\n"}),
    ("stages", {"surveys/collecting/planted.py": "import surveys.ballots.types\n"}),
    ("stages", {"surveys/papers/planted.py": "import surveys.signing\n"}),
    ("organise-without-ballots", {"surveys/pages/organise/planted.py": "import surveys.ballots.types\n"}),
    (
        "one-door-to-opened-ballots",
        {"surveys/ballots/opening.py": "", "reports/releases/planted.py": "import surveys.ballots.opening\n"},
    ),
    (
        "one-door-to-opened-ballots",
        {"surveys/ballots/opening.py": "", "surveys/ballots/planted.py": "from surveys.ballots import opening\n"},
    ),
    ("counts-stay-inside", {"reports/documents/planted.py": "from reports.tallies.types import WaveTally\n"}),
    ("counts-stay-inside", {"reports/pages/planted.py": "import reports.tallies.services\n"}),
    ("counts-stay-inside", {"reports/api/planted.py": "from reports.tallies import counting\n"}),
    ("one-door-from-disclosure-control", {"reports/statistics/planted.py": "import reports.disclosure.shares\n"}),
    ("one-door-from-disclosure-control", {"reports/pages/planted.py": "from reports.disclosure import rows\n"}),
    ("pure-modules", {"reports/statistics/planted.py": "import django.db.models\n"}),
    ("pure-modules", {"reports/disclosure/planted.py": "import redis\n"}),
    ("pure-modules", {"surveys/waves/rules.py": "import celery\n"}),
    ("pure-modules", {"surveys/ballots/encoding.py": "import rest_framework\n"}),
    ("pure-modules", {"surveys/monitoring/figures.py": "import django.db\n"}),
    ("pure-modules", {"reports/documents/content.py": "from django.utils import translation\n"}),
    (
        "pure-modules",
        {"surveys/roster/rules.py": "import surveys.clock\n", "surveys/clock.py": "import django.utils.timezone\n"},
    ),
    ("writers-apart", {"reports/documents/pdf.py": "import reports.documents.html\n", "reports/documents/html.py": ""}),
    (
        "views-without-models",
        {"surveys/pages/respond/planted.py": "import surveys.waves.models\n", "surveys/waves/models.py": ""},
    ),
    (
        "views-without-models",
        {"reports/api/planted.py": "import reports.releases.models\n", "reports/releases/models.py": ""},
    ),
]

CHECK_PLANTS: list[tuple[checks.Check, Files]] = [
    (checks.secrets_elsewhere, {"surveys/roster/planted.py": "from hashlib import sha256\n"}),
    (checks.secrets_elsewhere, {"reports/pages/planted.py": "import cryptography.hazmat\n"}),
    (
        checks.living_migrations,
        {"surveys/waves/migrations/0001_planted.py": "from surveys.waves.rules import State\n"},
    ),
    (checks.launcher_dependencies, {"surveys/verification/planted.py": "import django\n"}),
    (checks.launcher_dependencies, {"surveys/audit/rules.py": "from surveys.audit import models\n"}),
    (checks.living_migrations, {"surveys/waves/migrations/0001_planted.py": "from ..rules import State\n"}),
    (checks.orm_in_views, {"surveys/pages/planted.py": "def page(thing):\n    return thing.objects.all()\n"}),
    (checks.orm_in_views, {"reports/api/planted.py": "from django.db import transaction\n"}),
    (checks.orm_in_views, {"reports/pages/planted.py": "from django.shortcuts import get_object_or_404\n"}),
    (
        checks.hidden_imports,
        {"surveys/ballots/planted.py": "from importlib import import_module\nimport_module('surveys.roster')\n"},
    ),
    (
        checks.hidden_imports,
        {"surveys/ballots/planted.py": "from django.apps import apps\napps.get_model('roster', 'Person')\n"},
    ),
    (checks.counts_elsewhere, {"reports/documents/figures.py": "from reports.tallies.types import ScoreCounts\n"}),
    (checks.counts_elsewhere, {"reports/documents/planted.py": "import reports.tallies.types\n"}),
    (checks.counts_elsewhere, {"reports/pages/planted.py": "from reports.releases.services import tally\n"}),
    (checks.counts_elsewhere, {"surveys/mail.py": "from surveys.credentials.selectors import rights\n"}),
    (checks.counts_elsewhere, {"project/planted.py": "from reports.disclosure.rows import release_rows\n"}),
    (checks.signals, {"surveys/waves/planted.py": "from django.db.models.signals import post_save\n"}),
    (checks.launcher_dependencies, {"project/launcher/planted.py": "import django\n"}),
    (checks.launcher_dependencies, {"project/launcher/planted.py": "from project.settings import environment\n"}),
    (checks.empty_project_package, {"project/__init__.py": "from project.celery import app\n"}),
    (checks.sizes, {"surveys/waves/planted.py": "x = 1\n" * 401}),
    (checks.sizes, {"tests/db/planted.py": "def long():\n" + "    x = 1\n" * 60}),
    (checks.tests_set_aside, {"tests/db/planted.py": "import pytest\n\n@pytest.mark.skip\ndef test_it(): ...\n"}),
]


@contextmanager
def planted(tree: Path, files: Files) -> Iterator[None]:
    """Let the files, with the packages they need, stand in the tree for a while, and then what stood there before."""
    before: dict[Path, str | None] = {}
    for name, text in files.items():
        file = tree / name
        made = [folder / "__init__.py" for folder in file.parents if tree in folder.parents]
        file.parent.mkdir(parents=True, exist_ok=True)
        for path, content in [*((path, "") for path in made if not path.exists()), (file, text)]:
            before.setdefault(path, path.read_text(encoding="utf-8") if path.exists() else None)
            path.write_text(content, encoding="utf-8")
    yield
    for path, old in before.items():
        path.unlink() if old is None else path.write_text(old, encoding="utf-8")


def test_every_rule_has_a_violation_planted() -> None:
    assert {contract for contract, _ in CONTRACT_PLANTS} == set(contract_names(ROOT))
    assert {check for check, _ in CHECK_PLANTS} == set(checks.CHECKS)


@pytest.mark.parametrize(("contract", "files"), CONTRACT_PLANTS, ids=lambda value: str(value)[:60])
def test_the_contract_finds_it(tree: Path, contract: str, files: Files) -> None:
    with planted(tree, files):
        status, printed = lint(tree, contract, kept=tree / ".graph")
    assert status == 1, printed
    assert f"{contract_names(tree)[contract]} BROKEN" in printed


@pytest.mark.parametrize(
    ("check", "files"), CHECK_PLANTS, ids=lambda value: getattr(value, "__name__", str(value)[:60])
)
def test_the_check_finds_it(tree: Path, check: checks.Check, files: Files) -> None:
    before = check(tree)
    with planted(tree, files):
        found = [breach for breach in check(tree) if breach not in before]
    assert check(tree) == before
    assert len(found) == 1, found


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("a path of one machine", "see /w" + "ork/notes"),
        ("a path of one machine", 'open("/t' + 'mp/answers")'),
        ("a path of one machine", "cd /ho" + "me/kari/tillit"),
        ("the host of a package registry", "https://files.py" + "thonhosted.org/x"),
        ("the host of a package registry", "--index-url https://py" + "pi.org/simple"),
        ("how the text was made", "written by a language mo" + "del"),
        ("something left for later", "# TO" + "DO: later"),
    ],
)
def test_the_word_is_found(tmp_path: Path, what: str, line: str) -> None:
    file = tmp_path / "planted.md"
    file.write_text(f"A good line: /parter/nb/ and work/home at /svar/.\n{line}\n", encoding="utf-8")
    assert forbidden_words([file]) == [f"{file}:2: {what}"]
    assert what in FORBIDDEN
