"""Blind signatures: RSABSSA-SHA384-PSS-Randomized with keys of 2048 bits (RFC 9474).

The server signs a message that it cannot see. Afterwards nobody, not even the server, can tell which signing a
signature came from. The client's half (prepare, blind, finalize) is for tests and tools; browsers have their own.
"""

import hashlib
import secrets
from dataclasses import dataclass, field
from functools import lru_cache
from math import gcd
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
    load_der_public_key,
)
from gmpy2 import invert, mpz, powmod, powmod_sec

KEY_BITS = 2048
SIGNATURE_BYTES = KEY_BITS // 8
SALT_BYTES = 48
RANDOM_BYTES = 32
CONTEXT = b"tillit credential 1\0"
CONTEXT_BYTES = len(CONTEXT) + 16 + 16
PREPARED_BYTES = RANDOM_BYTES + CONTEXT_BYTES + RANDOM_BYTES
_HASH_BYTES = 48
_EXPONENT = 65537


class BadBlinded(ValueError):
    """The blinded message is not a number of 256 bytes above 1 and below the key's modulus less 1."""


class BadSignature(ValueError):
    """The blind signature does not give a signature of the message under this key."""


class SigningFault(RuntimeError):
    """The computed signature was wrong and was thrown away: a faulty one would give the key away."""


@dataclass(frozen=True, slots=True)
class SigningPair:
    """A group's key as DER: PKCS #8, and SubjectPublicKeyInfo with rsaEncryption (browsers refuse the PSS one)."""

    private: bytes = field(repr=False)
    public: bytes


def new_signing_key() -> SigningPair:
    """Return a fresh key of 2048 bits with the public exponent 65537."""
    key = rsa.generate_private_key(public_exponent=_EXPONENT, key_size=KEY_BITS)
    private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return SigningPair(private, key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))


def context_of(wave_id: UUID, group_id: UUID) -> bytes:
    """Return what a credential of this wave and group must say (52 bytes)."""
    return CONTEXT + wave_id.bytes + group_id.bytes


def blind_sign(blinded: bytes, *, private_key: bytes) -> bytes:
    """Return the blind signature of a blinded message, both as long as the modulus (RFC 9474, section 4.3).

    Raises BadBlinded for any other length, and for a number that is not above 1 and below the modulus less 1.

    The same bytes give the same signature. By the Chinese remainder theorem, under a fresh base blinding, and checked.
    """
    key = _private(private_key)
    modulus = key.public_numbers.n
    if len(blinded) != _length(modulus) or not 1 < int.from_bytes(blinded, "big") < modulus - 1:
        raise BadBlinded("a blinded message is a number of 256 bytes below the modulus")
    message, n, e = mpz(int.from_bytes(blinded, "big")), mpz(modulus), mpz(key.public_numbers.e)
    mask = mpz(_invertible(modulus))
    hidden = message * powmod(mask, e, n) % n
    p, q = mpz(key.p), mpz(key.q)
    by_p = powmod_sec(hidden % p, mpz(key.dmp1), p)
    by_q = powmod_sec(hidden % q, mpz(key.dmq1), q)
    signature = (by_q + q * ((by_p - by_q) * mpz(key.iqmp) % p)) * invert(mask, n) % n
    if powmod(signature, e, n) != message:
        raise SigningFault
    return int(signature).to_bytes(_length(modulus), "big")


def verify(prepared: bytes, signature: bytes, *, public_key: bytes) -> bool:
    """Tell whether `signature` is one of `prepared` under `public_key` (SPKI). The salt has exactly 48 bytes."""
    if len(signature) != SIGNATURE_BYTES:
        return False
    # Given as a number: with the library's AUTO any length of salt would pass.
    scheme = padding.PSS(mgf=padding.MGF1(hashes.SHA384()), salt_length=SALT_BYTES)
    try:
        _public(public_key).verify(signature, prepared, scheme, hashes.SHA384())
    except InvalidSignature:
        return False
    return True


