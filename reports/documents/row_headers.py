"""Tags that Typst cannot write yet: the first cell of a table's row as its header, with scope (ADR 7)."""

import io
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name

ROW_GROUPS = (Name.TBody, Name.TFoot)


def with_row_headers(sheet: bytes) -> bytes:
    """Return a tagged PDF in which each row of each table has its header: a TH whose scope is the row.

    Where the first cell spans rows, the cell beside it is the header of its row too. The same bytes in give the same
    bytes out. Raises pikepdf.PdfError for what is no PDF.
    """
    with pikepdf.open(io.BytesIO(sheet)) as read:
        tree = read.Root.get(Name.StructTreeRoot)
        if tree is not None:
            for table in _elements(tree, Name.Table):
                for row in _rows(table):
                    _mark(row)
        # False is what an absent entry means, and pdfinfo takes a written false for an error.
        marks = read.Root.get(Name.MarkInfo)
        if marks is not None and Name.Suspects in marks and not marks.Suspects:
            del marks.Suspects
        written = io.BytesIO()
        read.save(written, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return written.getvalue()


def _children(node: pikepdf.Object) -> Iterator[Dictionary]:
    """Yield the structure elements right below one; marks of content are passed by."""
    below = node.get(Name.K)
    for one in below if isinstance(below, Array) else [below]:
        if isinstance(one, Dictionary) and Name.S in one:
            yield one


def _elements(node: pikepdf.Object, kind: Name) -> Iterator[Dictionary]:
    for one in _children(node):
        if kind == one.S:
            yield one
        yield from _elements(one, kind)


def _rows(table: Dictionary) -> Iterator[Dictionary]:
    """Yield the rows of a table without those of its head."""
    for one in _children(table):
        if one.S == Name.TR:
            yield one
        elif one.S in ROW_GROUPS:
            yield from (row for row in _children(one) if row.S == Name.TR)


def _mark(row: Dictionary) -> None:
    """Make headers of the first cell or cells. A cell's own list of headers lacks them, and gives way to scope."""
    cells = list(_children(row))
    headers = cells[:2] if cells and _span(cells[0]) > 1 else cells[:1]
    for place, cell in enumerate(cells):
        table = _of_table(cell)
        if Name.Headers in table:
            del table.Headers
        if place < len(headers) and cell.S == Name.TD:
            cell.S = Name.TH
            table.Scope = Name.Row
        cell.A = Array([table])


def _span(cell: Dictionary) -> int:
    return int(_of_table(cell).get(Name.RowSpan, 1))


def _of_table(cell: Dictionary) -> Dictionary:
    """Return the cell's attributes of a table; Typst writes no others for a cell."""
    kept = cell.get(Name.A)
    listed = list(kept) if isinstance(kept, Array) else [kept]
    return next((one for one in listed if isinstance(one, Dictionary)), Dictionary(O=Name.Table))
