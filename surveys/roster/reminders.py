"""When a reminder may be sent, and to whom. Pure. By participation.md, "What else must not leak"."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

MOST = 2
"""So many reminders in a wave: the first to everybody, the last to those who have not collected."""
APART = timedelta(days=3)
"""From one round of e-mails to the next."""
BEFORE_CLOSING = timedelta(hours=6)
"""Later than this nobody could be expected to read it in time."""
INVITATION = "invitation"
"""The reasons of a mailing: this one, `reminder-1` and on, and `new-link` with a number."""
NEW_LINK = "new-link-"
MOST_NEW_LINKS = 5
"""So many new links a person is sent in a wave."""


class Hindrance(StrEnum):
    """Why no reminder can be sent now."""

    NOT_OPEN = "not_open"
    NOT_INVITED = "not_invited"
    ENOUGH = "enough"
    TOO_SOON = "too_soon"
    TOO_LATE = "too_late"


def hindrance(*, is_open: bool, closes: datetime, rounds: Sequence[datetime], now: datetime) -> Hindrance | None:
    """Return what hinders a reminder at `now`, or None. `rounds` are the moments of the invitations and reminders."""
    if not is_open:
        return Hindrance.NOT_OPEN
    if not rounds:
        return Hindrance.NOT_INVITED
    if len(rounds) > MOST:
        return Hindrance.ENOUGH
    if now >= closes - BEFORE_CLOSING:
        return Hindrance.TOO_LATE
    return Hindrance.TOO_SOON if now < max(rounds) + APART else None


def reminder(number: int) -> str:
    """Return the reason of the reminder with this number, from 1."""
    return f"reminder-{number}"


def to_everybody(number: int) -> bool:
    """Tell whether this reminder goes to those who have collected too: then nobody learns from it who has not."""
    return number < MOST


def new_link(number: int) -> str:
    """Return the reason of a person's new link with this number, from 1."""
    return f"{NEW_LINK}{number}"


LAST_REMINDER = reminder(MOST)
"""The only mailing whose list tells who has not collected: nothing that is counted or listed may come from it."""
REMINDERS = frozenset(reminder(number) for number in range(1, MOST + 1))
