"""A synthetic workplace of about 40 people before and after a change, as released records: the reports' test data.

The people answer from a latent model with a seed; the records are then counted as the release stage would count them.
"""

import random
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace

from reports.disclosure.shares import single_shares
from reports.documents.facts import PolicyChange, ReportContext
from reports.documents.model import Chart, Document
from reports.releases.types import (
    BallotCount,
    CrossedRow,
    Effort,
    Reason,
    Record,
    ReleasedRow,
    ReleasedScale,
    ReleasedShares,
    Surroundings,
    WithheldCrossing,
    WithheldRow,
)
from surveys.questionnaires.loading import load
from surveys.questionnaires.rules import scale_score_twelfths
from surveys.questionnaires.types import Direction, Questionnaire

CONTEXT = ReportContext(
    organisation="Solvik kundesenter",
    country="NO",
    parties=("Solvik kundesenter", "Fagforbundet for tjenester, avdeling Solvik"),
    changes=(
        PolicyChange(
            date="2019-05-06",
            name={
                "nb": "Den detaljerte vaktplanen ble fjernet",
                "nn": "Den detaljerte vaktplanen blei fjerna",
                "sv": "Det detaljerade arbetsschemat togs bort",
                "en": "The detailed shift plan was dropped",
            },
            description={
                "nb": "Planen sa når hver enkelt skulle sitte på telefonen og spise. De tre lagene ble én gruppe.",
                "nn": "Planen sa når kvar enkelt skulle sitje på telefonen og ete. Dei tre laga blei éi gruppe.",
                "sv": "Schemat sade när var och en skulle sitta i telefon och äta. De tre teamen blev en grupp.",
                "en": "The plan said when each person was to be on the phone and to eat. Three teams became one group.",
            },
        ),
    ),
    threshold=5,
    retention_days=14,
)
SHIFT = {
    "schedule_control": 1.5,
    "autonomy": 0.5,
    "perceived_monitoring": -0.7,
    "trust": 0.4,
    "pace_and_breaks": 1.3,
    "performance_pressure": -0.5,
    "monitoring_purpose": 0.2,
    "monitoring_say": 0.3,
    "watched_by_colleagues": 1.1,
    "support": 0.1,
    "workload": 1.2,
    "wellbeing": 0.3,
    "wish_to_stay": 0.4,
}
"""How far the latent answer moves, in options, in the direction of the scale's name."""

Person = Mapping[str, int]


def questionnaire() -> Questionnaire:
    """Return the catalogue's own instrument."""
    return load("arbeidshverdag", 1)


def people(number: int, *, seed: int, moved: bool, asked: Questionnaire) -> list[Person]:
    """Return what `number` people answered: each has a mood, each scale a level, each answer some noise."""
    draw = random.Random(seed)  # noqa: S311 - synthetic answers, not secrets
    answers: list[Person] = []
    for _ in range(number):
        mood = draw.gauss(0, 0.6)
        person: dict[str, int] = {}
        for item in asked.items:
            scale = next((scale for scale in asked.scales if scale.key == item.scale), None)
            shift = SHIFT.get(item.scale or "", 0.0) if moved else 0.0
            sign = -1 if scale is not None and scale.direction is Direction.MORE_IS_WORSE else 1
            latent = 2.8 + sign * mood + shift + draw.gauss(0, 0.9)
            value = min(5, max(1, round(6 - latent if item.reversed else latent)))
            if draw.random() > 0.02:
                person[item.key] = value
        answers.append(person)
    return answers


def share(count: int, n: int) -> str:
    """Return a share as it is released: whole per cent, cut at 10 and 90."""
    percent = round(100 * count / n)
    return "<=10" if percent <= 10 else ">=90" if percent >= 90 else str(percent)


def shares(values: list[int], options: int = 5) -> ReleasedShares:
    """Return one item's released shares."""
    n, counts = len(values), Counter(values)
    columns = [counts[option] for option in range(1, options + 1)]
    if n < 10:
        return ReleasedShares(n=None, detail="bands", shares=(), withheld=Reason.TOO_FEW)
    if n >= 30:
        return ReleasedShares(n=n, detail="options", shares=single_shares(columns))
    bands = (sum(columns[:2]), columns[2], sum(columns[3:]))
    return ReleasedShares(n=n, detail="bands", shares=single_shares(bands))


def row(unit: str, headcount: int, answers: list[Person], *, moved: bool, asked: Questionnaire) -> ReleasedRow:
    """Return the released row of a group."""
    scales, items = {}, {}
    for scale in asked.scales:
        scores = [scale_score_twelfths(asked, scale, person) for person in answers]
        counts = Counter(score for score in scores if score is not None)
        n = counts.total()
        mean = sum(score * count for score, count in counts.items()) / n / 12
        pairs = tuple(sorted(counts.items())) if n >= 10 else None
        scales[scale.key] = ReleasedScale(n=n, mean=mean, counts=pairs)
    for item in asked.items:
        items[item.key] = shares([person[item.key] for person in answers if item.key in person])
    draw = random.Random(f"{unit}{moved}")  # noqa: S311 - synthetic answers, not secrets
    for several in asked.multiple:
        chances = [draw.random() * 0.8 for _ in several.options]
        counted = [sum(draw.random() < chance for _ in answers) for chance in chances]
        items[several.key] = ReleasedShares(len(answers), "options", tuple(share(c, len(answers)) for c in counted))
    return ReleasedRow(unit=unit, headcount=headcount, n=len(answers), scales=scales, items=items)


