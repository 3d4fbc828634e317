"""The report as a page of the site, under its strict content security policy."""

from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import override

from reports.documents import html
from reports.documents.content import build
from reports.documents.drawing import Shape, Theme
from reports.documents.wording import word
from tests.documents_factory import CONTEXT, after, before, questionnaire


def address(key: str, shape: Shape, theme: Theme) -> str:
    return f"/charts/{key}-{shape}-{theme}.svg"


def page() -> str:
    document = word(build(after(), before(), questionnaire(), CONTEXT, seed=1), "nb")
    request = RequestFactory().get("/parter/nb/")
    context = html.context(document, chart_address=address) | {"language": "nb"}
    with override("nb"):
        return render_to_string("documents/body.html", context, request)


def test_the_page_has_no_inline_style_script_or_drawing() -> None:
    written = page()
    for forbidden in ("<style", "style=", "<script", "<svg", "data:"):
        assert forbidden not in written


def test_the_chart_comes_in_two_shapes_and_two_themes_with_its_finding_in_words() -> None:
    written = page()
    for shape in (Shape.WIDE, Shape.NARROW):
        for theme in (Theme.LIGHT, Theme.DARK):
            assert address("profile", shape, theme) in written
    assert 'alt="Diagram over indeksene før og etter' in written


def test_tables_name_their_columns_for_a_phone_and_for_a_screen_reader() -> None:
    written = page()
    assert 'data-label="Endring"' in written
    assert '<th scope="row" role="rowheader">Tillit til ledelsen</th>' in written
    assert '<th scope="col" role="columnheader" class="report-figures">Etter</th>' in written
