"""Blind signatures: the RFC's four vectors, and three implementations that serve each other.

Ours are the server's (Python) and the browser's (JavaScript); the third is @cloudflare/blindrsa-ts.
"""

from typing import Any
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_der_private_key, load_der_public_key

from surveys.credentials import blind_signatures as server
from tests.interop.node import Node, Refused
from tests.reference.rfc9474 import Vector, vectors

VECTORS = vectors()
WAVE, GROUP = UUID("0b5e3f7c-6c2e-4b5e-9d0b-1a2b3c4d5e6f"), UUID("f1e2d3c4-b5a6-4978-8a9b-acbdcedfe0f1")
CONTEXT = server.context_of(WAVE, GROUP)
KEY = server.new_signing_key()
OTHER = server.new_signing_key()
LIBRARIES = ["blind", "blindrsa"]

every_vector = pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector.name)


def test_the_four_variants_are_there() -> None:
    variants = [
        f"RSABSSA-SHA384-{salt}-{form}" for form in ("Randomized", "Deterministic") for salt in ("PSS", "PSSZERO")
    ]
    assert [vector.name for vector in VECTORS] == variants
    assert [len(vector.salt) for vector in VECTORS] == [48, 0, 48, 0]


@every_vector
def test_the_message_is_prefix_and_message(vector: Vector) -> None:
    assert vector.prepared == vector.prefix + vector.message


@every_vector
def test_the_server_side_module_gives_the_vector(vector: Vector) -> None:
    bits = vector.modulus.bit_length() - 1
    found = server.encode_pss(vector.prepared, salt=vector.salt, bits=bits)
    # One of the RFC's vectors leaves the encoded message out.
    assert found == (vector.encoded or found)
    factor = int.from_bytes(vector.r, "big")
    blinded, inverse = server.blind_with(
        vector.prepared, salt=vector.salt, factor=factor, public_key=vector.public_spki
    )
    assert (blinded, inverse) == (vector.blinded, int.from_bytes(vector.inverse, "big"))
    blind_signature = server.blind_sign(vector.blinded, private_key=vector.private_pkcs8)
    assert blind_signature == vector.blind_signature
    assert server.unblind(blind_signature, inverse, public_key=vector.public_spki) == vector.signature


@every_vector
@pytest.mark.parametrize("library", LIBRARIES)
def test_the_browsers_module_and_the_oracle_give_the_vector(node: Node, vector: Vector, library: str) -> None:
    key = {"prepared": vector.prepared.hex(), "spki": vector.public_spki.hex()}
    made = node.call(f"{library}.blindWith", **key, salt=vector.salt.hex(), r=vector.r.hex())
    blinded = made["blinded"] if library == "blind" else made["blindedMsg"]
    inverse = made["inverse"] if library == "blind" else made["inv"]
    assert (blinded, inverse) == (vector.blinded.hex(), vector.inverse.hex())
    finalize = "blind.finalizeWith" if library == "blind" else "blindrsa.finalize"
    given = {"signature": vector.blind_signature.hex(), "inverse": inverse, "saltBytes": len(vector.salt)}
    assert node.call(finalize, **key, **given) == vector.signature.hex()


@every_vector
def test_the_oracle_signs_and_prepares_as_the_vector_says(node: Node, vector: Vector) -> None:
    signed = node.call("blindrsa.sign", blinded=vector.blinded.hex(), pkcs8=vector.private_pkcs8.hex())
    assert signed == vector.blind_signature.hex()
    if vector.prefix:
        prepared = node.call("blindrsa.prepareWith", message=vector.message.hex(), prefix=vector.prefix.hex())
        assert prepared == vector.prepared.hex()


def _prepared(node: Node, client: str) -> bytes:
    if client == "server":
        return server.prepare(CONTEXT)
    if client == "blind":
        return bytes.fromhex(node.call("blind.prepare", context=CONTEXT.hex()))
    return bytes.fromhex(node.call("blindrsa.prepare", message=(CONTEXT + b"n" * server.RANDOM_BYTES).hex()))


def _blinded(node: Node, client: str, prepared: bytes) -> tuple[bytes, bytes]:
    if client == "server":
        blinded, inverse = server.blind(prepared, public_key=KEY.public)
        return blinded, inverse.to_bytes(server.SIGNATURE_BYTES, "big")
    made = node.call(f"{client}.blind", prepared=prepared.hex(), spki=KEY.public.hex())
    fields = ("blinded", "inverse") if client == "blind" else ("blindedMsg", "inv")
    blinded, factor = (bytes.fromhex(made[field]) for field in fields)
    return blinded, factor


