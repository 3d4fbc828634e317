"""What the calendar does by itself, once a minute by the worker or by `./tillit manage tick`."""

from project.calendar import follow
from project.celery import app
from surveys import clock


# The application's own decorator: a shared task would find no application, and no setting of ours, in a web process.
@app.task
def follow_the_calendar() -> None:
    """Open, close, count and destroy what is due."""
    follow(now=clock.now())
