"""The forms of somebody who comes to Tillit for the first time: with a founding link, or invited."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from surveys.organisations.rules import Country, Role
from surveys.pages.organise.forms import StatedForm

CHOOSE = _("Velg ett av svarene.")
CHOICE_ERRORS = {"required": CHOOSE, "invalid_choice": CHOOSE}


def text(
    label: object, missing: object, *, longest: int = 200, hint: object = "", complete: str = "off"
) -> forms.CharField:
    """Return a field for a line of text that must be filled in."""
    return forms.CharField(
        label=label,  # type: ignore[arg-type]
        help_text=hint,  # type: ignore[arg-type]
        max_length=longest,
        widget=forms.TextInput(attrs={"autocomplete": complete}),
        error_messages={"required": missing, "max_length": _("Teksten er for lang.")},  # type: ignore[dict-item]
    )


class AccountForm(StatedForm):
    """Name and password of a new account."""

    name = text(_("Navnet ditt"), _("Skriv navnet ditt."), complete="name")
    password = forms.CharField(
        label=_("Velg et passord"),
        help_text=_("Minst 12 tegn. Noen vilkårlige ord etter hverandre er lettere å huske enn tegn og tall."),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Velg et passord.")},
    )
    again = forms.CharField(
        label=_("Skriv passordet en gang til"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Skriv passordet en gang til.")},
    )

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        if "password" in self.cleaned_data and again != self.cleaned_data["password"]:
            raise ValidationError(_("Passordene er ikke like."))
        return again


class FoundForm(AccountForm):
    """A new workplace, the first person's account, and the party that she represents."""

    email = forms.EmailField(
        label=_("E-postadressen din"),
        help_text=_("Du logger inn med den."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": _("Skriv e-postadressen din."), "invalid": _("E-postadressen er ikke gyldig.")},
    )
    organisation = text(_("Navnet på virksomheten"), _("Skriv hva virksomheten heter."), complete="organization")
    country = forms.ChoiceField(
        label=_("Land"),
        help_text=_("Landet avgjør tidssonen og hvilke helligdager det ikke åpnes noen runde på."),
        choices=[(Country.NORWAY.value, _("Norge")), (Country.SWEDEN.value, _("Sverige"))],
        initial=Country.NORWAY.value,
        widget=forms.RadioSelect,
        error_messages=CHOICE_ERRORS,
    )
    state = forms.BooleanField(
        required=False,
        label=_("Virksomheten er et statlig organ"),
        help_text=_("Norske statsorganer må ha skjemaet på både bokmål og nynorsk."),
    )
    role = forms.ChoiceField(
        label=_("Hvem representerer du?"),
        choices=[
            (Role.UNION_REPRESENTATIVE.value, _("En fagforening")),
            (Role.EMPLOYER_REPRESENTATIVE.value, _("Arbeidsgiveren")),
        ],
        widget=forms.RadioSelect,
        error_messages=CHOICE_ERRORS,
    )
    party = text(
        _("Hva heter parten din?"),
        _("Skriv hva fagforeningen, eller ledelsen, skal hete i avtalen."),
        hint=_("Slik navnet skal stå i avtalen, for eksempel navnet på fagforeningen eller «Ledelsen»."),
        complete="off",
    )
    field_order = ("organisation", "country", "state", "role", "party", "name", "email", "password", "again")
