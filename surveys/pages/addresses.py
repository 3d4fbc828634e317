"""The respondents' addresses as they are printed: on an origin of their own where there is one."""

from django.conf import settings
from django.http import HttpRequest


def for_respondents(request: HttpRequest, path: str) -> str:
    """Return the whole address of a respondents' page, to be printed or made into a QR code."""
    return settings.RESPOND_ADDRESS + path if settings.RESPOND_ADDRESS else request.build_absolute_uri(path)


def to_type(address: str) -> str:
    """Return an address as a person types it, without https://."""
    return address.partition("://")[2]
