"""The calendar feed, read back by a parser of the test's own."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from surveys.monitoring.ical import Event, calendar, escaped, folded

CHANGED = datetime(2019, 3, 31, 1, 30, tzinfo=UTC)


def unfolded(raw: bytes) -> list[str]:
    assert raw.endswith(b"\r\n")
    return raw.decode().replace("\r\n ", "").split("\r\n")[:-1]


def unescaped(text: str) -> str:
    found, letters = "", iter(text)
    for letter in letters:
        if letter == "\\":
            letter = next(letters)
            letter = "\n" if letter == "n" else letter
        found += letter
    return found


def values(raw: bytes, name: str) -> list[str]:
    return [line.partition(":")[2] for line in unfolded(raw) if line.partition(":")[0].partition(";")[0] == name]


def test_a_day_at_the_turn_of_the_year_and_of_the_clock() -> None:
    raw = calendar("Fjellbygd", [Event("1", date(2019, 12, 31), "Vurder", "", CHANGED),
                                 Event("2", date(2019, 10, 27), "Vurder", "", CHANGED)])  # fmt: skip
    assert values(raw, "DTSTART") == ["20191231", "20191027"]
    assert values(raw, "DTEND") == ["20200101", "20191028"]
    assert values(raw, "DTSTAMP") == ["20190331T013000Z"] * 2
    assert values(raw, "TRIGGER") == ["-P14D"] * 2


@given(st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n;,\\æ"), max_size=300))
def test_no_text_breaks_out_of_its_line(text: str) -> None:
    raw = calendar("x", [Event("1", date(2019, 1, 1), text, text, CHANGED)])
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    assert [unescaped(found) for found in values(raw, "SUMMARY")] == [text]
    assert len(values(raw, "BEGIN")) == 3


def test_an_injected_line_stays_text() -> None:
    raw = calendar("x", [Event("1", date(2019, 1, 1), "a\r\nEND:VCALENDAR\rb", "", CHANGED)])
    assert unfolded(raw).count("END:VCALENDAR") == 1
    assert escaped("a\rb") == "a\\nb"


def test_folding_splits_no_letter() -> None:
    parts = folded("å" * 200).encode().split(b"\r\n ")
    assert len(parts) > 1
    assert "".join(part.decode() for part in parts) == "å" * 200 + "\r\n"
