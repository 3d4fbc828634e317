"""What a reader who knows the rule can work out of the printed shares, by trying every possible set of answers."""

from collections import defaultdict
from collections.abc import Iterator

import pytest

from reports.disclosure.shares import AT_LEAST, AT_MOST, half_up, share, single_shares


def every(people: int, places: int) -> Iterator[tuple[int, ...]]:
    """Yield every way in which so many people can stand in so many places."""
    if places == 1:
        yield (people,)
        return
    for first in range(people + 1):
        for rest in every(people - first, places - 1):
            yield (first, *rest)


def told(shown: dict[tuple[int, ...], tuple[str, ...]]) -> list[tuple[str, set[int]]]:
    """Return each blunted share with the numbers of people that it may be, given all that is printed beside it."""
    alike = defaultdict(list)
    for counts, printed in shown.items():
        alike[printed].append(counts)
    return [
        (text, {counts[column] for counts in group})
        for printed, group in alike.items()
        for column, text in enumerate(printed)
        if text.startswith(("<=", ">="))
    ]


def check(people: int, places: int) -> None:
    numbers = told({counts: single_shares(counts) for counts in every(people, places)})
    assert numbers
    for text, possible in numbers:
        assert len(possible) >= 2
        if text == AT_MOST:
            assert max(possible) <= people / 10


@pytest.mark.parametrize("people", range(10, 61))
def test_no_blunted_band_can_be_worked_out(people: int) -> None:
    check(people, 3)


@pytest.mark.parametrize("people", [30, 31, 39, 40])
def test_no_blunted_option_can_be_worked_out(people: int) -> None:
    check(people, 5)


@pytest.mark.parametrize("people", [10, 15, 29])
def test_control_each_share_blunted_by_itself_can_be_worked_out(people: int) -> None:
    single = {counts: tuple(share(count, people) for count in counts) for counts in every(people, 3)}
    assert (AT_MOST, {0}) in told(single)


@pytest.mark.parametrize("people", [10, 19, 20, 29, 34])
def test_what_is_printed_is_true(people: int) -> None:
    for counts in every(people, 3):
        for count, text in zip(counts, single_shares(counts), strict=True):
            percent = 100 * count / people
            if text == AT_MOST:
                assert percent <= 10
            elif text.startswith(">="):
                assert percent >= int(text[2:]) >= 80
            else:
                low, _, high = text.partition("-")
                assert int(low) - 0.5 <= percent <= int(high or low) + 0.5


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((2, 5, 3), ("20", "50", "30")),
        ((0, 4, 6), (AT_MOST, "30-40", "60")),
        ((5, 0, 5), ("40-50", AT_MOST, "50")),
        ((0, 2, 8), (AT_MOST, "20-30", "70-80")),
        ((0, 0, 10), (AT_MOST, AT_MOST, ">=80")),
        ((0, 1, 28), (AT_MOST, AT_MOST, AT_LEAST)),
        ((1, 3, 9, 15, 6), (AT_MOST, AT_MOST, "21-26", "44", "18")),
    ],
)
def test_the_middle_gives_way_first(counts: tuple[int, ...], expected: tuple[str, ...]) -> None:
    assert single_shares(counts) == expected


@pytest.mark.parametrize(
    ("people", "n", "expected"),
    [(9, 10, ">=90"), (10, 10, ">=90"), (0, 10, "<=10"), (1, 10, "<=10"), (1, 8, "13"), (26, 29, "90"), (17, 19, "89")],
)
def test_shares_in_whole_per_cent_blunted_at_the_ends(people: int, n: int, expected: str) -> None:
    assert share(people, n) == expected


def test_halves_go_up() -> None:
    from fractions import Fraction

    assert [half_up(Fraction(value, 2)) for value in (0, 1, 2, 3, 25)] == [0, 1, 1, 2, 13]
