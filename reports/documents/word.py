"""The report as a Word document (docx), made to paste from: real headings, real tables, pictures with their text."""

import io
from datetime import datetime
from typing import Any

from docx import Document as new_document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as WordParagraph

from reports.documents.archives import settled
from reports.documents.drawing import Shape, Theme
from reports.documents.model import BandsChart, Block, Document, Listing, Paragraph, Picture, Style, Table
from reports.documents.pictures import picture_svg
from surveys.papers.typesetting import png

FONT = "Arial"
ACCENT, QUIET = RGBColor(0x0B, 0x5F, 0x66), RGBColor(0x55, 0x60, 0x6E)
PAGE, MARGIN = (Cm(21.0), Cm(29.7)), Cm(2.0)
TEXT_WIDTH = Cm(17.0)
DOTS_PER_INCH = 220
HEADER_FILL = "E6F0F1"
WIDE_TABLE = 5
"""Columns from which a table is set in smaller type."""
LONGEST, SHORTEST = 36, 15
"""Signs between which a column's longest text counts for its width."""


def render(document: Document, made: datetime) -> bytes:
    """Return the docx; `made` stands as its date, so that the same report gives the same document."""
    written = new_document()
    _settings(written, document, made)
    _front(written, document)
    for section in document.sections:
        written.add_heading(section.title, level=section.level)
        for block in section.blocks:
            _block(written, block)
    _footer(written, document)
    file = io.BytesIO()
    written.save(file)
    return settled(file.getvalue())


def _settings(written: WordDocument, document: Document, made: datetime) -> None:
    """Set the paper, the language of every text, the properties and the looks of the headings."""
    code = f"{document.language}-{document.region}"
    page = written.sections[0]
    page.page_width, page.page_height = PAGE
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = MARGIN
    properties = written.core_properties
    properties.title, properties.author, properties.language = document.title, document.organisation, code
    properties.subject, properties.comments, properties.last_modified_by = document.subtitle, "", ""
    properties.created = properties.modified = made.replace(tzinfo=None, microsecond=0)
    styles = written.styles.element
    for language in styles.iter(qn("w:lang")):
        language.set(qn("w:val"), code)
    for name, size in (("Normal", 10), ("Title", 20), ("Heading 1", 14), ("Heading 2", 11.5), ("Caption", 9.5)):
        style = written.styles[name]
        if not isinstance(style, ParagraphStyle):
            raise TypeError(f"{name} is no style of a paragraph")
        style.font.name, style.font.size = FONT, Pt(size)
        # A theme's font goes before a named one, and Word's own theme lacks it elsewhere.
        for fonts in style.element.iter(qn("w:rFonts")):
            for theme in [key for key in fonts.attrib if "Theme" in str(key)]:
                del fonts.attrib[theme]
        if name != "Normal":
            style.font.color.rgb = ACCENT
            style.paragraph_format.keep_with_next = True


def _front(written: WordDocument, document: Document) -> None:
    """Write what stands before the parts: title, notice, facts and the short summary."""
    written.add_paragraph(document.title, style="Title")
    if document.notice_text:
        notice = written.add_paragraph()
        notice.add_run(f"{document.notice}. ").bold = True
        notice.add_run(document.notice_text)
    _styled(written.add_paragraph(), document.subtitle, Style.LEAD)
    written.add_heading(document.summary_title, level=1)
    for sentence in document.summary:
        written.add_paragraph(sentence)
    written.add_heading(document.facts_title, level=1)
    _grid(written, (), document.facts, words=(0, 1))


def _block(written: WordDocument, block: Block) -> None:
    if isinstance(block, Paragraph):
        _styled(written.add_paragraph(), block.text, block.style)
    elif isinstance(block, Listing):
        for point in block.points:
            written.add_paragraph(point, style="List Bullet")
    elif isinstance(block, Table):
        _table(written, block)
    elif isinstance(block, BandsChart) and not block.drawn:
        _table(written, block.table)
    else:
        _chart(written, block)


