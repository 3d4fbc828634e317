"""allauth's forms, with labels, hints and errors of our own. The checks themselves are allauth's."""

from collections.abc import Mapping
from typing import Any

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

GOOD_PASSWORD = _("Minst 12 tegn. Noen ord etter hverandre er lette å huske og vanskelige å gjette.")


Words = tuple[Any, Any, Any]
"""Label, hint, and what is said where the field is empty: lazy sentences, or "" for none."""


class Worded(Form):
    """Puts our words on the fields: name of the field → label, hint, and what is said where it is empty."""

    use_required_attribute = False
    words: Mapping[str, Words] = {}  # told anew by each form

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, hint, empty) in self.words.items():
            field = self.fields[name]
            field.label, field.help_text = label, hint
            field.error_messages["required"] = empty
            field.widget.attrs.pop("placeholder", None)


class _NewPassword(Worded):
    def clean(self) -> dict[str, Any] | None:
        """Compare the two passwords. allauth's own comparison stands aside: it has no words of ours."""
        cleaned = self.cleaned_data
        first, second = cleaned.get("password1"), cleaned.get("password2")
        if first and second and first != second:
            self.add_error("password2", ValidationError(_("De to passordene er ikke like.")))
        return cleaned


NEW: dict[str, Words] = {
    "password1": (_("Nytt passord"), GOOD_PASSWORD, _("Skriv et nytt passord.")),
    "password2": (_("Det nye passordet en gang til"), "", _("Skriv det nye passordet en gang til.")),
}


class ChangePasswordForm(_NewPassword, account.ChangePasswordForm):  # type: ignore[misc]
    """The password one has, and a new one twice."""

    words = {"oldpassword": (_("Passordet du har nå"), "", _("Skriv passordet du har nå."))} | NEW


class SetPasswordForm(_NewPassword, account.SetPasswordForm):  # type: ignore[misc]
    """A first password for somebody who has signed in through another organisation."""

    words = NEW


class ResetPasswordKeyForm(_NewPassword, account.ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password after the link in the e-mail."""

    words = NEW


class ResetPasswordForm(Worded, account.ResetPasswordForm):  # type: ignore[misc]
    """Where the link is to be sent. Whether the address has an account is never said."""

    words = {"email": (_("E-postadresse"), "", _("Skriv e-postadressen din."))}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].error_messages["invalid"] = _("Skriv en e-postadresse, som navn@eksempel.no.")
        for validator in self.fields["email"].validators:
            if hasattr(validator, "message"):
                validator.message = _("Skriv en e-postadresse, som navn@eksempel.no.")

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Send an e-mail whether there is an account or not: both take the same time."""
        if self.users:
            return str(super().save(request, **kwargs))
        email = str(self.cleaned_data["email"])
        get_adapter().send_mail("account/email/unknown_account", email, {})
        return email


class ConfirmPasswordForm(Worded, account.ReauthenticateForm):  # type: ignore[misc]
    """The password once more, before something that matters."""

    words = {"password": (_("Passordet ditt"), "", _("Skriv passordet ditt."))}


CODE: dict[str, Words] = {"code": (_("Kode"), _("Koden fra appen, eller en reservekode."), _("Skriv koden."))}


class CodeForm(Worded, mfa.AuthenticateForm):  # type: ignore[misc]
    """The second step of signing in."""

    words = CODE


class ConfirmCodeForm(Worded, mfa.ReauthenticateForm):  # type: ignore[misc]
    """The code once more, before something that matters."""

    words = CODE


class ActivateForm(Worded, totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first code from the app shows that it has the secret."""

    words = {"code": (_("Kode fra appen"), _("Seks siffer."), _("Skriv koden fra appen."))}


class AddPasskeyForm(Worded, webauthn.AddWebAuthnForm):  # type: ignore[misc]
    """The passkey that the browser has made, and a name to know it by."""

    words = {
        "name": (_("Navn på passnøkkelen"), _("For eksempel telefonen eller maskinen den ligger i."), ""),
    }
