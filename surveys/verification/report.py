"""The signed files of a report: a list of digests as `sha256sum` writes it, its signature, and the public key.

Standard library alone. Whether the key is the installation's own is seen by comparing its fingerprint with the poster.
"""

import base64
import binascii
import re
from collections.abc import Mapping

from surveys.fingerprints import digest
from surveys.verification.checks import Finding
from surveys.verification.ed25519 import holds

SUMS, SIGNATURE, KEY = "SHA256SUMS", "SHA256SUMS.sig", "signing-key.pem"
LINE = re.compile(r"([0-9a-f]{64})  ([A-Za-z0-9][A-Za-z0-9._-]*)")
ED25519 = bytes.fromhex("302a300506032b6570032100")
"""What stands before the 32 bytes of an Ed25519 key in DER (RFC 8410)."""
PEM = re.compile(rb"-----BEGIN PUBLIC KEY-----\s+([A-Za-z0-9+/=\s]+)-----END PUBLIC KEY-----\s*")


def sums(files: Mapping[str, bytes]) -> bytes:
    """Return the list that is signed: a line "DIGEST  NAME" for each file, by name."""
    return "".join(f"{digest(files[name])}  {name}\n" for name in sorted(files)).encode()


def verify_report(files: Mapping[str, bytes]) -> tuple[list[Finding], str | None]:
    """Return every finding on a report's files, and the fingerprint of the key (None where there is none to read)."""
    told = listed(files[SUMS])
    if told is None:
        return [Finding("sums", False)], None
    there = {name: data for name, data in files.items() if name not in {SUMS, SIGNATURE, KEY}}
    changed = sorted(name for name in told if name in there and digest(there[name]) != told[name])
    missing, strange = sorted(told.keys() - there.keys()), sorted(there.keys() - told.keys())
    key = key_in(files.get(KEY, b""))
    signed = key is not None and holds(key[-32:], files[SUMS], files.get(SIGNATURE, b""))
    return [
        Finding("sums", True),
        _named("unchanged", changed),
        _named("all_there", missing),
        _named("none_unsigned", strange),
        Finding("signature", signed),
    ], None if key is None else digest(key)


def _named(check: str, names: list[str]) -> Finding:
    return Finding(check, not names, {"names": ", ".join(names)} if names else {})


def listed(data: bytes) -> dict[str, str] | None:
    """Return digest by name, or None where the list is not as `sums` writes it or names a file twice."""
    try:
        lines = data.decode("ascii").split("\n")
    except UnicodeDecodeError:
        return None
    found = [LINE.fullmatch(line) for line in lines[:-1]]
    pairs = [(match[2], match[1]) for match in found if match is not None]
    whole = lines[-1] == "" and bool(pairs) and len(pairs) == len(found) == len(dict(pairs))
    return dict(pairs) if whole else None


def key_in(pem: bytes) -> bytes | None:
    """Return the public key of a PEM in DER, or None where it is no Ed25519 key."""
    match = PEM.fullmatch(pem)
    try:
        der = base64.b64decode(b"".join(match[1].split()), validate=True) if match else b""
    except binascii.Error:
        return None
    return der if der.startswith(ED25519) and len(der) == len(ED25519) + 32 else None
