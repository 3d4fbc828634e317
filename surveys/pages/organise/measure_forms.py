"""The forms of the register: an entry, what a party says of it, a joint evaluation."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from surveys.fingerprints import digest
from surveys.monitoring.fields import HINTS, LABELS, LANGUAGE_NAMES, SECTIONS
from surveys.monitoring.rules import MOST_LETTERS, MOST_NAME
from surveys.monitoring.types import CHOICES, DAYS, LISTS, Attachment, Contents, Outcome, from_plain, to_plain
from surveys.monitoring.wording import CHOICE_WORDS, OUTCOMES
from surveys.pages.organise.forms import StatedForm
from surveys.pages.organise.measure_fields import LONG, Names

DAY_ERRORS = {"invalid": _("Skriv en dato, for eksempel 2019-05-06.")}
CHOICE_ERRORS = {"required": _("Velg ett av alternativene."), "invalid_choice": _("Velg ett av alternativene.")}


def day_field(**given: Any) -> forms.DateField:
    """Return a field for a day, in ISO form where the browser has no calendar of its own."""
    return forms.DateField(
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages=DAY_ERRORS | given.pop("error_messages", {}),
        **given,
    )


def text_field(**given: Any) -> forms.CharField:
    """Return a field for some sentences."""
    return forms.CharField(max_length=MOST_LETTERS, widget=forms.Textarea(attrs={"rows": 3}), **given)


class ReadForm(StatedForm):
    """A form that knows what its reader had seen when she filled it in: its field `read`."""

    def read_again(self, latest: object) -> None:
        """Let the form, as it was sent, stand on top of what has come meanwhile."""
        sent = QueryDict(mutable=True)
        for name in self.data:
            sent.setlist(name, self.data.getlist(name) if isinstance(self.data, QueryDict) else [self.data[name]])
        sent["read"] = str(latest)
        self.data = sent


class MeasureForm(ReadForm):
    """An entry. `read` is the number of the version that the form was filled from."""

    read = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *given: Any, names: Names, kept: tuple[Attachment, ...] = (), **named: Any) -> None:
        """Take what the workplace's units and changes are called, and the attachments that the entry has."""
        super().__init__(*given, **named)
        self.kept = kept
        for _title, listed in SECTIONS:
            for name in listed:
                self.fields[name] = self._field(name, names)

    def _field(self, name: str, names: Names) -> forms.Field:
        given: dict[str, Any] = {"label": LABELS[name], "help_text": HINTS.get(name, ""), "required": False}
        if name in CHOICES:
            must = name == "kind"
            blank = [("", _("Velg") if must else _("Ikke oppgitt"))]
            options = [*blank, *CHOICE_WORDS[name].items()]
            return forms.ChoiceField(choices=options, error_messages=CHOICE_ERRORS, **given | {"required": must})
        if name in DAYS:
            return day_field(**given)
        if name in LISTS:
            lists = {"units": names.units, "changes": names.changes, "informed_in": LANGUAGE_NAMES}
            return forms.MultipleChoiceField(
                choices=list(lists[name].items()), widget=forms.CheckboxSelectMultiple, error_messages=CHOICE_ERRORS,
                **given,
            )  # fmt: skip
        if name == "attachments":
            return forms.FileField(allow_empty_file=False, error_messages={"empty": _("Filen er tom.")}, **given)
        if name in LONG:
            return text_field(**given)
        return forms.CharField(max_length=MOST_NAME if name == "name" else MOST_LETTERS, **given)

    def contents(self) -> Contents:
        """Return what was typed, as far as it can be read; an added document is kept as its name and fingerprint."""
        plain: dict[str, Any] = {name: self.cleaned_data.get(name) for name in LABELS if name != "attachments"}
        for name in DAYS:
            plain[name] = plain[name].isoformat() if plain[name] else None
        for name in LISTS:
            plain[name] = plain[name] or []
        added = self.cleaned_data.get("attachments")
        attached = [*self.kept]
        if added:
            one = Attachment(str(added.name)[:MOST_NAME], digest(added.read()))
            attached += [one] if one not in attached else []
        plain["attachments"] = [{"name": one.name, "sha256": one.sha256} for one in attached]
        return from_plain(plain)

    def sections(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """Return the fields as the page shows them."""
        return [(title, [self[name] for name in listed]) for title, listed in SECTIONS]


def initial(contents: Contents) -> dict[str, Any]:
    """Return what a form begins with when an entry is changed."""
    return {name: value for name, value in to_plain(contents).items() if name != "attachments"}


class WordsForm(StatedForm):
    """A comment or a disagreement."""

    text = text_field(label=_("Hva dere vil si"), error_messages={"required": _("Skriv hva dere vil si.")})


class EvaluationForm(ReadForm):
    """A joint evaluation. `read` is the last one that the page showed, empty where there was none."""

    read = forms.UUIDField(required=False, widget=forms.HiddenInput)

    held_on = day_field(label=_("Dagen dere møttes"), error_messages={"required": _("Skriv dagen dere møttes.")})
    outcome = forms.ChoiceField(
        label=_("Hva dere kom fram til"),
        choices=[(key.value, words) for key, words in OUTCOMES.items()],
        error_messages=CHOICE_ERRORS,
    )
    next_on = day_field(
        label=_("Neste felles vurdering, senest"),
        help_text=_("Ikke nødvendig hvis tiltaket avsluttes."),
        required=False,
    )
    result = text_field(
        label=_("Kort om hva dere snakket om"), error_messages={"required": _("Skriv kort hva dere snakket om.")}
    )

    def chosen(self) -> Outcome:
        """Return the outcome chosen."""
        return Outcome(self.cleaned_data["outcome"])
