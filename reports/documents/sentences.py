"""What is said of one scale and of what is not shown: the same sentence for both parties, in the active language.

The order is always: what went up or down, the range, then the probability; "after", never "because of"; and never
"no change" where the true answer is that it cannot be told.
"""

from collections import Counter
from collections.abc import Sequence

from django.utils.translation import gettext as _

from reports.documents.facts import WENT_BETTER, WENT_WORSE, Change, NoChange, ScaleFacts
from reports.documents.formats import Formats
from reports.documents.group_facts import Level
from reports.releases.types import Reason
from reports.statistics.verdicts import CertaintyLevel, Concern, Verdict
from surveys.questionnaires.types import Direction


def verdict_words(verdict: Verdict, *, small: bool) -> str:
    """Return the finding in a few words, to stand in a table: "litt bedre"."""
    if small and verdict in WENT_BETTER:
        return _("litt bedre")
    if small and verdict in WENT_WORSE:
        return _("litt dårligere")
    return {
        Verdict.CLEARLY_BETTER: _("klart bedre"),
        Verdict.BETTER: _("bedre"),
        Verdict.CLEARLY_WORSE: _("klart dårligere"),
        Verdict.WORSE: _("dårligere"),
        Verdict.ABOUT_THE_SAME: _("omtrent som før"),
        Verdict.NOT_WORSE: _("neppe klart dårligere, kanskje bedre"),
        Verdict.NOT_BETTER: _("neppe klart bedre, kanskje dårligere"),
        Verdict.CANNOT_TELL: _("kan ikke avgjøres"),
    }[verdict]


def finding_words(scale: ScaleFacts) -> str:
    """Return the finding of a scale in a few words; empty in a report of one wave."""
    if scale.change is not None:
        return verdict_words(scale.change.verdict, small=scale.change.small)
    if scale.no_change in {NoChange.NOT_SHOWN, NoChange.ONLY_MEANS, NoChange.NO_SPREAD, NoChange.TOO_FEW}:
        return _("ikke beregnet")
    return ""


def reading(direction: Direction) -> str:
    """Return how to read a scale whose high scores are bad; empty for the others."""
    return _("lavere er bedre") if direction is Direction.MORE_IS_WORSE else ""


def verdict_sentence(change: Change, mid: float, formats: Formats) -> str:
    """Return the verdict in one or two sentences."""
    margin = {"margin": formats.round_points(mid)}
    if change.small and change.verdict in WENT_BETTER:
        return _("Litt bedre etterpå. Bedringen er trolig mindre enn %(margin)s poeng.") % margin
    if change.small and change.verdict in WENT_WORSE:
        return _("Litt dårligere etterpå. Forverringen er trolig mindre enn %(margin)s poeng.") % margin
    if change.verdict is Verdict.CANNOT_TELL:
        return _(
            "Vi kan ikke si om det er blitt bedre eller dårligere, eller om det er som før. Til det er svarene for få."
        )
    return {
        Verdict.CLEARLY_BETTER: _("Klart bedre etterpå. Bedringen er trolig på minst %(margin)s poeng."),
        Verdict.BETTER: _("Bedre etterpå. Hvor mye bedre, er usikkert."),
        Verdict.CLEARLY_WORSE: _("Klart dårligere etterpå. Forverringen er trolig på minst %(margin)s poeng."),
        Verdict.WORSE: _("Dårligere etterpå. Hvor mye dårligere, er usikkert."),
        Verdict.ABOUT_THE_SAME: _("Omtrent som før. En forskjell på %(margin)s poeng eller mer er lite trolig."),
        Verdict.NOT_WORSE: _(
            "Neppe klart dårligere, kanskje bedre. En forverring på %(margin)s poeng eller mer er lite trolig."
        ),
        Verdict.NOT_BETTER: _(
            "Neppe klart bedre, kanskje dårligere. En bedring på %(margin)s poeng eller mer er lite trolig."
        ),
    }[change.verdict] % margin


def change_sentence(scale: ScaleFacts, change: Change, formats: Formats) -> str:
    """Return the two levels, the change, its range and last its probability."""
    if scale.before is None or scale.before.mean is None or scale.after.mean is None:
        return ""
    return _(
        "Snittet gikk fra %(before)s til %(after)s poeng, en endring på %(difference)s. Den kan være alt fra %(low)s "
        "til %(high)s (95-prosentintervall; %(p)s, justert %(adjusted)s)."
    ) % {
        "before": formats.mean(scale.before),
        "after": formats.mean(scale.after),
        "difference": formats.signed(change.difference),
        "low": formats.signed(change.low),
        "high": formats.signed(change.high),
        "p": formats.probability(change.p),
        "adjusted": formats.probability(change.p_adjusted),
    }


