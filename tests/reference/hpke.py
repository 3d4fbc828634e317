"""A second HPKE (RFC 9180, base mode, first message) from plain ECDH, HMAC and AES-GCM, independent of the library's.

It takes additional data and a chosen ephemeral key, which the library does not offer and the RFC's vectors need.
"""

import hashlib
import hmac

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

KEM_ID, KDF_ID, AEAD_ID = 0x0010, 0x0001, 0x0001
KEM_SUITE = b"KEM" + KEM_ID.to_bytes(2, "big")
SUITE = b"HPKE" + b"".join(number.to_bytes(2, "big") for number in (KEM_ID, KDF_ID, AEAD_ID))


def extract(suite: bytes, salt: bytes, label: bytes, material: bytes) -> bytes:
    """LabeledExtract, section 4."""
    return hmac.new(salt or bytes(32), b"HPKE-v1" + suite + label + material, hashlib.sha256).digest()


def expand(suite: bytes, key: bytes, label: bytes, info: bytes, length: int) -> bytes:
    """LabeledExpand, section 4, for at most one block of 32 bytes."""
    labelled = length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info
    return hmac.new(key, labelled + b"\x01", hashlib.sha256).digest()[:length]


def point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def private(raw: bytes) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(raw, "big"), ec.SECP256R1())


def shared_secret(mine: ec.EllipticCurvePrivateKey, theirs: bytes, *, enc: bytes, receiver: bytes) -> bytes:
    """ExtractAndExpand of the Diffie-Hellman result, section 4.1."""
    exchanged = mine.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs))
    return expand(KEM_SUITE, extract(KEM_SUITE, b"", b"eae_prk", exchanged), b"shared_secret", enc + receiver, 32)


def key_and_nonce(secret: bytes, info: bytes) -> tuple[bytes, bytes]:
    """KeySchedule in base mode, section 5.1."""
    context = b"\0" + extract(SUITE, b"", b"psk_id_hash", b"") + extract(SUITE, b"", b"info_hash", info)
    schedule = extract(SUITE, secret, b"secret", b"")
    return expand(SUITE, schedule, b"key", context, 16), expand(SUITE, schedule, b"base_nonce", context, 12)


def seal(plaintext: bytes, *, receiver: bytes, info: bytes, ephemeral: bytes, aad: bytes = b"") -> bytes:
    """Return enc | ciphertext for a chosen ephemeral private key."""
    mine = private(ephemeral)
    enc = point(mine.public_key())
    key, nonce = key_and_nonce(shared_secret(mine, receiver, enc=enc, receiver=receiver), info)
    return enc + AESGCM(key).encrypt(nonce, plaintext, aad)


def unseal(sealed: bytes, *, private_key: bytes, info: bytes, aad: bytes = b"") -> bytes:
    """Return the plaintext of enc | ciphertext."""
    mine = private(private_key)
    enc, ciphertext = sealed[:65], sealed[65:]
    secret = shared_secret(mine, enc, enc=enc, receiver=point(mine.public_key()))
    key, nonce = key_and_nonce(secret, info)
    return AESGCM(key).decrypt(nonce, ciphertext, aad)
