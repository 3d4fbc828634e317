"""A copy of the tree in which a violation can be planted."""

import shutil
from pathlib import Path

import pytest

from tests.architecture.sources import PACKAGES, ROOT

NOT_COPIED = shutil.ignore_patterns("__pycache__", "*.mo", ".*")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Return a folder with the three packages, the tests and pyproject.toml."""
    copy = tmp_path / "tree"
    for package in (*PACKAGES, "tests"):
        shutil.copytree(ROOT / package, copy / package, ignore=NOT_COPIED)
    shutil.copy(ROOT / "pyproject.toml", copy)
    return copy
