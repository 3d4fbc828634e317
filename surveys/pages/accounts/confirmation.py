"""Whether the person at the keyboard has just shown her passkey or a code, which confirms a signature."""

import time

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY, get_authentication_records
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse


def methods(request: HttpRequest) -> list[str]:
    """Return the addresses where she can confirm by passkey or by code, the passkey first; none without either."""
    from allauth.account.adapter import get_adapter

    found = [str(one["id"]) for one in get_adapter().get_reauthentication_methods(request.user)]
    return [
        reverse(name)
        for key, name in (
            ("mfa_reauthenticate:webauthn", "mfa_reauthenticate_webauthn"),
            ("mfa_reauthenticate", "mfa_reauthenticate"),
        )
        if key in found
    ]


def is_fresh(request: HttpRequest) -> bool:
    """Tell whether she has confirmed by passkey or code within ACCOUNT_REAUTHENTICATION_TIMEOUT seconds.

    Signing in does not count, and neither does a password: that one is asked for with the act itself.
    """
    return any(
        record.get("method") == "mfa"
        and record.get("reauthenticated")
        and 0 <= time.time() - record["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
        for record in get_authentication_records(request, request.user)
    )


def use_up(request: HttpRequest) -> None:
    """Let one confirmation stand for one act: the next signature takes another."""
    records = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [one for one in records if not one.get("reauthenticated")]
