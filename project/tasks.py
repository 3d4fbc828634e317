"""What the calendar does by itself, once a minute by the worker or by `./tillit manage tick`."""

from celery import shared_task

from project.calendar import follow
from surveys import clock


@shared_task
def follow_the_calendar() -> None:
    """Open, close, count and destroy what is due."""
    follow(now=clock.now())
