"""What the calendar does by itself, once a minute by the worker or by `./tillit manage tick`, and the e-mails."""

from django.conf import settings

from project.calendar import follow
from project.celery import app
from project.post import deliver, deliver_for_a_while
from surveys import clock


# The application's own decorator: a shared task would find no application, and no setting of ours, in a web process.
@app.task
def follow_the_calendar() -> None:
    """Open, close, count and destroy what is due. The e-mails follow even where something of that failed."""
    try:
        follow(now=clock.now())
    finally:
        send_mail.delay()


@app.task
def send_mail() -> None:
    """Send one batch of e-mails. Another task sends the next, so that the calendar has its turn between the two."""
    if settings.CELERY_TASK_ALWAYS_EAGER:
        deliver_for_a_while()
    elif deliver(now=clock.now()):
        send_mail.delay()
