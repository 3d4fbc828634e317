"""A custodian's files: what the browser writes the server's own code reads, and the reverse, byte for byte."""

import json
import unicodedata
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from surveys.ballots import sealing
from surveys.ballots.custody import (
    COST,
    BadRecoveryFile,
    Holder,
    RecoveryFile,
    Share,
    new_custodian,
    seal_share,
    share_digest,
    unlock,
)
from surveys.ballots.share_files import OpenedShare, SealedShare
from tests.interop.node import Node, Refused
from tests.pure.custody.test_recovery_file import FILE, PASSPHRASE, signed

CHEAP = 2**4
WAVE = uuid4()
CUSTODIAN = sealing.new_key_pair()
SHARE = Share(Holder.EMPLOYER, 2**250 + 12345)


def _hex(pair: sealing.KeyPair) -> dict[str, str]:
    return {"private": pair.private.hex(), "public": pair.public.hex()}


def _written(node: Node, passphrase: str, cost: int = CHEAP) -> tuple[sealing.KeyPair, str]:
    made = node.call("custodian.newPair")
    pair = sealing.KeyPair(bytes.fromhex(made["private"]), bytes.fromhex(made["public"]))
    return pair, node.call("custodian.writeRecoveryFile", pair=made, passphrase=passphrase, cost=cost)


def _sealed(share: Share = SHARE, **changed: Any) -> str:
    sealed = seal_share(share, wave_id=WAVE, custodian=CUSTODIAN.public)
    right: dict[str, Any] = {
        "wave_id": WAVE,
        "organisation": "Synthetic AS",
        "wave": "Våren",
        "holder": share.holder,
        "sealed": sealed,
    }
    return SealedShare(**(right | changed)).to_json()


@pytest.mark.parametrize("cost", [CHEAP, COST])
def test_the_server_code_opens_a_file_that_the_browser_wrote(node: Node, cost: int) -> None:
    pair, text = _written(node, PASSPHRASE, cost)
    file = RecoveryFile.from_json(text)
    assert (file.public_key, file.cost) == (pair.public, cost)
    assert unlock(file, PASSPHRASE) == pair.private
    assert sealing.public_of(pair.private) == pair.public
    assert file.to_json() == text


@pytest.mark.parametrize("cost", [CHEAP, COST])
def test_the_browser_opens_a_file_that_the_server_code_wrote(node: Node, cost: int) -> None:
    file = new_custodian(PASSPHRASE, cost=cost)
    opened = node.call("custodian.unlock", text=file.to_json(), passphrase=PASSPHRASE)
    assert opened == {"private": unlock(file, PASSPHRASE).hex(), "public": file.public_key.hex()}


def test_the_browsers_usual_cost_is_the_servers(node: Node) -> None:
    pair = _hex(CUSTODIAN)
    text = node.call("custodian.writeRecoveryFile", pair=pair, passphrase=PASSPHRASE)
    assert RecoveryFile.from_json(text).cost == COST


def test_a_passphrase_opens_however_its_letters_are_composed(node: Node) -> None:
    composed, apart = (unicodedata.normalize(form, PASSPHRASE) for form in ("NFC", "NFD"))
    _, text = _written(node, apart)
    assert unlock(RecoveryFile.from_json(text), composed)
    assert node.call("custodian.unlock", text=text, passphrase=composed)


@pytest.mark.parametrize(
    "passphrase", ["", "eleven char", " " * 40, "short" + " " * 20, "a\u0308" * 11, "\U0001f511" * 11]
)
def test_a_short_passphrase_is_refused(node: Node, passphrase: str) -> None:
    with pytest.raises(Refused) as raised:
        node.call("custodian.writeRecoveryFile", pair=_hex(CUSTODIAN), passphrase=passphrase, cost=CHEAP)
    assert raised.value.reason == "short"


def test_a_wrong_passphrase_is_called_that(node: Node) -> None:
    for passphrase in ("", "feil", PASSPHRASE.upper(), PASSPHRASE + " "):
        with pytest.raises(Refused) as raised:
            node.call("custodian.unlock", text=FILE.to_json(), passphrase=passphrase)
        assert raised.value.reason == "passphrase"


