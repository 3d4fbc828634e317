"""Dates on the pages: the same way of writing as in the reports, and never American."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils import timezone
from django.utils.translation import override

from surveys.pages.organise import wording

CLOSES = datetime(2018, 10, 19, 14, 5, tzinfo=UTC)
OPENS = datetime(2018, 9, 30, 22, 30, tzinfo=UTC)


def shown(source: str, language: str, **values: object) -> str:
    with override(language), timezone.override("Europe/Oslo"):
        return Template("{% load dates %}" + source).render(Context(values))


@pytest.mark.parametrize(
    ("language", "day"),
    [("nb", "19. oktober 2018"), ("nn", "19. oktober 2018"), ("sv", "19 oktober 2018"), ("en", "19 October 2018")],
)
def test_a_day_and_a_moment_are_written_as_in_the_language(language: str, day: str) -> None:
    assert shown("{{ at|day }}", language, at=CLOSES) == day
    moment = shown("{{ at|moment }}", language, at=CLOSES)
    assert moment.startswith(f"{day} ")
    assert moment.endswith(" 16:05")


def test_the_day_is_that_of_the_workplace() -> None:
    assert shown("{{ at|day }}", "nb", at=OPENS) == "1. oktober 2018"
    assert shown("{{ at|until:end }}", "nb", at=OPENS, end=CLOSES) == "1.–19. okt. 2018"
    assert shown("{{ at|until:end }}", "en", at=OPENS, end=CLOSES) == "1–19 Oct 2018"
    assert shown("{{ at|short_moment }}", "nb", at=OPENS) == "1. okt. 2018 kl. 00:30"


def test_a_plain_date_and_nothing_at_all() -> None:
    assert shown("{{ at|day }}", "en", at=date(2019, 5, 6)) == "6 May 2019"
    assert shown("{{ at|day }}{{ at|moment }}{{ at|short_moment }}", "nb", at=None) == ""


def test_the_log_writes_out_its_dates() -> None:
    with override("nb"):
        told = wording.event("change-registered", {"date": "2019-05-06", "kind": "schedule"})
        assert told == "En endring på arbeidsplassen ble ført opp med dato 6. mai 2019."
        assert "1. juni 2019" in wording.event("unit-ended", {"unit": "lag-a", "to": "2019-06-01"})
