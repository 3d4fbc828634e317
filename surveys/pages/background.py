"""What is said of the background questions, to those who answer them and to the parties who agree on them alike."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from surveys.agreements.rules import shown_by_background_from
from surveys.questionnaires.types import Background


def questions(asked: Iterable[Background], language: str) -> list[tuple[str, list[str]]]:
    """Return each question with what may be answered."""
    return [(one.text[language], [label[language] for _key, label in one.options]) for one in asked]


def title() -> str:
    """Return what their section is called."""
    return _("Litt om deg")


def why() -> str:
    """Return why they are asked, and that they may be skipped."""
    return _(
        "Vi spør for å se om noen har det annerledes på jobb enn andre, og bruker ikke svarene til noe annet. Du kan la"
        " være å svare. Resten av svarene dine teller like mye uansett."
    )


def where(divisions: Sequence[str], threshold: int) -> str:
    """Return at which level groups by background are shown, and from how many answers."""
    smallest = shown_by_background_from(threshold)
    if not divisions:
        return _(
            "De som har svart det samme, blir regnet sammen som en gruppe. En slik gruppe vises bare for hele"
            " virksomheten under ett, og bare når minst %(smallest)s i den har svart."
        ) % {"smallest": smallest}
    return _(
        "De som har svart det samme, blir regnet sammen som en gruppe. En slik gruppe vises bare for hele virksomheten"
        " under ett og for disse enhetene: %(units)s. Den vises bare når minst %(smallest)s i den har svart."
    ) % {"units": ", ".join(divisions), "smallest": smallest}
