"""Dates in templates, in the active language and time zone, instead of Django's `date`, whose English is American."""

from datetime import date, datetime

from django import template
from django.utils import timezone

from surveys import dates

register = template.Library()


@register.filter(expects_localtime=True)
def day(moment: date | None) -> str:
    """Return 6. mai 2019; nothing for nothing."""
    return dates.long_date(moment, dates.active()) if moment else ""


@register.filter(expects_localtime=True)
def moment(at: datetime | None) -> str:
    """Return 6. mai 2019 kl. 14:00; nothing for nothing."""
    return dates.with_time(dates.long_date(at, dates.active()), at) if at else ""


@register.filter(expects_localtime=True)
def short_moment(at: datetime | None) -> str:
    """Return 6. okt. 2019 kl. 14:00; nothing for nothing."""
    return dates.with_time(dates.short_date(at, dates.active()), at) if at else ""


@register.filter(expects_localtime=True)
def until(first: datetime, last: datetime) -> str:
    """Return 3.–21. sep. 2018."""
    return dates.period(first, timezone.localtime(last), dates.active())
