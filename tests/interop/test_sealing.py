"""HPKE: RFC 9180's vector A.3.1 through the browser's modules and @hpke/core, and all open what the others sealed."""

import pytest

from surveys.ballots import sealing
from tests.interop.node import Node, Refused
from tests.reference import hpke
from tests.reference import test_hpke_rfc9180 as rfc

PAIR = {"private": rfc.RECEIVER_PRIVATE.hex(), "public": rfc.RECEIVER_PUBLIC.hex()}
EPHEMERAL = {"private": rfc.EPHEMERAL.hex(), "public": rfc.ENC.hex()}
INFO = rfc.INFO.hex()
VECTOR = (rfc.ENC + rfc.CIPHERTEXT).hex()
SEALERS, OPENERS = {"browser": "seal.seal", "oracle": "hpke.seal"}, {"browser": "unseal.unseal", "oracle": "hpke.open"}
PLAINTEXTS = [b"", b"a", bytes(64), bytes(range(256)) * 3]


@pytest.mark.parametrize("sealer", ["seal.sealWith", "hpke.seal"])
def test_the_vector_is_sealed(node: Node, sealer: str) -> None:
    given = {"plaintext": rfc.PLAINTEXT.hex(), "receiver": PAIR["public"], "info": INFO, "aad": rfc.AAD.hex()}
    assert node.call(sealer, ephemeral=EPHEMERAL, **given) == VECTOR


@pytest.mark.parametrize("opener", OPENERS.values(), ids=OPENERS.keys())
def test_the_vector_is_opened(node: Node, opener: str) -> None:
    given = {"sealed": VECTOR, "pair": PAIR, "info": INFO}
    assert node.call(opener, **given, aad=rfc.AAD.hex()) == rfc.PLAINTEXT.hex()
    with pytest.raises(Refused):
        node.call(opener, **given, aad=b"Count-1".hex())


def _seal(node: Node, sealer: str, plaintext: bytes) -> bytes:
    if sealer == "server":
        return sealing.seal(plaintext, public_key=rfc.RECEIVER_PUBLIC, info=rfc.INFO)
    given = {"plaintext": plaintext.hex(), "receiver": PAIR["public"], "info": INFO}
    return bytes.fromhex(node.call(SEALERS[sealer], **given))


def _open(node: Node, opener: str, sealed: bytes) -> bytes:
    if opener == "server":
        return sealing.unseal(sealed, private_key=rfc.RECEIVER_PRIVATE, info=rfc.INFO)
    return bytes.fromhex(node.call(OPENERS[opener], sealed=sealed.hex(), pair=PAIR, info=INFO))


@pytest.mark.parametrize("opener", ["server", *OPENERS])
@pytest.mark.parametrize("sealer", ["server", *SEALERS])
def test_everybody_opens_what_everybody_seals(node: Node, sealer: str, opener: str) -> None:
    for plaintext in PLAINTEXTS:
        sealed = _seal(node, sealer, plaintext)
        assert len(sealed) == len(plaintext) + sealing.OVERHEAD
        assert _open(node, opener, sealed) == plaintext


def test_an_independent_implementation_opens_the_browsers_seal(node: Node) -> None:
    sealed = _seal(node, "browser", b"a sheet")
    assert hpke.unseal(sealed, private_key=rfc.RECEIVER_PRIVATE, info=rfc.INFO) == b"a sheet"


def test_the_browser_seals_anew_each_time(node: Node) -> None:
    given = {"plaintext": b"same".hex(), "receiver": PAIR["public"], "info": INFO}
    sealed = node.run([("seal.seal", given)] * 20)
    assert len({one[:130] for one in sealed}) == len({one[130:] for one in sealed}) == 20


OFF_THE_CURVE = rfc.RECEIVER_PUBLIC[:-1] + bytes([rfc.RECEIVER_PUBLIC[-1] ^ 1])
COMPRESSED = bytes([2 + rfc.RECEIVER_PUBLIC[-1] % 2]) + rfc.RECEIVER_PUBLIC[1:33]


@pytest.mark.parametrize(
    "receiver",
    [b"", bytes(65), b"\x04" + bytes(64), OFF_THE_CURVE, COMPRESSED, rfc.RECEIVER_PUBLIC + b"\0"],
    ids=["nothing", "zeros", "origin", "off the curve", "compressed", "longer"],
)
def test_the_browser_seals_to_points_of_the_curve_alone(node: Node, receiver: bytes) -> None:
    with pytest.raises(Refused):
        node.call("seal.seal", plaintext="00", receiver=receiver.hex(), info=INFO)


def _changed(sealed: bytes, place: int) -> str:
    changed = bytearray(sealed)
    changed[place] ^= 1
    return changed.hex()


def test_what_was_changed_does_not_open(node: Node) -> None:
    sealed = _seal(node, "server", b"a sheet")
    right: dict[str, object] = {"sealed": sealed.hex(), "pair": PAIR, "info": INFO}
    other = sealing.new_key_pair()
    changes: list[dict[str, object]] = [{"sealed": _changed(sealed, place)} for place in (0, 1, 40, 64, 65, -1)]
    changes += [{"sealed": sealed[:80].hex()}, {"sealed": ""}, {"info": "00"}]
    changes += [{"pair": {"private": other.private.hex(), "public": other.public.hex()}}]
    # A private key beside another's public one: the two halves have to fit.
    changes += [{"pair": {"private": other.private.hex(), "public": PAIR["public"]}}]
    accepted, *refused = node.run([("unseal.unseal", right | change) for change in [{}, *changes]])
    assert accepted == b"a sheet".hex()
    for change, result in zip(changes, refused, strict=True):
        assert isinstance(result, Refused), change
