import math

import pytest

from reports.disclosure.attacks import Gate
from reports.disclosure.figures import (
    Terms,
    TooFewOptions,
    choose_item,
    choose_scale,
)
from reports.disclosure.plan import PlannedRow
from reports.disclosure.printing import bands
from reports.releases.types import Reason, ReleasedScale, ReleasedShares
from reports.statistics.intervals import Interval
from reports.statistics.level import level
from reports.statistics.samples import Sample
from reports.tallies.types import OptionCounts, ScoreCounts
from tests.pure.disclosure.test_shares import every
from tests.pure.disclosure.workplaces import flat_plan, options, scores

SPREAD = (0, 25, 50, 75, 100)


def spread(n: int) -> ScoreCounts:
    """Return n scores that no rule on alike answers touches."""
    return scores(*(SPREAD[index % 5] for index in range(n)))


def spread_options(n: int) -> OptionCounts:
    return options(*(index % 5 for index in range(n)))


def rows_for(sizes: dict[str, int]) -> tuple[PlannedRow, ...]:
    return flat_plan(sizes).by_value()


def terms(**floors: int) -> Terms:
    return Terms(5, floors, Gate(time_limit=20))


def scale_in(parts: dict[str, ScoreCounts], **floors: int) -> dict[str, ReleasedScale]:
    rows = rows_for({atom: max(counts.n, 5) for atom, counts in parts.items()})
    return choose_scale(parts, rows, terms(**floors))


def item_in(parts: dict[str, OptionCounts], *, multiple: bool = False) -> dict[str, ReleasedShares]:
    sheets = {atom: max(part.answered, 5) for atom, part in parts.items()}
    rows = rows_for(sheets)
    n = {row.unit: row.headcount or 0 for row in rows}
    everywhere = frozenset(n)
    return choose_item(parts, rows, everywhere, terms(), multiple=multiple, row_n=n)


def test_a_scale_that_few_in_one_unit_answered_is_left_out_of_another_so_that_it_cannot_be_subtracted() -> None:
    shown = scale_in({"A": spread(12), "B": spread(11), "C": spread(3)})
    assert (shown["whole"].n, shown["unit-A"].n) == (26, 12)
    for unit in ("unit-B", "unit-C"):
        assert shown[unit] == ReleasedScale(None, None, None, Reason.NOT_SHOWN)


def test_counts_from_ten_people_and_the_mean_alone_in_whole_points_below() -> None:
    shown = scale_in({"A": spread(13), "B": scores(0, 25, 25, 50, 100, 75, 25)})
    assert shown["unit-B"] == ReleasedScale(7, 43.0, None)
    assert shown["whole"].counts is not None
    assert shown["whole"].mean == pytest.approx(sum(s * n for s, n in shown["whole"].counts) / 12 / 20)


def test_counts_of_fewer_than_ten_cannot_be_subtracted_either() -> None:
    """Whole − A would be the counts of the seven in B, whose row shows the mean alone: so A shows its mean alone."""
    shown = scale_in({"A": spread(13), "B": spread(7)})
    assert shown["unit-A"].counts is None
    assert (shown["unit-A"].n, shown["unit-A"].mean) == (13, 44.0)
    assert scale_in({"A": spread(13), "B": spread(10)})["unit-A"].counts == spread(13).pairs


@pytest.mark.parametrize("end", [0, 100])
@pytest.mark.parametrize("apart", [0, 1])
def test_a_group_at_one_end_is_hidden_and_so_is_what_it_could_be_computed_from(end: int, apart: int) -> None:
    alike = scores(*[end] * (8 - apart), *[50] * apart)
    shown = scale_in({"A": spread(20), "B": spread(15), "C": alike})
    assert shown["unit-C"].withheld is Reason.NOT_SHOWN
    assert shown["unit-A"].n == 20
    assert shown["unit-B"] == shown["unit-C"]
    assert scale_in({"A": spread(20), "B": spread(15), "C": scores(*[end] * 6, 50, 25)})["unit-C"].n == 8


def test_alike_in_the_middle_is_hidden_where_counts_would_show_it_and_not_where_a_mean_hides_it() -> None:
    assert scale_in({"A": spread(20), "B": scores(*[50] * 11, 25)})["unit-B"].withheld is Reason.NOT_SHOWN
    assert scale_in({"A": spread(20), "B": scores(*[50] * 8, 25)})["unit-B"].mean == 47.0


def test_the_ends_of_a_scale_may_be_given() -> None:
    parts = {"A": spread(20), "B": scores(*[25] * 7, 50)}
    rows = rows_for({"A": 20, "B": 8})
    assert choose_scale(parts, rows, terms(), (300, 900))["unit-B"].n is None
    assert choose_scale(parts, rows, terms())["unit-B"].n == 8


def test_a_row_with_a_higher_floor_needs_it_in_each_figure() -> None:
    parts = {"A": spread(20), "B": spread(9)}
    assert scale_in(parts)["unit-B"].n == 9
    assert scale_in(parts, **{"unit-B": 10})["unit-B"].withheld is Reason.NOT_SHOWN


def test_items_in_three_bands_from_ten_and_over_all_options_from_thirty() -> None:
    shown = item_in({"A": options(*[0] * 3, *[1] * 4, *[2] * 5, *[3] * 6, *[4] * 2), "B": spread_options(12)})
    assert shown["unit-A"] == ReleasedShares(20, "bands", ("35", "25", "40"))
    assert (shown["whole"].detail, len(shown["whole"].shares)) == ("options", 5)
    assert shown["unit-B"].n == 12


