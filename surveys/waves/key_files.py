"""One key per wave in a file outside the database and its backups: once it is erased, an old backup opens nothing.

Overwriting a file is best effort: a journalling file system or an SSD may keep the old block. The operations page says
where the folder must stand (an encrypted or memory-backed volume that no backup reads).
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

KEY_BYTES = 32
NONCE_BYTES = 12
_PURPOSE = b"tillit wave key 1\0"


class WaveKeyMissing(RuntimeError):
    """There is no whole key file for the wave: it was erased, never made, or the folder is not the right one."""


class WaveKeyExists(RuntimeError):
    """The wave has a key already; a second one would make what the first wraps unreadable."""


class CannotUnwrap(ValueError):
    """The wrapped bytes are damaged, or belong to another wave or purpose."""


class WaveKeys:
    """The wave keys in one folder (mode 0700), a file of 32 bytes (mode 0600) for each wave."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def exists(self, wave_id: UUID) -> bool:
        """Return whether the wave has a key file, be it one that is empty or not whole."""
        return self._file(wave_id).is_file()

    def is_whole(self, wave_id: UUID) -> bool:
        """Return whether the wave's key can be read: a file of ours, of the right length."""
        try:
            return len(self._key(wave_id)) == KEY_BYTES
        except (WaveKeyMissing, OSError):
            return False

    def create(self, wave_id: UUID) -> None:
        """Make the wave's key, safe on disk before this returns; raise WaveKeyExists.

        The file is no part of a database transaction: whoever creates a key and then rolls back erases it again.
        """
        self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._directory.chmod(0o700)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
        try:
            descriptor = os.open(self._file(wave_id), flags, 0o600)
        except FileExistsError:
            raise WaveKeyExists("the wave has a key already") from None
        with os.fdopen(descriptor, "wb") as file:
            _write_through(file.fileno(), secrets.token_bytes(KEY_BYTES))
        self._sync()

    def wrap(self, wave_id: UUID, plaintext: bytes, *, purpose: str) -> bytes:
        """Return nonce (12 bytes) | AES-256-GCM ciphertext with its tag (16 bytes); raise WaveKeyMissing."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + AESGCM(self._key(wave_id)).encrypt(nonce, plaintext, _context(wave_id, purpose))

    def unwrap(self, wave_id: UUID, wrapped: bytes, *, purpose: str) -> bytes:
        """Return what was wrapped for the same wave and purpose; raise WaveKeyMissing or CannotUnwrap."""
        key = AESGCM(self._key(wave_id))
        try:
            return key.decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], _context(wave_id, purpose))
        except (InvalidTag, ValueError):
            raise CannotUnwrap("the wrapped bytes cannot be read for this wave and purpose") from None

    def erase(self, wave_id: UUID) -> None:
        """Void the wave's key and remove its file; raise WaveKeyMissing."""
        self.void(wave_id)
        self.remove(wave_id)

    def void(self, wave_id: UUID) -> None:
        """Overwrite the wave's key and leave an empty file in its place, safe on disk; raise WaveKeyMissing.

        A missing file is an error, never a silent success: destruction must not be recorded because a setting named
        the wrong folder. The empty file opens nothing; it says that a destruction has begun and is not finished.
        """
        with self._opened(wave_id, os.O_WRONLY) as descriptor:
            length = os.fstat(descriptor).st_size
            for pattern in (secrets.token_bytes(length), bytes(length)):
                os.lseek(descriptor, 0, os.SEEK_SET)
                _write_through(descriptor, pattern)
            os.ftruncate(descriptor, 0)
            os.fsync(descriptor)

    def remove(self, wave_id: UUID) -> None:
        """Remove the empty file that `void` left, and write the folder through to the disk.

        Raises WaveKeyMissing, and WaveKeyExists for a file that is not empty: its key would stay on the disk.
        """
        with self._opened(wave_id, os.O_RDONLY) as descriptor:
            if os.fstat(descriptor).st_size:
                raise WaveKeyExists("the wave's key has not been overwritten")
        self._file(wave_id).unlink()
        self._sync()

    def _file(self, wave_id: UUID) -> Path:
        return self._directory / f"{wave_id}.key"

    def _key(self, wave_id: UUID) -> bytes:
        with self._opened(wave_id, os.O_RDONLY) as descriptor:
            key = os.read(descriptor, KEY_BYTES + 1)
        if len(key) != KEY_BYTES:
            raise WaveKeyMissing("the wave's key file is not whole")
        return key

    @contextmanager
    def _opened(self, wave_id: UUID, flags: int) -> Iterator[int]:
        try:
            descriptor = os.open(self._file(wave_id), flags | os.O_NOFOLLOW)
        except FileNotFoundError:
            raise WaveKeyMissing("the wave has no key file") from None
        try:
            yield descriptor
        finally:
            os.close(descriptor)

    def _sync(self) -> None:
        descriptor = os.open(self._directory, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def wave_keys() -> WaveKeys:
    """Return the installation's store of wave key files, outside the database and its backups."""
    return WaveKeys(settings.WAVE_KEYS)


def whole(wave_id: UUID) -> bool:
    """Return whether the installation can read the wave's key file. Without it, no share of the wave can be used."""
    return wave_keys().is_whole(wave_id)


def _context(wave_id: UUID, purpose: str) -> bytes:
    return _PURPOSE + wave_id.bytes + purpose.encode()


def _write_through(descriptor: int, data: bytes) -> None:
    written = 0
    while written < len(data):
        written += os.write(descriptor, data[written:])
    os.fsync(descriptor)
