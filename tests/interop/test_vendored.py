"""The libraries that browsers load are the packages of the lock file, byte for byte."""

import json

import pytest

from tests.interop.node import SOURCES, STATIC, Node

VENDORED = STATIC / "vendor"
PACKAGES = {"@noble/hashes": "noble-hashes-2.4.0"}
LOCK = json.loads((SOURCES / "package-lock.json").read_text(encoding="utf-8"))["packages"]


@pytest.mark.parametrize("package", PACKAGES)
def test_every_vendored_file_is_the_packages(node: Node, package: str) -> None:
    installed = node.folder / "node_modules" / package
    files = sorted(path for path in (VENDORED / PACKAGES[package]).iterdir())
    assert any(path.name == "LICENSE" for path in files)
    assert len(files) >= 2
    for path in files:
        assert path.read_bytes() == (installed / path.name).read_bytes(), path.name


def test_nothing_else_is_vendored() -> None:
    assert {path.name for path in VENDORED.iterdir()} == {"README.md", *PACKAGES.values()}


@pytest.mark.parametrize("package", PACKAGES)
def test_the_readme_names_version_and_digest_of_the_lock_file(package: str) -> None:
    locked = LOCK[f"node_modules/{package}"]
    lines = (VENDORED / "README.md").read_text(encoding="utf-8").splitlines()
    (line,) = [line for line in lines if f"`{package}` {locked['version']}" in line]
    assert locked["integrity"] in line
    assert PACKAGES[package].endswith(locked["version"])


def test_the_lock_file_names_versions_and_digests_but_no_address() -> None:
    for name, entry in LOCK.items():
        assert "resolved" not in entry
        assert not name or entry["integrity"].startswith("sha512-")
    wanted = json.loads((SOURCES / "package.json").read_text(encoding="utf-8"))["dependencies"]
    assert all(version[0].isdigit() for version in wanted.values())
