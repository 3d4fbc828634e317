"""What the fields of an entry are called, in what order they stand, and how a value is written."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from surveys import dates
from surveys.monitoring.types import CHOICES, DAYS, Contents
from surveys.monitoring.wording import CHOICE_WORDS
from surveys.pages.organise.wording import Words

SECTIONS: tuple[tuple[Words, tuple[str, ...]], ...] = (
    (_("Hva tiltaket er"), ("name", "kind", "supplier", "outsourced", "units", "groups", "started_on", "expected_end",
                            "ended_on", "contact")),
    (_("Hvorfor og hvordan"), ("purpose", "aim", "need", "alternatives", "reach", "continuity", "openness")),
    (_("Opplysningene"), ("data_types", "level", "seen_by", "retention", "legal_basis", "appraisal", "automated",
                          "emotions", "assessment", "assessed_on", "risk_assessed_on")),
    (_("Samarbeidet"), ("talks", "talked_on", "talked_with", "minutes", "informed_on", "informed_in", "evaluate_by",
                        "evaluated_on", "changes", "attachments")),
)  # fmt: skip
"""Every field of `Contents` stands in one of the sections."""

LABELS: Mapping[str, Words] = {
    "name": _("Hva tiltaket kalles hos dere"),
    "kind": _("Hva som følges med på"),
    "supplier": _("Leverandør"),
    "outsourced": _("Gjør et utenforstående firma kontrollen?"),
    "units": _("Enheter som tiltaket gjelder for"),
    "groups": _("Grupper av ansatte"),
    "started_on": _("Begynte"),
    "expected_end": _("Skal vare til"),
    "ended_on": _("Avsluttet"),
    "contact": _("Hvem som kan svare på spørsmål"),
    "purpose": _("Formål"),
    "aim": _("Hva tallene skal brukes til"),
    "need": _("Hvorfor det trengs"),
    "alternatives": _("Mildere løsninger som er vurdert"),
    "reach": _("Hva som følges"),
    "continuity": _("Hvor ofte"),
    "openness": _("Hvor åpent det er"),
    "data_types": _("Hva som blir registrert"),
    "level": _("Hvem tallene gjelder"),
    "seen_by": _("Hvem som ser hva"),
    "retention": _("Når opplysningene slettes"),
    "legal_basis": _("Hva retten til å gjøre det bygger på"),
    "appraisal": _("Brukes det når noen skal vurderes eller irettesettes?"),
    "automated": _("Gir et dataprogram poeng eller tar avgjørelser om folk?"),
    "emotions": _("Leser det følelser, for eksempel i stemmen?"),
    "assessment": _("Vurdering av konsekvensene for personvernet"),
    "assessed_on": _("Dagen da personvernet ble vurdert"),
    "risk_assessed_on": _("Dagen da risikoen for arbeidsmiljøet ble vurdert"),
    "talks": _("Er det drøftet eller forhandlet?"),
    "talked_on": _("Dagen for drøfting eller forhandling"),
    "talked_with": _("Hvem som var med"),
    "minutes": _("Hvor referatet ligger, og hva det sier"),
    "informed_on": _("Dagen da de ansatte fikk vite om det"),
    "informed_in": _("Språk som de ansatte fikk vite det på"),
    "evaluate_by": _("Neste felles vurdering, senest"),
    "evaluated_on": _("Siste felles vurdering"),
    "changes": _("Endringer på arbeidsplassen som det hører til"),
    "attachments": _("Vedlegg"),
}
HINTS: Mapping[str, Words] = {
    "ended_on": _("Skriv bare noe her når tiltaket er slutt."),
    "seen_by": _("For eksempel: teamlederen ser tall for den enkelte, kollegene ser tall for laget."),
    "assessment": _("Kalles også DPIA."),
    "attachments": _(
        "Velg et dokument for å legge det til. Selve dokumentet blir ikke lagret her, bare navnet og fingeravtrykket. "
        "Da kan alle senere se at det er det samme dokumentet."
    ),
}
LANGUAGE_NAMES: Mapping[str, str] = {"nb": "Bokmål", "nn": "Nynorsk", "sv": "Svenska", "en": "English"}
LONG = frozenset({"purpose", "need", "alternatives", "data_types", "seen_by", "retention", "legal_basis", "minutes",
                  "groups"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Names:
    """What the workplace's own units and changes are called."""

    units: Mapping[str, str]
    changes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that says one thing here and another there."""

    label: Words
    first: str
    second: str


def said(contents: Contents, field: str, names: Names) -> str:
    """Return a field's value in words; "" where nothing is said."""
    value = getattr(contents, field)
    if field == "attachments":
        return "\n".join(f"{one.name} (SHA-256 {one.sha256})" for one in value)
    if field == "units":
        return ", ".join(names.units.get(code, code) for code in value)
    if field == "changes":
        return ", ".join(names.changes.get(key, key) for key in value)
    if field == "informed_in":
        return ", ".join(LANGUAGE_NAMES.get(code, code) for code in value)
    if value is None:
        return ""
    if field in DAYS:
        return dates.long_date(value, dates.active())
    if field in CHOICES:
        return str(CHOICE_WORDS[field][value.value])
    return str(value)


def told(contents: Contents, names: Names) -> list[tuple[Words, list[tuple[Words, str]]]]:
    """Return the sections with the fields of which something is said."""
    found = []
    for title, listed in SECTIONS:
        lines = [(LABELS[field], said(contents, field, names)) for field in listed]
        lines = [(label, text) for label, text in lines if text]
        if lines:
            found.append((title, lines))
    return found


def unsaid(contents: Contents, names: Names) -> list[Words]:
    """Return the names of the fields of which nothing is said."""
    return [LABELS[field] for _title, listed in SECTIONS for field in listed if not said(contents, field, names)]


def differences(first: Contents, second: Contents, names: Names) -> list[Difference]:
    """Return the fields in which two versions differ, in the order of the page."""
    return [
        Difference(LABELS[field], said(first, field, names), said(second, field, names))
        for _title, listed in SECTIONS
        for field in listed
        if getattr(first, field) != getattr(second, field)
    ]
