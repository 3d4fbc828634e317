"""Reads a wave's record from a folder or a zip file, into memory and never onto a disk. Standard library alone."""

import zipfile
import zlib
from pathlib import Path

LARGEST = 50_000_000
"""Bytes of one file: a log of a hundred thousand entries has some thirty million."""

MOST_FILES = 50


class Unreadable(Exception):
    """There is no record here: `reason` is one of "missing", "not_zip", "too_large", "twice" or "no_access"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def read(path: Path) -> dict[str, bytes]:
    """Return the files of the record by name. Hidden files of a folder, which systems put there, are left out.

    Raises Unreadable.
    """
    try:
        if path.is_dir():
            return _folder(path)
        if path.is_file():
            return _zip(path)
    except OSError:
        raise Unreadable("no_access") from None
    raise Unreadable("missing")


def _folder(path: Path) -> dict[str, bytes]:
    found = [file for file in path.iterdir() if not file.name.startswith(".")]
    if len(found) > MOST_FILES or any(file.stat().st_size > LARGEST for file in found):
        raise Unreadable("too_large")
    return {file.name: file.read_bytes() if file.is_file() else b"" for file in found}


def _zip(path: Path) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_FILES or any(entry.file_size > LARGEST for entry in entries):
                raise Unreadable("too_large")
            # Two entries of one name are two records: another program might show the other one.
            if len({entry.filename for entry in entries}) != len(entries):
                raise Unreadable("twice")
            return {entry.filename: _content(archive, entry) for entry in entries}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError):
        raise Unreadable("not_zip") from None


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    with archive.open(entry) as file:
        # The size that an entry states may be false; what is read is bounded by this alone.
        data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise Unreadable("too_large")
    return data
