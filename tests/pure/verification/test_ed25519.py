"""The verifier's own Ed25519: the vectors of RFC 8032, section 7.1, and another library on chosen and broken input."""

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.verification.ed25519 import ORDER, P, holds

VECTORS = {
    "1": (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
        "d25bf5f0595bbe24655141438e7a100b",
    ),
    "2": (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
        "387b2eaeb4302aeeb00d291612bb0c00",
    ),
    "3": (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
        "4a7c15e9716ed28dc027beceea1ec40a",
    ),
    "SHA(abc)": (
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd"
        "454d4423643ce80e2a9ac94fa54ca49f",
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e030"
        "3dca179c138ac17ad9bef1177331a704",
    ),
}


@pytest.mark.parametrize("name", VECTORS)
def test_the_vectors_of_the_standard(name: str) -> None:
    key, message, signature = (bytes.fromhex(part) for part in VECTORS[name])
    assert holds(key, message, signature)
    assert not holds(key, message + b"\0", signature)


def theirs(key: bytes, message: bytes, signature: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


@settings(max_examples=25, deadline=None)
@given(seed=st.binary(min_size=32, max_size=32), message=st.binary(max_size=300), place=st.integers(0, 8 * 96 - 1))
def test_it_agrees_with_another_library_on_whole_and_on_altered_input(seed: bytes, message: bytes, place: int) -> None:
    private = Ed25519PrivateKey.from_private_bytes(seed)
    key, signature = private.public_key().public_bytes_raw(), private.sign(message)
    assert holds(key, message, signature)
    altered = bytearray(key + signature)
    altered[place // 8] ^= 1 << place % 8
    other_key, other = bytes(altered[:32]), bytes(altered[32:])
    assert holds(other_key, message, other) is theirs(other_key, message, other) is False


def test_a_signature_has_one_form_alone() -> None:
    key, message, signature = (bytes.fromhex(part) for part in VECTORS["3"])
    scalar = int.from_bytes(signature[32:], "little")
    assert not holds(key, message, signature[:32] + (scalar + ORDER).to_bytes(32, "little"))
    assert not holds(key, message, signature + b"\0")
    assert not holds(key[:31], message, signature)


@pytest.mark.parametrize(
    "encoded",
    [
        P.to_bytes(32, "little"),
        (2**255 - 1).to_bytes(32, "little"),
        (1 | 1 << 255).to_bytes(32, "little"),
        (2).to_bytes(32, "little"),
    ],
    ids=["y is p", "y beyond p", "x is zero and negative", "no point"],
)
def test_what_is_no_point_is_no_key_and_no_commitment(encoded: bytes) -> None:
    key, message, signature = (bytes.fromhex(part) for part in VECTORS["2"])
    assert not holds(encoded, message, signature)
    assert not holds(key, message, encoded + signature[32:])
