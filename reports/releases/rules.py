"""How far two waves' members may be apart, when only the steps between are known."""

Span = tuple[int, int]
"""The least and the most people who are in one of two sets alone."""


def span_before(span: Span, changed: int) -> Span:
    """Return how far A and C may be apart: A and B by `span`, B and C by exactly `changed`.

    Both ends are those of the triangle inequality for the symmetric difference of sets.
    """
    least, most = span
    return max(0, least - changed, changed - most), most + changed


def is_close(span: Span, threshold: int) -> bool:
    """Tell whether the two sets may be apart by at least one person, but fewer than the threshold."""
    least, most = span
    return most >= 1 and least < threshold
