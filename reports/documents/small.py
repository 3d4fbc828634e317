"""For a workplace where little can be shown: what is shown, what the size allows, and how to talk about it together."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.documents.facts import Content
from reports.documents.formats import Formats
from reports.documents.group_facts import Side
from reports.documents.hidden import anything_shown
from reports.documents.model import Listing, Paragraph, Section, Table
from reports.documents.sentences import reason_words
from reports.documents.tables import compared, wave_time

FEW_ANSWERS = 20
"""Fewer answers than this are a small workplace, whatever is shown of it."""


def is_little(content: Content) -> bool:
    """Return whether little can be shown: few answers, none, or only the whole where more was planned."""
    answered = content.after.answered
    if answered is None or answered < FEW_ANSWERS or not content.tells_levels:
        return True
    groups = any(group.side is Side.AFTER for group in content.groups)
    return not groups and any(held.side is Side.AFTER for held in content.withheld_groups)


def unshown(content: Content, formats: Formats) -> list[Section]:
    """Return what stands in the place of the profile where no index of the whole workplace is shown."""
    reason = content.scales[0].after.withheld if content.scales else None
    text = _("Tallene for «%(name)s» %(when)s er ikke vist: %(reason)s.") % {
        "name": content.whole_name,
        "when": wave_time(content, Side.AFTER, formats),
        "reason": reason_words(reason),
    }
    asked = tuple(
        (scale.name[formats.language], " ".join(item.text[formats.language] for item in scale.items))
        for scale in content.scales
    )
    caption = _("Dere kan bruke spørsmålene når dere snakker sammen, også når svarene ikke er vist.")
    table = Table("asked", caption, (_("Indeks"), _("Spørsmål")), asked, words=(0, 1))
    return [
        Section("unshown", _("Hvorfor svarene ikke er vist"), 1, (Paragraph(text),)),
        Section("asked", _("Dette ble det spurt om"), 1, (table,)),
    ]


def says_nothing() -> str:
    """Return what it does not mean that figures are not shown."""
    return _(
        "Det betyr ikke at svarene var gode eller dårlige, bare at de ikke kan vises uten fare for at noen kan kjennes "
        "igjen."
    )


def small_sections(content: Content, formats: Formats) -> list[Section]:
    """Return the part for those of whom little can be shown; none for the others."""
    if not is_little(content):
        return []
    texts = [_shown(content, formats), _why(), *_weight(content, formats)]
    talk = Section("talk", _("Slik kan dere snakke om det sammen"), 2, (Listing(_talk(content, formats)),))
    return [Section("small", _("Når lite kan vises"), 1, tuple(Paragraph(text) for text in texts)), talk]


def _shown(content: Content, formats: Formats) -> str:
    """Return which groups of this wave are shown and which are not."""
    if not anything_shown(content, Side.AFTER):
        return _("Ingen tall kan vises fra denne runden, heller ikke for hele «%(name)s».") % {
            "name": content.whole_name
        }
    whole = [content.whole_name] if content.after.answered is not None else []
    names = whole + [group.name for group in content.groups if group.side is Side.AFTER]
    text = _("Fra denne runden kan tallene vises for %(names)s.") % {"names": formats.quoted(names)}
    held = [group.name for group in content.withheld_groups if group.side is Side.AFTER]
    if not held:
        return text
    hidden = ngettext(
        "%(names)s er ikke vist, og grunnen står i «Dette er ikke vist».",
        "%(names)s er ikke vist, og grunnene står i «Dette er ikke vist».",
        len(held),
    ) % {"names": formats.quoted(held)}
    return f"{text} {hidden}"


def _why() -> str:
    return _(
        "Når få har svart, kan en som kjenner arbeidsplassen, lettere komme fram til hva én enkelt har svart. Derfor "
        "ble partene enige om grensene før noen svarte. Verken arbeidsgiveren eller fagforeningen får se mer enn det "
        "som står her."
    )


def _weight(content: Content, formats: Formats) -> list[str]:
    """Return how much one person's answers weigh, where the number of answers is told."""
    answered = content.after.answered
    if answered is None or answered >= FEW_ANSWERS or not content.tells_levels:
        return []
    text = _(
        "Med %(answered)s svar kan svarene fra én person alene flytte et snitt med opptil %(points)s poeng. Legg "
        "derfor ikke vekt på små forskjeller."
    ) % {"answered": formats.whole(answered), "points": formats.whole(round(100 / answered))}
    if not compared(content):
        text += " " + _("Se heller på hvilke tall som er høyest og lavest, og om dere kjenner dere igjen.")
    return [text]


def _talk(content: Content, formats: Formats) -> tuple[str, ...]:
    """Return some suggestions, each of which a group of any size can follow."""
    if content.tells_levels:
        one = _(
            "Ta for dere én indeks om gangen. Kjenner vi oss igjen? Når er det slik, og når er det annerledes? Hva "
            "skulle vi ønske var annerledes?"
        )
    else:
        names = [scale.name[formats.language] for scale in content.scales if scale.primary]
        one = _(
            "Ta for dere ett tema om gangen, for eksempel: %(names)s. Når er det slik vi vil ha det, og når er det "
            "annerledes?"
        ) % {"names": formats.names([f"{name[:1].lower()}{name[1:]}" for name in names])}
    return (
        _("Sett av tid til et møte i arbeidstiden, og be verneombudet være med."),
        one,
        _("Ingen trenger å si hva hun eller han har svart. Snakk om hvordan arbeidet er, ikke om svarene."),
        _("Ikke gjett hvem som har svart hva, heller ikke når et tall er lavt."),
        _("Bli enige om én ting dere vil prøve, hvem som har ansvaret, og når dere skal se på den igjen."),
        _("Spør på nytt når dere har prøvd en stund, i et møte eller i en ny runde."),
    )
