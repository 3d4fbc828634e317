"""A worded report: what every writer reads, in one language, with every number already written out. Pure data."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar


class Style(StrEnum):
    """What a paragraph is for, so that each writer can give it its look."""

    PLAIN = "plain"
    LEAD = "lead"
    VERDICT = "verdict"
    CERTAINTY = "certainty"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of plain text (no markup)."""

    kind: ClassVar[str] = "paragraph"
    text: str
    style: Style = Style.PLAIN


@dataclass(frozen=True, slots=True)
class Listing:
    """Points of equal rank."""

    kind: ClassVar[str] = "listing"
    points: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the first cell of a row is its header; every row has as many cells as `header`.

    `words` are the columns (from 0) that hold words; the others hold figures.
    """

    kind: ClassVar[str] = "table"
    key: str
    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    words: tuple[int, ...] = (0,)


@dataclass(frozen=True, slots=True)
class Dot:
    """A level with its interval, in points 0–100; no interval where none can be given."""

    value: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class ChartRow:
    """One scale in the profile: name, how to read it, the two levels and the finding in a few words."""

    label: str
    reading: str
    finding: str
    before: Dot | None
    after: Dot | None


@dataclass(frozen=True, slots=True)
class Chart:
    """The profile of scales. `alternative` states the finding; `table` holds the same numbers."""

    kind: ClassVar[str] = "chart"
    key: str
    caption: str
    alternative: str
    axis: str
    before_label: str
    after_label: str
    interval_label: str
    rows: tuple[ChartRow, ...]
    table: Table


@dataclass(frozen=True, slots=True)
class Moment:
    """A level at a time. `at` is where it stands between the first wave (0) and the last (1); `label` its figure."""

    at: float
    dot: Dot
    label: str


@dataclass(frozen=True, slots=True)
class Panel:
    """One scale over the waves: name, how to read it, and the waves in which it is shown."""

    label: str
    reading: str
    moments: tuple[Moment, ...]


@dataclass(frozen=True, slots=True)
class TrendChart:
    """Scales over several waves. `waves` and `changes` are pairs (at, label); `notes` say what each change's mark is.

    `alternative` states the finding; `table` holds the same numbers.
    """

    kind: ClassVar[str] = "chart"
    key: str
    caption: str
    alternative: str
    waves: tuple[tuple[float, str], ...]
    changes: tuple[tuple[float, str], ...]
    notes: tuple[str, ...]
    panels: tuple[Panel, ...]
    table: Table


@dataclass(frozen=True, slots=True)
class Lane:
    """A bar over time with its words: from `start` to `end` (0–1); None where it began earlier, or still goes on."""

    label: str
    start: float | None
    end: float | None


@dataclass(frozen=True, slots=True)
class TimelineChart:
    """One scale over the waves with bars below it. `waves` and `changes` are pairs (at, label), as in a TrendChart.

    `alternative` states the finding; `table` holds the same numbers and days.
    """

    kind: ClassVar[str] = "chart"
    key: str
    caption: str
    alternative: str
    waves: tuple[tuple[float, str], ...]
    changes: tuple[tuple[float, str], ...]
    notes: tuple[str, ...]
    panel: Panel
    lanes: tuple[Lane, ...]
    table: Table


@dataclass(frozen=True, slots=True)
class Segment:
    """One released share in a bar: its band (0, 1 or 2), its drawn length in per cent, and the figure as released."""

    band: int
    length: float
    figure: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A question's answers in one wave; without segments `missing` stands in their place."""

    label: str
    segments: tuple[Segment, ...]
    missing: str


@dataclass(frozen=True, slots=True)
class BandRow:
    """One question with its bars, the earlier wave first."""

    label: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class BandsChart:
    """The answers to some questions. `alternative` states the finding; `table` holds the same numbers.

    `unit` is what the numbers are, `options` all answers that could be given, `spanning` how a number of two answers
    stands. On paper each row of figures has its bar beside it. `drawn`: a picture in Word too, where one of every
    scale would fill too many pages.
    """

    kind: ClassVar[str] = "chart"
    key: str
    caption: str
    alternative: str
    unit: str
    spanning: str
    options: tuple[str, ...]
    bands: tuple[str, str, str]
    rows: tuple[BandRow, ...]
    table: Table
    drawn: bool


Picture = Chart | TrendChart | TimelineChart | BandsChart
Block = Paragraph | Listing | Table | Chart | TrendChart | TimelineChart | BandsChart


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report. `level` is 1 for a main part, 2 for a part of the part before it."""

    key: str
    title: str
    level: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """The whole report. `notice` stands on every page and is empty only for real answers.

    `facts` are pairs (label, value). `page_label` holds the marks {page} and {pages}.
    """

    language: str
    region: str
    title: str
    subtitle: str
    organisation: str
    notice: str
    notice_text: str
    facts_title: str
    facts: tuple[tuple[str, str], ...]
    summary_title: str
    summary: tuple[str, ...]
    sections: tuple[Section, ...]
    contents_title: str
    page_label: str

    def charts(self) -> tuple[Picture, ...]:
        """Return the charts in the order in which they stand."""
        return pictures_in(self.sections)


def pictures_in(sections: tuple[Section, ...]) -> tuple[Picture, ...]:
    """Return the charts of some parts in the order in which they stand."""
    return tuple(block for part in sections for block in part.blocks if isinstance(block, Picture))
