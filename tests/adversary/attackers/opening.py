"""Every way to open a box with what is held: private keys, opened shares, and whatever bytes the dumps have."""

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from surveys.ballots import custody
from surveys.ballots.custody import BadShare, Holder, Share, SharesDoNotFit
from surveys.ballots.sealing import GROUP_ORDER, PRIVATE_BYTES, BadKey, CannotUnseal, public_of
from surveys.waves.key_files import CannotUnwrap, WaveKeyMissing, WaveKeys
from tests.adversary.attackers.cluster import Dump

PURPOSES = tuple(
    f"{kind}:{who}" for kind in ("box-share", "given-share") for who in ("union", "employer", "substitute")
)
BOX_TABLES = ("ballots_boxshare", "ballots_givenshare", "ballots_box", "ballots_keylist")


@dataclass
class Held:
    """What the attacker has. `values` are the byte columns of every dump, `keys` may be 32-byte keys of any kind."""

    wave_id: UUID
    public_key: bytes
    private_keys: list[bytes] = field(default_factory=list)
    shares: list[Share] = field(default_factory=list)
    values: set[bytes] = field(default_factory=set)
    box_values: set[bytes] = field(default_factory=set)
    key_files: list[bytes] = field(default_factory=list)

    def take(self, dump: Dump) -> None:
        """Add every byte column of a dump. Sealed ballots are what is to be opened, no keys."""
        for table, rows in dump.items():
            if table == "ballots_ballot":
                continue
            found = {bytes(value) for row in rows for value in row.columns.values() if isinstance(value, bytes)}
            self.values |= found
            if table in BOX_TABLES:
                self.box_values |= found


@dataclass
class Search:
    """How the search went: the box's private key, if it was found, and how much was tried."""

    key: bytes | None = None
    tried: int = 0
    shares: set[tuple[int, int]] = field(default_factory=set)


def search(held: Held) -> Search:
    """Try every combination; stop at the box's private key."""
    state = Search()
    shares = list(_shares(held, state))
    state.shares = {(share.holder, share.value) for share in shares}
    for candidate in _keys(held, shares):
        state.tried += 1
        try:
            if public_of(candidate) == held.public_key:
                state.key = candidate
                return state
        except BadKey:
            continue
    for first in shares:
        for second in shares:
            state.tried += 1
            try:
                state.key = custody.combine(first, second, public_key=held.public_key)
            except SharesDoNotFit:
                continue
            return state
    return state


def _shares(held: Held, state: Search) -> Iterator[Share]:
    """Yield each share that can be read: given, unsealed as it stands, or unwrapped with anything like a key first."""
    yield from held.shares
    readable = set(held.box_values)
    with tempfile.TemporaryDirectory() as folder:
        store = WaveKeys(Path(folder))
        file = Path(folder) / f"{held.wave_id}.key"
        for key in _wrapping_keys(held):
            file.write_bytes(key)
            for value in sorted(held.box_values):
                for purpose in PURPOSES:
                    state.tried += 1
                    try:
                        readable.add(store.unwrap(held.wave_id, value, purpose=purpose))
                    except (CannotUnwrap, WaveKeyMissing):
                        continue
    for value in sorted(readable):
        for part in (value, value[12:], value[12:-16]):
            yield from _read(held, part, state)


def _read(held: Held, part: bytes, state: Search) -> Iterator[Share]:
    with suppress(BadShare):
        yield Share.from_bytes(part)
    for key in held.private_keys:
        for holder in Holder:
            state.tried += 1
            try:
                yield custody.open_share(part, wave_id=held.wave_id, holder=holder, private_key=key)
            except (CannotUnseal, BadShare, BadKey, ValueError):
                continue


def _wrapping_keys(held: Held) -> Iterator[bytes]:
    """Yield what might be the wave's key file: those that are held, and every value of its size."""
    yield from held.key_files
    yield from held.private_keys
    yield from (share.value.to_bytes(PRIVATE_BYTES, "big") for share in held.shares)
    yield bytes(32)
    yield from _of_key_size(held.box_values)


def _keys(held: Held, shares: Iterable[Share]) -> Iterator[bytes]:
    """Yield what might be the box's key: each 32 bytes anywhere in a dump, and what these make with a known share."""
    shares = list(shares)
    yield from held.private_keys
    yield from held.key_files
    whole = list(_of_key_size(held.values))
    yield from whole
    windows = list(_windows(held.box_values))
    yield from windows
    for share in shares:
        yield share.value.to_bytes(PRIVATE_BYTES, "big")
        for holder in Holder:
            if holder != share.holder:
                yield from (_line(share, holder, value) for value in [*whole, *windows, *held.private_keys])


def _of_key_size(values: Iterable[bytes]) -> Iterator[bytes]:
    yield from sorted(value for value in values if len(value) == PRIVATE_BYTES)


def _windows(values: Iterable[bytes]) -> Iterator[bytes]:
    for value in sorted(values):
        yield from (value[at : at + PRIVATE_BYTES] for at in range(min(len(value), 400) - PRIVATE_BYTES + 1))


def _line(share: Share, holder: Holder, value: bytes) -> bytes:
    """Return the key that `share` would make with `value` as the other holder's."""
    other = int.from_bytes(value, "big") % GROUP_ORDER
    rise = share.value * holder - other * share.holder
    return (rise * pow(holder - share.holder, -1, GROUP_ORDER) % GROUP_ORDER).to_bytes(PRIVATE_BYTES, "big")