def record(*, moved: bool, seed: int = 1, synthetic: bool = True, answered: int = 34) -> Record:
    """Return one wave: three teams before, of which one is too small to show; one pool after."""
    asked = questionnaire()
    answers = people(answered, seed=seed + 1000 * moved, moved=moved, asked=asked)
    names = {"whole": "Hele kundesenteret", "a": "Team A", "b": "Team B", "c": "Team C", "pool": "Felles kø"}
    rows = [row("whole", 40, answers, moved=moved, asked=asked)]
    withheld: tuple[WithheldRow, ...] = ()
    if not moved and answered >= 30:
        rows += [
            row("a", 15, answers[:13], moved=moved, asked=asked),
            row("b", 15, answers[13:26], moved=moved, asked=asked),
        ]
        withheld = (WithheldRow("c", Reason.PROTECTS_OTHERS, "whole"),)
    return Record(
        wave="høsten 2019" if moved else "høsten 2018",
        opened="2019-09-02" if moved else "2018-09-03",
        closed="2019-09-20" if moved else "2018-09-21",
        questionnaire=asked.key,
        questionnaire_version=asked.version,
        questionnaire_fingerprint=asked.fingerprint,
        agreement_hash="5f" * 32,
        threshold=5,
        whole="whole",
        synthetic=synthetic,
        rows=tuple(rows),
        withheld=withheld,
        ballots=BallotCount(issued=40, spent=answered, accepted=answered, undecryptable=0),
        unit_names=names,
        surroundings=Surroundings("Fjordby kommune (syntetisk)", "NO", ("Fagforeningen", "Ledelsen"), 14, (), None, 0),
        effort=Effort.OPTIMAL,
        crossed=(),
        withheld_crossed=(),
    )


def before(**changed: object) -> Record:
    """Return the first wave, with fields of the record put in the place of its own."""
    return replace(record(moved=False, seed=1, answered=33), **changed)  # type: ignore[arg-type]


def after(**changed: object) -> Record:
    """Return the second wave, with fields of the record put in the place of its own."""
    return replace(record(moved=True, seed=1), **changed)  # type: ignore[arg-type]


def with_whole(one: Record, edit: Callable[[ReleasedRow], ReleasedRow]) -> Record:
    """Return the record with the whole unit's row edited."""
    return replace(one, rows=tuple(edit(row) if row.unit == one.whole else row for row in one.rows))


def crossed_row(question: str, option: int, answers: list[Person], *, asked: Questionnaire) -> CrossedRow:
    """Return the released row of those in the whole who chose an option: means in whole points alone."""
    full = row("whole", len(answers), answers, moved=False, asked=asked)
    scales = {
        key: replace(scale, mean=float(round(scale.mean or 0.0)), counts=None) for key, scale in full.scales.items()
    }
    return CrossedRow("whole", question, option, len(answers), scales)


def with_crossings(one: Record, *, seed: int = 7) -> Record:
    """Return the record with two background questions: one with an option too small, one of which nothing is shown."""
    asked = questionnaire()
    answers = people(30, seed=seed, moved=True, asked=asked)
    return replace(
        one,
        crossed=(
            crossed_row("place", 1, answers[:18], asked=asked),
            crossed_row("place", 3, answers[18:], asked=asked),
        ),
        withheld_crossed=(
            WithheldCrossing("whole", "place", 2, Reason.TOO_FEW),
            *(WithheldCrossing("whole", "tenure", option, Reason.TOO_FEW) for option in (1, 2)),
            *(WithheldCrossing("whole", "tenure", option, Reason.PROTECTS_OTHERS) for option in (3, 4)),
        ),
    )


def two_shifts(*, answered: int = 11) -> Record:
    """Return a first wave of twelve people in two shifts of six; the shifts are shown where both are large enough."""
    asked = questionnaire()
    answers = people(answered, seed=12, moved=False, asked=asked)
    rows = [few(row("whole", 12, answers, moved=False, asked=asked))]
    names = {"whole": "Vakttelefonen i Lia kommune", "day": "Dagskiftet", "night": "Kveldsskiftet"}
    shifts = {"day": answers[:6], "night": answers[6:]}
    shown = all(len(part) >= 5 for part in shifts.values())
    if shown:
        rows += [few(row(unit, 6, part, moved=False, asked=asked)) for unit, part in shifts.items()]
    held = () if shown else tuple(WithheldRow(unit, Reason.NOT_PLANNED, "whole") for unit in shifts)
    ballots = BallotCount(issued=12, spent=answered, accepted=answered, undecryptable=0)
    return before(rows=tuple(rows), withheld=held, unit_names=names, ballots=ballots)


def few(one: ReleasedRow) -> ReleasedRow:
    """Return a row of few answers as it is released: no measures below 30, below ten means in whole points."""
    held = ReleasedShares(n=None, detail="options", shares=(), withheld=Reason.TOO_FEW)
    items = {**one.items, **{several.key: held for several in questionnaire().multiple}}
    scales = {key: replace(scale, mean=float(round(scale.mean or 0.0))) for key, scale in one.scales.items()}
    return replace(one, items=items, scales=scales if one.n < 10 else one.scales)


def nothing_shown(reason: Reason = Reason.TOO_FEW) -> Record:
    """Return a wave of which no row is shown."""
    names = {"whole": "Kontaktcenter Björkvik", "a": "Växeln", "b": "Mottagningen"}
    return before(
        rows=(),
        withheld=(
            WithheldRow("whole", reason, None),
            WithheldRow("a", Reason.NOT_PLANNED, None),
            WithheldRow("b", Reason.NOT_PLANNED, None),
        ),
        unit_names=names,
        ballots=BallotCount(issued=None, spent=None, accepted=None, undecryptable=None),
    )


def profile_of(document: Document) -> Chart:
    """Return the chart of scales before and after."""
    chart = document.charts()[0]
    assert isinstance(chart, Chart)
    return chart
