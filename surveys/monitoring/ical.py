"""The calendar feed (RFC 5545): whole days, folded lines, text escaped. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

LINE_OCTETS = 75
REMIND_DAYS = 14


@dataclass(frozen=True, slots=True)
class Event:
    """A day to remember; `key` is the same in every version of the calendar, so that a moved day moves."""

    key: str
    day: date
    title: str
    text: str
    changed: datetime


def calendar(name: str, events: Iterable[Event]) -> bytes:
    """Return the calendar in UTF-8 with CRLF. Every event lasts one day, has no hour, and reminds two weeks before.

    A day without an hour is the same day in every time zone, in summer time too.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Tillit//Tillit//NB", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
             f"X-WR-CALNAME:{escaped(name)}"]  # fmt: skip
    for event in events:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{event.key}@tillit",
            f"DTSTAMP:{event.changed.astimezone(UTC):%Y%m%dT%H%M%SZ}",
            f"DTSTART;VALUE=DATE:{_digits(event.day)}",
            *_end(event.day),
            f"SUMMARY:{escaped(event.title)}",
            f"DESCRIPTION:{escaped(event.text)}",
            "TRANSP:TRANSPARENT",
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            f"DESCRIPTION:{escaped(event.title)}",
            f"TRIGGER:-P{REMIND_DAYS}D",
            "END:VALARM",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(folded(line) for line in lines).encode()


def _end(day: date) -> list[str]:
    # The last day that there is has no day after it; an event without an end lasts the day that it begins on.
    return [f"DTEND;VALUE=DATE:{_digits(day + timedelta(days=1))}"] if day < date.max else []


def _digits(day: date) -> str:
    """Return a day in eight digits; strftime leaves out the noughts of a year before 1000."""
    return day.isoformat().replace("-", "")


def escaped(text: str) -> str:
    """Return a text as a value: no line break, comma or semicolon of it is read as the calendar's own."""
    plain = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return plain.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def folded(line: str) -> str:
    """Return a line with its CRLF, broken so that no part is longer than 75 octets and no letter is split."""
    parts: list[str] = []
    part, size = "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > LINE_OCTETS - bool(parts):
            parts.append(part)
            part, size = "", 0
        part += letter
        size += octets
    return "\r\n ".join([*parts, part]) + "\r\n"
