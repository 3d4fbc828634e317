"""`manage.py invitation-link`: an invitation by hand, where the server sends no e-mail."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from project.launched import own_address
from surveys import clock
from surveys.organisations.letters import path_of
from surveys.organisations.selectors import standing_invitation_to


class Command(BaseCommand):
    help = (
        "Print the link of an invitation that a party has made on its page, for a server that sends no e-mail. Give "
        "it to the person who was invited and to nobody else: whoever has it can take her role."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="the address that was invited")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        invitation = standing_invitation_to(email, clock.now())
        if invitation is None:
            raise CommandError("no invitation that can be used has this address")
        self.stdout.write(own_address() + path_of(invitation))
