"""What the scripts of a first visit cost: every module that a respondent's two pages may load, compressed."""

import gzip
import posixpath
import re
from pathlib import Path

STATIC = Path(__file__).resolve().parents[3] / "surveys" / "pages" / "static"
LIMIT = 15_000

CONTROLLERS = ("tillit/collect.js", "tillit/answer.js")
"""The scripts that the pages name."""

CRYPTOGRAPHY = ("bytes", "blind", "seal", "encode", "credential", "qr")
"""What the controllers are made of. Counted by name too, so that a changed way of importing cannot hide them."""

IMPORTED = re.compile(r"""(?:\bfrom|\bimport\s*\(?)\s*["'](\.[^"']+)["']""")
ANY_IMPORT = re.compile(r"\bimport\s*\(|^\s*import\b|^\s*export\b[^;=]*\bfrom\b", re.MULTILINE)
COMMENT = re.compile(r"^\s*(?://|/?\*).*$", re.MULTILINE)


def imported_by(name: str) -> set[str]:
    """Return the names of the static files that a module imports, at once or when it is asked to."""
    text = COMMENT.sub("", (STATIC / name).read_text(encoding="utf-8"))
    found = IMPORTED.findall(text)
    # A name that is not written out would not be found, nor renamed in production.
    assert len(found) == len(ANY_IMPORT.findall(text)), f"{name} imports something by another form"
    return {posixpath.normpath(posixpath.join(posixpath.dirname(name), target)) for target in found}


def reached_from(entries: set[str]) -> set[str]:
    """Return the entries and everything that they import, directly or not."""
    reached: set[str] = set()
    waiting = set(entries)
    while waiting:
        name = waiting.pop()
        reached.add(name)
        waiting |= imported_by(name) - reached
    return reached


def compressed(name: str) -> int:
    return len(gzip.compress((STATIC / name).read_bytes(), compresslevel=9, mtime=0))


def test_the_respondents_scripts_weigh_at_most_fifteen_kilobytes() -> None:
    entries = {f"tillit/{name}.js" for name in CRYPTOGRAPHY}
    entries |= {name for name in CONTROLLERS if (STATIC / name).is_file()}
    sizes = {name: compressed(name) for name in sorted(reached_from(entries))}
    for name, size in sizes.items():
        print(f"{size:6} {name}")
    print(f"{sum(sizes.values()):6} in all")
    assert sum(sizes.values()) <= LIMIT


def test_respondents_load_nothing_of_the_custodians() -> None:
    entries = {f"tillit/{name}.js" for name in CRYPTOGRAPHY}
    entries |= {name for name in CONTROLLERS if (STATIC / name).is_file()}
    reached = reached_from(entries)
    assert "tillit/unseal.js" not in reached
    assert "tillit/custodian-key.js" not in reached
    assert not any("noble" in name for name in reached)


def test_imports_of_every_form_are_found() -> None:
    assert "tillit/bytes.js" in imported_by("tillit/blind.js")
    assert imported_by("tillit/unseal.js") == {"tillit/bytes.js", "tillit/seal.js"}
    assert IMPORTED.findall(
        """const { a } = await import("./lazy.js"); import './bare.js'; export * from "./x.js";"""
    ) == [
        "./lazy.js",
        "./bare.js",
        "./x.js",
    ]
