"""The fingerprint of a document: SHA-256 over its canonical JSON."""

import hashlib
import json
from functools import lru_cache
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


_CODE_SALT = b"tillit keys 1"
_CODE_ROUNDS = 100_000
_CODE_SIGNS = 20


@lru_cache(maxsize=64)
def short_code(document: bytes) -> str:
    """Return the code of a published document: XXXX-XXXX-XXXX-XXXX-XXXX, 100 bits for a person to compare.

    Whoever publishes makes all documents herself and so looks for any two with one code: a collision, of which there
    is one among some 2**50. Each attempt costs 100 000 rounds of PBKDF2-HMAC-SHA256 (RFC 8018), 2**67 in all.
    """
    stretched = hashlib.pbkdf2_hmac("sha256", hashlib.sha256(document).digest(), _CODE_SALT, _CODE_ROUNDS, 13)
    number = int.from_bytes(stretched, "big") >> 4
    signs = "".join(CODE_ALPHABET[number >> 5 * place & 31] for place in reversed(range(_CODE_SIGNS)))
    return "-".join(signs[start : start + 4] for start in range(0, _CODE_SIGNS, 4))


def key_mark(public_key: bytes) -> str:
    """Return the first 16 hexadecimal digits of a key's SHA-256 in groups of four, for a person to compare."""
    digits = hashlib.sha256(public_key).hexdigest()[:16]
    return " ".join(digits[start : start + 4] for start in range(0, 16, 4))
