"""The same figures in every form and language, nothing withheld shown, nothing read as markup."""

import io
import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pikepdf
import pytest
from pypdf import PdfReader

from reports.documents import html, pdf
from reports.documents.charts import profile_svg
from reports.documents.content import build
from reports.documents.drawing import Shape, Theme
from reports.documents.facts import Content
from reports.documents.json import to_json
from reports.documents.wording import word
from reports.releases.types import Reason, Record, ReleasedRow, ReleasedScale, ReleasedShares
from surveys.fingerprints import canonical
from surveys.questionnaires.types import LANGUAGES
from tests.documents_factory import CONTEXT, after, before, profile_of, questionnaire, with_whole

DECIMAL = {"nb": ",", "nn": ",", "sv": ",", "en": "."}
HOSTILE = "<script>alert(1)</script> #eval(\"1\") *_$x$_* @ref \\ `raw` [a](b) {{ 7 }} & 'q'"
CANARY = 71.375
"""A mean that nothing else in the report comes near."""


def content(current: Record | None = None, previous: Record | None = None) -> Content:
    return build(current or after(), previous or before(), questionnaire(), CONTEXT, seed=1)


def first_wave() -> Content:
    return build(before(), None, questionnaire(), CONTEXT, seed=1)


class Reader(HTMLParser):
    """Collects a page's text, its tags and the addresses it would fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.labels: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name in {"src", "srcset", "href", "data"} and value and not value.startswith("#"):
                self.addresses.append(value)
            if name == "aria-label" and value:
                self.labels.append(value)

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    @classmethod
    def of(cls, page: str) -> "Reader":
        reader = cls()
        reader.feed(page)
        return reader

    @property
    def text(self) -> str:
        return squeezed(" ".join(self.parts))


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\u00ad", ""))


def pdf_pages(sheet: bytes) -> list[str]:
    return [squeezed(page.extract_text()) for page in PdfReader(io.BytesIO(sheet)).pages]


def written(figure: dict[str, float], language: str) -> str:
    return f"{abs(figure['rounded']):.1f}".replace(".", DECIMAL[language])


def figures(data: dict[str, Any], language: str) -> list[str]:
    found = []
    for scale in data["scales"]:
        change = scale["change"]
        named = [scale["before"]["mean"], scale["after"]["mean"], change["difference"], change["low"], change["high"]]
        found += [written(figure, language) for figure in named]
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_stands_in_every_form(language: str) -> None:
    facts = content()
    document = word(facts, language)
    page, sheet = Reader.of(html.standalone(document)), " ".join(pdf_pages(pdf.render(document)))
    expected = figures(to_json(facts, document), language)
    assert len(expected) == 5 * len(questionnaire().scales)
    for figure in expected:
        assert figure in page.text
        assert figure in sheet
    for scale in facts.scales:
        assert scale.name[language] in page.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("facts", [content, first_wave], ids=["two waves", "one wave"])
def test_the_pdf_is_ua_1_and_says_its_language_and_title(language: str, facts: Callable[[], Content]) -> None:
    document = word(facts(), language)
    sheet = pdf.render(document)
    with pikepdf.open(io.BytesIO(sheet)) as read:
        metadata = read.open_metadata()
        assert str(metadata["pdfuaid:part"]) == "1"
        assert str(metadata["dc:title"]) == document.title
        assert str(read.Root.Lang).split("-")[0] == language
        assert bool(read.Root.MarkInfo.Marked)
        alternatives = [str(item["/Alt"]) for item in structure(read.Root.StructTreeRoot) if "/Alt" in item]
        headers = [item for item in structure(read.Root.StructTreeRoot) if item.get("/S") == "/TH"]
        assert 4 <= len(read.pages) <= 8
    assert profile_of(document).alternative in alternatives
    assert headers


def structure(node: Any) -> list[Any]:
    """Return the structure elements below a node."""
    found = []
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            found += [kid, *structure(kid)]
    return found


def test_the_report_of_the_model_case_has_at_most_eight_pages() -> None:
    assert 4 <= len(pdf_pages(pdf.render(word(content(), "nb")))) <= 8


def test_every_page_and_file_says_synthetic() -> None:
    facts = content()
    document = word(facts, "nb")
    pages = pdf_pages(pdf.render(document))
    assert all("syntetiske" in page.lower() for page in pages)
    assert "syntetiske" in Reader.of(html.standalone(document)).text
    assert to_json(facts)["synthetic"] is True
    assert to_json(facts)["signing_key"] is None
    assert to_json(replace(facts, signing_key="5f"))["signing_key"] == "5f"


def test_real_answers_are_not_called_synthetic() -> None:
    facts = content(after(synthetic=False), before(synthetic=False))
    document = word(facts, "nb")
    assert document.notice == ""
    assert "syntet" not in " ".join(pdf_pages(pdf.render(document))).lower()
    assert "syntet" not in html.standalone(document).lower()
    assert to_json(facts)["synthetic"] is False


def test_one_synthetic_wave_makes_the_report_synthetic() -> None:
    assert content(after(synthetic=False), before()).synthetic


def withheld(row: ReleasedRow) -> ReleasedRow:
    # The figures are left in the record on purpose: whatever a record holds, what it withholds is not to be shown.
    scale = ReleasedScale(n=31, mean=CANARY, counts=((int(CANARY * 12), 31),), withheld=Reason.NOT_SHOWN)
    shares = ReleasedShares(n=31, detail="options", shares=("71", "71", "71", "71", "71"), withheld=Reason.NOT_SHOWN)
    items = {**row.items, "own_words": shares}
    return replace(row, scales={**row.scales, "trust": scale}, items=items)


def test_a_withheld_figure_is_shown_in_no_form() -> None:
    facts = content(with_whole(after(), withheld), before())
    document = word(facts, "nb")
    everything = (
        Reader.of(html.standalone(document)).text,
        " ".join(pdf_pages(pdf.render(document))),
        canonical(to_json(facts, document)).decode(),
        str(document),
    )
    for text in everything:
        assert "71,4" not in text
        assert "71.375" not in text
        assert "71,71" not in text.replace('"', "")
        assert "→ 71" not in text
    row = next(row for row in profile_of(document).table.rows if row[0] == "Tillit til ledelsen")
    assert row[2:] == ("ikke vist", "–", "–", "ikke beregnet", "–")
    assert profile_of(document).rows[3].after is None
    assert "av hensyn til personvernet" in everything[0]


def hostile() -> Content:
    names = {"whole": HOSTILE, "a": HOSTILE, "b": f"{HOSTILE} b", "c": f"{HOSTILE} c", "pool": HOSTILE}
    hostile_texts = dict.fromkeys(LANGUAGES, HOSTILE)
    change = replace(CONTEXT.changes[0], name=hostile_texts, description=hostile_texts)
    context = replace(CONTEXT, organisation=HOSTILE, parties=(HOSTILE,), changes=(change,))
    return build(after(unit_names=names), before(unit_names=names), questionnaire(), context, seed=1)


def test_names_are_never_read_as_markup() -> None:
    document = word(hostile(), "nb")
    page = html.standalone(document)
    reader = Reader.of(page)
    assert "script" not in reader.tags
    assert "<script" not in page
    assert HOSTILE in reader.text
    sheet = " ".join(pdf_pages(pdf.render(document))).replace("- ", "").replace(" ", "")
    assert HOSTILE.replace(" ", "") in sheet
    assert document.title.endswith(HOSTILE)


def test_a_hostile_scale_name_stays_text_in_the_drawing() -> None:
    chart = profile_of(word(content(), "nb"))
    row = replace(chart.rows[0], label='<script>x</script>"')
    drawn = profile_svg(replace(chart, rows=(row,)), shape=Shape.WIDE, theme=Theme.CURRENT)
    assert "<script" not in drawn
    assert "&lt;script&gt;" in drawn


def test_the_file_asks_nothing_of_any_network() -> None:
    reader = Reader.of(html.standalone(word(content(), "nb")))
    assert reader.addresses == []
    assert "script" not in reader.tags
    assert "link" not in reader.tags


def test_the_chart_says_the_finding_in_words() -> None:
    document = word(content(), "nb")
    reader = Reader.of(html.standalone(document))
    alternative = profile_of(document).alternative
    assert reader.labels.count(alternative) == 2
    assert "Arbeidsmengde og tid på telefonen" in alternative
    assert "klart dårligere" in alternative


def test_json_holds_no_number_that_json_does_not_have() -> None:
    same = ReleasedScale(n=34, mean=50.0, counts=((600, 34),))

    def constant(row: ReleasedRow) -> ReleasedRow:
        return replace(row, scales={key: replace(same, n=row.n, counts=((600, row.n),)) for key in row.scales})

    facts = content(with_whole(after(), constant), with_whole(before(), constant))
    document = word(facts, "nb")
    assert canonical(to_json(facts, document, fingerprint="ab"))
    for text in (str(document), Reader.of(html.standalone(document)).text):
        assert "nan" not in re.findall(r"[a-z]+", text.lower())
        assert "alle svarte helt likt" in text
