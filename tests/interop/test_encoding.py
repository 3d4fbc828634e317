"""The browser writes an answer sheet byte for byte as the server does."""

import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from surveys.ballots.encoding import BadAnswers, decode, encode
from surveys.ballots.sheet_layout import sheet_layout
from surveys.ballots.types import Answers
from surveys.questionnaires.loading import load
from surveys.questionnaires.types import Questionnaire
from tests.interop.node import Node, Refused
from tests.pure.ballots import examples

REAL = load("arbeidshverdag", 1)
QUESTIONNAIRES = [REAL, examples.SMALL, examples.questionnaire(items=55, options=8), examples.questionnaire(items=0)]


def _as_json(answers: Answers) -> dict[str, Any]:
    return {
        "single": dict(answers.single),
        "multiple": {key: sorted(chosen) for key, chosen in answers.multiple.items()},
    }


def _both(node: Node, cases: list[tuple[Questionnaire, Answers]]) -> list[tuple[Any, bytes | BadAnswers]]:
    operations = [
        ("encode.encode", {"layout": sheet_layout(questionnaire), "answers": _as_json(answers)})
        for questionnaire, answers in cases
    ]
    theirs = [_encoded(questionnaire, answers) for questionnaire, answers in cases]
    return list(zip(node.run(operations), theirs, strict=True))


def _encoded(questionnaire: Questionnaire, answers: Answers) -> bytes | BadAnswers:
    try:
        return encode(questionnaire, answers)
    except BadAnswers as refusal:
        return refusal


def _sheets(questionnaire: Questionnaire) -> st.SearchStrategy[tuple[Questionnaire, Answers]]:
    return examples.answers(questionnaire).map(lambda answers: (questionnaire, answers))


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(cases=st.lists(st.sampled_from(QUESTIONNAIRES).flatmap(_sheets), min_size=20, max_size=40))
def test_the_same_answers_are_the_same_bytes(node: Node, cases: list[tuple[Questionnaire, Answers]]) -> None:
    for (questionnaire, answers), (ours, theirs) in zip(cases, _both(node, cases), strict=True):
        assert isinstance(theirs, bytes)
        assert ours == theirs.hex()
        assert decode(questionnaire, theirs) == answers


def _wrong(draw_from: list[str]) -> st.SearchStrategy[Answers]:
    keys = st.sampled_from([*draw_from, "nobody-asks", "constructor", "__proto__"])
    options = st.sampled_from(["option-0", "option-1", "option-2", "option-10", "option-11", "length"])
    return st.builds(
        Answers,
        single=st.dictionaries(keys, st.sampled_from([-1, 0, 1, 2, 3, 5, 6, 256, 10**20]), max_size=4),
        multiple=st.dictionaries(keys, st.frozensets(options, max_size=3), max_size=2),
    )


KEYS = [entry["key"] for kind in ("single", "multiple") for entry in sheet_layout(examples.SMALL)[kind]]
ANY = _wrong(KEYS)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(cases=st.lists(ANY, min_size=50, max_size=100))
def test_the_browser_refuses_what_the_server_refuses(node: Node, cases: list[Answers]) -> None:
    for answers, (ours, theirs) in zip(cases, _both(node, [(examples.SMALL, one) for one in cases]), strict=True):
        if isinstance(theirs, BadAnswers):
            assert isinstance(ours, Refused), answers
            assert ours.reason == theirs.item
        else:
            assert ours == theirs.hex()


def test_true_text_and_fractions_are_no_options(node: Node) -> None:
    layout = sheet_layout(examples.SMALL)
    values: list[Any] = [True, "1", 1.5, [1], {}]
    for value in values:
        (result,) = node.run(
            [("encode.encode", {"layout": layout, "answers": {"single": {"item-1": value}, "multiple": {}}})]
        )
        assert isinstance(result, Refused), value


def test_what_is_skipped_may_be_absent_null_or_empty(node: Node) -> None:
    layout = sheet_layout(examples.SMALL)
    forms = [
        {"single": {}, "multiple": {}},
        {"single": {"item-1": None}, "multiple": {"measures": [], "eight": None}},
    ]
    sheets = node.run([("encode.encode", {"layout": layout, "answers": form}) for form in forms])
    assert sheets == [encode(examples.SMALL, Answers()).hex()] * 2


def test_the_layout_is_small_and_has_no_text() -> None:
    layout = json.dumps(sheet_layout(REAL))
    assert json.loads(layout) == sheet_layout(REAL)
    assert REAL.items[0].text["nb"] not in layout
    assert sheet_layout(REAL)["fingerprint"] == REAL.fingerprint[:16]
