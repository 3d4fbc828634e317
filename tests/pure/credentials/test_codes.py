"""Slip codes: made at random, typed in any way, kept as an HMAC."""

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.credentials.codes import ALPHABET, LENGTH, MalformedCode, digest, new_code, normalise, shown

KEY = b"a key for these tests"
codes = st.text(alphabet=ALPHABET, min_size=LENGTH, max_size=LENGTH)


def test_the_alphabet_is_crockfords_and_a_code_has_at_least_60_bits() -> None:
    assert len(ALPHABET) == len(set(ALPHABET)) == 32
    assert not set(ALPHABET) & set("ILOU")
    assert LENGTH * 5 >= 60


def test_new_codes_are_well_formed_do_not_repeat_and_use_every_character_at_every_place() -> None:
    made = [new_code() for _ in range(2_000)]
    assert all(normalise(code) == code for code in made)
    assert len(set(made)) == len(made)
    # A character misses one place in 2 000 draws with probability (31/32)**2000, below 1e-27.
    assert all({code[place] for code in made} == set(ALPHABET) for place in range(LENGTH))


@given(code=codes)
def test_a_code_is_shown_in_three_groups_and_read_back(code: str) -> None:
    assert shown(code) == f"{code[:4]}-{code[4:8]}-{code[8:]}"
    assert normalise(shown(code)) == code
    assert shown(shown(code)) == shown(code)


@given(code=codes, data=st.data())
def test_however_it_is_typed_it_is_the_same_code(code: str, data: st.DataObject) -> None:
    lookalikes = {"0": "0oO", "1": "1iIlL"}
    between = st.text(alphabet=" -\t\n‐‑–—−\u00a0\u200b\u00ad", max_size=2)
    typed = "".join(
        data.draw(between) + data.draw(st.sampled_from(lookalikes.get(sign, sign + sign.lower()))) for sign in code
    )
    assert normalise(typed) == code
    assert digest(typed, key=KEY) == digest(code, key=KEY)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "0123-4567-89A",
        "0123-4567-89ABC",
        "0123-4567-89AU",
        "0123-4567-89A!",
        "0123-4567-89A_",
        "0123-4567-89AÅ",
        "0123-4567-89Aſ",
        "0123-4567-89Aı",
        "0123-4567-89A\N{FULLWIDTH DIGIT ONE}",
        "0123-4567-89A\N{ARABIC-INDIC DIGIT ONE}",
        "0123-4567-8ﬁ",
        "0" * 100_000,
    ],
)
def test_a_text_that_cannot_be_a_code_is_refused(text: str) -> None:
    for use in (normalise, shown, lambda code: digest(code, key=KEY)):
        with pytest.raises(MalformedCode):
            use(text)


@given(text=st.text(max_size=30))
def test_any_text_is_refused_or_read_as_a_code(text: str) -> None:
    try:
        code = normalise(text)
    except MalformedCode:
        return
    assert len(code) == LENGTH
    assert set(code) <= set(ALPHABET)


def test_the_digest_is_the_documented_hmac_and_hangs_on_code_and_key() -> None:
    expected = hmac.new(KEY, b"tillit slip\x000123456789AB", hashlib.sha256).digest()
    assert digest("0123-4567-89ab", key=KEY) == expected
    assert digest("0123-4567-89ac", key=KEY) != expected
    assert digest("0123-4567-89ab", key=KEY + b"!") != expected


@pytest.mark.parametrize("key", [b"", b"fifteen bytes.."])
def test_a_missing_or_short_key_is_refused(key: bytes) -> None:
    with pytest.raises(ValueError, match="slip key"):
        digest("0123-4567-89ab", key=key)
