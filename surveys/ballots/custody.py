"""Who can open a wave's box: two of three holders, each with a share of the box's private key.

Shamir's scheme (Communications of the ACM 22, 1979, 612-613) over the integers modulo the group order of P-256: the
key is f(0) of a random line f, and a holder's share is f(holder). Two shares give the line; one share alone fits every
key equally well. Each share is sealed to its holder's public key. The holder's own private key lives in a recovery
file under her passphrase, and never on the server.
"""

import hashlib
import json
import secrets
import unicodedata
from dataclasses import dataclass, field
from enum import IntEnum
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from surveys.ballots import sealing
from surveys.ballots.base64url import from_text, to_text

SHARE_FORMAT = 1
VALUE_BYTES = 32
SHARE_BYTES = 2 + VALUE_BYTES

PASSPHRASE_LENGTH = 12
"""The least number of characters in a custodian's passphrase."""

COST = 2**17
"""scrypt's n for a new recovery file: 128 MiB and about half a second. RFC 7914, section 2, names n, r and p."""

_LEAST_COST, _MOST_COST = 2**4, 2**20
_BLOCK_SIZE, _PARALLEL = 8, 1
_SALT_BYTES, _NONCE_BYTES = 16, 12
_SHARE = b"tillit share 1\0"
_DIGEST = b"tillit share digest 1\0"
_RECOVERY = b"tillit recovery 1\0"
_CHECKSUM = b"tillit recovery checksum 1\0"


class BadShare(ValueError):
    """The bytes are not a share."""


class SharesDoNotFit(ValueError):
    """Two shares do not make the box's key: of one holder, of different boxes, or altered."""


class WeakPassphrase(ValueError):
    """The passphrase is shorter than `PASSPHRASE_LENGTH` characters."""


class WrongPassphrase(ValueError):
    """The recovery file is whole, but does not open with this passphrase."""


class BadRecoveryFile(ValueError):
    """The text is not a recovery file, or it is damaged."""


class Holder(IntEnum):
    """Whose share it is; the number is where on the line the share lies."""

    UNION = 1
    EMPLOYER = 2
    SUBSTITUTE = 3


@dataclass(frozen=True, slots=True)
class Share:
    """One holder's share: a number modulo the group order. It never shows in a `repr`. Raise BadShare."""

    holder: Holder
    value: int = field(repr=False)

    def __post_init__(self) -> None:
        if not 0 <= self.value < sealing.GROUP_ORDER:
            raise BadShare("a share is a number below the group order")

    def to_bytes(self) -> bytes:
        """Return format version (1 byte) | holder (1 byte) | the number (32 bytes, big-endian)."""
        return bytes([SHARE_FORMAT, self.holder]) + self.value.to_bytes(VALUE_BYTES, "big")

    @staticmethod
    def from_bytes(data: bytes) -> "Share":
        """Return the share that `to_bytes` wrote; raise BadShare for any other bytes."""
        if len(data) != SHARE_BYTES or data[0] != SHARE_FORMAT or data[1] not in list(Holder):
            raise BadShare("the bytes are not a share")
        return Share(Holder(data[1]), int.from_bytes(data[2:], "big"))


def split(private_key: bytes) -> tuple[Share, Share, Share]:
    """Return the shares of union, employer and substitute; raise sealing.BadKey."""
    sealing.public_of(private_key)
    secret = int.from_bytes(private_key, "big")
    # The slope is drawn from all residues, zero included: without zero, one share would rule out one key.
    slope = secrets.randbelow(sealing.GROUP_ORDER)
    union, employer, substitute = (
        Share(holder, (secret + slope * holder) % sealing.GROUP_ORDER)
        for holder in (Holder.UNION, Holder.EMPLOYER, Holder.SUBSTITUTE)
    )
    return union, employer, substitute


def combine(first: Share, second: Share, *, public_key: bytes) -> bytes:
    """Return the private key (32 bytes) of the box whose `public_key` is given; raise SharesDoNotFit."""
    if first.holder == second.holder:
        raise SharesDoNotFit("two shares of one holder do not open a box")
    order = sealing.GROUP_ORDER
    rise = first.value * second.holder - second.value * first.holder
    secret = rise * pow(second.holder - first.holder, -1, order) % order
    private_key = secret.to_bytes(sealing.PRIVATE_BYTES, "big")
    if secret == 0 or sealing.public_of(private_key) != public_key:
        raise SharesDoNotFit("the shares do not make the key of this box")
    return private_key


def share_digest(share: Share) -> bytes:
    """Return a SHA-256 (32 bytes) by which the server knows a right share; 256 random bits cannot be guessed."""
    return hashlib.sha256(_DIGEST + share.to_bytes()).digest()


def seal_share(share: Share, *, wave_id: UUID, custodian: bytes) -> bytes:
    """Return the share sealed to its custodian's public key, tied to wave and holder; raise sealing.BadKey."""
    return sealing.seal(share.to_bytes(), public_key=custodian, info=_share_info(wave_id, share.holder))


