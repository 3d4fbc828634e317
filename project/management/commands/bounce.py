"""`manage.py bounce`: take in an e-mail that came back, from the mail server's pipe."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from surveys.roster.bounces import LARGEST, failed_mailing
from surveys.roster.sending import mark_bounced


class Command(BaseCommand):
    help = (
        "Read one returned e-mail (a delivery status notification, RFC 3464) from standard input. Where it says that "
        "an e-mail of ours failed for good, that one is counted as refused. Everything else is ignored, with status 0, "
        "so that the mail server never sends it back in turn."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        key = failed_mailing(sys.stdin.buffer.read(LARGEST + 1))
        if key is None:
            self.stdout.write("ignored: no report of an e-mail of ours that failed for good")
        elif mark_bounced(key=key):
            self.stdout.write("noted: an e-mail of ours could not be delivered")
        else:
            self.stdout.write("ignored: the e-mail is not known here, or is counted already")
