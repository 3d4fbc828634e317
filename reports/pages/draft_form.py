"""The form of an agreement's terms."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, cast
from zoneinfo import ZoneInfo

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from surveys.agreements.rules import EXPECTED_PERCENT, OPENING_DAYS, RETENTION_DAYS, SMALLEST_THRESHOLD, PlannedWave
from surveys.agreements.services import Terms
from surveys.organisations.rules import code_of
from surveys.pages.organise.forms import StatedForm
from surveys.pages.organise.founding_forms import CHOICE_ERRORS, text
from surveys.questionnaires.types import Questionnaire

ROWS = 6
"""How many rounds the form has room for, unless the agreement has more."""
PLAIN = 2
"""How many of them are in sight from the beginning."""
NOT_A_MOMENT = _("Skriv dag og klokkeslett slik: 2026-03-15 08:00.")
MOMENTS = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%d.%m.%Y %H:%M", "%Y-%m-%dT%H:%M:%S"]


def number(label: object, allowed: range, *, hint: object, initial: int) -> forms.IntegerField:
    """Return a field for a whole number within a range."""
    return forms.IntegerField(
        label=label,  # type: ignore[arg-type]
        help_text=hint,  # type: ignore[arg-type]
        min_value=allowed[0],
        max_value=allowed[-1],
        initial=initial,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


def _moment(label: object) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,  # type: ignore[arg-type]
        required=False,
        input_formats=MOMENTS,
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
        error_messages={"invalid": NOT_A_MOMENT},
    )


class DraftForm(StatedForm):
    """What the parties agree on. Its moments are in the workplace's own time zone, which is to be active."""

    title = text(_("Avtalens tittel"), _("Skriv hva avtalen skal hete."))
    questionnaire = forms.ChoiceField(label=_("Spørreskjema"), widget=forms.RadioSelect, error_messages=CHOICE_ERRORS)
    units = forms.MultipleChoiceField(
        label=_("Hvilke grupper skal det vises tall for?"),
        help_text=_("Velg enhetene dere vil lese hver for seg. Planen sier hvilke av dem som er store nok."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Velg minst én enhet."), "invalid_choice": _("Velg enheter i listen.")},
    )
    threshold = number(
        _("Minste gruppestørrelse"),
        range(SMALLEST_THRESHOLD, 1001),
        hint=_("Grupper der færre har svart, vises aldri. Fem er det minste dere kan bli enige om."),
        initial=SMALLEST_THRESHOLD,
    )
    expected_percent = number(
        _("Hvor mange av 100 venter dere svar fra?"),
        EXPECTED_PERCENT,
        hint=_("Planen for hva som kan vises, regnes ut fra dette. Tallet er ikke et mål dere må nå."),
        initial=80,
    )
    crossings = forms.MultipleChoiceField(
        label=_("Spørsmål om den som svarer"),
        help_text=_("Hvert spørsmål gjør det lettere å kjenne noen igjen. Velg bare dem dere trenger."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=CHOICE_ERRORS,
    )
    divisions = forms.MultipleChoiceField(
        label=_("Hvor skal tallene deles etter disse spørsmålene?"),
        help_text=_(
            "Bare i enheter som dere også har valgt å vise tall for. Velger dere ingen, deles tallene bare for hele"
            " virksomheten."
        ),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=CHOICE_ERRORS,
    )
    opens_on_holidays = forms.BooleanField(required=False, label=_("En runde kan åpne på en helligdag eller i juli"))
    opening_days = number(
        _("Frist for å åpne svarene, i dager etter at runden er lukket"),
        OPENING_DAYS,
        hint=_("Har ikke begge parter åpnet da, slettes svarene uten at noen har sett dem."),
        initial=60,
    )
    retention_days = number(
        _("Hvor mange dager svararkene kan ligge forseglet etter at rapporten er klar"),
        RETENTION_DAYS,
        hint=_("De slettes før, når alle parter har bekreftet at de har lest rapporten."),
        initial=14,
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        questionnaires: Iterable[tuple[str, str]],
        background: Iterable[tuple[str, str]],
        units: Sequence[tuple[str, str]],
        initial: dict[str, Any],
    ) -> None:
        super().__init__(data, initial=initial)
        choices = {
            "questionnaire": list(questionnaires),
            "crossings": list(background),
            "units": list(units),
        }
        choices["divisions"] = choices["units"]
        for name, offered in choices.items():
            cast(forms.ChoiceField, self.fields[name]).choices = offered
        for field in self.fields.values():
            if isinstance(field, forms.IntegerField):
                _say_the_range(field)
        self._count = max(ROWS, sum(name.startswith("key_") for name in initial))
        for row in range(self._count):
            self.fields[f"key_{row}"] = forms.CharField(required=False, max_length=50, widget=forms.HiddenInput)
            self.fields[f"label_{row}"] = forms.CharField(
                label=_("Navn på runden"),
                help_text=_("For eksempel «Våren 2027»."),
                required=False,
                max_length=200,
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )
            self.fields[f"opens_{row}"] = _moment(_("Åpner"))
            self.fields[f"closes_{row}"] = _moment(_("Lukker"))

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data
        for row in range(self._count):
            filled = {part: told.get(f"{part}_{row}") for part in ("label", "opens", "closes")}
            if any(filled.values()):
                for part, value in filled.items():
                    if not value and f"{part}_{row}" not in self.errors:
                        self.add_error(
                            f"{part}_{row}", _("Fyll ut navn, åpning og lukking, eller la alle tre stå tomme.")
                        )
        if not any(told.get(f"label_{row}") for row in range(self._count)) and "label_0" not in self.errors:
            self.add_error("label_0", _("Avtalen må ha minst én runde."))
        return told

    def rows(self) -> Iterator[tuple[int, list[BoundField]]]:
        """Return the fields of each round that is in sight."""
        for row in range(PLAIN):
            yield row + 1, self._row(row)

    def more_rows(self) -> Iterator[tuple[int, list[BoundField]]]:
        """Return the fields of the rounds that are folded away."""
        for row in range(PLAIN, self._count):
            yield row + 1, self._row(row)

    def unfolded(self) -> bool:
        """Tell whether there is anything in the rounds that are folded away."""
        return any(field.value() or field.errors for _row, fields in self.more_rows() for field in fields)

    def _row(self, row: int) -> list[BoundField]:
        return [self[f"{part}_{row}"] for part in ("label", "opens", "closes", "key")]

    def terms(self) -> Terms:
        """Return what was agreed. A round that was there keeps its key."""
        told = self.cleaned_data
        key, _at, version = told["questionnaire"].rpartition("-")
        return Terms(
            title=told["title"],
            questionnaire=key,
            questionnaire_version=int(version),
            threshold=told["threshold"],
            retention_days=told["retention_days"],
            opening_days=told["opening_days"],
            units=tuple(told["units"]),
            waves=tuple(self._waves()),
            opens_on_holidays=told["opens_on_holidays"],
            crossings=tuple(told["crossings"]),
            divisions=tuple(told["divisions"]) if told["crossings"] else (),
            expected_percent=told["expected_percent"],
        )

    def _waves(self) -> Iterator[PlannedWave]:
        told = self.cleaned_data
        taken = {told[f"key_{row}"] for row in range(self._count)} - {""}
        for row in range(self._count):
            if label := told[f"label_{row}"]:
                key = told[f"key_{row}"] or code_of(label, taken)
                taken.add(key)
                yield PlannedWave(key, label, told[f"opens_{row}"], told[f"closes_{row}"])


def _say_the_range(field: forms.IntegerField) -> None:
    # Not where the field is made: a sentence with figures in it would have the language of the start for good.
    figures = {"least": field.min_value, "most": field.max_value}
    wrong = gettext("Skriv et helt tall fra %(least)s til %(most)s.") % figures
    field.error_messages |= dict.fromkeys(("required", "invalid", "min_value", "max_value"), wrong)


def name_of(questionnaire: Questionnaire) -> str:
    """Return what a questionnaire is called in the form's data."""
    return f"{questionnaire.key}-{questionnaire.version}"


def initial_of(terms: Terms, zone: ZoneInfo) -> dict[str, Any]:
    """Return the terms of an agreement as the form shows them, its moments in the workplace's time zone."""
    plain = ("title", "threshold", "retention_days", "opening_days", "expected_percent", "opens_on_holidays")
    found: dict[str, Any] = {name: getattr(terms, name) for name in plain}
    found |= {name: list(getattr(terms, name)) for name in ("units", "crossings", "divisions")}
    found["questionnaire"] = f"{terms.questionnaire}-{terms.questionnaire_version}"
    for row, wave in enumerate(terms.waves):
        found |= {f"key_{row}": wave.key, f"label_{row}": wave.label}
        found |= {f"opens_{row}": wave.opens.astimezone(zone), f"closes_{row}": wave.closes.astimezone(zone)}
    return found
