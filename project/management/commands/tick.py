"""`manage.py tick`: do what the calendar says is due and send the e-mails that wait, in this process."""

from typing import Any

from django.core.management.base import BaseCommand

from project.calendar import follow
from project.post import deliver_for_a_while
from surveys import clock


class Command(BaseCommand):
    help = (
        "Open, close, count and destroy what is due now, and send e-mails. "
        "Meant to be run once a minute where there is no worker."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = follow(now=clock.now())
        finally:
            deliver_for_a_while()
        for name, waves in (("opened", done.opened), ("closed", done.closed), ("destroyed", done.destroyed)):
            for wave in waves:
                self.stdout.write(f"{name}: {wave.label}")
        for wave, reason in done.refused:
            self.stdout.write(f"not opened: {wave.label}: {reason}")