def test_an_item_is_not_shown_below_ten_nor_computable_for_fewer() -> None:
    shown = item_in({"A": spread_options(20), "B": spread_options(9)})
    assert shown["unit-B"] == ReleasedShares(None, "bands", (), Reason.TOO_FEW)
    assert shown["unit-A"] == ReleasedShares(None, "bands", (), Reason.NOT_SHOWN)
    assert shown["whole"].n == 29


def test_all_options_are_not_computable_for_fewer_than_thirty() -> None:
    shown = item_in({"A": spread_options(40), "B": spread_options(12)})
    assert (shown["whole"].detail, shown["unit-A"].detail, shown["unit-B"].detail) == ("options", "bands", "bands")


def test_a_group_whose_answers_are_alike_cannot_be_computed_from_shares() -> None:
    """C answers low to a person. Its own row says ">=90", and whole − A − B would say that it is all."""
    parts = {"A": spread_options(14), "B": spread_options(13), "direct": options(*[0] * 10)}
    rows = flat_plan({"A": 14, "B": 13, "direct": 10}, unlisted=frozenset({"direct"})).by_value()
    n = {row.unit: row.headcount or 0 for row in rows}
    shown = choose_item(parts, rows, frozenset(n), terms(), multiple=False, row_n=n)
    assert shown["unit-A"].n == 14
    assert shown["unit-B"].withheld is Reason.NOT_SHOWN
    parts["direct"] = options(*[0] * 4, *[2] * 2, *[4] * 4)
    assert choose_item(parts, rows, frozenset(n), terms(), multiple=False, row_n=n)["unit-B"].n == 13


def test_a_share_near_the_ends_of_a_rows_own_item_is_blunted_and_not_hidden() -> None:
    shown = item_in({"A": options(*[0] * 12), "B": spread_options(12)})
    assert shown["unit-A"].shares == (">=80", "<=10", "<=10")


def test_a_multiple_item_is_shown_over_its_options_from_thirty_or_not_at_all() -> None:
    part = OptionCounts((20, 12, 0), 31)
    shown = item_in({"A": part, "B": OptionCounts((4, 3, 1), 12)}, multiple=True)
    assert shown["whole"] == ReleasedShares(43, "options", ("56", "35", "<=10"))
    assert shown["unit-A"] == ReleasedShares(None, "options", (), Reason.NOT_SHOWN)
    assert shown["unit-B"] == ReleasedShares(None, "options", (), Reason.TOO_FEW)


def test_an_item_is_shown_only_where_its_scale_is() -> None:
    rows = rows_for({"A": 20, "B": 20})
    n = {row.unit: row.headcount or 0 for row in rows}
    parts = {"A": spread_options(20), "B": spread_options(20)}
    shown = choose_item(parts, rows, frozenset({"whole"}), terms(), multiple=False, row_n=n)
    assert [unit for unit, figure in shown.items() if figure.n] == ["whole"]


def test_bands_of_five_and_more_options_and_none_of_fewer() -> None:
    assert bands(5) == ((0, 1), (2,), (3, 4))
    assert bands(7) == ((0, 1), (2, 3, 4), (5, 6))
    with pytest.raises(TooFewOptions):
        item_in({"A": OptionCounts((6, 6, 6, 6), 24)})


def test_an_item_that_nobody_answered_is_withheld() -> None:
    assert item_in({"A": OptionCounts((0,) * 5, 0)})["whole"].n is None
    rows = rows_for({"A": 20})
    shown = choose_item({}, rows, frozenset({"whole"}), terms(), multiple=False, row_n={"whole": 20, "unit-A": 20})
    assert shown["whole"].withheld is Reason.NOT_SHOWN


def test_an_item_alone_in_its_scale_is_shown_over_its_options_from_thirty_or_not_at_all() -> None:
    rows = rows_for({"A": 29, "B": 30})
    n = {row.unit: row.headcount or 0 for row in rows}
    parts = {"A": spread_options(29), "B": spread_options(30)}
    shown = choose_item(parts, rows, frozenset(n), terms(), multiple=False, row_n=n, alone=True)
    assert shown["unit-A"] == ReleasedShares(None, "options", (), Reason.TOO_FEW)
    assert shown["unit-B"] == ReleasedShares(None, "options", (), Reason.NOT_SHOWN)
    assert shown["whole"].detail == "options"


def given_back(n: int, *, alone: bool) -> float:
    """Return how often the printed mean, interval and shares leave one set of answers alone, all answers as likely.

    Every set of n answers in five options is tried, with the figures as they are printed.
    """
    rows = rows_for({"A": n})[:1]
    chances: dict[tuple[object, ...], list[float]] = {}
    for counts in every(n, 5):
        if max(counts) == n:
            continue
        sample = Sample.from_pairs([(25 * at, people) for at, people in enumerate(counts) if people], unit=1.0)
        found = level(sample, population=n + 2, limits=Interval(0.0, 100.0))
        item = {"A": OptionCounts(counts, n)}
        shown = choose_item(item, rows, frozenset({"whole"}), terms(), multiple=False, row_n={"whole": n}, alone=alone)
        printed = (*(round(figure, 1) for figure in (found.mean, found.low, found.high)), shown["whole"].shares)
        ways = math.factorial(n) // math.prod(math.factorial(count) for count in counts)
        chances.setdefault(printed, []).append(ways / 5**n)
    return sum(alike[0] for alike in chances.values() if len(alike) == 1)


@pytest.mark.parametrize("n", [10, 12])
def test_three_bands_would_give_back_a_one_item_scale_and_the_mean_with_its_interval_seldom_does(n: int) -> None:
    assert given_back(n, alone=False) > 0.9
    assert given_back(n, alone=True) < 0.06
