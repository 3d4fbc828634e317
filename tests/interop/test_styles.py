"""The style sheets in the static folders are what `./tillit styles` builds from the packages that npm has."""

import json
from pathlib import Path

import pytest

from project.launcher import styles
from tests.interop.node import ROOT, found_node

LOCK = json.loads((styles.SOURCES / "package-lock.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with everything that was built anew."""
    out = tmp_path_factory.mktemp("styles")
    styles.build(found_node(), tmp_path_factory.mktemp("packages"), out)
    return out


def test_what_is_kept_is_what_is_built(built: Path) -> None:
    names = {path.relative_to(built) for path in built.rglob("*") if path.is_file()}
    assert {Path("surveys/pages/static/tillit/tillit.css"), Path("surveys/pages/static/organise/parties.css")} < names
    changed = [str(name) for name in sorted(names) if (ROOT / name).read_bytes() != (built / name).read_bytes()]
    assert changed == [], "the templates or project/styles have changed: run ./tillit styles and commit what it writes"


def test_no_icon_is_left_over(built: Path) -> None:
    icons = Path("surveys/pages/static/organise/icons")
    assert {path.name for path in (ROOT / icons).iterdir()} == {path.name for path in (built / icons).iterdir()}


def test_the_packages_are_pinned_and_their_licence_lies_beside() -> None:
    packages = {name: entry for name, entry in LOCK["packages"].items() if name}
    assert all(entry["integrity"].startswith("sha512-") for entry in packages.values())
    assert not any("resolved" in entry for entry in packages.values())
    told = (ROOT / "surveys/pages/static/tillit/designsystemet.txt").read_text(encoding="utf-8")
    for name in ("css", "theme"):
        version = packages[f"node_modules/@digdir/designsystemet-{name}"]["version"]
        assert f"@digdir/designsystemet-{name} {version} (MIT)" in told
    assert told.count("Permission is hereby granted, free of charge") == 2
