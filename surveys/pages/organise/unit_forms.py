"""The forms of the pages on units."""

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from surveys.pages.organise.forms import StatedForm
from surveys.pages.organise.founding_forms import text

NOT_A_DATE = _("Skriv datoen slik: 2026-03-15.")
NO_NAME = _("Skriv hva enheten heter.")


def day(label: object, missing: object, *, required: bool = True, hint: object = "") -> forms.DateField:
    """Return a field for a date, as browsers send it or with the day first."""
    return forms.DateField(
        label=label,  # type: ignore[arg-type]
        help_text=hint,  # type: ignore[arg-type]
        required=required,
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": missing, "invalid": NOT_A_DATE},  # type: ignore[dict-item]
    )


class NameForm(StatedForm):
    """Another name for a unit."""

    name = text(_("Navn"), NO_NAME)


class EndForm(StatedForm):
    """The last day of a unit."""

    valid_to = day(_("Siste dag"), _("Velg den siste dagen enheten finnes."))


class UnitForm(StatedForm):
    """A new unit and the one that it belongs to."""

    name = text(_("Navn"), NO_NAME, hint=_("Slik folk på arbeidsplassen kaller den."))
    parent = forms.ChoiceField(
        label=_("Hører til"),
        error_messages={"required": _("Velg hvor enheten hører til."), "invalid_choice": _("Velg en enhet i listen.")},
    )
    valid_from = day(
        _("Første dag"), _("Velg den første dagen enheten finnes."), hint=_("Fra da av kan folk høre til enheten.")
    )
    valid_to = day(
        _("Siste dag"), "", required=False, hint=_("La feltet stå tomt når det ikke er bestemt at enheten skal slutte.")
    )
    code = forms.RegexField(
        regex=r"^[A-Za-z0-9][A-Za-z0-9-]*$",
        label=_("Kode i mottakerlisten"),
        help_text=_("Bokstaver fra a til z, tall og bindestrek. Står feltet tomt, lages koden av navnet."),
        max_length=50,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"invalid": _("Koden kan bare ha bokstaver fra a til z, tall og bindestrek.")},
    )

    def __init__(self, data: Any, *, units: Sequence[tuple[str, str]], today: date) -> None:
        """Take (id, name) of each unit that a new one may belong to, the whole workplace first."""
        super().__init__(data, initial={"valid_from": today, "parent": units[0][0] if units else ""})
        cast(forms.ChoiceField, self.fields["parent"]).choices = units
