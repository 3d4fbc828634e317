"""A change that leaves somebody outside: who is set beside whom, with what figures, and what is said of it."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from reports.documents.content import build
from reports.documents.figures import sample_of
from reports.documents.formats import Formats
from reports.documents.model import Listing, Paragraph, Table
from reports.documents.policy_change import ScopedChange
from reports.documents.trends.comparing import comparison_sections
from reports.documents.trends.comparison import comparisons_of
from reports.documents.trends.content import trends_of
from reports.documents.trends.facts import Comparison, Trends
from reports.documents.wording import word
from reports.releases.types import Reason, Record, ReleasedRow
from reports.statistics.change import welch
from reports.statistics.claims import Claim
from reports.statistics.comparison import contrast
from surveys.organisations.rules import descendants
from surveys.questionnaires.types import LANGUAGES
from tests.documents_factory import CONTEXT, after, before, people, questionnaire, row

CHANGE = CONTEXT.changes[0]
PARENTS = {"whole": None, "a": "whole", "b": "whole", "c": "whole", "a1": "a", "a2": "a", "b1": "b"}
ASKED = questionnaire()
NAMES = {unit: f"Enhet {unit}" for unit in PARENTS}


def group(unit: str, *, moved: bool, number: int = 30) -> ReleasedRow:
    seed = sum(map(ord, unit)) + 100 * moved
    answers = people(number, seed=seed, moved=moved, asked=ASKED)
    return row(unit, number + 4, answers, moved=moved, asked=ASKED)


def waves(groups: Sequence[str], moved: Sequence[str], *, number: int = 30) -> tuple[Record, Record]:
    """Return two waves that both show the groups; those of `moved` have answered otherwise in the second."""
    first = before(rows=(before().rows[0], *(group(unit, moved=False, number=number) for unit in groups)))
    second = after(rows=(after().rows[0], *(group(unit, moved=unit in moved, number=number) for unit in groups)))
    return replace(first, unit_names=NAMES), replace(second, unit_names=NAMES)


def trends(pair: Sequence[Record], *scope: str, exempt: str = "") -> Trends:
    scoped = ScopedChange(replace(CHANGE, exempt=exempt), frozenset(scope))
    found = trends_of(pair, ASKED, "Fjordby", [scoped], PARENTS)
    assert found is not None
    return found


def only(found: Trends) -> Comparison:
    assert len(found.comparisons) == 1
    return found.comparisons[0]


def test_those_outside_the_scope_are_the_comparison_and_the_figures_are_those_released() -> None:
    first, second = waves(["a", "b"], ["a"])
    found = only(trends((first, second), "a"))
    assert (found.treated, found.others, found.few) == (("Enhet a",), ("Enhet b",), ())
    scale = next(scale for scale in found.scales if scale.key == "schedule_control")
    samples = [sample_of(one.rows[place].scales["schedule_control"]) for place in (1, 2) for one in (first, second)]
    known = [sample for sample in samples if sample is not None]
    expected = contrast(welch(known[0], known[1]), welch(known[2], known[3]))
    assert (scale.difference, scale.low, scale.high) == (expected.difference, expected.low, expected.high)
    assert scale.treated == (known[0].mean, known[1].mean)
    assert scale.claim is Claim.BECAUSE


def test_nothing_is_claimed_where_both_moved_alike() -> None:
    found = only(trends(waves(["a", "b"], ["a", "b"]), "a"))
    assert Claim.BECAUSE not in {scale.claim for scale in found.scales}


def test_a_change_of_everybody_compares_nobody() -> None:
    assert trends(waves(["a", "b"], ["a"]), "whole").comparisons == ()


def test_a_unit_above_one_that_is_covered_is_neither() -> None:
    found = only(trends(waves(["a", "a1", "b"], ["a1"]), "a1"))
    assert (found.treated, found.others) == (("Enhet a1",), ("Enhet b",))


def test_nobody_is_counted_twice() -> None:
    found = only(trends(waves(["a", "a1", "a2", "b", "b1"], ["a"]), "a"))
    assert (found.treated, found.others) == (("Enhet a",), ("Enhet b",))


@pytest.mark.parametrize("day", ["2018-09-03", "2019-09-03", "2018-01-01"])
def test_without_a_wave_on_either_side_nothing_is_compared(day: str) -> None:
    scoped = ScopedChange(replace(CHANGE, date=day), frozenset({"a"}))
    found = trends_of(waves(["a", "b"], ["a"]), ASKED, "Fjordby", [scoped], PARENTS)
    assert found is not None
    assert found.comparisons == ()


def test_a_wave_that_opens_on_the_day_is_after() -> None:
    scoped = ScopedChange(replace(CHANGE, date=after().opened), frozenset({"a"}))
    found = trends_of(waves(["a", "b"], ["a"]), ASKED, "Fjordby", [scoped], PARENTS)
    assert found is not None
    assert only(found).after == after().opened


def test_groups_of_which_only_a_mean_is_released_are_named_and_left_out() -> None:
    found = only(trends(waves(["a", "b"], ["a"], number=9), "a"))
    assert (found.treated, found.others, found.few) == ((), (), ("Enhet a", "Enhet b"))
    assert found.scales == ()


def test_a_group_with_a_withheld_scale_is_left_out_of_all() -> None:
    first, second = waves(["a", "b", "c"], ["a"])
    hidden = replace(second.rows[3].scales["trust"], n=None, mean=None, counts=None, withheld=Reason.NOT_SHOWN)
    rows = (*second.rows[:3], replace(second.rows[3], scales={**second.rows[3].scales, "trust": hidden}))
    found = only(trends((first, replace(second, rows=rows)), "a"))
    assert (found.others, found.few) == (("Enhet b",), ("Enhet c",))


@given(
    st.sets(st.sampled_from(sorted(PARENTS)), min_size=1), st.sets(st.sampled_from(sorted(set(PARENTS) - {"whole"})))
)
def test_whatever_the_scope_no_one_stands_on_both_sides(scope: set[str], shown: set[str]) -> None:
    found = comparisons_of(_with_groups(shown), ASKED, [ScopedChange(CHANGE, frozenset(scope))], PARENTS)
    covered = {code for unit in scope for code in descendants(unit, dict(PARENTS))}
    for one in found:
        sides = [{name.removeprefix("Enhet ") for name in side} for side in (one.treated, one.others)]
        below = [[descendants(unit, dict(PARENTS)) for unit in side] for side in sides]
        assert all(unit in covered for unit in sides[0])
        assert not any(people & covered for people in below[1])
        for side in below:
            assert sum(map(len, side)) == len(set().union(*side))


EVERY_GROUP = waves(list(PARENTS)[1:], ["a"], number=12)


def _with_groups(groups: Collection[str]) -> list[Record]:
    keep = {"whole", *groups}
    return [replace(one, rows=tuple(shown for shown in one.rows if shown.unit in keep)) for one in EVERY_GROUP]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_in_every_language(language: str) -> None:
    found, formats = trends(waves(["a", "b"], ["a"]), "a", exempt="Vikarer"), Formats(language)
    with override(language):
        parts = comparison_sections(found, formats)
    first, table, told, note = parts[0].blocks
    assert isinstance(first, Paragraph)
    assert "Enhet a" in first.text
    assert "Enhet b" in first.text
    assert "Vikarer" in first.text
    assert isinstance(table, Table)
    assert len(table.rows) == 4
    scale = only(found).scales[0]
    assert formats.signed(scale.difference or 0.0) in table.rows[0][3]
    assert isinstance(told, Listing)
    assert isinstance(note, Paragraph)


def test_a_change_of_everybody_with_exempt_people_says_that_they_cannot_be_told_apart() -> None:
    with override("nb"):
        parts = comparison_sections(trends(waves(["a", "b"], ["a"]), "whole", exempt="de som er nye"), Formats("nb"))
    (paragraph,) = parts[0].blocks
    assert isinstance(paragraph, Paragraph)
    assert "Unntatt er: de som er nye." in paragraph.text


def test_a_report_that_compares_does_not_say_that_it_has_nobody_to_compare_with() -> None:
    pair = waves(["a", "b"], ["a"])
    content = build(pair[1], pair[0], ASKED, CONTEXT, seed=1)
    assert "si hva som er grunnen" in " ".join(word(content, "nb").summary)
    compared = word(replace(content, trends=trends(pair, "a")), "nb")
    assert "si hva som er grunnen" not in " ".join(compared.summary)
    assert "comparison" in [part.key for part in compared.sections]


def test_a_change_within_the_first_waves_days_is_between() -> None:
    """The first wave opened before it, so it is before."""
    inside = replace(CHANGE, date=date.fromisoformat(before().opened).replace(day=10).isoformat())
    found = build(after(), before(), ASKED, replace(CONTEXT, changes=(inside,)), seed=1)
    assert found.changes_between == (inside,)
    first_day = replace(CHANGE, date=before().opened)
    found = build(after(), before(), ASKED, replace(CONTEXT, changes=(first_day,)), seed=1)
    assert found.changes_between == ()
