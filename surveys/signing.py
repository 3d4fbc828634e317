"""The installation's Ed25519 key (RFC 8032), with which the files of a report are signed.

The key is one file of PKCS 8 in PEM that `openssl` reads too, outside the database. It is made at its first use, by
whichever process is first, and stays the same: its fingerprint hangs on posters.
"""

import os
import tempfile
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from surveys.errors import StatedError
from surveys.fingerprints import digest


class CannotSign(StatedError):
    """The key file cannot be read or made, or holds another kind of key: the operator must see to it."""

    http_status = 503
    message = _("Serveren kan ikke signere filer akkurat nå. Prøv igjen senere, eller si fra til den som driver den.")


class SigningKey:
    """The key in one file (mode 0600)."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def sign(self, data: bytes) -> bytes:
        """Return the signature, 64 bytes. Raises CannotSign."""
        return self._key().sign(data)

    def public_pem(self) -> bytes:
        """Return the public key as SubjectPublicKeyInfo in PEM. Raises CannotSign."""
        return self._key().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    def fingerprint(self) -> str:
        """Return the SHA-256 of the public key in DER, 64 hexadecimal digits. Raises CannotSign."""
        return digest(self._key().public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))

    def _key(self) -> Ed25519PrivateKey:
        try:
            if not self._file.exists():
                self._make()
            key = load_pem_private_key(self._file.read_bytes(), password=None)
        except (OSError, ValueError, TypeError):
            raise CannotSign from None
        if not isinstance(key, Ed25519PrivateKey):
            raise CannotSign
        return key

    def _make(self) -> None:
        """Make the key, whole or not at all: of two processes that make one, the first to link it wins."""
        folder = self._file.parent
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        made = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        descriptor, name = tempfile.mkstemp(dir=folder, prefix=".signing-key-")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(made)
                file.flush()
                os.fsync(file.fileno())
            # A rename would put this key in the place of one that another process has signed with already.
            os.link(name, self._file)
        except FileExistsError:
            pass
        finally:
            os.unlink(name)


def signing_key() -> SigningKey:
    """Return the installation's signing key."""
    return SigningKey(settings.SIGNING_KEY)


def grouped(fingerprint: str) -> str:
    """Return a fingerprint in groups of four, for a person to compare."""
    return " ".join(fingerprint[start : start + 4] for start in range(0, len(fingerprint), 4))
