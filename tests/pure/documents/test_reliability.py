"""How well a scale's questions hang together, as the report tells it where enough answered."""

import pytest
from django.utils.translation import override

from reports.documents.content import build
from reports.documents.facts import Content
from reports.documents.json import to_json
from reports.documents.model import Paragraph, Table
from reports.documents.wording import word
from reports.releases.types import ReleasedReliability
from reports.statistics.reliability import feldt_interval
from reports.statistics.verdicts import Concern
from tests.documents_factory import CONTEXT, after, before, questionnaire

TOLD = {"trust": ReleasedReliability(4, 0.83, 0.84), "autonomy": ReleasedReliability(4, 0.61, None)}


def content(**changed: object) -> Content:
    return build(after(**changed), before(), questionnaire(), CONTEXT, seed=1)


@pytest.mark.parametrize(
    ("language", "alpha", "sentence"),
    [
        ("nb", "0,83", "Alfa og omega sier hvor tett"),
        ("nn", "0,83", "Alfa og omega seier kor tett"),
        ("sv", "0,83", "Alfa och omega säger hur väl"),
        ("en", "0.83", "Alpha and omega say how closely"),
    ],
)
def test_the_table_gives_alpha_its_interval_and_omega(language: str, alpha: str, sentence: str) -> None:
    found = content(reliability=TOLD)
    with override(language):
        document = word(found, language)
    method = next(part for part in document.sections if part.key == "method")
    table = next(block for block in method.blocks if isinstance(block, Table))
    # The primary scales in the questionnaire's order: autonomy before trust.
    assert [row[1] for row in table.rows] == [alpha.replace("83", "61"), alpha]
    assert [row[3] for row in table.rows] == ["–", alpha.replace("83", "84")]
    n = next(scale.after.n for scale in found.scales if scale.key == "trust")
    assert n is not None
    ends = feldt_interval(0.83, n=n, items=4)
    low, high = (f"{value:.2f}".replace(".", alpha[1]) for value in (ends.low, ends.high))
    assert table.rows[1][2] == f"{low}–{high}"
    assert any(isinstance(block, Paragraph) and block.text.startswith(sentence) for block in method.blocks)


def test_without_reliability_the_part_says_nothing_of_it() -> None:
    with override("nb"):
        document = word(content(), "nb")
    method = next(part for part in document.sections if part.key == "method")
    assert not [block for block in method.blocks if isinstance(block, Table)]
    assert {scale["reliability"] for scale in to_json(content())["scales"]} == {None}


def test_a_scale_that_hangs_badly_together_here_makes_its_finding_less_sure() -> None:
    changes = {scale.key: scale.change for scale in content(reliability=TOLD).scales}
    assert changes["autonomy"] is not None
    assert changes["trust"] is not None
    assert Concern.LOW_RELIABILITY in changes["autonomy"].concerns
    assert Concern.LOW_RELIABILITY not in changes["trust"].concerns


def test_json_holds_the_figures() -> None:
    told = next(scale for scale in to_json(content(reliability=TOLD))["scales"] if scale["key"] == "trust")
    assert told["reliability"]["alpha"] == {"value": 0.83, "rounded": 0.83}
    assert told["reliability"]["low"]["value"] < 0.83 < told["reliability"]["high"]["value"]
