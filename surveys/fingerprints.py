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
    return digest(canonical(document))


def digest(data: bytes) -> str:
    """Return the SHA-256 of bytes, 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O (they look like 1 and 0) and no U."""


def short_code(document: bytes) -> str:
    """Return the first 80 bits of the SHA-256 of a published document, as XXXX-XXXX-XXXX-XXXX for a person to compare.

    80 bits: making another document with the same code takes some 2**80 attempts.
    """
    number = int.from_bytes(hashlib.sha256(document).digest()[:10], "big")
    signs = "".join(CODE_ALPHABET[number >> 5 * place & 31] for place in reversed(range(16)))
    return "-".join(signs[start : start + 4] for start in range(0, 16, 4))


def key_mark(public_key: bytes) -> str:
    """Return the first 16 hexadecimal digits of a key's SHA-256 in groups of four, for a person to compare."""
    digits = hashlib.sha256(public_key).hexdigest()[:16]
    return " ".join(digits[start : start + 4] for start in range(0, 16, 4))