def policy_sentence(change: Change, formats: Formats) -> str:
    """Return whether the change is more than what ordinarily moves from wave to wave."""
    figures = {"low": formats.signed(change.low_policy), "high": formats.signed(change.high_policy)}
    if change.low_policy <= 0 <= change.high_policy:
        text = _(
            "Med vanlig svingning fra runde til runde kan den være alt fra %(low)s til %(high)s, og kan altså være en "
            "slik svingning."
        )
    else:
        text = _(
            "Med vanlig svingning fra runde til runde kan den være alt fra %(low)s til %(high)s, altså mer enn "
            "svingningen vi regner med."
        )
    return text % figures


def detectable_sentence(change: Change, formats: Formats) -> str:
    """Return the minimum detectable change, to stand with every "cannot tell"; empty when it cannot be computed."""
    if change.mdc is None:
        return ""
    return _(
        "Med så få svar måtte endringen ha vært på omtrent %(points)s poeng for at undersøkelsen skulle "
        "oppdage den i fire av fem tilfeller."
    ) % {"points": formats.points(change.mdc)}


def level_sentence(scale: ScaleFacts, formats: Formats) -> str:
    """Return this wave's level with its interval, or why it is not shown."""
    level = scale.after
    if level.mean is None:
        return _("Tallet for denne indeksen er ikke vist: %(reason)s.") % {"reason": reason_words(level.withheld)}
    if level.low is None or level.high is None:
        return _("Snittet er %(mean)s poeng. Svarene er for få til å regne ut hvor usikkert det er.") % {
            "mean": formats.mean(level)
        }
    if level.known:
        return _("Snittet er %(mean)s poeng. Alle i gruppen svarte, så snittet er kjent for denne gruppen.") % {
            "mean": formats.mean(level)
        }
    return _("Snittet er %(mean)s poeng, med usikkerhet fra %(low)s til %(high)s (95-prosentintervall).") % {
        "mean": formats.mean(level),
        "low": formats.points(level.low),
        "high": formats.points(level.high),
    }


def no_change_sentence(reason: NoChange) -> str:
    """Return why no change is given for a scale or for the whole report."""
    return {
        NoChange.FIRST_WAVE: _("Dette er den første runden. Rapporten viser nivåer, og endring kan vises neste gang."),
        NoChange.OTHER_WHOLE: _(
            "De to rundene gjelder ikke den samme enheten. Derfor sammenlikner vi dem ikke; hver vises for seg."
        ),
        NoChange.OTHER_QUESTIONNAIRE: _("Spørsmålene var ikke de samme i de to rundene. Derfor sammenlikner vi ikke."),
        NoChange.NOT_SHOWN: _("Endringen kan ikke regnes ut, fordi tallet fra minst én av rundene ikke er vist."),
        NoChange.ONLY_MEANS: _(
            "Endringen kan ikke prøves, fordi færre enn ti svarte i minst én av rundene. Da lagres bare snittet, "
            "og en forskjell mellom to snitt kan være en ren tilfeldighet."
        ),
        NoChange.NO_SPREAD: _(
            "Endringen kan ikke prøves, fordi alle svarte helt likt. Uten spredning i svarene finnes det ikke noe "
            "mål på usikkerheten."
        ),
        NoChange.TOO_FEW: _("Endringen kan ikke prøves, fordi svarene er for få."),
    }[reason]


def certainty_words(certainty: CertaintyLevel) -> str:
    """Return the certainty in a word, to stand in a table."""
    return {
        CertaintyLevel.HIGH: _("høy"),
        CertaintyLevel.MODERATE: _("middels"),
        CertaintyLevel.LOW: _("lav"),
        CertaintyLevel.VERY_LOW: _("svært lav"),
    }[certainty]


def usual_certainty(changes: Sequence[Change]) -> Change | None:
    """Return a change whose certainty, with its reasons, most of them share; None where none is shared by half."""
    counts = Counter(_certainty(change) for change in changes)
    usual, number = counts.most_common(1)[0] if counts else (None, 0)
    if number < 2 or number * 2 < len(changes):
        return None
    return next(change for change in changes if _certainty(change) == usual)


