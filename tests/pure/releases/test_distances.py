"""How far two waves' members may be apart, checked on sets of people."""

from hypothesis import given
from hypothesis import strategies as st

from reports.releases.rules import is_close, span_before

members = st.frozensets(st.integers(0, 12))


@given(members, members, members)
def test_the_true_distance_lies_in_the_span(now: frozenset[int], between: frozenset[int], then: frozenset[int]) -> None:
    least, most = span_before((len(now ^ between), len(now ^ between)), len(between ^ then))
    assert least <= len(now ^ then) <= most


@given(members, members, members, members, st.integers(5, 10))
def test_a_close_pair_of_waves_is_never_missed(
    now: frozenset[int], second: frozenset[int], first: frozenset[int], oldest: frozenset[int], threshold: int
) -> None:
    span = (0, 0)
    for one, other in ((now, second), (second, first), (first, oldest)):
        span = span_before(span, len(one ^ other))
    if 1 <= len(now ^ oldest) < threshold:
        assert is_close(span, threshold)


def test_nobody_moved_at_all() -> None:
    assert span_before((0, 0), 0) == (0, 0)
    assert not is_close((0, 0), 5)
    assert is_close((4, 9), 5)
    assert not is_close((5, 9), 5)
