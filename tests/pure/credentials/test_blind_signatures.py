"""Blind signatures, both halves; the RFC's vectors stand in tests/reference."""

from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.credentials import blind_signatures as blind
from surveys.credentials.blind_signatures import BadBlinded, BadSignature

KEY = blind.new_signing_key()
OTHER = blind.new_signing_key()
CONTEXT = blind.context_of(UUID(int=1), UUID(int=2))


def _signed() -> tuple[bytes, bytes]:
    prepared = blind.prepare(CONTEXT)
    blinded, inverse = blind.blind(prepared, public_key=KEY.public)
    answer = blind.blind_sign(blinded, private_key=KEY.private)
    return prepared, blind.finalize(prepared, answer, inverse, public_key=KEY.public)


def test_a_blind_signature_verifies_under_its_own_key_alone() -> None:
    prepared, signature = _signed()
    assert blind.verify(prepared, signature, public_key=KEY.public)
    assert not blind.verify(prepared, signature, public_key=OTHER.public)


@settings(max_examples=40, deadline=None)
@given(place=st.integers(0, 255), bit=st.integers(0, 7))
def test_any_changed_bit_breaks_the_signature(place: int, bit: int) -> None:
    prepared, signature = _SIGNED
    changed = bytearray(signature)
    changed[place] ^= 1 << bit
    assert not blind.verify(prepared, bytes(changed), public_key=KEY.public)


_SIGNED = _signed()


def test_the_message_says_what_it_is_for() -> None:
    prepared = blind.prepare(CONTEXT)
    assert len(prepared) == blind.PREPARED_BYTES == 116
    assert prepared[32:84] == CONTEXT == b"tillit credential 1\0" + UUID(int=1).bytes + UUID(int=2).bytes
    assert blind.prepare(CONTEXT) != prepared


def test_signing_is_deterministic_and_blinding_is_not() -> None:
    prepared = blind.prepare(CONTEXT)
    first, second = (blind.blind(prepared, public_key=KEY.public)[0] for _ in range(2))
    assert first != second
    answers = {blind.blind_sign(first, private_key=KEY.private) for _ in range(5)}
    assert len(answers) == 1


@pytest.mark.parametrize(
    "blinded", [b"", b"\x01", bytes(256), bytes(255) + b"\x01", b"\x7f" * 255, b"\x7f" * 257, b"\xff" * 256]
)
def test_what_is_no_blinded_message_is_refused(blinded: bytes) -> None:
    with pytest.raises(BadBlinded):
        blind.blind_sign(blinded, private_key=KEY.private)


def test_an_answer_by_another_key_is_found_out() -> None:
    prepared = blind.prepare(CONTEXT)
    blinded, inverse = blind.blind(prepared, public_key=KEY.public)
    # The other key's modulus may be the smaller one; then it cannot sign these bytes at all.
    while int.from_bytes(blinded, "big") >> 2000 > 2**46:
        blinded, inverse = blind.blind(prepared, public_key=KEY.public)
    with pytest.raises(BadSignature):
        blind.finalize(prepared, blind.blind_sign(blinded, private_key=OTHER.private), inverse, public_key=KEY.public)


@pytest.mark.parametrize("salt", [0, 20, 32, 47, 49])
def test_a_signature_with_another_salt_length_is_none(salt: int) -> None:
    prepared = blind.prepare(CONTEXT)
    blinded, inverse = blind.blind_with(prepared, salt=b"s" * salt, factor=12345, public_key=KEY.public)
    answer = blind.blind_sign(blinded, private_key=KEY.private)
    with pytest.raises(BadSignature):
        blind.finalize(prepared, answer, inverse, public_key=KEY.public)


def test_a_key_does_not_show_in_a_repr() -> None:
    assert repr(KEY.private) not in repr(KEY)
