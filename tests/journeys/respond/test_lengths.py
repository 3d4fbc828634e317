"""What goes out to two respondents is equally long, whatever they answer."""

import gzip
import random

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from surveys.pages.respond.lengths import compressed, skeleton
from tests.journeys.respond.conftest import OpenWave, Respondent


def sizes(wave: OpenWave, seed: int, accept: str) -> list[int]:
    """Answer everything at random, every tenth person nothing, and return the length of each page up to the box."""
    chance = random.Random(seed)  # noqa: S311
    respondent = Respondent(Client(headers={"accept-encoding": accept}))
    respondent.enter(wave.codes[0]).step()
    found = [len(respondent.response.content)]
    silent = seed % 10 == 0
    measures = wave.questionnaire.multiple[0]
    free = [key for key, _text in measures.options if key not in measures.exclusive]
    for section in wave.questionnaire.sections:
        items = [item.key for item in wave.questionnaire.items if item.section == section.key and not silent]
        answers: dict[str, object] = {key: chance.randint(1, 5) for key in items}
        if measures.section == section.key and not silent:
            answers[measures.key] = chance.sample(free, chance.randint(1, len(free)))
        respondent.step(answers=answers)
        assert respondent.status == 200
        found.append(len(respondent.response.content))
    for key in wave.wave.agreement.crossings[:1]:
        options = {one.key: len(one.options) for one in wave.questionnaire.background}
        assert f'name="q.{key}"' in respondent.page
        respondent.step(answers={} if silent else {key: chance.randint(1, most) for key, most in options.items()})
        assert 'value="cast"' in respondent.page
        found.append(len(respondent.response.content))
    return found


@pytest.mark.parametrize("accept", ["identity", "gzip"])
def test_the_pages_of_two_respondents_are_equally_long(open_wave_with_slips: OpenWave, accept: str) -> None:
    first = sizes(open_wave_with_slips, 0, accept)
    for seed in range(1, 12):
        # "0 of 5 questions" on the last page is as long as "5 of 5 questions".
        assert sizes(open_wave_with_slips, seed, accept) == first


@pytest.mark.parametrize("accept", ["identity", "gzip"])
def test_so_are_they_where_background_is_asked(wave_with_background: OpenWave, accept: str) -> None:
    first = sizes(wave_with_background, 0, accept)
    for seed in range(1, 12):
        assert sizes(wave_with_background, seed, accept) == first


def page_after(wave: OpenWave, code: str, answers: dict[str, object], *, back: bool = False) -> bytes:
    """Answer the first page and return the second, or the first again with its marks."""
    respondent = Respondent(Client())
    respondent.enter(code).step().step(answers=answers)
    if back:
        respondent.step("back")
    return bytes(respondent.response.content)


@pytest.mark.parametrize("back", [False, True])
def test_the_skeleton_of_a_page_holds_no_answer_and_no_code(open_wave_with_slips: OpenWave, *, back: bool) -> None:
    codes, questionnaire = open_wave_with_slips.codes, open_wave_with_slips.questionnaire
    items = [item.key for item in questionnaire.items if item.section == questionnaire.sections[0].key]
    silent = page_after(open_wave_with_slips, codes[0], {}, back=back)
    for number, code in enumerate(codes[1:4], start=1):
        told = page_after(open_wave_with_slips, code, dict.fromkeys(items, number), back=back)
        assert told != silent
        assert len(told) == len(silent)
        assert skeleton(told) == skeleton(silent)
    assert len(skeleton(silent)) > len(silent) // 2


@given(st.binary(max_size=5000))
def test_what_is_compressed_can_be_read_again(page: bytes) -> None:
    assert gzip.decompress(compressed(page)) == page
