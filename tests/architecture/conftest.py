"""A copy of the tree in which violations are planted, one after the other."""

import shutil
from pathlib import Path

import pytest

from tests.architecture.sources import PACKAGES, ROOT

NOT_COPIED = shutil.ignore_patterns("__pycache__", "*.mo", ".*")


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the three packages, the tests and pyproject.toml."""
    copy = tmp_path_factory.mktemp("house") / "tree"
    for package in (*PACKAGES, "tests"):
        shutil.copytree(ROOT / package, copy / package, ignore=NOT_COPIED)
    shutil.copy(ROOT / "pyproject.toml", copy)
    return copy
