"""The stated latent model behind the demo's synthetic answers. Pure; the seed decides everything.

A person p has one general standing g_p ~ N(0, 9) and, per scale s, a standing of her own u_ps ~ N(0, 11), both in
points of the 0-100 scale and both kept from wave to wave. In wave w her position on the scale is
`LEVELS[s][w]` + g_p * (+1 where more is better, -1 where more is worse) + u_ps + v_psw with v_psw ~ N(0, 6). Each item
adds N(0, 15), is turned round where the item is reversed, and is cut to the nearest of the item's options. An item is
skipped with probability 0.03; a person answers a wave with probability 0.85. A monitoring measure is ticked
with the probability in `MEASURES`; who ticks none says "don't know" or "none".
"""

from collections.abc import Mapping, Sequence

import numpy as np

from project.demo.answers import SheetLine
from surveys.ballots.types import Answers
from surveys.questionnaires.types import Direction, Item, MultipleItem, Questionnaire

GENERAL_SD, OWN_SD, WAVE_SD, ITEM_SD = 9.0, 11.0, 6.0, 15.0
SKIPPED, ANSWERING = 0.03, 0.85

LEVELS: Mapping[str, tuple[float, float]] = {
    "schedule_control": (28, 62),
    "autonomy": (46, 63),
    "perceived_monitoring": (71, 55),
    "trust": (43, 57),
    "pace_and_breaks": (35, 66),
    "performance_pressure": (69, 54),
    "monitoring_purpose": (44, 50),
    "monitoring_say": (33, 41),
    "watched_by_colleagues": (33, 52),
    "support": (68, 72),
    "workload": (52, 68),
    "wellbeing": (50, 60),
    "wish_to_stay": (55, 67),
}
"""The position of the average person on each scale, in the direction of its name, in the first and the second wave."""

MEASURES: Mapping[str, tuple[float, float]] = {
    "call_recording": (0.55, 0.55),
    "listening_in": (0.30, 0.25),
    "handling_time": (0.85, 0.80),
    "schedule_adherence": (0.90, 0.15),
    "queue_screens": (0.45, 0.92),
    "login_status": (0.75, 0.80),
    "screen_capture": (0.12, 0.14),
    "location": (0.02, 0.02),
    "camera": (0.04, 0.04),
    "message_reading": (0.15, 0.12),
    "automatic_scoring": (0.08, 0.10),
    "customer_ratings": (0.40, 0.42),
}
"""The chance that a person says that she experiences the measure, in each wave."""


def answers_of(
    questionnaire: Questionnaire, places: Mapping[str, Sequence[tuple[int, str]]], *, seed: int
) -> list[SheetLine]:
    """Return the sheets of everyone who answers.

    `places` holds per wave ("1", "2") the people who may answer, as pairs (person's number, unit).
    """
    draw = np.random.default_rng(seed)
    people = sorted({person for wave in places.values() for person, _ in wave})
    general = {person: draw.normal(0, GENERAL_SD) for person in people}
    own = {(person, scale.key): draw.normal(0, OWN_SD) for person in people for scale in questionnaire.scales}
    lines = []
    for number, (wave, placed) in enumerate(sorted(places.items())):
        for person, unit in placed:
            here = draw.random() < ANSWERING
            position = {
                scale.key: LEVELS[scale.key][number]
                + general[person] * (1 if scale.direction is Direction.MORE_IS_BETTER else -1)
                + own[person, scale.key]
                + draw.normal(0, WAVE_SD)
                for scale in questionnaire.scales
            }
            answers = Answers(
                single=_single(questionnaire, position, draw), multiple=_multiple(questionnaire, number, draw)
            )
            if here:
                lines.append(SheetLine(wave, unit, answers))
    return lines


def _single(questionnaire: Questionnaire, position: Mapping[str, float], draw: np.random.Generator) -> dict[str, int]:
    chosen = {}
    for item in questionnaire.items:
        value = _option(item, position, len(questionnaire.answer_lists[item.answers]), draw)
        if draw.random() >= SKIPPED:
            chosen[item.key] = value
    return chosen


def _option(item: Item, position: Mapping[str, float], options: int, draw: np.random.Generator) -> int:
    points = position.get(item.scale or "", 50.0) + draw.normal(0, ITEM_SD)
    if item.reversed:
        points = 100 - points
    return int(np.clip(round(points / 100 * (options - 1)), 0, options - 1)) + 1


def _multiple(questionnaire: Questionnaire, wave: int, draw: np.random.Generator) -> dict[str, frozenset[str]]:
    return {item.key: _ticked(item, wave, draw) for item in questionnaire.multiple}


def _ticked(item: MultipleItem, wave: int, draw: np.random.Generator) -> frozenset[str]:
    chances = {key: MEASURES.get(key, (0.0, 0.0))[wave] for key, _ in item.options if key not in item.exclusive}
    ticked = frozenset(key for key, chance in chances.items() if draw.random() < chance)
    return ticked or frozenset({str(draw.choice(sorted(item.exclusive)))})
