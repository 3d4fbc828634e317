"""Where allauth asks us: what may follow a sign-in, what is said, and how secrets and e-mails are handled."""

from __future__ import annotations

import logging
import re
from smtplib import SMTPException
from typing import TYPE_CHECKING, Any, ClassVar, cast

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from surveys import mail
from surveys.pages.accounts import vault
from surveys.pages.accounts.passwords import weaknesses

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.http import HttpRequest

log = logging.getLogger(__name__)

# No host, no query, no "..", no empty step and no line break: whatever has one of them is no page of ours.
_PLAIN_PATH = re.compile(r"(?:/[A-Za-z0-9_-][A-Za-z0-9_.-]*)+/?")

SAID: dict[str, Promise] = {
    "account/messages/password_changed.txt": gettext_lazy("Passordet er byttet."),
    "account/messages/password_set.txt": gettext_lazy("Passordet er laget."),
    "mfa/messages/totp_activated.txt": gettext_lazy("Du har slått på engangskode."),
    "mfa/messages/totp_deactivated.txt": gettext_lazy("Du har slått av engangskode."),
    "mfa/messages/webauthn_added.txt": gettext_lazy("Passnøkkelen er lagt til."),
    "mfa/messages/webauthn_removed.txt": gettext_lazy("Passnøkkelen er fjernet."),
    "mfa/messages/recovery_codes_generated.txt": gettext_lazy(
        "Du har fått nye reservekoder. Har du noen fra før, virker de ikke lenger."
    ),
    "socialaccount/messages/account_connected.txt": gettext_lazy("Innloggingen er knyttet til kontoen din."),
    "socialaccount/messages/account_connected_other.txt": gettext_lazy(
        "Den innloggingen er knyttet til en annen konto her."
    ),
}
"""What is told after an act. What does not stand here is not told."""

TOLD_BY_MAIL: dict[str, Promise] = {
    "account/email/password_changed": gettext_lazy("Passordet til kontoen din i Tillit er byttet."),
    "account/email/password_reset": gettext_lazy("Passordet til kontoen din i Tillit er byttet."),
    "account/email/password_set": gettext_lazy("Kontoen din i Tillit har fått et passord."),
    "mfa/email/totp_activated": gettext_lazy("Engangskode er slått på for kontoen din i Tillit."),
    "mfa/email/totp_deactivated": gettext_lazy("Engangskode er slått av for kontoen din i Tillit."),
    "mfa/email/webauthn_added": gettext_lazy("Kontoen din i Tillit har fått en ny passnøkkel."),
    "mfa/email/webauthn_removed": gettext_lazy("En passnøkkel er fjernet fra kontoen din i Tillit."),
    "mfa/email/recovery_codes_generated": gettext_lazy("Kontoen din i Tillit har fått nye reservekoder."),
    "socialaccount/email/account_connected": gettext_lazy(
        "En innlogging hos noen andre er knyttet til kontoen din i Tillit."
    ),
}
"""What the person is told by e-mail, should somebody else have done it in her name."""

WRONG_CODE = gettext_lazy("Koden er feil eller for gammel. Prøv igjen med den koden som vises nå.")
TOO_MANY = gettext_lazy("Det er gjort for mange forsøk. Vent litt og prøv igjen.")


def is_party_page(address: str) -> bool:
    """Tell whether an address is that of a page of the parties on this very site."""
    return address.startswith(settings.PARTIES_PATH) and bool(_PLAIN_PATH.fullmatch(address))


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Passwords, e-mails and where to go."""

    error_messages: ClassVar[dict[str, Any]] = DefaultAccountAdapter.error_messages | {
        "enter_current_password": gettext_lazy("Passordet du har nå, er feil."),
        "incorrect_password": gettext_lazy("Passordet er feil."),
        "incorrect_code": WRONG_CODE,
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("home", args=[get_language()])

    def reauthenticate(self, user: AbstractBaseUser, password: str) -> bool:
        """Check the password itself: allauth would look for the person by an e-mail table that we do not keep."""
        return user.check_password(password)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("mfa_index")

    def is_safe_url(self, url: str | None) -> bool:
        return is_party_page(url or "")

    def clean_password(self, password: str, user: AbstractBaseUser | None = None) -> str:
        """Return the password; raise ValidationError with a sentence of our own for each weakness."""
        try:
            validate_password(password, cast("Any", user))
        except ValidationError as weak:
            raise ValidationError(weaknesses(weak)) from None
        return password

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        said = message or SAID.get(message_template or "")
        if said:
            messages.add_message(request, level, str(said), extra_tags=extra_tags)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Return the link for an e-mail. Where the operator has named the site's address, no request can change it."""
        return self._address(
            reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"}).replace("UID-KEY", key)
        )

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell the person in her own language what has been done with her account, and nothing of from where."""
        what, person = TOLD_BY_MAIL.get(template_prefix), cast("Any", user)
        if what is None:
            return
        with translation.override(person.language):
            anew = self._address(reverse("account_reset_password"))
            self.send_mail("account/email/notice", person.email, {"what": str(what), "anew": anew})

    def _address(self, path: str) -> str:
        return f"{settings.ADDRESS}{path}" if settings.ADDRESS else str(self.request.build_absolute_uri(path))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send, or write down that it failed: a page that said so would tell which addresses have accounts."""
        if not mail.is_configured():
            return
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, SMTPException) as failure:
            log.error("an e-mail about an account could not be sent: %s", type(failure).__name__)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """One-time codes, recovery codes and passkeys."""

    error_messages: ClassVar[dict[str, Any]] = DefaultMFAAdapter.error_messages | {
        "incorrect_code": WRONG_CODE,
        "cannot_generate_recovery_codes": gettext_lazy(
            "Slå på engangskode eller legg til en passnøkkel først. Da får du reservekoder."
        ),
    }

    def encrypt(self, text: str) -> str:
        return vault.enciphered(text)

    def decrypt(self, encrypted_text: str) -> str:
        return vault.deciphered(encrypted_text)

    def build_totp_svg(self, url: str) -> str:
        return segno.make(url, error="m").svg_inline(scale=5, border=4, omitsize=True, light="white", dark="black")

    def generate_authenticator_name(self, user: AbstractBaseUser, type: str) -> str:
        return _("Min passnøkkel")

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return entity | {"name": "Tillit"}


class ProviderAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Signing in through another organisation: only for people who have an account here already."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: Any) -> str:
        return reverse("mfa_index")
