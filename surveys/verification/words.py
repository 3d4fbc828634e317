"""What the verifier says, in four languages. Not in the catalogues: those need Django, and this needs nothing."""

from collections.abc import Mapping

Texts = Mapping[str, str]
LANGUAGES = ("nb", "nn", "sv", "en")

MARKS: Mapping[bool | None, Texts] = {
    True: {"nb": "STEMMER", "nn": "STEMMER", "sv": "STÄMMER", "en": "OK"},
    False: {"nb": "STEMMER IKKE", "nn": "STEMMER IKKJE", "sv": "STÄMMER INTE", "en": "WRONG"},
    None: {"nb": "IKKE PRØVD", "nn": "IKKJE PRØVD", "sv": "INTE PRÖVAT", "en": "NOT CHECKED"},
}

CHECKS: Mapping[str, Texts] = {
    "files": {
        "nb": "Alle filene er der, og ingen andre.",
        "nn": "Alle filene er der, og ingen andre.",
        "sv": "Alla filer finns, och inga andra.",
        "en": "All the files are there, and no others.",
    },
    "form": {
        "nb": "Filene er skrevet slik Tillit skriver dem.",
        "nn": "Filene er skrivne slik Tillit skriv dei.",
        "sv": "Filerna är skrivna så som Tillit skriver dem.",
        "en": "The files are written as Tillit writes them.",
    },
    "manifest": {
        "nb": "Innholdslisten har riktig fingeravtrykk av hver fil.",
        "nn": "Innhaldslista har rett fingeravtrykk av kvar fil.",
        "sv": "Innehållslistan har rätt fingeravtryck av varje fil.",
        "en": "The list of contents has the right fingerprint of every file.",
    },
    "chain": {
        "nb": "Loggen er hel: ingenting er endret, fjernet eller flyttet.",
        "nn": "Loggen er heil: ingenting er endra, fjerna eller flytta.",
        "sv": "Loggen är hel: inget har ändrats, tagits bort eller flyttats.",
        "en": "The log is whole: nothing was changed, removed or moved.",
    },
    "agreement": {
        "nb": "Avtalen er den som gjaldt da runden åpnet.",
        "nn": "Avtalen er den som gjaldt då runden opna.",
        "sv": "Överenskommelsen är den som gällde när omgången öppnade.",
        "en": "The agreement is the one that was in force when the round opened.",
    },
    "terms": {
        "nb": "Runden ble talt etter avtalen: samme spørreskjema og samme minste gruppestørrelse.",
        "nn": "Runden blei talt etter avtalen: same spørjeskjema og same minste gruppestorleik.",
        "sv": "Omgången räknades enligt överenskommelsen: samma frågeformulär och samma minsta gruppstorlek.",
        "en": "The round was counted as agreed: the same questionnaire and the same smallest group size.",
    },
    "keys": {
        "nb": "Listen over nøkler er den som ble kunngjort da runden åpnet.",
        "nn": "Lista over nøklar er den som blei kunngjord då runden opna.",
        "sv": "Listan över nycklar är den som offentliggjordes när omgången öppnade.",
        "en": "The list of keys is the one published when the round opened.",
    },
    "shared": {
        "nb": "Hver nøkkel som signerer svarbevis, er felles for en gruppe som er stor nok.",
        "nn": "Kvar nøkkel som signerer svarbevis, er felles for ei gruppe som er stor nok.",
        "sv": "Varje nyckel som signerar svarsbevis är gemensam för en grupp som är tillräckligt stor.",
        "en": "Every key that signs answer passes is shared by a group that is large enough.",
    },
    "release": {
        "nb": "Tallene er de som ble vist da boksen ble åpnet.",
        "nn": "Tala er dei som blei viste då boksen blei opna.",
        "sv": "Siffrorna är de som visades när lådan öppnades.",
        "en": "The figures are those that were shown when the box was opened.",
    },
    "order": {
        "nb": "Alt skjedde i riktig rekkefølge: åpnet, lukket, talt.",
        "nn": "Alt skjedde i rett rekkjefølgje: opna, lukka, talt.",
        "sv": "Allt skedde i rätt ordning: öppnad, stängd, räknad.",
        "en": "Everything happened in the right order: opened, closed, counted.",
    },
    "jointly": {
        "nb": "To personer leverte hver sin del av nøkkelen før svarene ble talt.",
        "nn": "To personar leverte kvar sin del av nøkkelen før svara blei talde.",
        "sv": "Två personer lämnade in var sin del av nyckeln innan svaren räknades.",
        "en": "Two people each handed in their share of the key before the answers were counted.",
    },
    "slips": {
        "nb": "Lappene som ble laget, er med blant det som ble delt ut.",
        "nn": "Lappane som blei laga, er med i det som blei delt ut.",
        "sv": "Lapparna som gjordes finns med bland det som delades ut.",
        "en": "The slips that were made are among what was handed out.",
    },
    "rights": {
        "nb": "Det er ikke brukt flere svarbevis og lapper enn det er delt ut.",
        "nn": "Det er ikkje brukt fleire svarbevis og lappar enn det er delt ut.",
        "sv": "Det har inte använts fler svarsbevis och lappar än vad som delats ut.",
        "en": "No more answer passes and slips were used than were handed out.",
    },
    "counted": {
        "nb": "Alle brukte svarbevis og lapper har ett svarark hver.",
        "nn": "Alle brukte svarbevis og lappar har eitt svarark kvar.",
        "sv": "Varje använt svarsbevis och varje använd lapp har en svarsblankett.",
        "en": "Every answer pass and slip that was used has one answer sheet.",
    },
    "people": {
        "nb": "Det er ikke flere svar enn det er personer på mottakerlisten.",
        "nn": "Det er ikkje fleire svar enn det er personar på mottakarlista.",
        "sv": "Det finns inte fler svar än personer på mottagarlistan.",
        "en": "There are no more answers than people on the recipient list.",
    },
    "rows": {
        "nb": "Ingen gruppe er mindre enn avtalt, og tallene i hver gruppe går opp.",
        "nn": "Inga gruppe er mindre enn avtalt, og tala i kvar gruppe går opp.",
        "sv": "Ingen grupp är mindre än avtalat, och siffrorna i varje grupp går ihop.",
        "en": "No group is smaller than agreed, and the figures of each group add up.",
    },
    "previous": {
        "nb": "Runden det sammenliknes med, er talt og står i loggen.",
        "nn": "Runden det blir samanlikna med, er talt og står i loggen.",
        "sv": "Omgången som det jämförs med är räknad och står i loggen.",
        "en": "The round that it is compared with was counted and is in the log.",
    },
    "questionnaire": {
        "nb": "Spørreskjemaet er det samme som følger med denne utgaven av Tillit.",
        "nn": "Spørjeskjemaet er det same som følgjer med denne utgåva av Tillit.",
        "sv": "Frågeformuläret är samma som följer med den här utgåvan av Tillit.",
        "en": "The questionnaire is the one that comes with this copy of Tillit.",
    },
    "sums": {
        "nb": "Listen over filene kan leses.",
        "nn": "Lista over filene kan lesast.",
        "sv": "Listan över filerna kan läsas.",
        "en": "The list of the files can be read.",
    },
    "unchanged": {
        "nb": "Hver fil er slik den var da listen ble laget.",
        "nn": "Kvar fil er slik ho var då lista blei laga.",
        "sv": "Varje fil är som den var när listan gjordes.",
        "en": "Every file is as it was when the list was made.",
    },
    "all_there": {
        "nb": "Alle filene i listen er der.",
        "nn": "Alle filene i lista er der.",
        "sv": "Alla filer i listan finns.",
        "en": "All the files on the list are there.",
    },
    "none_unsigned": {
        "nb": "Det er ingen andre filer enn de som er signert.",
        "nn": "Det er ingen andre filer enn dei som er signerte.",
        "sv": "Det finns inga andra filer än de som är signerade.",
        "en": "There are no other files than those that are signed.",
    },
    "signature": {
        "nb": "Signaturen på listen er laget med nøkkelen som følger med.",
        "nn": "Signaturen på lista er laga med nøkkelen som følgjer med.",
        "sv": "Signaturen på listan är gjord med nyckeln som följer med.",
        "en": "The list was signed with the key that comes with it.",
    },
}