def _signed(node: Node, signer: str, blinded: bytes) -> bytes:
    if signer == "server":
        return server.blind_sign(blinded, private_key=KEY.private)
    return bytes.fromhex(node.call("blindrsa.sign", blinded=blinded.hex(), pkcs8=KEY.private.hex()))


def _finalized(node: Node, client: str, prepared: bytes, signature: bytes, inverse: bytes) -> bytes:
    if client == "server":
        return server.finalize(prepared, signature, int.from_bytes(inverse, "big"), public_key=KEY.public)
    given = {"prepared": prepared, "signature": signature, "inverse": inverse, "spki": KEY.public}
    return bytes.fromhex(node.call(f"{client}.finalize", **{name: value.hex() for name, value in given.items()}))


@pytest.mark.parametrize("signer", ["server", "blindrsa"])
@pytest.mark.parametrize("client", ["server", *LIBRARIES])
def test_everybody_serves_everybody(node: Node, client: str, signer: str) -> None:
    prepared = _prepared(node, client)
    assert (len(prepared), prepared[32:84]) == (server.PREPARED_BYTES, CONTEXT)
    blinded, inverse = _blinded(node, client, prepared)
    signature = _signed(node, signer, blinded)
    found = {_finalized(node, other, prepared, signature, inverse) for other in ["server", *LIBRARIES]}
    assert len(found) == 1
    (final,) = found
    assert server.verify(prepared, final, public_key=KEY.public)
    assert node.call("blindrsa.verify", prepared=prepared.hex(), signature=final.hex(), spki=KEY.public.hex())


def test_the_browsers_context_is_the_servers(node: Node) -> None:
    assert node.call("blind.contextOf", wave=str(WAVE), group=str(GROUP)) == CONTEXT.hex()


def test_the_browser_blinds_anew_each_time(node: Node) -> None:
    prepared = server.prepare(CONTEXT).hex()
    made = node.run([("blind.blind", {"prepared": prepared, "spki": KEY.public.hex()})] * 20)
    assert len({one["blinded"] for one in made} | {one["inverse"] for one in made}) == 40
    contexts = node.run([("blind.prepare", {"context": CONTEXT.hex()})] * 20)
    assert len({one[:64] for one in contexts} | {one[-64:] for one in contexts}) == 40


def _refusals(node: Node, changes: list[dict[str, bytes]]) -> list[Any]:
    prepared = server.prepare(CONTEXT)
    blinded, inverse = _blinded(node, "blind", prepared)
    signature = _signed(node, "server", blinded)
    right = {"prepared": prepared, "signature": signature, "inverse": inverse, "spki": KEY.public}
    given = [{name: value.hex() for name, value in (right | change).items()} for change in [{}, *changes]]
    accepted, *refused = node.run([("blind.finalize", one) for one in given])
    assert isinstance(accepted, str)
    return refused


def test_the_browser_refuses_what_is_no_right_answer(node: Node) -> None:
    key = load_der_public_key(KEY.public)
    assert isinstance(key, RSAPublicKey)
    modulus = key.public_numbers().n.to_bytes(256, "big")
    changes = [
        {"signature": b""},
        {"signature": bytes(256)},
        {"signature": b"\x01" * 255},
        {"signature": b"\x01" * 257},
        {"signature": b"\x01" * 256},
        {"signature": modulus},
        {"signature": b"\xff" * 256},
        {"inverse": b"\x02" * 256},
        {"inverse": b"\x02"},
        {"prepared": server.prepare(CONTEXT)},
        {"spki": OTHER.public},
    ]
    for change, refused in zip(changes, _refusals(node, changes), strict=True):
        assert isinstance(refused, Refused), change


def test_the_browser_takes_keys_of_2048_bits_alone(node: Node) -> None:
    long = VECTORS[0]
    given = {"prepared": long.prepared.hex(), "spki": long.public_spki.hex()}
    with pytest.raises(Refused, match="2048"):
        node.call("blind.blind", **given)
    answer = {"signature": long.blind_signature.hex(), "inverse": long.inverse.hex()}
    with pytest.raises(Refused, match="2048"):
        node.call("blind.finalize", **given, **answer)


def test_the_browser_refuses_a_message_that_would_show_a_factor(node: Node) -> None:
    """A number without an inverse is told, not blinded: here a blinding number that has a factor of the modulus."""
    key = load_der_private_key(KEY.private, password=None)
    assert isinstance(key, RSAPrivateKey)
    given = {"prepared": server.prepare(CONTEXT).hex(), "spki": KEY.public.hex(), "salt": ""}
    with pytest.raises(Refused, match="no inverse"):
        node.call("blind.blindWith", **given, r=key.private_numbers().p.to_bytes(256, "big").hex())
