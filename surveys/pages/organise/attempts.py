"""Against guessing of passwords: so many wrong ones for an address, and it has to wait.

Counted in Django's cache, under a fingerprint of the address. A cache that each process keeps for itself lets through
as many times more as there are processes.
"""

from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from surveys.errors import StatedError
from surveys.fingerprints import fingerprint

LIMIT = 10
WINDOW_SECONDS = 15 * 60


class TooManyAttempts(StatedError):
    """The address has had so many wrong passwords that the next one is not looked at."""

    http_status = 429
    message = _("Det er gjort for mange forsøk med denne e-postadressen. Vent et kvarter og prøv igjen.")


def require_few(email: str) -> None:
    """Raise TooManyAttempts after `LIMIT` wrong passwords for the address within `WINDOW_SECONDS`."""
    if cache.get(_key(email), 0) >= LIMIT:
        raise TooManyAttempts


def count_wrong(email: str) -> None:
    """Note a wrong password. The time runs from the first one."""
    key = _key(email)
    cache.add(key, 0, WINDOW_SECONDS)
    try:
        cache.incr(key)
    except ValueError:  # it ran out between the two calls
        cache.set(key, 1, WINDOW_SECONDS)


def forget(email: str) -> None:
    """Begin anew after the right password."""
    cache.delete(_key(email))


def _key(email: str) -> str:
    return f"wrong-passwords:{fingerprint(email.strip().lower())}"