UNREADABLE: Mapping[str, Texts] = {
    "missing": {
        "nb": "Det finnes ingen mappe eller fil med dette navnet.",
        "nn": "Det finst inga mappe eller fil med dette namnet.",
        "sv": "Det finns ingen mapp eller fil med det namnet.",
        "en": "There is no folder or file of that name.",
    },
    "not_zip": {
        "nb": "Filen er ikke en hel zip-fil.",
        "nn": "Fila er ikkje ei heil zip-fil.",
        "sv": "Filen är inte en hel zip-fil.",
        "en": "The file is not a whole zip file.",
    },
    "too_large": {
        "nb": "Det er for mange eller for store filer til at dette kan være en protokoll.",
        "nn": "Det er for mange eller for store filer til at dette kan vere ein protokoll.",
        "sv": "Det är för många eller för stora filer för att vara ett protokoll.",
        "en": "There are too many files, or too large ones, for this to be a record.",
    },
    "twice": {
        "nb": "Zip-filen har to filer med samme navn.",
        "nn": "Zip-fila har to filer med same namn.",
        "sv": "Zip-filen har två filer med samma namn.",
        "en": "The zip file has two files of the same name.",
    },
    "no_access": {
        "nb": "Filene kan ikke leses.",
        "nn": "Filene kan ikkje lesast.",
        "sv": "Filerna kan inte läsas.",
        "en": "The files cannot be read.",
    },
    "no_record": {
        "nb": "Her er verken protokoll eller rapport fra Tillit: filen manifest.json eller SHA256SUMS mangler.",
        "nn": "Her er korkje protokoll eller rapport frå Tillit: fila manifest.json eller SHA256SUMS manglar.",
        "sv": "Här finns varken protokoll eller rapport från Tillit: filen manifest.json eller SHA256SUMS saknas.",
        "en": "There is neither a record nor a report from Tillit here: manifest.json or SHA256SUMS is missing.",
    },
}

