"""Zip files whose bytes depend on nothing but what is in them, so that a signature of one holds for the next."""

import io
import zipfile
from collections.abc import Mapping

SAME_MOMENT = (1980, 1, 1, 0, 0, 0)
"""The time that every entry bears."""


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return the files as a zip file; the same files give the same bytes."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, SAME_MOMENT), data, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def settled(data: bytes) -> bytes:
    """Return the same zip file, in the same order, without the moment at which it was written."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return zipped({entry.filename: archive.read(entry) for entry in archive.infolist()})
