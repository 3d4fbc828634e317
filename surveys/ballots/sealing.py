"""Sealing with HPKE (RFC 9180), base mode, single shot: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-128-GCM.

Keys are raw bytes as in the RFC, section 7.1: the private key is a scalar of 32 bytes, the public key an uncompressed
point of 65 bytes. Sealed bytes are the encapsulated key (65 bytes), then the ciphertext with its tag (16 bytes).
"""

from dataclasses import dataclass, field
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from surveys.fingerprints import key_mark

PRIVATE_BYTES = 32
PUBLIC_BYTES = 65
OVERHEAD = PUBLIC_BYTES + 16
"""Bytes that sealing adds to any plaintext."""

GROUP_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""The number of points of P-256 (SP 800-186, section 3.2.1.3): private keys are 1 … order - 1."""

_SUITE = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_128_GCM)
_BALLOT = b"tillit ballot 1\0"


class BadKey(ValueError):
    """The bytes are not a private or public key of P-256."""


class CannotUnseal(ValueError):
    """The sealed bytes are damaged, were sealed to another key, or with another `info`."""


@dataclass(frozen=True, slots=True)
class KeyPair:
    """A private scalar (32 bytes) and its public point (65 bytes). The private half never shows in a `repr`."""

    private: bytes = field(repr=False)
    public: bytes


def new_key_pair() -> KeyPair:
    """Return a fresh key pair from the operating system's random source."""
    key = ec.generate_private_key(ec.SECP256R1())
    private = key.private_numbers().private_value.to_bytes(PRIVATE_BYTES, "big")
    return KeyPair(private=private, public=_point(key.public_key()))


def public_of(private_key: bytes) -> bytes:
    """Return the public key (65 bytes) of a private key (32 bytes); raise BadKey."""
    return _point(_private(private_key).public_key())


def checked_public(public_key: bytes) -> bytes:
    """Return `public_key` where it is an uncompressed point of the curve; raise BadKey."""
    _public(public_key)
    return public_key


def fingerprint(public_key: bytes) -> str:
    """Return the first 16 hex digits of the key's SHA-256 in groups of four, for a person to compare; raise BadKey."""
    return key_mark(checked_public(public_key))


def ballot_info(wave_id: UUID, group_id: UUID) -> bytes:
    """Return the `info` that ties a sealed ballot to its wave and reporting group (48 bytes)."""
    return _BALLOT + wave_id.bytes + group_id.bytes


def seal(plaintext: bytes, *, public_key: bytes, info: bytes) -> bytes:
    """Return `plaintext` sealed to `public_key`, `OVERHEAD` bytes longer; raise BadKey."""
    return _SUITE.encrypt(plaintext, _public(public_key), info)


def unseal(sealed: bytes, *, private_key: bytes, info: bytes) -> bytes:
    """Return the plaintext; raise CannotUnseal, or BadKey where the private key itself is none."""
    key = _private(private_key)
    try:
        return _SUITE.decrypt(sealed, key, info)
    except InvalidTag:
        raise CannotUnseal("the sealed bytes cannot be opened with this key and purpose") from None


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _private(private_key: bytes) -> ec.EllipticCurvePrivateKey:
    value = int.from_bytes(private_key, "big")
    if len(private_key) != PRIVATE_BYTES or not 0 < value < GROUP_ORDER:
        raise BadKey("a private key is a number of 32 bytes between 1 and the group order")
    return ec.derive_private_key(value, ec.SECP256R1())


def _public(public_key: bytes) -> ec.EllipticCurvePublicKey:
    # The library takes compressed points too; one key must have one form, or its fingerprint is not its own.
    if len(public_key) != PUBLIC_BYTES:
        raise BadKey("a public key is an uncompressed point of 65 bytes")
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public_key)
    except ValueError:
        raise BadKey("a public key is a point on the curve P-256") from None
