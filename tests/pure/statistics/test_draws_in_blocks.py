"""Permutations are drawn in blocks so that memory stays flat: every block counts, and none draws too much."""

import pytest

from reports.statistics import paired, part_paired_permutation, permutation
from reports.statistics.paired import sign_flip_p
from reports.statistics.part_paired_permutation import part_paired_permutation_p
from reports.statistics.permutation import permutation_p
from reports.statistics.samples import Sample

DRAWS = 997
"""A prime: the last block is never full."""
MIXED = Sample((0.0, 25.0, 50.0, 75.0, 100.0), (4, 7, 9, 6, 4))
SHIFTED = Sample((0.0, 25.0, 50.0, 75.0, 100.0), (3, 7, 9, 7, 4))


@pytest.fixture(params=[permutation, paired, part_paired_permutation])
def small_blocks(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(request.param, "CELLS_AT_A_TIME", 100)


@pytest.mark.usefixtures("small_blocks")
def test_p_is_as_in_one_block() -> None:
    """The draws differ, for each block draws for itself; p of a small difference stays far from its ends."""
    assert 0.5 < permutation_p(MIXED, SHIFTED, seed=3, draws=DRAWS) <= 1.0
    differences = Sample((-50.0, -25.0, 0.0, 25.0, 50.0, 75.0), (21, 43, 30, 44, 21, 1))
    assert 0.3 < sign_flip_p(differences, seed=3, draws=DRAWS) <= 1.0
    pairs = [(first, second, 3) for first in (0.0, 50.0, 100.0) for second in (25.0, 50.0, 75.0)]
    assert 0.3 < part_paired_permutation_p(pairs, MIXED, SHIFTED, seed=3, draws=DRAWS) <= 1.0
