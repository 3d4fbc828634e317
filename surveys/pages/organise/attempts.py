"""Against guessing of passwords: so many wrong ones, and one has to wait.

Signing in is counted for the address, signing for the membership: whoever fails at the door, where anybody can stand,
must not keep somebody who is inside from signing. Counted in Django's cache, under a fingerprint. A cache that each
process keeps for itself lets through as many times more as there are processes.
"""

from enum import StrEnum

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


class TooManySignings(TooManyAttempts):
    """The same for the password that confirms a signature."""

    message = _("Du har skrevet feil passord for mange ganger. Vent et kvarter og prøv igjen.")


class Counter(StrEnum):
    """What is counted apart."""

    SIGN_IN = "wrong-passwords"
    SIGNING = "wrong-passwords-signing"


def require_few(counter: Counter, whose: str) -> None:
    """Raise TooManyAttempts (TooManySignings) after `LIMIT` wrong passwords within `WINDOW_SECONDS`."""
    if cache.get(_key(counter, whose), 0) >= LIMIT:
        raise TooManySignings if counter is Counter.SIGNING else TooManyAttempts


def count_wrong(counter: Counter, whose: str) -> None:
    """Note a wrong password. The time runs from the first one."""
    key = _key(counter, whose)
    cache.add(key, 0, WINDOW_SECONDS)
    try:
        cache.incr(key)
    except ValueError:  # it ran out between the two calls
        cache.set(key, 1, WINDOW_SECONDS)


def forget(counter: Counter, whose: str) -> None:
    """Begin anew after the right password."""
    cache.delete(_key(counter, whose))


def _key(counter: Counter, whose: str) -> str:
    return f"{counter}:{fingerprint(whose.strip().lower())}"
