"""Slip codes: 60 random bits as 12 characters of Crockford's base 32, typed by hand, kept as an HMAC alone."""

import hashlib
import hmac
import secrets
import unicodedata

from surveys.fingerprints import CODE_ALPHABET

ALPHABET = CODE_ALPHABET

LENGTH = 12
GROUP = 4
LEAST_KEY_BYTES = 16
_DOMAIN = b"tillit slip\0"
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
_BETWEEN = {"Pd", "Cf", "Cc", "Zs", "Zl", "Zp"}
"""Unicode categories of what may stand between a typed code's groups: dashes, invisible marks, spaces."""

_MINUS = "\N{MINUS SIGN}"  # a dash to the eye, a mathematical symbol to Unicode


class MalformedCode(ValueError):
    """The text cannot be a slip code: wrong length, or a character that no code has."""


def new_code() -> str:
    """Return a fresh code: 12 characters, 60 bits from the operating system's random source, without dashes."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def normalise(text: str) -> str:
    """Return the code as `new_code` gave it, from what a person typed; raise MalformedCode.

    Lower case is read as upper, O as 0, I and L as 1; spaces and dashes of every kind are left out.
    """
    typed = "".join(sign for sign in text if sign != _MINUS and unicodedata.category(sign) not in _BETWEEN)
    # Before upper(), which makes an S of "ſ" and two letters of "ß".
    if not typed.isascii():
        raise MalformedCode("a slip code has letters a to z and digits only")
    code = typed.upper().translate(_READ_AS)
    if len(code) != LENGTH or not set(code) <= set(ALPHABET):
        raise MalformedCode("a slip code has 12 letters and digits, never U")
    return code


def shown(code: str) -> str:
    """Return the code in groups of four with dashes, for print: XXXX-XXXX-XXXX; raise MalformedCode."""
    plain = normalise(code)
    return "-".join(plain[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def digest(code: str, *, key: bytes) -> bytes:
    """Return HMAC-SHA256 (32 bytes) of the code under the installation's slip key; raise MalformedCode.

    Every way of typing a code gives the same digest. The wave is not among the inputs: whoever types a code does not
    name the wave, so the look-up cannot either. Raise ValueError for a key below 16 bytes, an unset one above all.
    """
    if len(key) < LEAST_KEY_BYTES:
        raise ValueError("the slip key must have at least 16 bytes")
    return hmac.new(key, _DOMAIN + normalise(code).encode("ascii"), hashlib.sha256).digest()
