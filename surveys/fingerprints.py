"""The fingerprint of a document: SHA-256 over its canonical JSON."""

import hashlib
import json
from typing import Any


def canonical(document: Any) -> bytes:
    """Return the one byte form of a JSON document: keys sorted, no spaces, UTF-8, no NaN.

    Raises ValueError for a number that JSON does not have.
    """
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode()


def fingerprint(document: Any) -> str:
    """Return the SHA-256 of the canonical form, 64 hexadecimal digits."""
    return hashlib.sha256(canonical(document)).hexdigest()


def key_mark(public_key: bytes) -> str:
    """Return the first 16 hexadecimal digits of a key's SHA-256 in groups of four, for a person to compare."""
    digits = hashlib.sha256(public_key).hexdigest()[:16]
    return " ".join(digits[start : start + 4] for start in range(0, 16, 4))
