"""Where the site is reached, for what is printed on the server itself."""

from django.conf import settings

HERE = "http://localhost:8000"
"""Where `./tillit run` serves unless it is told otherwise."""


def own_address() -> str:
    """Return the origin of the settings, or that of this very machine where none is set."""
    return settings.ADDRESS or HERE
