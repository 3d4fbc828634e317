"""`manage.py founding-link`: how the first person of a workplace gets in."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from project.launched import own_address
from surveys import clock
from surveys.organisations.invitations import founding_link, withdraw_founding_links
from surveys.organisations.letters import path_of

LONGEST_DAYS = 30


class Command(BaseCommand):
    help = (
        "Print a link with which one person founds one workplace: makes her account, the workplace and her party. "
        "It works once. Give it to her alone."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--days", type=int, default=7, help=f"how long it works, 1 to {LONGEST_DAYS} (default 7)")
        parser.add_argument("--language", choices=[code for code, _name in settings.LANGUAGES], default="nb")
        parser.add_argument("--withdraw", action="store_true", help="let no link that has not been used work any more")

    def handle(self, *args: Any, days: int, language: str, withdraw: bool, **options: Any) -> None:
        now = clock.now()
        if withdraw:
            self.stdout.write(f"{withdraw_founding_links(now=now)} links no longer work")
            return
        if not 1 <= days <= LONGEST_DAYS:
            raise CommandError(f"--days must be between 1 and {LONGEST_DAYS}")
        self.stdout.write(own_address() + path_of(founding_link(now=now, days=days, language=language)))
