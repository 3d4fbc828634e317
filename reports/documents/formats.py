"""Numbers, dates and lists written as each language writes them (Babel), with a true minus sign."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

from reports.documents.facts import rounded
from reports.documents.group_facts import Level
from surveys import dates

REGIONS = {"nb": "NO", "nn": "NO", "sv": "SE", "en": "GB"}
QUOTES = {"nb": ("«", "»"), "nn": ("«", "»"), "sv": ("”", "”"), "en": ("“", "”")}
HARD_SPACE = "\u00a0"
MINUS = "\u2212"
EN_DASH = "\u2013"
JOINED = re.compile(r"\b(?:og|och|and)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Formats:
    """How one language (nb, nn, sv, en) writes figures. Raises KeyError for another language."""

    language: str

    @property
    def locale(self) -> str:
        return dates.locale_of(self.language)

    @property
    def region(self) -> str:
        return REGIONS[self.language]

    def whole(self, number: int) -> str:
        """Return a count: 1 100."""
        return format_decimal(number, locale=self.locale)

    def points(self, value: float) -> str:
        """Return points with one decimal: 58,1."""
        text = format_decimal(rounded(value), format="#,##0.0", locale=self.locale)
        return text.replace("-", MINUS)

    def signed(self, value: float) -> str:
        """Return a difference with its sign: +12,4 or −3,0; zero has none."""
        text = self.points(value)
        return f"+{text}" if rounded(value) > 0 else text

    def round_points(self, value: float) -> str:
        """Return points without a decimal where they are whole: 5 or 7,5."""
        return self.whole(int(value)) if float(value).is_integer() else self.points(value)

    def probability(self, p: float) -> str:
        """Return "p = 0,034" or "p < 0,001", with hard spaces."""
        least = 0.001
        if p < least:
            return f"p{HARD_SPACE}<{HARD_SPACE}{format_decimal(least, format='0.000', locale=self.locale)}"
        text = format_decimal(rounded(p, 3), format="0.000", locale=self.locale)
        return f"p{HARD_SPACE}={HARD_SPACE}{text}"

    def coefficient(self, value: float) -> str:
        """Return a figure of two decimals: 0,83."""
        return format_decimal(rounded(value, 2), format="0.00", locale=self.locale).replace("-", MINUS)

    def coefficients(self, low: float, high: float) -> str:
        """Return an interval of two decimals: "0,74–0,89", or "−0,10 … 0,45" where a dash would read as a minus."""
        between = f"{HARD_SPACE}…{HARD_SPACE}" if low < 0 else EN_DASH
        return f"{self.coefficient(low)}{between}{self.coefficient(high)}"

    def percent(self, share: float) -> str:
        """Return a share 0–1 in whole per cent, without the sign."""
        return self.whole(int(rounded(share * 100, 0)))

    def share(self, released: str) -> str:
        """Return a released share without the per cent sign: 37, ≤ 10, ≥ 90 or 32–42."""
        if released[:2] in {"<=", ">="}:
            return f"{'≤' if released[0] == '<' else '≥'}{HARD_SPACE}{released[2:]}"
        return released.replace("-", EN_DASH)

    def span(self, low: float, high: float, *, signed: bool = False) -> str:
        """Return an interval: "51,0–65,2", or "+8,1 … +23,5" with signs, where a dash would read as a minus."""
        if signed:
            return f"{self.signed(low)}{HARD_SPACE}…{HARD_SPACE}{self.signed(high)}"
        return f"{self.points(low)}{EN_DASH}{self.points(high)}"

    def mean(self, level: Level) -> str:
        """Return a level's mean, with the decimals with which it was released."""
        return self._as_released(level.mean or 0.0, level)

    def interval(self, level: Level) -> str:
        """Return a level's interval: 51,0–65,2, or 47–69 where the mean itself is in whole points."""
        ends = (level.low or 0.0, level.high or 0.0)
        return EN_DASH.join(self._as_released(end, level) for end in ends)

    def _as_released(self, value: float, level: Level) -> str:
        return self.whole(int(rounded(value, 0))) if level.whole_points else self.points(value)

    def date(self, iso: str) -> str:
        """Return 6. mai 2019."""
        return dates.long_date(datetime.date.fromisoformat(iso), self.language)

    def month(self, iso: str) -> str:
        """Return september 2019."""
        return format_date(datetime.date.fromisoformat(iso), format="LLLL y", locale=self.locale)

    def dates(self, first: str, last: str) -> str:
        """Return 3.–21. sep. 2018."""
        return dates.period(datetime.date.fromisoformat(first), datetime.date.fromisoformat(last), self.language)

    def names(self, parts: Sequence[str]) -> str:
        """Return "a, b og c", or "a og b; c" where a part holds a comma or an "and" itself."""
        if any("," in part or JOINED.search(part) for part in parts):
            return "; ".join(parts)
        return format_list(list(parts), locale=self.locale)

    def quoted(self, parts: Sequence[str]) -> str:
        """Return «a», «b» og «c», with the quotation marks of the language."""
        first, last = QUOTES[self.language]
        return format_list([f"{first}{part}{last}" for part in parts], locale=self.locale)
