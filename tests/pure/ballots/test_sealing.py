"""Sealed ballots open with the right key, wave and group, unchanged, or not at all."""

import pickle
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.ballots.encoding import encode
from surveys.ballots.sealing import (
    GROUP_ORDER,
    OVERHEAD,
    BadKey,
    CannotUnseal,
    ballot_info,
    checked_public,
    fingerprint,
    new_key_pair,
    public_of,
    seal,
    unseal,
)
from surveys.ballots.types import Answers
from tests.pure.ballots.examples import SMALL, answers

WAVE, GROUP = UUID("6f0c3a52-0d7e-4a57-9a52-1f5b5f4f0001"), UUID("6f0c3a52-0d7e-4a57-9a52-1f5b5f4f0002")
INFO = ballot_info(WAVE, GROUP)
PAIR = new_key_pair()
SHEET = encode(SMALL, Answers({"item-1": 4}))


@settings(deadline=None)
@given(first=answers(), second=answers())
def test_sealed_sheets_have_one_length_and_never_repeat(first: Answers, second: Answers) -> None:
    sealed = [seal(encode(SMALL, given), public_key=PAIR.public, info=INFO) for given in (first, first, second)]
    assert {len(one) for one in sealed} == {64 + OVERHEAD}
    assert len({one[:65] for one in sealed}) == len({one[65:] for one in sealed}) == 3
    assert unseal(sealed[0], private_key=PAIR.private, info=INFO) == encode(SMALL, first)


def test_a_change_of_any_byte_is_refused() -> None:
    sealed = seal(SHEET, public_key=PAIR.public, info=INFO)
    for position in range(len(sealed)):
        changed = bytearray(sealed)
        changed[position] ^= 1
        with pytest.raises(CannotUnseal):
            unseal(bytes(changed), private_key=PAIR.private, info=INFO)


def test_a_cut_or_lengthened_ballot_is_refused() -> None:
    sealed = seal(SHEET, public_key=PAIR.public, info=INFO)
    for other in [sealed[:length] for length in range(len(sealed))] + [sealed + b"\0"]:
        with pytest.raises(CannotUnseal):
            unseal(other, private_key=PAIR.private, info=INFO)


@pytest.mark.parametrize("info", [ballot_info(GROUP, GROUP), ballot_info(WAVE, WAVE), ballot_info(GROUP, WAVE), b""])
def test_another_wave_or_group_is_refused(info: bytes) -> None:
    with pytest.raises(CannotUnseal):
        unseal(seal(SHEET, public_key=PAIR.public, info=INFO), private_key=PAIR.private, info=info)


def test_another_key_is_refused() -> None:
    with pytest.raises(CannotUnseal):
        unseal(seal(SHEET, public_key=PAIR.public, info=INFO), private_key=new_key_pair().private, info=INFO)


@pytest.mark.parametrize(
    "private",
    [b"", bytes(32), bytes(31), bytes(32) + b"\1", GROUP_ORDER.to_bytes(32, "big"), b"\xff" * 32],
)
def test_bytes_that_are_no_private_key_are_refused(private: bytes) -> None:
    with pytest.raises(BadKey):
        public_of(private)
    with pytest.raises(BadKey):
        unseal(seal(SHEET, public_key=PAIR.public, info=INFO), private_key=private, info=INFO)


def test_the_least_and_the_greatest_private_key_are_keys() -> None:
    base, opposite = public_of((1).to_bytes(32, "big")), public_of((GROUP_ORDER - 1).to_bytes(32, "big"))
    # The generator's x, SP 800-186, section 3.2.1.3; order - 1 gives the same x and the other y.
    assert base[1:33].hex() == "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
    assert base[:33] == opposite[:33]
    assert base[33:] != opposite[33:]


@pytest.mark.parametrize(
    "public",
    [
        b"",
        b"\0",
        bytes(65),
        b"\4" + bytes(64),
        PAIR.public[:-1],
        PAIR.public + b"\0",
        bytes([2 + PAIR.public[-1] % 2]) + PAIR.public[1:33],
        PAIR.public[:64] + bytes([PAIR.public[64] ^ 1]),
        bytes([6 + PAIR.public[-1] % 2]) + PAIR.public[1:],
    ],
    ids=["empty", "infinity", "zeros", "off the curve", "short", "long", "compressed", "altered", "hybrid"],
)
def test_bytes_that_are_no_uncompressed_point_are_refused(public: bytes) -> None:
    for use in (checked_public, fingerprint):
        with pytest.raises(BadKey):
            use(public)
    with pytest.raises(BadKey):
        seal(SHEET, public_key=public, info=INFO)


@given(first=st.uuids(), second=st.uuids(), third=st.uuids(), fourth=st.uuids())
def test_info_tells_every_pair_of_wave_and_group_apart(first: UUID, second: UUID, third: UUID, fourth: UUID) -> None:
    assert (ballot_info(first, second) == ballot_info(third, fourth)) == ((first, second) == (third, fourth))


def test_a_fingerprint_is_the_start_of_the_keys_sha256_in_groups_of_four() -> None:
    # The generator as 04 | x | y, hashed with coreutils sha256sum.
    assert fingerprint(public_of((1).to_bytes(32, "big"))) == "698b ea63 dc44 a344"
    assert fingerprint(PAIR.public) != fingerprint(new_key_pair().public)


def test_a_key_pair_never_shows_its_private_half() -> None:
    assert repr(PAIR.private) not in repr(PAIR)
    assert "private" not in repr(PAIR)
    assert pickle.loads(pickle.dumps(PAIR)) == PAIR  # noqa: S301
