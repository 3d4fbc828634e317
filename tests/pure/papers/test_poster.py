"""The poster: always one page, tagged, in its own language, with the code in large type or no code at all."""

import io
from dataclasses import replace

import pikepdf
import pytest
from pypdf import PdfReader

from surveys.papers.poster import CodePart, Part, Poster, poster_pdf

CODE = "GV71-XH4E-NHF7-1XMF-7K2M"
SENTENCE = "Spørsmålene handler om hva du selv kan styre, hvordan arbeidet blir kontrollert, og hvordan du har det. "
POSTER = Poster(
    language="nb",
    region="NO",
    title="Hvordan har du det på jobb?",
    organisation="Fjellbygd kundesenter: Høsten 2018",
    until="Svar før 19. oktober 2018 kl. 16:00.",
    parts=tuple(Part(f"Del {number}", (SENTENCE * 2, SENTENCE * 2)) for number in range(3)),
    code=CodePart("Koden", CODE, (SENTENCE * 2, SENTENCE * 2)),
    signed="Filene med rapporten blir signert. Nøkkelen har dette fingeravtrykket:",
    fingerprint=" ".join(["5f3a"] * 16),
    more="Les hele forklaringen:",
    address="svar.en-ganske-lang-virksomhet.kommune.example.org/svar/nb/slik-virker-det/",
    alternative="QR-kode som åpner siden med forklaringen",
    notice="Syntetisk: en oppdiktet arbeidsplass",
)
LONG = "Regionens samordnede kunde- og brukersenter for nordre og søndre distrikt: Høstundersøkelsen 2018"


def text(poster: Poster) -> str:
    pages = PdfReader(io.BytesIO(poster_pdf(poster, leads_to="https://svar.example.org/"))).pages
    assert len(pages) == 1
    return " ".join(pages[0].extract_text().replace("\xad\n", "").split())


@pytest.mark.parametrize("organisation", [POSTER.organisation, LONG])
def test_it_is_one_page_with_everything_on_it(organisation: str) -> None:
    found = text(replace(POSTER, organisation=organisation))
    for words in (POSTER.title, organisation, POSTER.until, "Del 2", CODE, POSTER.more, POSTER.notice):
        assert words in found


def test_without_links_there_is_no_code() -> None:
    found = text(replace(POSTER, code=None, notice=""))
    assert "Koden" not in found
    assert CODE not in found
    assert "Syntetisk" not in found


@pytest.mark.parametrize(("language", "region"), [("nb", "NO"), ("nn", "NO"), ("sv", "SE"), ("en", "GB")])
def test_it_is_tagged_in_its_own_language(language: str, region: str) -> None:
    sheet = poster_pdf(replace(POSTER, language=language, region=region), leads_to="https://svar.example.org/")
    with pikepdf.open(io.BytesIO(sheet)) as read:
        assert str(read.open_metadata()["pdfuaid:part"]) == "1"
        assert str(read.Root.Lang) == f"{language}-{region}"


def test_the_same_poster_is_the_same_file() -> None:
    first, second = (poster_pdf(POSTER, leads_to="https://svar.example.org/") for _ in range(2))
    assert first == second
