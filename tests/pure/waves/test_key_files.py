"""The wave key file: outside the database, readable by its owner alone, and gone when it is erased."""

import os
import stat
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from surveys.waves.key_files import CannotUnwrap, WaveKeyExists, WaveKeyMissing, WaveKeys

WAVE, OTHER = uuid4(), uuid4()


@pytest.fixture
def keys(tmp_path: Path) -> WaveKeys:
    made = WaveKeys(tmp_path / "deep" / "keys")
    made.create(WAVE)
    made.create(OTHER)
    return made


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(plaintext=st.binary(max_size=200), purpose=st.text(max_size=20))
def test_what_is_wrapped_is_unwrapped_and_never_looks_the_same_twice(
    keys: WaveKeys, plaintext: bytes, purpose: str
) -> None:
    first, second = (keys.wrap(WAVE, plaintext, purpose=purpose) for _ in range(2))
    assert first != second
    assert len(first) == len(plaintext) + 28
    assert keys.unwrap(WAVE, first, purpose=purpose) == keys.unwrap(WAVE, second, purpose=purpose) == plaintext


def test_a_change_of_any_byte_another_purpose_or_another_wave_is_refused(keys: WaveKeys) -> None:
    wrapped = keys.wrap(WAVE, b"a share", purpose="sealed share")
    changes = [wrapped[:at] + bytes([wrapped[at] ^ 1]) + wrapped[at + 1 :] for at in range(len(wrapped))]
    for other in [*changes, b"", wrapped[:5], wrapped[:12], wrapped[:-1], wrapped + b"\0"]:
        with pytest.raises(CannotUnwrap):
            keys.unwrap(WAVE, other, purpose="sealed share")
    with pytest.raises(CannotUnwrap):
        keys.unwrap(WAVE, wrapped, purpose="opened share")
    with pytest.raises(CannotUnwrap):
        keys.unwrap(OTHER, wrapped, purpose="sealed share")


def test_the_wave_is_bound_even_where_two_files_hold_the_same_key(keys: WaveKeys, tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "keys"
    (folder / f"{OTHER}.key").write_bytes((folder / f"{WAVE}.key").read_bytes())
    with pytest.raises(CannotUnwrap):
        keys.unwrap(OTHER, keys.wrap(WAVE, b"a share", purpose="x"), purpose="x")


def test_folder_and_files_belong_to_their_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    folder.mkdir()
    folder.chmod(0o755)
    before = os.umask(0)
    try:
        WaveKeys(folder).create(WAVE)
    finally:
        os.umask(before)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [(file.name, stat.S_IMODE(file.stat().st_mode), file.stat().st_size) for file in folder.iterdir()] == [
        (f"{WAVE}.key", 0o600, 32)
    ]


def test_a_second_key_for_a_wave_is_refused_and_changes_nothing(keys: WaveKeys) -> None:
    wrapped = keys.wrap(WAVE, b"a share", purpose="x")
    with pytest.raises(WaveKeyExists):
        keys.create(WAVE)
    assert keys.unwrap(WAVE, wrapped, purpose="x") == b"a share"


def test_a_wave_without_a_key_file_can_do_nothing(tmp_path: Path) -> None:
    keys = WaveKeys(tmp_path / "never made")
    assert not keys.exists(WAVE)
    for use in (
        lambda: keys.wrap(WAVE, b"", purpose="x"),
        lambda: keys.unwrap(WAVE, bytes(40), purpose="x"),
        lambda: keys.erase(WAVE),
    ):
        with pytest.raises(WaveKeyMissing):
            use()


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_key_file_that_is_not_whole_is_missing_and_can_be_erased(keys: WaveKeys, tmp_path: Path, length: int) -> None:
    (tmp_path / "deep" / "keys" / f"{WAVE}.key").write_bytes(bytes(length))
    with pytest.raises(WaveKeyMissing):
        keys.wrap(WAVE, b"", purpose="x")
    keys.erase(WAVE)
    keys.create(WAVE)
    assert keys.unwrap(WAVE, keys.wrap(WAVE, b"again", purpose="x"), purpose="x") == b"again"


def test_erasing_leaves_nothing_readable_and_touches_no_other_wave(
    keys: WaveKeys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "deep" / "keys" / f"{WAVE}.key"
    key = file.read_bytes()
    wrapped, others = keys.wrap(WAVE, b"a share", purpose="x"), keys.wrap(OTHER, b"a share", purpose="x")
    # A second name for the same file shows what the blocks hold after the first name is gone.
    left = tmp_path / "second name"
    left.hardlink_to(file)
    cut = os.ftruncate
    held: list[bytes] = []

    def watched(descriptor: int, length: int) -> None:
        held.append(left.read_bytes())
        cut(descriptor, length)

    monkeypatch.setattr(os, "ftruncate", watched)

    keys.erase(WAVE)

    assert not keys.exists(WAVE)
    assert not file.exists()
    assert held == [bytes(32)] != [key]
    assert left.read_bytes() == b""
    with pytest.raises(WaveKeyMissing):
        keys.unwrap(WAVE, wrapped, purpose="x")
    assert keys.unwrap(OTHER, others, purpose="x") == b"a share"


def test_a_voided_key_leaves_an_empty_file_that_opens_nothing_until_it_is_removed(keys: WaveKeys) -> None:
    wrapped = keys.wrap(WAVE, b"a share", purpose="x")
    with pytest.raises(WaveKeyExists):
        keys.remove(WAVE)
    assert keys.unwrap(WAVE, wrapped, purpose="x") == b"a share"
    for _ in range(2):
        keys.void(WAVE)
        assert keys.exists(WAVE)
        with pytest.raises(WaveKeyMissing):
            keys.unwrap(WAVE, wrapped, purpose="x")
    keys.remove(WAVE)
    assert not keys.exists(WAVE)
    with pytest.raises(WaveKeyMissing):
        keys.remove(WAVE)


def test_a_key_made_anew_after_erasing_does_not_open_what_the_old_one_wrapped(keys: WaveKeys) -> None:
    wrapped = keys.wrap(WAVE, b"a share", purpose="x")
    keys.erase(WAVE)
    keys.create(WAVE)
    with pytest.raises(CannotUnwrap):
        keys.unwrap(WAVE, wrapped, purpose="x")


def test_a_link_in_the_place_of_a_key_is_not_followed(tmp_path: Path) -> None:
    keys, target = WaveKeys(tmp_path / "keys"), tmp_path / "target"
    keys.create(OTHER)
    target.write_bytes(bytes(32))
    (tmp_path / "keys" / f"{WAVE}.key").symlink_to(target)
    with pytest.raises(OSError, match="symbolic links"):
        keys.wrap(WAVE, b"", purpose="x")


def test_keys_of_waves_differ(keys: WaveKeys, tmp_path: Path) -> None:
    files: list[UUID] = [WAVE, OTHER]
    assert len({(tmp_path / "deep" / "keys" / f"{wave}.key").read_bytes() for wave in files}) == 2
