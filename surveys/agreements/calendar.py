"""The days on which nothing opens: public holidays and the summer break (July in Norway and in Sweden)."""

from datetime import date, timedelta

import holidays

from surveys.organisations.rules import Country

SUMMER_BREAK = ((7, 1), (7, 31))


def days_off(country: Country, years: set[int]) -> set[date]:
    """Return the public holidays, plain Sundays aside, and the summer break of these years."""
    found: set[date] = set()
    found.update(holidays.country_holidays(country, years=years).keys())
    for year in years:
        first, last = date(year, *SUMMER_BREAK[0]), date(year, *SUMMER_BREAK[1])
        found.update(first + timedelta(days=step) for step in range((last - first).days + 1))
    return found
