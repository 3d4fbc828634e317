"""RFC 9180, appendix A.3.1: base mode with DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-128-GCM.

The vector's first message has additional data ("Count-0"), for which the library's single-shot call has no parameter.
So an independent implementation is held to the vector, and our sealing is held to that one, in both directions.
"""

from uuid import UUID

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.ballots import sealing
from tests.reference import hpke

INFO = bytes.fromhex("4f6465206f6e2061204772656369616e2055726e")
EPHEMERAL = bytes.fromhex("4995788ef4b9d6132b249ce59a77281493eb39af373d236a1fe415cb0c2d7beb")
ENC = bytes.fromhex(
    "04a92719c6195d5085104f469a8b9814d5838ff72b60501e2c4466e5e67b325ac9"
    "8536d7b61a1af4b78e5b7f951c0900be863c403ce65c9bfcb9382657222d18c4"
)
RECEIVER_PRIVATE = bytes.fromhex("f3ce7fdae57e1a310d87f1ebbde6f328be0a99cdbcadf4d6589cf29de4b8ffd2")
RECEIVER_PUBLIC = bytes.fromhex(
    "04fe8c19ce0905191ebc298a9245792531f26f0cece2460639e8bc39cb7f706a82"
    "6a779b4cf969b8a0e539c7f62fb3d30ad6aa8f80e30f1d128aafd68a2ce72ea0"
)
SHARED_SECRET = bytes.fromhex("c0d26aeab536609a572b07695d933b589dcf363ff9d93c93adea537aeabb8cb8")
KEY = bytes.fromhex("868c066ef58aae6dc589b6cfdd18f97e")
BASE_NONCE = bytes.fromhex("4e0bc5018beba4bf004cca59")
PLAINTEXT = bytes.fromhex("4265617574792069732074727574682c20747275746820626561757479")
AAD = bytes.fromhex("436f756e742d30")
CIPHERTEXT = bytes.fromhex("5ad590bb8baa577f8619db35a36311226a896e7342a6d836d8b7bcd2f20b6c7f9076ac232e3ab2523f39513434")

scalars = st.integers(1, sealing.GROUP_ORDER - 1).map(lambda number: number.to_bytes(32, "big"))


def test_the_vectors_public_keys_belong_to_its_private_keys() -> None:
    assert sealing.public_of(RECEIVER_PRIVATE) == RECEIVER_PUBLIC
    assert sealing.public_of(EPHEMERAL) == ENC


def test_the_independent_key_schedule_gives_the_vectors_key_and_nonce() -> None:
    secret = hpke.shared_secret(hpke.private(RECEIVER_PRIVATE), ENC, enc=ENC, receiver=RECEIVER_PUBLIC)
    assert secret == SHARED_SECRET
    assert hpke.key_and_nonce(secret, INFO) == (KEY, BASE_NONCE)


def test_the_independent_implementation_seals_and_unseals_the_vector() -> None:
    assert hpke.seal(PLAINTEXT, receiver=RECEIVER_PUBLIC, info=INFO, ephemeral=EPHEMERAL, aad=AAD) == ENC + CIPHERTEXT
    assert hpke.unseal(ENC + CIPHERTEXT, private_key=RECEIVER_PRIVATE, info=INFO, aad=AAD) == PLAINTEXT
    with pytest.raises(InvalidTag):
        hpke.unseal(ENC + CIPHERTEXT, private_key=RECEIVER_PRIVATE, info=INFO, aad=b"Count-1")


def test_our_unsealing_opens_the_vectors_setup() -> None:
    """The RFC's ephemeral key, receiver and info, with no additional data, through our own function."""
    sealed = hpke.seal(PLAINTEXT, receiver=RECEIVER_PUBLIC, info=INFO, ephemeral=EPHEMERAL)
    assert sealed[:65] == ENC
    assert sealing.unseal(sealed, private_key=RECEIVER_PRIVATE, info=INFO) == PLAINTEXT


@settings(max_examples=30, deadline=None)
@given(plaintext=st.binary(max_size=200), info=st.binary(max_size=80), receiver=scalars, ephemeral=scalars)
def test_both_implementations_open_each_others_seals(
    plaintext: bytes, info: bytes, receiver: bytes, ephemeral: bytes
) -> None:
    public = sealing.public_of(receiver)
    theirs = hpke.seal(plaintext, receiver=public, info=info, ephemeral=ephemeral)
    ours = sealing.seal(plaintext, public_key=public, info=info)
    assert sealing.unseal(theirs, private_key=receiver, info=info) == plaintext
    assert hpke.unseal(ours, private_key=receiver, info=info) == plaintext


def test_a_sealed_ballot_is_laid_out_as_the_sealing_modules_docstring_says() -> None:
    info = sealing.ballot_info(UUID(int=1), UUID(int=2))
    sealed = sealing.seal(b"a sheet", public_key=RECEIVER_PUBLIC, info=info)
    assert len(sealed) == len(b"a sheet") + sealing.OVERHEAD
    assert hpke.unseal(sealed, private_key=RECEIVER_PRIVATE, info=info) == b"a sheet"
