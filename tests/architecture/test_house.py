"""The tree as it stands keeps every rule of the house."""

import pytest

from tests.architecture.checks import CHECKS, Check
from tests.architecture.contracts import lint
from tests.architecture.sources import ROOT, kept_files
from tests.architecture.words import forbidden_words


def test_every_import_contract_is_kept() -> None:
    status, printed = lint(ROOT)
    assert status == 0, printed


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_tree_passes(check: Check) -> None:
    assert check(ROOT) == []


def test_no_kept_file_holds_a_forbidden_word() -> None:
    files = kept_files(ROOT)
    assert ROOT / "pyproject.toml" in files
    assert forbidden_words(files) == []
