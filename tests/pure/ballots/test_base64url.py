"""base64url: every byte string has one text, and every other text is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.ballots.base64url import from_text, to_text


@given(data=st.binary(max_size=200))
def test_bytes_come_back(data: bytes) -> None:
    assert from_text(to_text(data)) == data


@given(text=st.text(alphabet="ABab01-_+/= \nå", max_size=12))
def test_a_text_is_refused_or_is_the_canonical_one(text: str) -> None:
    try:
        data = from_text(text)
    except ValueError:
        return
    assert to_text(data) == text


@pytest.mark.parametrize("text", ["AB", "AA==", "A", "+/8A", "AAA\n", "AA AA", "ÅAAA"])
def test_another_spelling_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="base64url"):
        from_text(text)
