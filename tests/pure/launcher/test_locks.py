"""The lock files: every package pinned with hashes, no registry named, and both agreeing."""

import re

from project.launcher.installation import DEVELOPMENT, RUNTIME, Lock

PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]+\])?==(\S+)((?: ; [^\\]+)?) \\$", re.MULTILINE)


def pins(lock: Lock) -> dict[str, str]:
    """Return version by package; a package pinned twice under different markers keeps both."""
    found: dict[str, str] = {}
    for name, version, marker in PIN.findall(lock.file.read_text(encoding="utf-8")):
        found[name + marker] = version
    return found


def test_every_package_is_pinned_with_a_hash() -> None:
    for lock in (RUNTIME, DEVELOPMENT):
        entries = re.split(r"\n(?=\S)", lock.file.read_text(encoding="utf-8").strip())
        packages = [entry for entry in entries if not entry.startswith("#")]
        assert len(packages) == len(pins(lock)) > 10
        assert [entry.split()[0] for entry in packages if "--hash=sha256:" not in entry] == []


def test_no_lock_names_where_to_fetch_from() -> None:
    for lock in (RUNTIME, DEVELOPMENT):
        text = lock.file.read_text(encoding="utf-8")
        assert re.findall(r"https?://|--(?:extra-)?index-url|--find-links|-i ", text) == []


def test_both_locks_agree_on_the_runtime() -> None:
    development = pins(DEVELOPMENT)
    assert {name: development.get(name) for name in pins(RUNTIME)} == pins(RUNTIME)