def same_certainty(one: Change, other: Change | None) -> bool:
    """Tell whether two changes are equally sure for the same reasons."""
    return other is not None and _certainty(one) == _certainty(other)


def _certainty(change: Change) -> tuple[CertaintyLevel, tuple[Concern, ...]]:
    return change.certainty, change.concerns


def certainty_sentence(change: Change, usual: Change | None = None) -> str:
    """Return the certainty line: the level, what pulls it down and up; what the `usual` one says is not said again."""
    line = _("Sikkerhet: %(level)s.") % {"level": certainty_words(change.certainty)}
    said = set(usual.concerns) if usual is not None else set()
    beside = set(change.concerns) - said
    if not said or not beside or Concern.COMPARISON_AGREES in beside or said - set(change.concerns):
        return line + certainty_reasons(change)
    more = [words for concern, words in _concerns().items() if concern in beside]
    return line + " " + _("Det som også trekker ned: %(reasons)s.") % {"reasons": "; ".join(more)}


def usual_certainty_sentence(change: Change, *, everywhere: bool) -> str:
    """Return the certainty line to stand once above all scales; `everywhere` when no scale has another."""
    line = (
        _("Sikkerhet: %(level)s for alle indeksene.")
        if everywhere
        else _("Sikkerhet: %(level)s for alle indeksene der ikke noe annet står.")
    )
    return line % {"level": certainty_words(change.certainty)} + certainty_reasons(change)


def certainty_reasons(change: Change) -> str:
    """Return what pulls the certainty of a change down and up, as sentences that begin with a space."""
    line = ""
    down = [words for concern, words in _concerns().items() if concern in change.concerns]
    if down:
        line += " " + _("Det som trekker ned: %(reasons)s.") % {"reasons": "; ".join(down)}
    if Concern.COMPARISON_AGREES in change.concerns:
        line += " " + _("Det som trekker opp: en gruppe å sammenlikne med peker samme vei.")
    return line


def _concerns() -> dict[Concern, str]:
    return {
        Concern.FEW_ANSWERED: _("færre enn 60 prosent svarte"),
        Concern.FRAGILE: _("konklusjonen kunne blitt en annen om de som ikke svarte, så annerledes på det"),
        Concern.ORDINARY_VARIATION: _("endringen kan være vanlig svingning fra runde til runde"),
        Concern.LOW_RELIABILITY: _("spørsmålene i indeksen henger ikke så tett sammen"),
        Concern.NO_PRIOR_WAVES: _("ingen tidligere runder viser hvor mye tallet pleier å svinge"),
    }


def reason_words(reason: Reason | None) -> str:
    """Return why something is not shown, as the end of a sentence. The generic reason tells nothing more."""
    return {
        Reason.TOO_FEW: _("for få svar til at de kan vises uten at noen kan kjennes igjen"),
        Reason.PROTECTS_OTHERS: _("med disse tallene kunne svarene i en annen, liten gruppe vært regnet ut"),
        Reason.MEMBERSHIP_CHANGED: _("noen få har begynt eller sluttet, og svarene deres kunne vært regnet ut"),
        Reason.NOT_SHOWN: _("holdt tilbake av hensyn til personvernet"),
        Reason.NOT_PLANNED: _(
            "etter planen som partene signerte på forhånd, skal dette ikke vises, enten fordi svarene ville blitt for "
            "få, eller fordi svarene i en annen, liten gruppe kunne vært regnet ut"
        ),
        Reason.COULD_NOT_CHECK: _(
            "kontrollen av personvernet ble ikke ferdig, og det som ikke er kontrollert, vises ikke"
        ),
    }[reason or Reason.NOT_SHOWN]


def covered(read_in: str | None, *, anything: bool = True) -> str:
    """Return where the people of a hidden row can be read, or that nothing covers them. `anything`: a row is shown."""
    if read_in is not None:
        return _("Svarene er med i tallene for «%(name)s».") % {"name": read_in}
    if anything:
        return _("Ingen av tallene som vises, tar med alle disse svarene.")
    return _("Svarene er ikke med i noen tall som vises.")


def went(name: str, shown: Sequence[tuple[str, Level]], formats: Formats) -> str:
    """Return from where to where a scale went. `shown`: the label and level of the waves with a mean, oldest first."""
    (first, start), (last, end) = shown[0], shown[-1]
    return _("%(scale)s: %(start)s i %(first)s, %(end)s i %(last)s.") % {
        "scale": name,
        "start": formats.mean(start),
        "first": first,
        "end": formats.mean(end),
        "last": last,
    }
