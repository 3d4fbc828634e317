"""From what a report states to a worded document in one language: title, facts, the short summary and the parts."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from reports.documents.facts import UNSURE, Content, PolicyChange, WaveFacts
from reports.documents.formats import Formats
from reports.documents.group_facts import Side
from reports.documents.model import Document
from reports.documents.parts import sections
from reports.documents.sentences import (
    certainty_words,
    no_change_sentence,
    same_certainty,
    usual_certainty,
)
from reports.documents.small import is_little, says_nothing
from reports.documents.tables import compared, names_of, wave_label, wave_time


def word(content: Content, language: str) -> Document:
    """Return the report in nb, nn, sv or en. Raises KeyError for a language that the reports do not have."""
    formats = Formats(language)
    region = formats.region
    with override(language):
        return Document(
            language=language,
            region=region,
            title=_("Arbeidsmiljø og kontroll: %(organisation)s") % {"organisation": content.organisation},
            subtitle=_subtitle(content, formats),
            organisation=content.organisation,
            notice=_("Syntetiske svar") if content.synthetic else "",
            notice_text=_(
                "Svarene i denne rapporten er syntetiske. Et dataprogram har laget dem for å vise hvordan en rapport "
                "ser ut. Ingen ansatte har svart."
            )
            if content.synthetic
            else "",
            facts_title=_("Om undersøkelsen"),
            facts=_facts(content, formats),
            summary_title=_("Kort fortalt"),
            summary=summary(content, formats),
            sections=sections(content, formats),
            contents_title=_("Innhold"),
            page_label=_("Side %(page)s av %(pages)s") % {"page": "{page}", "pages": "{pages}"},
        )


def _subtitle(content: Content, formats: Formats) -> str:
    if not compared(content) or not content.tells_levels:
        return _("Undersøkelsen %(when)s") % {"when": wave_time(content, Side.AFTER, formats)}
    after = wave_label(content, Side.AFTER, formats)
    before = wave_label(content, Side.BEFORE, formats)
    return _("Før og etter: %(before)s og %(after)s") % {"before": before, "after": after}


def _facts(content: Content, formats: Formats) -> tuple[tuple[str, str], ...]:
    facts = [(_("Undersøkelse"), content.method.title[formats.language]), (_("Gjelder"), content.whole_name)]
    if content.before is not None:
        facts.append((_("Runden før"), _wave_fact(content.before, formats)))
    facts.append((_("Denne runden"), _wave_fact(content.after, formats)))
    between = content.changes_between
    others = [change for change in content.changes if change not in between]
    facts += [(_("Endring mellom rundene"), _change_fact(change, formats)) for change in between]
    label = _("Andre endringer") if between else _("Endringer på arbeidsplassen")
    facts += [(label, _change_fact(change, formats)) for change in others]
    facts.append((_("Parter"), formats.names(content.parties)))
    threshold = _("%(threshold)s svar") % {"threshold": formats.whole(content.threshold)}
    facts.append((_("Minste gruppe som vises"), threshold))
    return tuple(facts)


def _wave_fact(wave: WaveFacts, formats: Formats) -> str:
    dates = formats.dates(wave.opened, wave.closed)
    if wave.answered is None or wave.invited is None or wave.share is None:
        return _("%(dates)s. Antallet svar er ikke vist.") % {"dates": dates}
    return _("%(dates)s. %(answered)s av %(invited)s svarte (%(percent)s prosent).") % {
        "dates": dates,
        "answered": formats.whole(wave.answered),
        "invited": formats.whole(wave.invited),
        "percent": formats.percent(wave.share),
    }


def _change_fact(change: PolicyChange, formats: Formats) -> str:
    name, description = change.name[formats.language], change.description[formats.language].strip()
    return f"{formats.date(change.date)}: {_sentence_end(name)}. {description}".rstrip()


def _sentence_end(text: str) -> str:
    return text.strip().rstrip(".")


def summary(content: Content, formats: Formats) -> tuple[str, ...]:
    """Return the report in four short paragraphs: what was asked and who answered, better, worse, how sure it is."""
    if not content.tells_levels:
        return _unshown_summary(content, formats)
    if not compared(content):
        return _levels_summary(content, formats)
    asked = f"{_answered(content, formats)} {_asked(content, formats)}".strip()
    found = (asked, _better(content, formats), _worse(content, formats), _sure(content, formats))
    return (*found, _talk()) if is_little(content) else found


def _talk() -> str:
    return _("Når tallene er få og usikre, er samtalen viktigst. Lenger bak står det råd om hvordan dere kan ta den.")


def _answered(content: Content, formats: Formats) -> str:
    wave, figures = content.after, {"title": content.method.title[formats.language]}
    if wave.answered is None or wave.invited is None or wave.share is None:
        figures |= {"when": wave_time(content, Side.AFTER, formats), "name": content.whole_name}
        return _("Svarene på undersøkelsen «%(title)s» %(when)s kan ikke vises samlet for «%(name)s».") % figures
    figures |= {
        "answered": formats.whole(wave.answered),
        "invited": formats.whole(wave.invited),
        "percent": formats.percent(wave.share),
        "when": wave_time(content, Side.AFTER, formats),
    }
    earlier = content.before if compared(content) else None
    if earlier is None or earlier.answered is None or earlier.invited is None:
        return _("%(answered)s av %(invited)s (%(percent)s prosent) svarte på «%(title)s» %(when)s.") % figures
    figures |= {
        "before": formats.whole(earlier.answered),
        "before_invited": formats.whole(earlier.invited),
        "before_when": wave_time(content, Side.BEFORE, formats),
    }
    return (
        _(
            "%(answered)s av %(invited)s (%(percent)s prosent) svarte på «%(title)s» %(when)s, mot %(before)s av "
            "%(before_invited)s %(before_when)s."
        )
        % figures
    )


def _asked(content: Content, formats: Formats) -> str:
    """Return what was asked about: the scales that the parties chose as most important, by name."""
    names = [scale.name[formats.language] for scale in content.scales if scale.primary]
    if not names:
        return ""
    lowered = formats.names([f"{name[:1].lower()}{name[1:]}" for name in names])
    return _("Det viktigste de ble spurt om, var %(names)s.") % {"names": lowered}


def _since(content: Content, formats: Formats) -> str:
    """Return the "after" that opens a sentence: the change between the waves, or the wave before."""
    if len(content.changes_between) == 1:
        change = content.changes_between[0]
        return _("Etter endringen %(date)s («%(name)s»)") % {
            "date": formats.date(change.date),
            "name": _sentence_end(change.name[formats.language]),
        }
    if content.changes_between:
        number = len(content.changes_between)
        return ngettext("Etter %(number)s endring", "Etter %(number)s endringer", number) % {
            "number": formats.whole(number)
        }
    return _("Siden forrige runde")


def _better(content: Content, formats: Formats) -> str:
    since = _since(content, formats)
    if not content.better:
        return _("%(since)s er det ingen indeks vi med sikkerhet kan si er blitt bedre.") % {"since": since}
    named = [scale.key for scale in content.scales if scale.primary and scale.key in content.better] or content.better
    figures = {
        "since": since,
        "number": formats.whole(len(content.better)),
        "all": formats.whole(len(content.scales)),
        "names": formats.names(names_of(named, content, formats)),
    }
    if len(named) < len(content.better):
        text = ngettext(
            "%(since)s er %(number)s av %(all)s indekser blitt bedre, blant dem %(names)s.",
            "%(since)s er %(number)s av %(all)s indekser blitt bedre, blant dem %(names)s.",
            len(content.better),
        )
    else:
        text = ngettext(
            "%(since)s er %(number)s av %(all)s indekser blitt bedre: %(names)s.",
            "%(since)s er %(number)s av %(all)s indekser blitt bedre: %(names)s.",
            len(content.better),
        )
    return f"{text % figures} {_not_main(content, content.better)}".strip()


def _not_main(content: Content, keys: tuple[str, ...]) -> str:
    """Return that none of these scales is primary, where that is so."""
    main = any(scale.primary for scale in content.scales if scale.key in keys)
    return "" if main else _("Ingen av dem er hovedindekser.")


def _worse(content: Content, formats: Formats) -> str:
    if not content.worse:
        return _("Det er ingen indeks vi med sikkerhet kan si er blitt dårligere.")
    worse = _("Dette er blitt dårligere: %(names)s.") % {
        "names": formats.names(names_of(content.worse, content, formats))
    }
    return f"{worse} {_not_main(content, content.worse)}".strip()


def _sure(content: Content, formats: Formats) -> str:
    found = {*content.better, *content.worse}
    weaker = any(not scale.primary for scale in content.scales if scale.key in found)
    strict = _("Kravet til et funn er mindre strengt i de andre indeksene enn i hovedindeksene.") if weaker else ""
    return " ".join(part for part in (_certain(content), strict, _untold(content, formats)) if part)


def _certain(content: Content) -> str:
    """Return how sure the findings are: of all, of most, or that it differs; nothing where there is none."""
    found = {*content.better, *content.worse}
    changes = [scale.change for scale in content.scales if scale.change is not None and scale.key in found]
    if not changes:
        return ""
    usual = usual_certainty(changes) if len(changes) > 1 else changes[0]
    if usual is None:
        return _("Hvor sikre funnene er, er ulikt fra indeks til indeks.")
    everywhere = all(same_certainty(change, usual) for change in changes)
    line = (
        _("Sikkerheten i det vi har funnet, er %(level)s.")
        if everywhere
        else _("Sikkerheten i det meste av det vi har funnet, er %(level)s.")
    )
    return line % {"level": certainty_words(usual.certainty)}


def _untold(content: Content, formats: Formats) -> str:
    number = sum(scale.change is None or scale.change.verdict in UNSURE for scale in content.scales)
    if content.has_comparison:
        return f"{_unsure(number, content, formats)} {_beside()}".strip()
    if number == 0:
        return _("Hva som er grunnen til endringene, kan vi ikke si.")
    return ngettext(
        "For %(number)s av %(all)s indekser kan vi ikke si om det er blitt bedre eller dårligere. Vi kan heller ikke "
        "si hva som er grunnen til endringene.",
        "For %(number)s av %(all)s indekser kan vi ikke si om det er blitt bedre eller dårligere. Vi kan heller ikke "
        "si hva som er grunnen til endringene.",
        number,
    ) % {"number": formats.whole(number), "all": formats.whole(len(content.scales))}


def _unsure(number: int, content: Content, formats: Formats) -> str:
    if number == 0:
        return ""
    return ngettext(
        "For %(number)s av %(all)s indekser kan vi ikke si sikkert om det er blitt bedre eller dårligere.",
        "For %(number)s av %(all)s indekser kan vi ikke si sikkert om det er blitt bedre eller dårligere.",
        number,
    ) % {"number": formats.whole(number), "all": formats.whole(len(content.scales))}


def _beside() -> str:
    return _("Lenger bak står de som endringen gjelder, ved siden av dem den ikke gjelder.")


def _unshown_summary(content: Content, formats: Formats) -> tuple[str, ...]:
    """Return the summary of a report without figures for the whole."""
    sentences = [_answered(content, formats)]
    if content.after.answered is not None:
        sentences.append(_("Ingen av indeksene kan vises."))
    last = _("Rapporten sier hvorfor, hva det ble spurt om, og hvordan dere kan snakke om det sammen.")
    return (*sentences, says_nothing(), last)


def _levels_summary(content: Content, formats: Formats) -> tuple[str, ...]:
    sentences = [_answered(content, formats)]
    if content.not_compared is not None:
        sentences.append(no_change_sentence(content.not_compared))
    shown = [scale for scale in content.scales if scale.after.mean is not None]
    sentences.append(
        ngettext(
            "Rapporten viser nivået på %(number)s av %(all)s indekser.",
            "Rapporten viser nivået på %(number)s av %(all)s indekser.",
            len(shown),
        )
        % {"number": formats.whole(len(shown)), "all": formats.whole(len(content.scales))}
    )
    if len(shown) < len(content.scales):
        sentences.append(_("Lenger bak står det hva som ikke er vist, og hvorfor."))
    else:
        sentences.append(_("Et nivå alene sier ikke om noe er bra nok; det må dere snakke om sammen."))
    return (*sentences, _talk()) if is_little(content) else tuple(sentences)
