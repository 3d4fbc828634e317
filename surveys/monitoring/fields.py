"""What the fields of an entry are called, and in what order they stand on the page and in a file."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from surveys.monitoring.wording import Words

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
ORDER: tuple[str, ...] = tuple(field for _title, listed in SECTIONS for field in listed)

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
    "reach": _("Hva kontrollen retter seg mot"),
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
