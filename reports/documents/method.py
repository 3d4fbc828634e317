"""What the size allows, how it was done, words explained and fingerprints, in the active language."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.documents.facts import Content, SizeFacts, WaveFacts
from reports.documents.formats import Formats
from reports.documents.group_facts import Spread
from reports.documents.model import Block, Listing, Paragraph, Section, Table
from reports.documents.reliability import reliability_blocks
from reports.documents.tables import compared, not_shown
from reports.releases.types import BallotCount


def method_sections(content: Content, formats: Formats) -> tuple[Section, ...]:
    """Return the last parts of the report."""
    found = [_size(content.size, content, formats)] if content.size is not None else []
    return (*found, _method(content, formats), _words(content, formats), _control(content, formats))


STEP = 25.0
"""Points between two neighbouring answers to one question."""


def _size(size: SizeFacts, content: Content, formats: Formats) -> Section:
    figures = {
        "answered": formats.whole(size.answered),
        "within": formats.round_points(size.same_within),
        "needs": formats.whole(size.same_needs),
        "spread": formats.round_points(size.sd),
    }
    if size.mdc_primary is None:
        found = _(
            "Med %(answered)s svar i hver runde er undersøkelsen for liten til å finne endringer i en hovedindeks. "
            "Den kan vise nivåer og gi dere noe å snakke om."
        )
    else:
        figures["points"] = formats.points(size.mdc_primary)
        found = _detectable(content)
        if size.mdc_primary >= STEP:
            found += " " + _(
                "Så store endringer er sjeldne: 25 poeng er like mye som om alle svarte ett hakk høyere på alle "
                "spørsmålene i indeksen."
            )
    if size.answered >= size.same_needs:
        same = _(
            "For å kunne si at noe er omtrent som før, innenfor %(within)s poeng opp eller ned, trengs det vanligvis "
            "omtrent %(needs)s svar i hver runde (standardavvik %(spread)s). Så mange er det her."
        )
    else:
        same = _(
            "For å kunne si at noe er omtrent som før, innenfor %(within)s poeng opp eller ned, trengs det vanligvis "
            "omtrent %(needs)s svar i hver runde (standardavvik %(spread)s). Det går vanligvis ikke med så få "
            "som her."
        )
    blocks = (Paragraph(found % figures), Paragraph(same % figures))
    return Section("size", _("Hva en undersøkelse av denne størrelsen kan finne"), 1, blocks)


def _detectable(content: Content) -> str:
    if compared(content):
        return _(
            "Med %(answered)s svar i hver runde finner undersøkelsen en virkelig endring på %(points)s poeng i "
            "en hovedindeks i fire av fem tilfeller. Det kan være mindre endringer som vi ikke ser. Regnestykket "
            "går ut fra at svarene sprer seg med et standardavvik på %(spread)s poeng, og det kan gjøres før "
            "noen har svart."
        )
    return _(
        "Denne runden kan ikke sammenliknes med en tidligere. Svarer %(answered)s også neste gang, finner "
        "undersøkelsen en virkelig endring på %(points)s poeng i en hovedindeks i fire av fem tilfeller. Det kan være "
        "mindre endringer som vi ikke ser. Regnestykket går ut fra at svarene sprer seg med et standardavvik på "
        "%(spread)s poeng."
    )


def _method(content: Content, formats: Formats) -> Section:
    points = [
        _(
            "Hvert svar gir 0, 25, 50, 75 eller 100 poeng. Tallet for en person er snittet av spørsmålene i "
            "indeksen, når minst halvparten er besvart. Et høyt tall betyr mye av det indeksen heter."
        ),
        _(
            "Rapporten er regnet ut fra tellinger av svar, ikke fra svarark. Snittet gjelder alle som kunne "
            "svare, og jo flere av dem som har svart, desto sikrere er nivået."
        ),
    ]
    if _borrows(content):
        points.append(
            _(
                "For de minste gruppene og i «Tallene etter bakgrunn» viser rapporten bare snitt i hele poeng. Der er "
                "usikkerheten regnet ut som om svarene i gruppen sprer seg like mye som i «%(name)s», men med "
                "gruppens eget antall svar."
            )
            % {"name": content.whole_name}
        )
    if any(scale.change is not None for scale in content.scales):
        points += _change_points(content, formats)
    text = _(
        "De som ikke svarte, kan mene noe annet enn de som svarte. Ingen utregning kan rette opp det; les "
        "svarprosenten sammen med tallene."
    )
    blocks = (Listing((*points, text)), *reliability_blocks(content, formats))
    return Section("method", _("Slik er det regnet"), 1, blocks)


def _borrows(content: Content) -> bool:
    """Return whether an interval in the report is made of the spread of the whole workplace."""
    options = [option for crossed in content.crossed for option in crossed.shown]
    rows = [*(group.levels for group in content.groups), *(option.levels for option in options)]
    return any(level.spread is Spread.WHOLE for levels in rows for level in levels.values())


def _change_points(content: Content, formats: Formats) -> list[str]:
    primary = {"number": formats.whole(content.method.primary)}
    variation = {"tau": formats.round_points(content.method.tau)}
    return [
        _(
            "Endringen er snittet etter minus snittet før. Intervallet er regnet ut med Welchs metode, og det "
            "gjøres ikke smalere selv om nesten alle skulle ha svart. Der færre enn 30 svarte i en av rundene, "
            "er p regnet ut ved å stokke svarene mange ganger."
        ),
        _(
            "Jo flere indekser vi prøver, desto flere tilfeldige funn blir det. For de %(number)s hovedindeksene "
            "er p justert med Holms metode, og et funn krever justert p under 0,05. For de andre er p justert "
            "med Benjamini og Hochbergs metode, og et funn krever justert p på høyst 0,10. I tillegg må hele "
            "intervallet ligge på samme side av null."
        )
        % primary,
        _(
            "Svar svinger fra runde til runde også når ingenting er endret. Vi regner med et standardavvik på "
            "%(tau)s poeng for slik svingning, etter det som er målt i store virksomheter over mange år."
        )
        % variation,
        _(
            "Grensen for en endring som betyr noe (5 poeng om ikke annet er sagt), har Tillit satt selv, før "
            "noen svarte. «Omtrent som før» og «neppe klart dårligere» er prøvd mot den med et 90-prosentintervall."
        ),
        _(
            "Sikkerheten begynner på middels og går ett trinn ned for hvert forhold som svekker funnet (lav "
            "svarprosent og en konklusjon som lett kan snu, regnes som ett). Uten tidligere runder som viser "
            "svingningene, blir den aldri høyere enn lav, med mindre en gruppe å sammenlikne med trekker den opp."
        ),
    ]


def _words(content: Content, formats: Formats) -> Section:
    rows = [
        (_("Indeks"), _("Flere spørsmål om det samme, slått sammen til ett tall fra 0 til 100.")),
        (_("Hovedindeks"), _("En indeks som partene på forhånd har valgt ut som viktigst.")),
        (
            _("Usikkerhet (95-prosentintervall)"),
            _(
                "Et spenn rundt tallet. Gjorde vi det samme mange ganger, ville omtrent 95 av 100 slike spenn "
                "inneholde det riktige tallet."
            ),
        ),
        (_("p"), _("Hvor ofte en minst så stor forskjell ville komme av ren tilfeldighet, om ingenting var endret.")),
        (
            _("Minste gruppe"),
            _("Så mange må minst ha svart i en gruppe for at tallene skal vises. Det er for å verne den enkelte."),
        ),
    ]
    table = Table("words", _("Ord som er brukt i rapporten"), (_("Ord"), _("Betydning")), tuple(rows), words=(0, 1))
    return Section("words", _("Ordforklaringer"), 1, (table,))


def _control(content: Content, formats: Formats) -> Section:
    blocks: list[Block] = []
    rows = [_ballots(wave, formats) for wave in (content.before, content.after) if wave is not None]
    header = (_("Runde"), _("Utdelte svarbevis"), _("Brukte"), _("Talte svarark"), _("Kunne ikke leses"))
    blocks.append(Table("ballots", _("Svarark og svarbevis"), header, tuple(rows)))
    blocks += _other_counts(content.after.ballots, formats)
    blocks.append(
        Paragraph(
            ngettext(
                "Svararkene har ikke navn. Forseglede svarark og nøkler slettes senest %(days)s "
                "dag etter at partene har åpnet dem sammen. Begge partene fikk denne rapporten i samme øyeblikk.",
                "Svararkene har ikke navn. Forseglede svarark og nøkler slettes senest %(days)s "
                "dager etter at partene har åpnet dem sammen. Begge partene fikk denne rapporten i samme øyeblikk.",
                content.retention_days,
            )
            % {"days": formats.whole(content.retention_days)}
        )
    )
    questionnaire = _("%(key)s, versjon %(version)s") % {
        "key": content.method.questionnaire,
        "version": content.method.version,
    }
    prints: tuple[tuple[str, str], ...] = (
        (_("Spørreskjema"), questionnaire),
        (_("Spørreskjemaets fingeravtrykk"), content.method.fingerprint),
        (_("Avtalens fingeravtrykk"), content.after.agreement_hash),
        (_("Startverdi for tilfeldige trekninger"), str(content.method.seed)),
    )
    if content.signing_key:
        prints += ((_("Nøkkelen som filene er signert med"), content.signing_key),)
    blocks.append(Table("prints", _("For den som vil kontrollere"), (_("Hva"), _("Verdi")), prints, words=(0, 1)))
    return Section("control", _("Kontroll av tellingen"), 1, tuple(blocks))


def _other_counts(ballots: BallotCount, formats: Formats) -> list[Block]:
    """Return how many answers could be double and how many were refused, where that is known."""
    found: list[Block] = []
    if ballots.reissued is not None:
        found.append(Paragraph(_reissued(ballots.reissued, formats)))
    if ballots.refused is not None:
        found.append(Paragraph(_refused(ballots.refused, formats)))
    return found


def _reissued(number: int, formats: Formats) -> str:
    if number == 0:
        return _("Ingen fikk hente svarbevis på nytt, så ingen kan ha svart to ganger på den måten.")
    return ngettext(
        "%(number)s person ba om ny lenke og kunne hente svarbevis på nytt. Høyst én person kan ha svart to ganger"
        " på den måten.",
        "%(number)s personer ba om ny lenke og kunne hente svarbevis på nytt. Høyst så mange kan ha svart to ganger"
        " på den måten.",
        number,
    ) % {"number": formats.whole(number)}


def _refused(number: int, formats: Formats) -> str:
    if number == 0:
        return _("Ingen svarark ble avvist mens runden var åpen.")
    return ngettext(
        "%(number)s svarark ble avvist mens runden var åpen, fordi svarbeviset var brukt eller ikke gyldig, eller "
        "fordi noe annet enn et svarark ble sendt. Det er ikke talt med.",
        "%(number)s svarark ble avvist mens runden var åpen, fordi svarbeviset var brukt eller ikke gyldig, eller "
        "fordi noe annet enn et svarark ble sendt. De er ikke talt med.",
        number,
    ) % {"number": formats.whole(number)}


def _ballots(wave: WaveFacts, formats: Formats) -> tuple[str, ...]:
    ballots = wave.ballots
    figures = (ballots.issued, ballots.spent, ballots.accepted, ballots.undecryptable)
    shown = (not_shown() if figure is None else formats.whole(figure) for figure in figures)
    return (formats.dates(wave.opened, wave.closed), *shown)
