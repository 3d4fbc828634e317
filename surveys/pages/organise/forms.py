"""The forms of the parties' pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from surveys.errors import StatedError

NO_FILE = _("Velg en fil. Den kan være på høyst 2,5 MB.")
FILE_ERRORS = {"required": NO_FILE, "missing": NO_FILE, "empty": _("Filen er tom.")}


class StatedForm(forms.Form):
    """A form that can show the domain's refusal beside the field it concerns, with what was typed kept."""

    use_required_attribute = False

    def refuse(self, refusal: StatedError, field: str | None = None) -> int:
        """Add the refusal's sentence and return its HTTP status."""
        self.add_error(field, refusal.sentence())
        return refusal.http_status


class SignInForm(StatedForm):
    """E-mail address and password. Which of the two was wrong is never said."""

    email = forms.CharField(
        label=_("E-postadresse"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
        error_messages={"required": _("Skriv e-postadressen din.")},
    )
    password = forms.CharField(
        label=_("Passord"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Skriv passordet ditt.")},
    )


class ConfirmedForm(StatedForm):
    """An act over a signature, confirmed with the password, or before it by passkey or code."""

    password = forms.CharField(
        label=_("Passordet ditt"),
        help_text=_("Du bekrefter signaturen med passordet du logger inn med."),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Skriv passordet ditt for å signere.")},
    )

    def __init__(self, *args: Any, confirmed: bool = False, **kwargs: Any) -> None:
        """`confirmed`: the act has just been confirmed by passkey or code, and no password is asked for."""
        super().__init__(*args, **kwargs)
        if confirmed:
            del self.fields["password"]


class SignForm(ConfirmedForm):
    """The signature under an agreement that has been read."""

    read_fingerprint = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)


class RosterForm(StatedForm):
    """A list of those who may answer."""

    file = forms.FileField(
        label=_("Fil med mottakerliste (CSV)"),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        error_messages=FILE_ERRORS,
    )


class ShareForm(StatedForm):
    """A custodian's opened share."""

    file = forms.FileField(
        label=_("Filen med den åpnede delen din"),
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
        error_messages=FILE_ERRORS,
    )


class NewSlipsForm(StatedForm):
    """Whether slips that have been made already are to be void. `seen` tells which ones the page knew of."""

    seen = forms.CharField(max_length=20, required=False, widget=forms.HiddenInput)
    void_old = forms.BooleanField(required=False, label=_("Ja, lag nye lapper. De gamle skal ikke virke lenger."))
