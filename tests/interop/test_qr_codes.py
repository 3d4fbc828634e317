"""The QR codes that the browser draws: module for module another encoder's, and a decoder reads them."""

import secrets

import pytest

from surveys.ballots.base64url import to_text
from tests.interop.node import Node, Refused

ADDRESS = "https://svar.a-rather-long-name.example.org/svar/nb/runde/0b5e3f7c-6c2e-4b5e-9d0b-1a2b3c4d5e6f/#"
MOST = 858
"""The bytes that version 20 holds at low correction, less mode and length."""


def _read(node: Node, texts: list[str]) -> list[dict[str, object]]:
    return node.run([("qr.readBack", {"text": text}) for text in texts])


def test_a_credentials_code_reads_back(node: Node) -> None:
    texts = [ADDRESS + to_text(secrets.token_bytes(363)) for _ in range(5)]
    for text, read in zip(texts, _read(node, texts), strict=True):
        assert (read["text"], read["same"]) == (text, True)
        # 89 with the quiet zone: 4 pixels a module on a small phone.
        assert read["size"] == 81


def test_every_version_is_drawn_as_the_other_encoder_draws_it(node: Node) -> None:
    texts = ["", "A", "ÆØÅ æøå 🔑", *(secrets.token_hex(length)[:length] for length in range(200, MOST + 1, 5))]
    drawn = _read(node, texts)
    assert {read["version"] for read in drawn} == set(range(10, 21))
    for text, read in zip(texts, drawn, strict=True):
        assert (read["text"], read["same"]) == (text, True)


def test_the_longest_text_fits_and_a_longer_one_is_refused(node: Node) -> None:
    (longest,) = _read(node, ["x" * MOST])
    assert (longest["version"], longest["same"]) == (20, True)
    with pytest.raises(Refused, match="too long"):
        node.call("qr.readBack", text="x" * (MOST + 1))
