"""Attack B4: one person joined a group between two waves. Can her answer be guessed better from the two means?

The model: five options, one item or the mean of four. A person's leaning carries over from wave to wave with
correlation r in what is common to the items and in what is each item's own (halves); a tenth of the variance is the
group's. The worst case is taken: everybody else answers in both waves, and the attacker knows who is new, the sizes,
the model, and both means as they are printed (whole points under ten, exact from there). The target is whether the
joiner's score is above the median. The gain is the area under the curve with both means, less that with the later
mean alone; each guess is the best linear one, learned on other groups.

r = .6 and .8 are the reliabilities from wave to wave that such scales have; answers more stable than that are printed
beside them, without a promise. The control is the same attack where groups of five are shown again.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pytest
from scipy.stats import rankdata

from reports.disclosure.waves import AGAIN_FROM, CHANGED_FROM, EarlierWave
from tests.adversary.attackers.small_waves import Case, hierarchy_of

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

GROUPS = 80_000
ALLOWED_GAIN = 0.05
WAVE_TO_WAVE = (0.6, 0.8)
VERY_STABLE = (0.9, 0.95)
ITEMS = (1, 4)
SMALLEST = 5


@dataclass(frozen=True, slots=True)
class Setting:
    """A later wave's size, how people change, and the model. `before` and `after` are the places that answer."""

    n: int
    r: float
    items: int
    change: str = "joined"
    rounded: bool = True


def scores(setting: Setting, people: int, draw: np.random.Generator) -> tuple[Floats, Floats]:
    """Return both waves' scores (points), groups × people."""
    group = np.sqrt(0.1) * draw.standard_normal((GROUPS, 1, 1))

    def leaning(width: int) -> tuple[Floats, Floats]:
        kept = draw.standard_normal((GROUPS, people, width))
        first, second = (
            np.sqrt(setting.r) * kept + np.sqrt(1 - setting.r) * draw.standard_normal(kept.shape) for _ in range(2)
        )
        return first, second

    common = leaning(1)
    own = leaning(setting.items) if setting.items > 1 else common
    share = 0.5 if setting.items > 1 else 1.0
    first, second = (
        np.clip(np.round(2 + 1.1 * (group + np.sqrt(0.9) * _mixed(common[wave], own[wave], share))), 0, 4) * 25
        for wave in range(2)
    )
    return first.mean(axis=2), second.mean(axis=2)


def _mixed(common: Floats, own: Floats, share: float) -> Floats:
    return np.sqrt(share) * common + np.sqrt(1 - share) * own if share < 1 else common


def printed(setting: Setting, answers: Floats) -> Floats:
    mean: Floats = answers.mean(axis=1)
    return np.floor(mean + 0.5) if setting.rounded and answers.shape[1] < 10 else mean


def area(guess: Floats, high: Flags) -> float:
    """Return the area under the curve: how often a high one is guessed higher than a low one."""
    ranks, count = rankdata(guess), int(high.sum())
    return float((ranks[high].sum() - count * (count + 1) / 2) / (count * (len(high) - count)))


def gain(setting: Setting) -> tuple[float, float]:
    """Return the area with the mean of her own wave alone, and what the other mean adds. She is the first person."""
    draw = np.random.default_rng(400 + setting.n)
    people = setting.n + (setting.change == "left")
    first, second = scores(setting, people, draw)
    if setting.change == "joined":
        own, means = second[:, 0], (printed(setting, second), printed(setting, first[:, 1:]))
    elif setting.change == "left":
        own, means = first[:, 0], (printed(setting, first), printed(setting, second[:, 1:]))
    else:
        own, means = second[:, 0], (printed(setting, second), printed(setting, first))
    high: Flags = own > np.median(own)
    learned, tried = slice(0, GROUPS // 2), slice(GROUPS // 2, None)
    known = np.column_stack([np.ones(GROUPS), *means])
    weights = np.linalg.lstsq(known[learned], high[learned].astype(float), rcond=None)[0]
    alone = area(means[0][tried], high[tried])
    return alone, area((known @ weights)[tried], high[tried]) - alone


def tell(name: str, found: dict[Setting, tuple[float, float]], capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        for each, (alone, more) in found.items():
            print(f"\nB4 {name}: n = {each.n:>2}, r = {each.r}, {each.items} items: {alone:.3f} + {more:.3f}", end="")
        print()


def test_the_sizes_tried_are_those_that_the_rules_let_through() -> None:
    """A later wave's team is shown from eight where nobody changed, and from ten where one joined or left."""

    def shown(n: int, moved: dict[tuple[str | None, str | None], int]) -> bool:
        case: Case = hierarchy_of({"a": n, "b": 30})
        before = {"whole": frozenset("ab"), "team a": frozenset("a")}
        released = Case(case.plan, case.tally, (EarlierWave(before, {**moved, ("b", "b"): 30}),)).release()
        return "team a" in {row.unit for row in released.rows}

    for n in range(SMALLEST, 13):
        assert shown(n, {("a", "a"): n}) == (n >= AGAIN_FROM)
        assert shown(n, {("a", "a"): n - 1, ("a", None): 1}) == (n >= CHANGED_FROM)
        assert shown(n, {("a", "a"): n, (None, "a"): 1}) == (n >= CHANGED_FROM)


def test_what_two_means_add_to_the_guess_where_the_rules_hold(capsys: pytest.CaptureFixture[str]) -> None:
    changed = [
        Setting(CHANGED_FROM, r, items, change)
        for change in ("joined", "left")
        for r in WAVE_TO_WAVE
        for items in ITEMS
    ]
    same = [Setting(n, r, items, "nobody") for n in (AGAIN_FROM, 9) for r in WAVE_TO_WAVE for items in ITEMS]
    for name, settings in (("one joined or left", changed), ("nobody changed", same)):
        found = {setting: gain(setting) for setting in settings}
        tell(name, found, capsys)
        assert max(more for _, more in found.values()) <= ALLOWED_GAIN


def test_what_they_add_where_small_groups_are_shown_again(capsys: pytest.CaptureFixture[str]) -> None:
    """The control: without the rule, the same attack on five people gains more than is allowed, and than at ten."""
    found = {Setting(n, 0.8, items): gain(Setting(n, 0.8, items)) for n in (SMALLEST, 6, 7, 8) for items in ITEMS}
    tell("control, one joined", found, capsys)
    for items in ITEMS:
        more = found[Setting(SMALLEST, 0.8, items)][1]
        assert more > ALLOWED_GAIN
        assert more > gain(Setting(CHANGED_FROM, 0.8, items))[1] + 0.01


def test_whole_points_are_no_protection_here(capsys: pytest.CaptureFixture[str]) -> None:
    """Means under ten in whole points gain the attacker as much as exact ones: the rule is not to be counted on."""
    for n in (SMALLEST, 8):
        blurred, exact = (gain(Setting(n, 0.8, 4, rounded=rounded))[1] for rounded in (True, False))
        with capsys.disabled():
            print(f"\nB4 whole points: n = {n}, gain {blurred:.3f}, exact {exact:.3f}")
        assert abs(exact - blurred) < 0.01


def test_very_stable_answers_are_beyond_the_promise(capsys: pytest.CaptureFixture[str]) -> None:
    """The fewer answers move from wave to wave, the more two means tell, at ten people too."""
    found = {Setting(CHANGED_FROM, r, 4): gain(Setting(CHANGED_FROM, r, 4)) for r in VERY_STABLE}
    tell("very stable answers", found, capsys)
    gains = [more for _, more in found.values()]
    assert gains == sorted(gains)
    assert ALLOWED_GAIN < gains[0] < 0.12
