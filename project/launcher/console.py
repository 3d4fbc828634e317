"""What the launcher says, and how it stops."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class Stop(Exception):
    """The work cannot go on; the message says what is missing and how to get it."""


def say(text: str) -> None:
    """Print one progress line at once."""
    print(f"tillit: {text}", flush=True)


def complain(text: str) -> None:
    """Print one line about what went wrong."""
    sys.stdout.flush()
    print(f"tillit: {text}", file=sys.stderr, flush=True)
