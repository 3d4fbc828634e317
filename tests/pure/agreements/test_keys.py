"""Which bytes are a public key, told without a library for it, and who may hold a share."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.agreements.rules import KEY_BYTES, Holder, is_public_key, may_hold
from surveys.ballots.sealing import BadKey, checked_public, public_of
from surveys.organisations.rules import Role

# RFC 9180, appendix A.3.1: pkRm, the recipient's public key of the first vector for P-256.
PUBLISHED = bytes.fromhex(
    "04fe8c19ce0905191ebc298a9245792531f26f0cece2460639e8bc39cb7f706a82"
    "6a779b4cf969b8a0e539c7f62fb3d30ad6aa8f80e30f1d128aafd68a2ce72ea0"
)
FIELD = 2**256 - 2**224 + 2**192 + 2**96 - 1


def _by_the_library(key: bytes) -> bool:
    try:
        return checked_public(key) == key
    except BadKey:
        return False


def test_a_published_key_is_one() -> None:
    assert is_public_key(PUBLISHED)


@given(st.integers(min_value=1, max_value=2**250))
def test_every_key_that_is_made_is_one(scalar: int) -> None:
    assert is_public_key(public_of(scalar.to_bytes(32, "big")))


@given(st.integers(0, KEY_BYTES - 1), st.integers(1, 255))
def test_a_key_with_one_byte_changed_is_as_the_library_says(place: int, change: int) -> None:
    key = bytearray(PUBLISHED)
    key[place] ^= change
    assert is_public_key(bytes(key)) == _by_the_library(bytes(key)) is False


@given(st.binary(max_size=70))
def test_any_bytes_are_as_the_library_says(data: bytes) -> None:
    assert is_public_key(data) == _by_the_library(data)


def test_coordinates_beyond_the_field_and_other_forms_are_none() -> None:
    x, y = int.from_bytes(PUBLISHED[1:33], "big"), int.from_bytes(PUBLISHED[33:], "big")
    compressed = bytes([2 + y % 2]) + PUBLISHED[1:33]
    other_side = b"\x04" + PUBLISHED[1:33] + (FIELD - y).to_bytes(32, "big")
    assert not is_public_key(compressed)
    assert not is_public_key(PUBLISHED + b"\0")
    assert not is_public_key(b"\x04" + FIELD.to_bytes(32, "big") + PUBLISHED[33:])
    assert is_public_key(other_side)
    assert not is_public_key(b"\x04" + PUBLISHED[33:] + PUBLISHED[1:33])
    assert 0 < x < FIELD


@pytest.mark.parametrize(
    ("role", "holders"),
    [
        (Role.UNION_REPRESENTATIVE, {Holder.UNION}),
        (Role.EMPLOYER_REPRESENTATIVE, {Holder.EMPLOYER}),
        (Role.SAFETY_REPRESENTATIVE, {Holder.SUBSTITUTE}),
        (Role.ORGANISER, set()),
    ],
)
def test_who_may_hold_what(role: Role, holders: set[Holder]) -> None:
    assert {holder for holder in Holder if may_hold(role, holder)} == holders
    assert may_hold(role) is bool(holders)
