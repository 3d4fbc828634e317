"""A custodian's recovery file: opens with her passphrase alone, and tells a wrong passphrase from a damaged file."""

import hashlib
import json
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.ballots.custody import (
    COST,
    BadRecoveryFile,
    RecoveryFile,
    WeakPassphrase,
    WrongPassphrase,
    new_custodian,
    unlock,
)
from surveys.ballots.sealing import new_key_pair, public_of

PASSPHRASE = "grønn kaffe på lørdag"
CHEAP = 2**4
FILE = new_custodian(PASSPHRASE, cost=CHEAP)


@settings(deadline=None)
@given(passphrase=st.text(alphabet=st.characters(codec="utf-8", categories=["L", "N", "P"]), min_size=40, max_size=60))
def test_the_passphrase_opens_the_file_after_a_journey_as_text(passphrase: str) -> None:
    file = new_custodian(passphrase, cost=CHEAP)
    assert RecoveryFile.from_json(file.to_json()) == file
    assert public_of(unlock(file, passphrase)) == file.public_key
    with pytest.raises(WrongPassphrase):
        unlock(file, passphrase + "!")


def test_two_custodians_with_one_passphrase_share_nothing() -> None:
    other = new_custodian(PASSPHRASE, cost=CHEAP)
    for name in ("public_key", "salt", "nonce", "ciphertext"):
        assert getattr(FILE, name) != getattr(other, name)


def test_the_private_key_stands_nowhere_in_the_file() -> None:
    private = unlock(FILE, PASSPHRASE)
    assert private not in FILE.ciphertext
    assert private.hex() not in FILE.to_json()


def test_a_passphrase_opens_however_its_letters_are_composed() -> None:
    composed, taken_apart = (unicodedata.normalize(form, PASSPHRASE) for form in ("NFC", "NFD"))
    assert composed != taken_apart
    assert unlock(FILE, composed) == unlock(FILE, taken_apart)


@pytest.mark.parametrize("passphrase", ["", "eleven char", " " * 40, "short" + " " * 20, "a\u0308" * 11])
def test_a_short_passphrase_is_refused(passphrase: str) -> None:
    with pytest.raises(WeakPassphrase):
        new_custodian(passphrase, cost=CHEAP)


def test_twelve_characters_are_enough_and_the_usual_cost_is_high() -> None:
    assert unlock(new_custodian("twelve chars", cost=CHEAP), "twelve chars")
    assert COST >= 2**15


@pytest.mark.parametrize("passphrase", ["", "feil", PASSPHRASE.upper(), PASSPHRASE + " ", PASSPHRASE[:-1]])
def test_a_wrong_passphrase_is_called_that(passphrase: str) -> None:
    with pytest.raises(WrongPassphrase):
        unlock(FILE, passphrase)


def test_a_change_of_any_byte_of_the_file_is_refused_or_changes_nothing() -> None:
    text = FILE.to_json().encode()
    refused = 0
    for position in range(len(text)):
        changed = text[:position] + bytes([text[position] ^ 1]) + text[position + 1 :]
        try:
            assert RecoveryFile.from_json(changed.decode()) == FILE
        except BadRecoveryFile:
            refused += 1
    white = sum(text.count(sign) for sign in (b" ", b"\n"))
    assert refused >= len(text) - white


def test_a_file_cut_short_anywhere_is_refused() -> None:
    text = FILE.to_json().rstrip()
    for length in range(len(text)):
        with pytest.raises(BadRecoveryFile):
            RecoveryFile.from_json(text[:length])


@pytest.mark.parametrize(
    "text", ["", "null", "[]", "7", '"text"', "{}", "[" * 100_000, '{"kdf": []}', '{"kdf": {"n": 16}, "public_key": 1}']
)
def test_another_text_is_refused(text: str) -> None:
    with pytest.raises(BadRecoveryFile):
        RecoveryFile.from_json(text)


def signed(change: Callable[[dict[str, Any]], object]) -> str:
    """Return the file after a change by somebody who knows how its checksum is made."""
    fields = json.loads(FILE.to_json())
    del fields["checksum"]
    change(fields)
    mark = b"tillit recovery checksum 1\0" + json.dumps(fields, sort_keys=True).encode()
    return json.dumps(fields | {"checksum": hashlib.sha256(mark).hexdigest()})


def test_the_helper_makes_checksums_as_the_file_does() -> None:
    assert RecoveryFile.from_json(signed(lambda fields: None)) == FILE


@pytest.mark.parametrize(
    "change",
    [
        lambda fields: fields["kdf"].update(n=2**30),
        lambda fields: fields["kdf"].update(n=2**4 + 1),
        lambda fields: fields["kdf"].update(n=2**3),
        lambda fields: fields["kdf"].update(n=0),
        lambda fields: fields["kdf"].update(n=-16),
        lambda fields: fields["kdf"].update(n="16"),
        lambda fields: fields["kdf"].update(n=16.0),
        lambda fields: fields["kdf"].update(r=2**20),
        lambda fields: fields["kdf"].update(p=2),
        lambda fields: fields["kdf"].update(name="none"),
        lambda fields: fields.update(version=2),
        lambda fields: fields.update(format="another"),
        lambda fields: fields.update(extra=1),
        lambda fields: fields.update(salt=fields["salt"][:-3]),
        lambda fields: fields.update(nonce=""),
        lambda fields: fields.update(ciphertext=fields["ciphertext"] + "AAAA"),
        lambda fields: fields.update(public_key=fields["public_key"][:-3]),
    ],
)
def test_sizes_and_costs_that_are_not_ours_are_refused_even_with_a_right_checksum(
    change: Callable[[dict[str, Any]], object],
) -> None:
    with pytest.raises(BadRecoveryFile):
        RecoveryFile.from_json(signed(change))


def test_another_public_key_in_the_file_is_noticed() -> None:
    """The public key is bound to the ciphertext: a swapped one, checksum and all, does not open."""
    swapped = RecoveryFile.from_json(replace(FILE, public_key=new_key_pair().public).to_json())
    with pytest.raises(WrongPassphrase):
        unlock(swapped, PASSPHRASE)


@pytest.mark.parametrize("private", [new_key_pair().private, bytes(32)], ids=["another key", "no key"])
def test_a_file_whose_halves_do_not_belong_together_is_damaged(private: bytes) -> None:
    key = Scrypt(salt=FILE.salt, length=32, n=CHEAP, r=8, p=1).derive(PASSPHRASE.encode())
    forged = AESGCM(key).encrypt(FILE.nonce, private, b"tillit recovery 1\0" + FILE.public_key)
    with pytest.raises(BadRecoveryFile):
        unlock(replace(FILE, ciphertext=forged), PASSPHRASE)
