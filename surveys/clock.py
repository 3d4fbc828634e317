"""The one place that knows what time it is, so that a run can be carried through on other dates."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """Return the present moment, aware, in UTC."""
    return datetime.now(tz=UTC)


_clock: Clock = system_clock


def now() -> datetime:
    """Return the moment that the running process holds for the present, aware, in UTC."""
    return _clock()


@contextmanager
def frozen(at: datetime) -> Iterator[None]:
    """Hold the clock of the whole process, all threads included, at `at` (aware) while the block runs."""
    global _clock
    if at.tzinfo is None:
        raise ValueError("a moment without a time zone")
    before, moment = _clock, at.astimezone(UTC)
    _clock = lambda: moment  # noqa: E731
    try:
        yield
    finally:
        _clock = before
