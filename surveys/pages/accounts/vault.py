"""The secrets of second factors lie enciphered in the database: a copy of it makes no code."""

import base64
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

NONCE_BYTES = 12


def _cipher() -> AESGCM:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"tillit second factors").derive(
        settings.SECRET_KEY.encode()
    )
    return AESGCM(derived)


def enciphered(text: str) -> str:
    """Return `text` enciphered (AES-256-GCM) under a key made from the installation's secret, in base64."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return base64.b64encode(nonce + _cipher().encrypt(nonce, text.encode(), None)).decode()


def deciphered(text: str) -> str:
    """Return what was enciphered; under another secret than it was made with, a secret that nobody knows.

    An empty answer would be worse than none: anybody can work out the codes of an empty secret.
    """
    try:
        raw = base64.b64decode(text, validate=True)
        return _cipher().decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], None).decode()
    except (ValueError, InvalidTag):
        return base64.b32encode(secrets.token_bytes(20)).decode()