def open_share(sealed: bytes, *, wave_id: UUID, holder: Holder, private_key: bytes) -> Share:
    """Return the share sealed for this wave and holder; raise sealing.CannotUnseal or BadShare."""
    share = Share.from_bytes(sealing.unseal(sealed, private_key=private_key, info=_share_info(wave_id, holder)))
    if share.holder != holder:
        raise BadShare("the share is another holder's")
    return share


def _share_info(wave_id: UUID, holder: Holder) -> bytes:
    return _SHARE + wave_id.bytes + bytes([holder])


@dataclass(frozen=True, slots=True)
class RecoveryFile:
    """A custodian's private key under her passphrase: scrypt (n = `cost`, r = 8, p = 1), then AES-256-GCM."""

    public_key: bytes
    cost: int
    salt: bytes
    nonce: bytes
    ciphertext: bytes

    def to_json(self) -> str:
        """Return the file's text, with a checksum that tells damage from a wrong passphrase."""
        return json.dumps(self._fields() | {"checksum": self._checksum()}, indent=2) + "\n"

    @staticmethod
    def from_json(text: str) -> "RecoveryFile":
        """Return the file that `to_json` wrote; raise BadRecoveryFile for any other content."""
        try:
            found = json.loads(text)
            kdf = found["kdf"]
            raw = (from_text(found[name]) for name in ("public_key", "salt", "nonce", "ciphertext"))
            public_key, salt, nonce, ciphertext = raw
            file = RecoveryFile(sealing.checked_public(public_key), kdf["n"], salt, nonce, ciphertext)
            # Compared as a whole: an unknown field, another version and another function are refused alike.
            expected = file._fields() | {"checksum": file._checksum()}
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            raise BadRecoveryFile("the text is not a recovery file") from None
        if found != expected or not file._plausible():
            raise BadRecoveryFile("the recovery file is damaged")
        return file

    def _fields(self) -> dict[str, object]:
        return {
            "format": "tillit recovery",
            "version": 1,
            "public_key": to_text(self.public_key),
            "kdf": {"name": "scrypt", "n": self.cost, "r": _BLOCK_SIZE, "p": _PARALLEL},
            "salt": to_text(self.salt),
            "nonce": to_text(self.nonce),
            "ciphertext": to_text(self.ciphertext),
        }

    def _checksum(self) -> str:
        return hashlib.sha256(_CHECKSUM + json.dumps(self._fields(), sort_keys=True).encode()).hexdigest()

    def _plausible(self) -> bool:
        """Whether the sizes are ours. A cost beyond them would take all memory before the passphrase is even tried."""
        sizes = (len(self.salt), len(self.nonce), len(self.ciphertext))
        power = type(self.cost) is int and self.cost > 0 and self.cost & (self.cost - 1) == 0
        return power and _LEAST_COST <= self.cost <= _MOST_COST and sizes == (_SALT_BYTES, _NONCE_BYTES, 32 + 16)


def new_custodian(passphrase: str, *, cost: int = COST) -> RecoveryFile:
    """Return a fresh key pair's recovery file; raise WeakPassphrase. `cost` is a power of two, 2**4 to 2**20."""
    if len(_normal(passphrase).strip()) < PASSPHRASE_LENGTH:
        raise WeakPassphrase(f"a passphrase has at least {PASSPHRASE_LENGTH} characters")
    pair = sealing.new_key_pair()
    salt, nonce = secrets.token_bytes(_SALT_BYTES), secrets.token_bytes(_NONCE_BYTES)
    cipher = AESGCM(_stretched(passphrase, salt=salt, cost=cost))
    return RecoveryFile(pair.public, cost, salt, nonce, cipher.encrypt(nonce, pair.private, _RECOVERY + pair.public))


def unlock(file: RecoveryFile, passphrase: str) -> bytes:
    """Return the private key (32 bytes) in the file; raise WrongPassphrase, or BadRecoveryFile where it is not the
    public key's other half."""
    cipher = AESGCM(_stretched(passphrase, salt=file.salt, cost=file.cost))
    try:
        private_key = cipher.decrypt(file.nonce, file.ciphertext, _RECOVERY + file.public_key)
    except InvalidTag:
        raise WrongPassphrase("the passphrase does not open the recovery file") from None
    try:
        matches = sealing.public_of(private_key) == file.public_key
    except sealing.BadKey:
        matches = False
    if not matches:
        raise BadRecoveryFile("the recovery file's two keys do not belong together")
    return private_key


def _normal(passphrase: str) -> str:
    # "å" is one character or two, by keyboard and system; both must open the file.
    return unicodedata.normalize("NFKC", passphrase)


def _stretched(passphrase: str, *, salt: bytes, cost: int) -> bytes:
    return Scrypt(salt=salt, length=32, n=cost, r=_BLOCK_SIZE, p=_PARALLEL).derive(_normal(passphrase).encode())
