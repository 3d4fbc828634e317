"""Dates and times as each language writes them (Babel), on the pages and in the reports: 6 May 2019, never May 6."""

from collections.abc import Sequence
from datetime import date, datetime

from babel.dates import format_date, format_interval, format_time
from babel.lists import format_list
from django.utils.translation import get_language
from django.utils.translation import gettext as _

LOCALES = {"nb": "nb_NO", "nn": "nn_NO", "sv": "sv_SE", "en": "en_GB"}


def locale_of(language: str) -> str:
    """Return the locale of nb, nn, sv or en. Raises KeyError for another language."""
    return LOCALES[language]


def region_of(language: str) -> str:
    """Return the region that goes with a language in print: NO, SE or GB."""
    return locale_of(language).partition("_")[2]


def listed(names: Sequence[str], language: str) -> str:
    """Return "the union, the league and the employer", as the language joins a list."""
    return format_list(list(names), locale=locale_of(language)) if names else ""


def long_date(day: date, language: str) -> str:
    """Return 6. mai 2019."""
    return format_date(day, format="long", locale=locale_of(language))


def short_date(day: date, language: str) -> str:
    """Return 6. okt. 2019."""
    return format_date(day, format="medium", locale=locale_of(language))


def period(first: date, last: date, language: str) -> str:
    """Return 3.–21. sep. 2018."""
    # A datetime would be written with its time, and Babel sets thin spaces that not every font has.
    return format_interval(_day(first), _day(last), "yMMMd", locale=locale_of(language)).replace("\u2009", " ")


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def active() -> str:
    """Return the language that is active, bokmål where none is."""
    return get_language() or "nb"


def with_time(day: str, moment: datetime) -> str:
    """Return a written date with the moment's own time of day: 6. mai 2019 kl. 14:00."""
    time = format_time(moment, format="HH:mm", locale=locale_of(active()), tzinfo=moment.tzinfo)
    return _("%(date)s kl. %(time)s") % {"date": day, "time": time}
