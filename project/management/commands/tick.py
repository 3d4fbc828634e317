"""`manage.py tick`: do what the calendar says is due, in this process."""

from typing import Any

from django.core.management.base import BaseCommand

from project.calendar import follow
from surveys import clock


class Command(BaseCommand):
    help = "Open, close, count and destroy what is due now. Meant to be run once a minute where there is no worker."

    def handle(self, *args: Any, **options: Any) -> None:
        done = follow(now=clock.now())
        for name, waves in (("opened", done.opened), ("closed", done.closed), ("destroyed", done.destroyed)):
            for wave in waves:
                self.stdout.write(f"{name}: {wave.label}")
        for wave, reason in done.refused:
            self.stdout.write(f"not opened: {wave.label}: {reason}")
