"""An encoded answer sheet: one length, one form, one questionnaire version."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.ballots.encoding import BLOCK, HEADER_BYTES, BadAnswers, decode, encode, encoded_length
from surveys.ballots.types import Answers
from surveys.questionnaires.loading import load
from tests.pure.ballots.examples import SMALL, answers, questionnaire

CONTENT = HEADER_BYTES + 5 + 2 + 2 + 1
MEASURES = HEADER_BYTES + 5 + 2


@given(given_answers=answers())
def test_what_is_encoded_is_decoded_again(given_answers: Answers) -> None:
    assert decode(SMALL, encode(SMALL, given_answers)) == given_answers


@given(first=answers(), second=answers())
def test_every_sheet_has_the_same_length_and_different_answers_differ(first: Answers, second: Answers) -> None:
    sheets = encode(SMALL, first), encode(SMALL, second)
    assert len(sheets[0]) == len(sheets[1]) == len(encode(SMALL, Answers())) == BLOCK
    assert (sheets[0] == sheets[1]) == (first == second)


@given(items=st.integers(0, 200), options=st.integers(2, 40))
def test_the_length_is_the_least_multiple_of_64_that_holds_every_answer(items: int, options: int) -> None:
    length = encoded_length(questionnaire(items=items, options=options))
    needed = HEADER_BYTES + items + 2 + (options + 7) // 8 + 1
    assert length % BLOCK == 0
    assert length - BLOCK < needed <= length


def test_the_layout_is_the_documented_one() -> None:
    single = {"since": 4, "item-1": 5, "item-4": 2}
    sheet = encode(SMALL, Answers(single, {"measures": frozenset({"option-2", "option-10"})}))
    assert sheet[:1] == b"\x01"
    assert sheet[1:9] == bytes.fromhex(SMALL.fingerprint)[:8]
    assert sheet[9:CONTENT] == bytes([0, 5, 0, 0, 2, 0, 4, 0b0000_0100, 0b0000_0100, 0])
    assert sheet[CONTENT:] == bytes(BLOCK - CONTENT)


def test_a_choice_left_empty_is_the_same_sheet_as_one_skipped() -> None:
    assert encode(SMALL, Answers({}, {"eight": frozenset()})) == encode(SMALL, Answers())
    assert decode(SMALL, encode(SMALL, Answers({}, {"eight": frozenset()}))) == Answers()


@given(given_answers=answers(), position=st.integers(0, BLOCK - 1), change=st.integers(1, 255))
def test_a_changed_byte_is_refused_or_is_exactly_another_sheet(
    given_answers: Answers, position: int, change: int
) -> None:
    """No two byte strings mean the same answers: what `decode` takes, `encode` gives back byte for byte."""
    changed = bytearray(encode(SMALL, given_answers))
    changed[position] ^= change
    try:
        decoded = decode(SMALL, bytes(changed))
    except BadAnswers:
        return
    assert HEADER_BYTES <= position < CONTENT
    assert encode(SMALL, decoded) == bytes(changed)


@pytest.mark.parametrize("position", [*range(HEADER_BYTES), *range(CONTENT, BLOCK)])
def test_any_change_of_header_or_padding_is_refused(position: int) -> None:
    changed = bytearray(encode(SMALL, Answers()))
    changed[position] ^= 1
    with pytest.raises(BadAnswers):
        decode(SMALL, bytes(changed))


@pytest.mark.parametrize("length", [0, 1, BLOCK - 1, BLOCK + 1, 2 * BLOCK])
def test_another_length_is_refused(length: int) -> None:
    with pytest.raises(BadAnswers, match="length"):
        decode(SMALL, encode(SMALL, Answers()).ljust(length, b"\0")[:length])


def test_a_sheet_of_another_version_is_refused() -> None:
    with pytest.raises(BadAnswers, match="version"):
        decode(questionnaire(version=2), encode(SMALL, Answers({"item-0": 1})))


@pytest.mark.parametrize("value", [0, 3, -1, 256, True, 1.0, "1"])
def test_a_value_outside_the_options_is_refused_and_names_the_item_but_not_the_answer(value: int) -> None:
    with pytest.raises(BadAnswers) as refused:
        encode(SMALL, Answers({"item-0": value}))
    assert refused.value.item == "item-0"
    assert str(refused.value) == "the answer is not one of the item's options"


@pytest.mark.parametrize(("place", "value", "key"), [(0, 3, "item-0"), (5, 4, "where"), (6, 5, "since")])
def test_a_byte_outside_the_options_is_refused(place: int, value: int, key: str) -> None:
    sheet = bytearray(encode(SMALL, Answers()))
    sheet[HEADER_BYTES + place] = value
    with pytest.raises(BadAnswers) as refused:
        decode(SMALL, bytes(sheet))
    assert refused.value.item == key


@given(given_answers=answers())
def test_a_sheet_says_not_whether_background_was_asked(given_answers: Answers) -> None:
    """One that skipped everything of it is byte for byte one that was never asked."""
    background = {one.key for one in SMALL.background}
    rest = {key: value for key, value in given_answers.single.items() if key not in background}
    sheet = encode(SMALL, Answers(rest, given_answers.multiple))
    assert sheet[HEADER_BYTES + 5 : MEASURES] == bytes(2)
    assert len(sheet) == len(encode(SMALL, given_answers))


def test_our_own_sheet_is_one_block_background_included() -> None:
    assert encoded_length(load("arbeidshverdag", 1)) == BLOCK


def test_a_bit_beyond_the_options_is_refused() -> None:
    sheet = bytearray(encode(SMALL, Answers()))
    sheet[MEASURES + 1] = 0b0000_1000
    with pytest.raises(BadAnswers) as refused:
        decode(SMALL, bytes(sheet))
    assert refused.value.item == "measures"


@pytest.mark.parametrize("chosen", [{"option-0", "option-5"}, {"option-0", "option-1"}])
def test_an_exclusive_option_stands_alone_on_the_way_in_and_out(chosen: set[str]) -> None:
    with pytest.raises(BadAnswers, match="alone"):
        encode(SMALL, Answers({}, {"measures": frozenset(chosen)}))
    sheet = bytearray(encode(SMALL, Answers()))
    sheet[MEASURES] = sum(1 << int(key.removeprefix("option-")) for key in chosen)
    with pytest.raises(BadAnswers, match="alone"):
        decode(SMALL, bytes(sheet))


@pytest.mark.parametrize(
    "unknown",
    [
        Answers({"item-9": 1}),
        Answers({"measures": 1}),
        Answers({}, {"where": frozenset({"option-0"})}),
        Answers({}, {"item-0": frozenset({"option-0"})}),
        Answers({}, {"measures": frozenset({"option-99"})}),
    ],
)
def test_an_unknown_item_or_option_is_refused(unknown: Answers) -> None:
    with pytest.raises(BadAnswers):
        encode(SMALL, unknown)


def test_a_fingerprint_that_is_none_is_the_programs_fault_not_the_respondents() -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        encode(replace(SMALL, fingerprint="abcd"), Answers())
