"""A worker's process that a test kills: sends what waits at the moment given, against the server of its environment."""

import os
import sys
from datetime import datetime

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings.test")


def main() -> None:
    django.setup()
    from surveys.roster.sending import send_batch

    send_batch(now=datetime.fromisoformat(sys.argv[1]))


if __name__ == "__main__":
    main()
