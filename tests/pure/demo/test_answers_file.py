"""The file of answers: what is written is read again, and every bad line is named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from project.demo.answers import BadAnswersFile, SheetLine, columns, read, write
from surveys.ballots.types import Answers
from surveys.questionnaires.loading import load

QUESTIONNAIRE = load("arbeidshverdag", 1)
MEASURES = QUESTIONNAIRE.multiple[0]
FREE = [key for key, _ in MEASURES.options if key not in MEASURES.exclusive]


def sheets() -> st.SearchStrategy[SheetLine]:
    single = st.dictionaries(st.sampled_from([item.key for item in QUESTIONNAIRE.items]), st.integers(1, 5))
    chosen = st.one_of(
        st.frozensets(st.sampled_from(FREE), min_size=1),
        st.sampled_from([frozenset({"none"}), frozenset({"dont_know"})]),
    )
    multiple: st.SearchStrategy[dict[str, frozenset[str]]] = st.one_of(
        st.just({}), st.fixed_dictionaries({MEASURES.key: chosen})
    )
    answers = st.builds(Answers, single=single, multiple=multiple)
    units = st.text("abcåøæ ,;\"'-", min_size=1, max_size=12).filter(lambda text: text == text.strip() != "")
    return st.builds(SheetLine, wave=st.sampled_from(["1", "2"]), unit=units, answers=answers)


@given(st.lists(sheets(), min_size=1, max_size=6))
def test_what_is_written_is_read_again(lines: list[SheetLine]) -> None:
    lines = [SheetLine("1", "a", Answers()), *lines]
    assert read(QUESTIONNAIRE, write(QUESTIONNAIRE, lines).encode()) == lines


def test_a_byte_order_mark_and_semicolons_are_read() -> None:
    text = write(QUESTIONNAIRE, [SheetLine("1", "a", Answers(single={"own_words": 4}))]).replace(",", ";")
    assert read(QUESTIONNAIRE, b"\xef\xbb\xbf" + text.encode())[0].answers.single == {"own_words": 4}


def changed(column: str, value: str) -> bytes:
    names = columns(QUESTIONNAIRE)
    row = ["1", "a"] + [""] * (len(names) - 2)
    bad = list(row)
    bad[names.index(column)] = value
    return "\n".join(",".join(line) for line in (names, row, bad)).encode()


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"", "no answers"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"wave,unit\n1,a", "line 1: the columns do not fit; missing"),
        (changed("wave", "3"), "line 3: wave must be 1 or 2, not '3'"),
        (changed("unit", ""), "line 3: unit must be"),
        (changed("own_words", "6"), "line 3: own_words must be empty or 1 to 5, not '6'"),
        (changed("own_words", "four"), "line 3: own_words"),
        (changed("monitoring_measures", "none|camera"), "stands alone"),
        (changed("monitoring_measures", "x-ray"), "has no option ['x-ray']"),
        (changed("wave", "1") + b"\n1,a", "line 4: 2 fields"),
    ],
)
def test_a_bad_line_is_named(raw: bytes, told: str) -> None:
    with pytest.raises(BadAnswersFile) as caught:
        read(QUESTIONNAIRE, raw)
    assert told in str(caught.value)


def test_all_bad_lines_are_named_at_once() -> None:
    raw = changed("wave", "9") + b"\n" + changed("unit", "").splitlines()[2]
    with pytest.raises(BadAnswersFile) as caught:
        read(QUESTIONNAIRE, raw)
    assert len(caught.value.problems) == 2


def test_the_second_wave_cannot_stand_alone() -> None:

    raw = write(QUESTIONNAIRE, [SheetLine("2", "a", Answers())]).encode()
    with pytest.raises(BadAnswersFile, match="no line belongs to wave 1"):
        read(QUESTIONNAIRE, raw)
