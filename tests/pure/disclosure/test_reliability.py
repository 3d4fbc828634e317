import numpy as np
import pytest

from reports.disclosure.reliability import choose_reliability, kept
from reports.releases.types import Reason, ReleasedScale
from reports.statistics.omega import omega_total
from reports.tallies.types import ItemSums

COUNTED = ReleasedScale(60, 50.0, ((600, 60),))


def sums(people: int, items: int = 3, *, same: bool = False) -> ItemSums:
    """Return the sums of synthetic people whose answers hang together; all alike where `same`."""
    draw = np.random.default_rng(8)
    mood = draw.normal(2, 1, size=(people, 1))
    points = 25 * np.clip(np.round(mood + draw.normal(0, 0.8, size=(people, items))), 0, 4).astype(int)
    if same:
        points[:] = 50
    return ItemSums(
        people, tuple(map(int, points.sum(axis=0))), tuple(tuple(map(int, row)) for row in points.T @ points)
    )


def matrix(told: ItemSums) -> list[list[float]]:
    product, total = np.array(told.products, dtype=float), np.array(told.sums, dtype=float)
    found: list[list[float]] = ((product - np.outer(total, total) / told.n) / (told.n - 1)).tolist()
    return found


def test_alpha_of_two_decimals_from_fifty_and_omega_from_a_hundred() -> None:
    assert choose_reliability({"trust": sums(49)}, {"trust": COUNTED}) == {}
    fifty = choose_reliability({"trust": sums(50)}, {"trust": COUNTED})["trust"]
    covariance = np.array(matrix(sums(50)))
    assert fifty.alpha == pytest.approx(1.5 * (1 - np.trace(covariance) / covariance.sum()), abs=0.0051)
    assert (fifty.items, fifty.omega) == (3, None)
    assert fifty.alpha == round(fifty.alpha, 2)
    hundred = choose_reliability({"trust": sums(100)}, {"trust": COUNTED})["trust"]
    assert hundred.omega == pytest.approx(omega_total(matrix(sums(100)), n=100).omega, abs=0.0051)


def test_two_items_have_no_omega_and_alike_answers_no_reliability() -> None:
    assert choose_reliability({"trust": sums(120, items=2)}, {"trust": COUNTED})["trust"].omega is None
    assert choose_reliability({"trust": sums(120, same=True)}, {"trust": COUNTED}) == {}


@pytest.mark.parametrize(
    "shown",
    [{}, {"trust": ReleasedScale(60, 50.0, None)}, {"trust": ReleasedScale(None, None, None, Reason.NOT_SHOWN)}],
)
def test_nothing_is_told_where_the_scales_counts_are_not_kept(shown: dict[str, ReleasedScale]) -> None:
    assert choose_reliability({"trust": sums(80)}, shown) == {}


@pytest.mark.parametrize("alpha", [-0.0049, -0.0, 0.0, 0.0049])
def test_a_nought_has_no_sign_for_a_database_may_drop_it_and_change_the_fingerprint(alpha: float) -> None:
    assert str(kept(alpha)) == "0.0"
    assert kept(-0.006) == -0.01