def prepare(context: bytes) -> bytes:
    """Return a fresh message: 32 random bytes (PrepareRandomize), the context, 32 random bytes."""
    return secrets.token_bytes(RANDOM_BYTES) + context + secrets.token_bytes(RANDOM_BYTES)


def blind(prepared: bytes, *, public_key: bytes) -> tuple[bytes, int]:
    """Return the blinded message and the inverse that undoes the blinding (RFC 9474, section 4.2)."""
    numbers = _public(public_key).public_numbers()
    return blind_with(
        prepared, salt=secrets.token_bytes(SALT_BYTES), factor=_invertible(numbers.n), public_key=public_key
    )


def blind_with(prepared: bytes, *, salt: bytes, factor: int, public_key: bytes) -> tuple[bytes, int]:
    """Return what `blind` returns, for a given salt (48 bytes, or none for the RFC's PSSZERO) and blinding factor."""
    numbers = _public(public_key).public_numbers()
    encoded = int.from_bytes(encode_pss(prepared, salt=salt, bits=numbers.n.bit_length() - 1), "big")
    if gcd(encoded, numbers.n) != 1:
        raise ValueError("the message has a factor in common with the modulus")
    blinded = encoded * pow(factor, numbers.e, numbers.n) % numbers.n
    return blinded.to_bytes(_length(numbers.n), "big"), pow(factor, -1, numbers.n)


def finalize(prepared: bytes, blind_signature: bytes, inverse: int, *, public_key: bytes) -> bytes:
    """Return the signature (RFC 9474, section 4.4); raise BadSignature where it does not verify."""
    found = unblind(blind_signature, inverse, public_key=public_key)
    if not verify(prepared, found, public_key=public_key):
        raise BadSignature("the signature does not verify")
    return found


def unblind(blind_signature: bytes, inverse: int, *, public_key: bytes) -> bytes:
    """Return the signature without checking it; raise BadSignature for a wrong length."""
    modulus = _public(public_key).public_numbers().n
    if len(blind_signature) != _length(modulus):
        raise BadSignature("the blind signature has the wrong length")
    return (int.from_bytes(blind_signature, "big") * inverse % modulus).to_bytes(_length(modulus), "big")


def encode_pss(message: bytes, *, salt: bytes, bits: int) -> bytes:
    """Return EMSA-PSS-ENCODE with SHA-384 and MGF1-SHA384 (RFC 8017, section 9.1.1), of `bits` bits rounded up."""
    length = -(-bits // 8)
    digest = hashlib.sha384(bytes(8) + hashlib.sha384(message).digest() + salt).digest()
    block = bytes(length - len(salt) - _HASH_BYTES - 2) + b"\x01" + salt
    mask = _mgf1(digest, len(block))
    masked = bytearray(a ^ b for a, b in zip(block, mask, strict=True))
    masked[0] &= 0xFF >> (8 * length - bits)
    return bytes(masked) + digest + b"\xbc"


def _mgf1(seed: bytes, length: int) -> bytes:
    blocks = -(-length // _HASH_BYTES)
    return b"".join(hashlib.sha384(seed + count.to_bytes(4, "big")).digest() for count in range(blocks))[:length]


def _length(modulus: int) -> int:
    return -(-modulus.bit_length() // 8)


def _invertible(modulus: int) -> int:
    while True:
        found = secrets.randbelow(modulus - 2) + 2
        if gcd(found, modulus) == 1:
            return found


def _private(private_key: bytes) -> rsa.RSAPrivateNumbers:
    # The key is our own and was checked when it was made; checking it at every signing takes longer than signing.
    key = load_der_private_key(private_key, password=None, unsafe_skip_rsa_key_validation=True)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise TypeError("not an RSA key")
    return key.private_numbers()


@lru_cache(maxsize=256)
def _public(public_key: bytes) -> rsa.RSAPublicKey:
    key = load_der_public_key(public_key)
    if not isinstance(key, rsa.RSAPublicKey):
        raise TypeError("not an RSA key")
    return key