def _styled(paragraph: WordParagraph, text: str, style: Style) -> None:
    run = paragraph.add_run(text)
    if style is Style.LEAD:
        run.font.size = Pt(12)
    elif style is Style.VERDICT:
        run.bold = True
    elif style in {Style.NOTE, Style.CERTAINTY}:
        run.font.color.rgb = QUIET


def _table(written: WordDocument, table: Table) -> None:
    written.add_paragraph(table.caption, style="Caption")
    grid = _grid(written, table.header, table.rows, words=table.words)
    described = OxmlElement("w:tblCaption")
    described.set(qn("w:val"), table.caption)
    grid._tbl.tblPr.append(described)


def _grid(
    written: WordDocument, header: tuple[str, ...], rows: tuple[tuple[str, ...], ...], *, words: tuple[int, ...]
) -> WordTable:
    """Write a table whose header row, if any, is repeated on each page; figures stand to the right."""
    columns = len(rows[0]) if rows else len(header)
    lines = ([header] if header else []) + list(rows)
    grid: WordTable = written.add_table(rows=len(lines), cols=columns, style="Table Grid")
    grid.autofit = False
    size, widths = Pt(8 if columns >= WIDE_TABLE else 9), _widths(lines)
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
    for row, line in zip(grid.rows, lines, strict=True):
        is_header = bool(header) and line is lines[0]
        _row_settings(row._tr, is_header=is_header)
        for place, (cell, text) in enumerate(zip(row.cells, line, strict=True)):
            cell.width = widths[place]
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(2)
            run = paragraph.add_run(text)
            run.font.size, run.bold = size, is_header or place == 0
            if place not in words:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            if is_header:
                _fill(cell._tc)
    look = grid._tbl.tblPr.find(qn("w:tblLook"))
    if look is not None:
        look.set(qn("w:firstRow"), "1" if header else "0")
        look.set(qn("w:firstColumn"), "1")
    written.add_paragraph().paragraph_format.space_after = Pt(0)
    return grid


def _widths(lines: list[tuple[str, ...]]) -> list[Length]:
    """Part the width of the text among the columns, by the longest text that each holds."""
    longest = [min(max(len(text) for text in column), LONGEST) for column in zip(*lines, strict=True)]
    shares = [max(signs, SHORTEST) for signs in longest]
    return [Length(int(TEXT_WIDTH * share / sum(shares))) for share in shares]


def _row_settings(row: Any, *, is_header: bool) -> None:
    settings = row.get_or_add_trPr()
    settings.append(OxmlElement("w:cantSplit"))
    if is_header:
        settings.append(OxmlElement("w:tblHeader"))


def _fill(cell: Any) -> None:
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), HEADER_FILL)
    cell.get_or_add_tcPr().append(shade)


def _chart(written: WordDocument, chart: Picture) -> None:
    """Write the picture with its alternative text, and the same figures as a table after it."""
    drawing = picture_svg(chart, shape=Shape.PRINT, theme=Theme.LIGHT)
    image = png(drawing, width=TEXT_WIDTH.pt, dots_per_inch=DOTS_PER_INCH)
    picture = written.add_picture(io.BytesIO(image), width=TEXT_WIDTH)
    named = picture._inline.docPr
    named.set("descr", chart.alternative)
    named.set("title", chart.caption)
    written.paragraphs[-1].paragraph_format.keep_with_next = True
    written.add_paragraph(chart.caption, style="Caption")
    _table(written, chart.table)


def _footer(written: WordDocument, document: Document) -> None:
    """Write the notice and "page of pages" at the foot of every page, as fields that the reader's program counts."""
    paragraph = written.sections[0].footer.paragraphs[0]
    if document.notice:
        paragraph.add_run(f"{document.notice}   ")
    before, _mark, rest = document.page_label.partition("{page}")
    between, _mark, after = rest.partition("{pages}")
    for text, field in ((before, "PAGE"), (between, "NUMPAGES"), (after, "")):
        paragraph.add_run(text)
        if field:
            _field(paragraph, field)


def _field(paragraph: WordParagraph, name: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run = OxmlElement("w:r")
    shown = OxmlElement("w:t")
    shown.text = "1"
    run.append(shown)
    field.append(run)
    paragraph._p.append(field)
