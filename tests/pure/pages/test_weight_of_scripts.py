"""What the scripts of a respondent's two pages cost, compressed: up to submitting, and with what is loaded if asked."""

import gzip
import posixpath
import re
from pathlib import Path

STATIC = Path(__file__).resolve().parents[3] / "surveys" / "pages" / "static"
LIMIT = 15_000
"""For a first visit, from the link to the thanks."""

LIMIT_IF_ASKED = 17_500
"""With the QR code, which loads where a person asks to carry her right to answer to another device."""

CONTROLLERS = ("tillit/collect.js", "tillit/answer.js")
"""The scripts that the pages name."""

CRYPTOGRAPHY = ("bytes", "blind", "seal", "encode", "credential")
"""What the controllers are made of. Counted by name too, so that a changed way of importing cannot hide them."""

IMPORTED = re.compile(r"""(?:\bfrom|\bimport\s*\(?)\s*["'](\.[^"']+)["']""")
ANY_IMPORT = re.compile(r"\bimport\s*\(|^\s*import\b|^\s*export\b[^;=]*\bfrom\b", re.MULTILINE)
LAZY = re.compile(r"\bimport\s*\([^)]*\)")
COMMENT = re.compile(r"^\s*(?://|/?\*).*$", re.MULTILINE)


def imported_by(name: str, *, lazily: bool = True) -> set[str]:
    """Return the names of the static files that a module imports: at once, and also when it is asked to if `lazily`."""
    text = COMMENT.sub("", (STATIC / name).read_text(encoding="utf-8"))
    found = IMPORTED.findall(text)
    # A name that is not written out would not be found, nor renamed in production.
    assert len(found) == len(ANY_IMPORT.findall(text)), f"{name} imports something by another form"
    at_once = found if lazily else IMPORTED.findall(LAZY.sub("", text))
    return {posixpath.normpath(posixpath.join(posixpath.dirname(name), target)) for target in at_once}


def reached_from(entries: set[str], *, lazily: bool = True) -> set[str]:
    """Return the entries and everything that they import, directly or not."""
    reached: set[str] = set()
    waiting = set(entries)
    while waiting:
        name = waiting.pop()
        reached.add(name)
        waiting |= imported_by(name, lazily=lazily) - reached
    return reached


def compressed(name: str) -> int:
    return len(gzip.compress((STATIC / name).read_bytes(), compresslevel=9, mtime=0))


def entries() -> set[str]:
    """Return what is counted from: the pages' own scripts, and the cryptography whoever imports it."""
    return {
        *(f"tillit/{name}.js" for name in CRYPTOGRAPHY),
        *(name for name in CONTROLLERS if (STATIC / name).is_file()),
    }


def test_the_respondents_scripts_weigh_at_most_fifteen_kilobytes() -> None:
    visit = reached_from(entries(), lazily=False)
    everything = reached_from(entries() | {"tillit/qr.js"})
    sizes = {name: compressed(name) for name in sorted(everything)}
    for name, size in sizes.items():
        print(f"{size:6} {name}{'' if name in visit else ', if asked for'}")
    weight = sum(sizes[name] for name in visit)
    print(f"{weight:6} for a first visit; {sum(sizes.values())} with what is loaded if asked for")
    assert weight <= LIMIT
    assert sum(sizes.values()) <= LIMIT_IF_ASKED


def test_respondents_load_nothing_of_the_custodians() -> None:
    reached = reached_from(entries())
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
