"""Looking for an answer sheet wherever bytes are kept: in every form in which it might have been left lying."""

import base64
import hashlib
import json
import mmap
import re
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlencode

from surveys.ballots.encoding import HEADER_BYTES, encode
from surveys.ballots.types import Answers
from surveys.questionnaires.types import Questionnaire

GZIP, ZLIB = b"\x1f\x8b\x08", (b"\x78\x01", b"\x78\x9c", b"\x78\xda")
MOST_UNPACKED = 1_000_000
WRITE_AHEAD_LOG = "write-ahead log"
PAGE, FIRST_HEADER, HEADER = 8192, 40, 24
"""PostgreSQL's page of the log, and the headers of a segment's first page and of the others (xlog_internal.h)."""
_HEX = re.compile(rb"\\+x((?:[0-9a-f]{2})+)")


def forms_of(questionnaire: Questionnaire, answers: Answers) -> dict[str, bytes]:
    """Return every form, by name. Each is long enough that it is nowhere by chance."""
    plain = encode(questionnaire, answers)
    core = plain.rstrip(b"\0")
    bare = core[HEADER_BYTES : HEADER_BYTES + len(questionnaire.items)]
    single = dict(answers.single)
    fields = [(f"q.{key}", str(value)) for key, value in single.items()]
    digits = [str(value) for value in single.values()]
    chosen = [(f"m.{key}", option) for key, options in answers.multiple.items() for option in sorted(options)]
    texts = {
        "JSON": json.dumps(single),
        "short JSON": json.dumps(single, separators=(",", ":")),
        "part of a JSON": json.dumps(dict(list(single.items())[4:10]))[1:-1],
        "a Python mapping": repr(single),
        "the answers as Python shows them": repr(answers),
        "bytes as Python shows them": repr(bare)[2:-1],
        "a form": urlencode(fields),
        "part of a form": urlencode(fields[5:10]),
        "chosen options in a form": urlencode(chosen),
        "hidden fields": "".join(f'<input type="hidden" name="{name}" value="{value}">' for name, value in fields[3:6]),
        "a row of a CSV": ",".join(digits),
        "a row with semicolons": ";".join(digits),
        "digits": "".join(digits),
        "hex": bare.hex(),
        "upper hex": bare.hex().upper(),
        "hex as Python shows it": bare.hex(" "),
    }
    found = {"plaintext": core, "the answers' bytes": bare}
    found |= {name: text.encode() for name, text in texts.items()}
    found |= {f"{name} in UTF-16": text.encode("utf-16-le") for name, text in texts.items()}
    for name in ("plaintext", "JSON", "short JSON", "a form", "digits"):
        found |= _base64(name, found[name])
    return found


def _base64(name: str, data: bytes) -> dict[str, bytes]:
    """Return base64 of `data` at each of the three places it may have in a longer text, without what stands beside."""
    found: dict[str, bytes] = {}
    for skipped in range(3):
        inner = data[(3 - skipped) % 3 :]
        inner = inner[: len(inner) // 3 * 3]
        found[f"base64 of {name}, place {skipped}"] = base64.b64encode(inner)
        found[f"base64 for addresses of {name}, place {skipped}"] = base64.urlsafe_b64encode(inner)
    return found


Searched = dict[tuple[bytes, frozenset[tuple[str, bytes]]], frozenset[str]]
"""The names of the forms that a piece held, by the piece's digest and the forms that were looked for."""


def hits(
    places: Mapping[str, list[Path] | bytes], forms: Mapping[str, bytes], searched: Searched | None = None
) -> set[tuple[str, str]]:
    """Return (place, form) for everything found in the files of each place, also inside what is packed there.

    Where the same places are looked at again and again, `searched` remembers what was in the pieces: most of them
    stand as they stood, to the byte.
    """
    known = {} if searched is None else searched
    every = frozenset(forms.items())
    found: set[tuple[str, str]] = set()
    for place, content in places.items():
        for data in _pieces(place, content):
            piece = (hashlib.blake2b(data).digest(), every)
            if piece not in known:
                known[piece] = frozenset(_held(data, forms))
            found |= {(place, name) for name in known[piece]}
    return found


def _held(data: bytes | mmap.mmap, forms: Mapping[str, bytes]) -> Iterator[str]:
    yield from (name for name, form in forms.items() if data.find(form) >= 0)
    for unpacked in _unpacked(data):
        yield from (f"{name}, packed" for name, form in forms.items() if form in unpacked)


def _pieces(place: str, content: list[Path] | bytes) -> Iterator[bytes | mmap.mmap]:
    """Yield what is searched of a place, and what it says in another writing: records without the pages' headers that
    stand in their midst, and bytes that a backup writes as hex."""
    if isinstance(content, bytes):
        yield content
        yield b"\n".join(bytes.fromhex(found.decode()) for found in _HEX.findall(content))
        return
    for data in _contents(content):
        if place == WRITE_AHEAD_LOG:
            pages = [data[at : at + PAGE] for at in range(0, len(data), PAGE)]
            yield b"".join(page[FIRST_HEADER if at == 0 else HEADER :] for at, page in enumerate(pages))
        else:
            yield data


def _contents(files: list[Path]) -> Iterator[bytes | mmap.mmap]:
    for file in files:
        try:
            with open(file, "rb") as opened:
                if file.stat().st_size:
                    with mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
                        yield mapped
        except FileNotFoundError:  # A running server removes files of its own.
            continue


def _unpacked(data: bytes | mmap.mmap) -> Iterator[bytes]:
    """Yield what comes out of every place that looks like the start of gzip or zlib."""
    for start in (GZIP, *ZLIB):
        at = data.find(start)
        while at >= 0:
            try:
                unpacked = zlib.decompressobj(47).decompress(data[at : at + MOST_UNPACKED], MOST_UNPACKED)
            except zlib.error:
                unpacked = b""
            if len(unpacked) > 64:
                yield unpacked
            at = data.find(start, at + 1)


def files_below(folder: Path) -> list[Path]:
    return [file for file in sorted(folder.rglob("*")) if file.is_file() and not file.is_symlink()]
