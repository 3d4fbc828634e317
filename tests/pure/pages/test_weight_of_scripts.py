"""What the scripts of a respondent's two pages cost, compressed: up to submitting, and with what is loaded if asked."""

import gzip
import posixpath
import re
from pathlib import Path

from django.core.files.storage import FileSystemStorage

from project.storage import Lightened

STATIC = Path(__file__).resolve().parents[3] / "surveys" / "pages" / "static"
LIMIT = 15_000
"""For everything, from the link to the thanks, and the QR code that a person may ask for."""

ENTRY = "tillit/link.js"
"""The script that both pages name; it is served as one file with what it imports at once."""

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


def as_served(name: str) -> bytes:
    """Return the script as a browser gets it from a real installation."""
    light = Lightened(FileSystemStorage(STATIC))
    return bytes(light.open(name).read())


def compressed(data: bytes) -> int:
    return len(gzip.compress(data, compresslevel=9, mtime=0))


def test_the_respondents_scripts_weigh_at_most_fifteen_kilobytes() -> None:
    at_once, asked_for = reached_from({ENTRY}, lazily=False), reached_from({ENTRY})
    later = sorted(asked_for - at_once)
    assert later == ["tillit/qr.js"]
    for name in sorted(asked_for):
        print(f"{compressed((STATIC / name).read_bytes()):6} {name}, as it stands in the repository")
    sizes = {name: compressed(as_served(name)) for name in (ENTRY, *later)}
    print(f"served: {sizes}, {sum(sizes.values())} in all")
    assert sum(sizes.values()) <= LIMIT


def test_respondents_load_nothing_of_the_custodians() -> None:
    reached = reached_from({ENTRY})
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
