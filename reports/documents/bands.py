"""Shares of five options brought to three bands, where the two waves were released in different detail. Pure."""

from reports.documents.facts import Shares

BANDS = "bands"
LIMIT_LOW, LIMIT_HIGH, WHOLE = 10, 90, 100


def same_detail(before: Shares | None, after: Shares | None) -> tuple[Shares | None, Shares | None]:
    """Return both waves' shares in the same detail: as released when they agree, else both in three bands."""
    shown = [part for part in (before, after) if part is not None and part.withheld is None]
    if len({part.detail for part in shown}) < 2:
        return before, after
    return banded(before), banded(after)


def banded(shares: Shares | None) -> Shares | None:
    """Return the shares in three bands, None and what is withheld as they are."""
    if shares is None or shares.withheld is not None or shares.detail == BANDS:
        return shares
    parts = shares.shares
    joined = (_sum(parts[:2]), _sum(parts[2:-2]), _sum(parts[-2:]))
    return Shares(n=shares.n, detail=BANDS, shares=joined)


def _sum(parts: tuple[str, ...]) -> str:
    """Return the sum of released shares; "32-42" where a part is known only as a range or as "at most 10"."""
    limits = [limits_of(part) for part in parts]
    low = max(0, sum(bottom for bottom, _ in limits))
    high = min(WHOLE, sum(top for _, top in limits))
    if low == high:
        return str(low)
    if high <= LIMIT_LOW:
        return f"<={LIMIT_LOW}"
    if high == WHOLE:
        return f">={min(low, LIMIT_HIGH)}"
    return f"{low}-{high}"


def limits_of(share: str) -> tuple[int, int]:
    """Return the least and the most that a released share can be, in per cent."""
    if share.startswith("<="):
        return 0, int(share[2:])
    if share.startswith(">="):
        return int(share[2:]), WHOLE
    low, dash, high = share.partition("-")
    return int(low), int(high if dash else low)


def band_of(option: int, options: int) -> int:
    """Return the band (0, 1 or 2) of an option counted from 0; where there are three, they are the bands."""
    last = options - 1
    if last == 2:
        return option
    return 0 if option < 2 else 2 if option > last - 2 else 1