def _damaged() -> list[str]:
    text = FILE.to_json()
    bytes_changed = [text[:place] + chr(ord(text[place]) ^ 1) + text[place + 1 :] for place in range(0, len(text), 7)]
    changes = [
        {"version": 2},
        {"format": "another"},
        {"extra": 1},
        {"salt": "AAAA"},
        {"nonce": ""},
        {"public_key": "BAAA"},
        {"kdf": {"name": "scrypt", "n": 2**30, "r": 8, "p": 1}},
        {"kdf": {"name": "scrypt", "n": 17, "r": 8, "p": 1}},
        {"kdf": {"name": "scrypt", "n": 16, "r": 2**20, "p": 1}},
        {"kdf": {"name": "none", "n": 16, "r": 8, "p": 1}},
    ]
    resigned = [signed(lambda fields, change=change: fields.update(change)) for change in changes]  # type: ignore[misc]
    return ["", "null", "[]", "7", "{}", "[" * 100_000, '{"kdf": []}', text[:-10], *bytes_changed, *resigned]


def test_the_browser_refuses_what_the_server_code_refuses(node: Node) -> None:
    texts = _damaged()
    results = node.run([("custodian.unlock", {"text": text, "passphrase": PASSPHRASE}) for text in texts])
    refused = 0
    for text, result in zip(texts, results, strict=True):
        try:
            RecoveryFile.from_json(text)
        except BadRecoveryFile:
            assert isinstance(result, Refused), text
            assert result.reason == "file"
            refused += 1
    assert refused > 60


def test_a_file_whose_halves_do_not_belong_together_is_damaged(node: Node) -> None:
    pair = {"private": sealing.new_key_pair().private.hex(), "public": CUSTODIAN.public.hex()}
    text = node.call("custodian.writeRecoveryFile", pair=pair, passphrase=PASSPHRASE, cost=CHEAP)
    with pytest.raises(Refused) as raised:
        node.call("custodian.unlock", text=text, passphrase=PASSPHRASE)
    assert raised.value.reason == "file"


def test_a_keys_mark_is_the_one_that_the_server_shows(node: Node) -> None:
    assert node.call("custodian.keyMark", key=CUSTODIAN.public.hex()) == sealing.fingerprint(CUSTODIAN.public)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    wave=st.uuids(),
    organisation=st.text(max_size=40),
    label=st.text(max_size=40),
    holder=st.sampled_from(Holder),
    value=st.integers(0, sealing.GROUP_ORDER - 1),
)
def test_the_browser_opens_a_share_as_the_server_code_does(
    node: Node, wave: UUID, organisation: str, label: str, holder: Holder, value: int
) -> None:
    share = Share(holder, value)
    file = SealedShare(wave, organisation, label, holder, seal_share(share, wave_id=wave, custodian=CUSTODIAN.public))
    opened = node.call("custodian.openShare", text=file.to_json(), pair=_hex(CUSTODIAN))
    assert opened == file.opened(CUSTODIAN.private).to_json()
    assert share_digest(OpenedShare.from_json(opened).share) == share_digest(share)


def test_the_file_says_what_it_is_for_before_it_is_opened(node: Node) -> None:
    read = node.call("custodian.readSealedShare", text=_sealed())
    assert (read["waveId"], read["organisation"], read["wave"]) == (str(WAVE), "Synthetic AS", "Våren")
    assert read["holder"] == Holder.EMPLOYER


def test_a_share_of_another_box_holder_or_key_does_not_open(node: Node) -> None:
    too_large = bytes([1, 2]) + sealing.GROUP_ORDER.to_bytes(32, "big")
    info = b"tillit share 1\0" + WAVE.bytes + bytes([2])
    seal = {"public_key": CUSTODIAN.public, "info": info}
    cases = [
        (_sealed(wave_id=uuid4()), CUSTODIAN),
        (_sealed(holder=Holder.UNION), CUSTODIAN),
        (_sealed(), sealing.new_key_pair()),
        (_sealed(sealed=b""), CUSTODIAN),
        (_sealed(sealed=sealing.seal(too_large, **seal)), CUSTODIAN),
        (_sealed(sealed=sealing.seal(Share(Holder.UNION, 5).to_bytes(), **seal)), CUSTODIAN),
    ]
    for number, (text, pair) in enumerate(cases):
        (result,) = node.run([("custodian.openShare", {"text": text, "pair": _hex(pair)})])
        assert isinstance(result, Refused), number
        assert result.reason == "other"


@pytest.mark.parametrize(
    "change",
    [
        {"format": "tillit opened share"},
        {"version": 2},
        {"wave_id": "x"},
        {"wave_id": 1},
        {"holder": 4},
        {"holder": True},
        {"holder": "1"},
        {"sealed": "AB"},
        {"sealed": 1},
        {"organisation": None},
        {"wave": 5},
    ],
)
def test_another_text_is_no_sealed_share(node: Node, change: dict[str, Any]) -> None:
    for text in (json.dumps(json.loads(_sealed()) | change), "", "null", "[]"):
        with pytest.raises(Refused) as raised:
            node.call("custodian.readSealedShare", text=text)
        assert raised.value.reason == "file"