ENDINGS: Mapping[bool, Texts] = {
    True: {
        "nb": "Protokollen henger sammen.",
        "nn": "Protokollen heng saman.",
        "sv": "Protokollet hänger ihop.",
        "en": "The record holds together.",
    },
    False: {
        "nb": "Protokollen henger ikke sammen. Noe er endret eller mangler.",
        "nn": "Protokollen heng ikkje saman. Noko er endra eller manglar.",
        "sv": "Protokollet hänger inte ihop. Något har ändrats eller saknas.",
        "en": "The record does not hold together. Something was changed or is missing.",
    },
}

REPORT_ENDINGS: Mapping[bool, Texts] = {
    True: {
        "nb": "Filene er uendret siden de ble signert.",
        "nn": "Filene er uendra sidan dei blei signerte.",
        "sv": "Filerna är oförändrade sedan de signerades.",
        "en": "The files are unchanged since they were signed.",
    },
    False: {
        "nb": "Ikke stol på disse filene. Noe er endret, mangler eller er ikke signert.",
        "nn": "Ikkje stol på desse filene. Noko er endra, manglar eller er ikkje signert.",
        "sv": "Lita inte på de här filerna. Något har ändrats, saknas eller är inte signerat.",
        "en": "Do not trust these files. Something was changed, is missing or is not signed.",
    },
}

