"""When a response count may be shown."""


def may_show(*, counted: int, shown: int, threshold: int) -> bool:
    """Tell whether a new day's count may replace the one on show.

    Both the count and its growth must reach the threshold, so that no single day's few answers can be watched.
    """
    return counted >= threshold and counted - shown >= threshold


def spares(headcount: int) -> int:
    """Return how many spare slips a group gets: one in ten, rounded up, and at least two."""
    return max(2, -(-headcount // 10))
