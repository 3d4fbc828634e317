"""The form of a change at work."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from surveys.changes.rules import LANGUAGES, Kind
from surveys.changes.services import RevisedMeanwhile
from surveys.monitoring.fields import LANGUAGE_NAMES
from surveys.monitoring.rules import MOST_LETTERS
from surveys.pages.organise.forms import StatedForm
from surveys.pages.organise.measure_forms import CHOICE_ERRORS, day_field, text_field
from surveys.pages.organise.wording import CHANGE_KINDS


class ChangeForm(StatedForm):
    """A change with its name and description in the languages used: `name_nb`, `description_nb` and so on."""

    def __init__(
        self, data: Any = None, *, units: Sequence[tuple[str, str]], earlier: Sequence[tuple[str, str]]
    ) -> None:
        """Take (code, name) of each unit and (id, name) of the changes that this may be a new edition of."""
        super().__init__(data)
        self.fields["day"] = day_field(
            label=_("Dagen endringen begynte å gjelde"), error_messages={"required": _("Skriv dagen.")}
        )
        self.fields["kind"] = forms.ChoiceField(
            label=_("Hva slags endring"),
            choices=[("", _("Velg")), *CHANGE_KINDS.items()],
            error_messages=CHOICE_ERRORS,
        )
        self.fields["units"] = forms.MultipleChoiceField(
            label=_("Enheter som endringen gjelder for"),
            choices=list(units),
            widget=forms.CheckboxSelectMultiple,
            error_messages=CHOICE_ERRORS | {"required": _("Velg minst én enhet.")},
        )
        self.fields["exempt"] = forms.CharField(
            label=_("Hvem i enhetene den ikke gjelder for"),
            help_text=_("For eksempel vikarer eller nyansatte. De kan brukes som sammenlikning."),
            max_length=MOST_LETTERS,
            required=False,
        )
        self.fields["revises"] = forms.ChoiceField(
            label=_("Er dette en ny utgave av en tidligere endring?"),
            choices=[("", _("Nei")), *earlier],
            required=False,
            error_messages={"invalid_choice": RevisedMeanwhile.message},
        )
        for language in LANGUAGES:
            spoken = {"language": LANGUAGE_NAMES[language]}
            self.fields[f"name_{language}"] = forms.CharField(
                label=_("Kort navn, %(language)s") % spoken, max_length=200, required=False
            )
            self.fields[f"description_{language}"] = text_field(
                label=_("Hva endringen gikk ut på, %(language)s") % spoken, required=False
            )

    def kind(self) -> Kind:
        """Return the kind chosen."""
        return Kind(self.cleaned_data["kind"])

    def texts(self, name: str) -> dict[str, str]:
        """Return what was typed in each language; "" where nothing was."""
        return {language: self.cleaned_data[f"{name}_{language}"] for language in LANGUAGES}