COMPARE: Texts = {
    "nb": "Den som kan lage alt på nytt, kan også få det til å stemme. Sammenlikn derfor selv:",
    "nn": "Den som kan lage alt på nytt, kan òg få det til å stemme. Samanlikn derfor sjølv:",
    "sv": "Den som kan göra om allt kan också få det att stämma. Jämför därför själv:",
    "en": "Anyone who can recreate everything can also make it agree. So compare for yourself:",
}
BY_EYE: Mapping[str, Texts] = {
    "code": {
        "nb": "koden på plakaten og i e-posten til partene",
        "nn": "koden på plakaten og i e-posten til partane",
        "sv": "koden på affischen och i mejlet till parterna",
        "en": "the code on the poster and in the e-mail to the parties",
    },
    "release": {
        "nb": "fingeravtrykket nederst på siden med rapporten",
        "nn": "fingeravtrykket nedst på sida med rapporten",
        "sv": "fingeravtrycket längst ned på sidan med rapporten",
        "en": "the fingerprint at the foot of the page with the report",
    },
    "key": {
        "nb": "nøkkelens fingeravtrykk, på plakaten og sist i rapporten",
        "nn": "fingeravtrykket til nøkkelen, på plakaten og sist i rapporten",
        "sv": "nyckelns fingeravtryck, på affischen och sist i rapporten",
        "en": "the fingerprint of the key, on the poster and last in the report",
    },
    "head": {
        "nb": "det siste seglet i partenes logg da protokollen ble laget",
        "nn": "det siste seglet i loggen til partane då protokollen blei laga",
        "sv": "det sista sigillet i parternas logg när protokollet gjordes",
        "en": "the last seal in the parties’ log when the record was made",
    },
}

DETAILS: Mapping[str, Texts] = {
    "unchanged": {"nb": "se: {names}", "nn": "sjå: {names}", "sv": "se: {names}", "en": "see: {names}"},
    "all_there": {"nb": "se: {names}", "nn": "sjå: {names}", "sv": "se: {names}", "en": "see: {names}"},
    "none_unsigned": {"nb": "se: {names}", "nn": "sjå: {names}", "sv": "se: {names}", "en": "see: {names}"},
    "files": {"nb": "se: {names}", "nn": "sjå: {names}", "sv": "se: {names}", "en": "see: {names}"},
    "form": {"nb": "se: {file}", "nn": "sjå: {file}", "sv": "se: {file}", "en": "see: {file}"},
    "chain": {"nb": "{entries} linjer", "nn": "{entries} linjer", "sv": "{entries} rader", "en": "{entries} lines"},
    "terms": dict.fromkeys(LANGUAGES, "{wave}"),
    "keys": {"nb": "kode {code}", "nn": "kode {code}", "sv": "kod {code}", "en": "code {code}"},
    "slips": {
        "nb": "{slips} lapper av {issued} i alt",
        "nn": "{slips} lappar av {issued} i alt",
        "sv": "{slips} lappar av {issued} totalt",
        "en": "{slips} slips of {issued} in all",
    },
    "rights": {
        "nb": "{spent} brukt av {issued}, og {reissued} kunne hentes på nytt",
        "nn": "{spent} brukte av {issued}, og {reissued} kunne hentast på nytt",
        "sv": "{spent} använda av {issued}, och {reissued} kunde hämtas på nytt",
        "en": "{spent} used of {issued}, and {reissued} could be collected again",
    },
    "counted": {
        "nb": "{accepted} talt og {undecryptable} uleselige, {refused} avvist",
        "nn": "{accepted} talde og {undecryptable} uleselege, {refused} avviste",
        "sv": "{accepted} räknade och {undecryptable} oläsbara, {refused} avvisade",
        "en": "{accepted} counted and {undecryptable} unreadable, {refused} refused",
    },
    "people": {
        "nb": "{accepted} svar fra {people} personer",
        "nn": "{accepted} svar frå {people} personar",
        "sv": "{accepted} svar från {people} personer",
        "en": "{accepted} answers from {people} people",
    },
    "rows": {
        "nb": "{rows} vist, minst {threshold} svar i hver",
        "nn": "{rows} viste, minst {threshold} svar i kvar",
        "sv": "{rows} visas, minst {threshold} svar i varje",
        "en": "{rows} shown, at least {threshold} answers in each",
    },
    "questionnaire": dict.fromkeys(LANGUAGES, "{key} {version}"),
}
"""What stands in brackets behind a check's sentence, where its values are known."""
