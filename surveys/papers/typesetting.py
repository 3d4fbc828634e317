"""Typst, from memory to memory: no page that is set here is ever a file on this machine."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import typst


@cache
def _template(file: Path) -> bytes:
    return file.read_bytes()


@cache
def _fonts() -> typst.Fonts:
    """Return Typst's own fonts alone, so that the same paper looks the same on every machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)


def pdf(template: Path, data: Any, *, name: str) -> bytes:
    """Return the template's PDF (PDF/UA-1, tagged), with `data` as JSON in `sys.inputs.NAME`.

    Every text goes in as data, never as markup. Raises typst.TypstError if the page breaks PDF/UA-1.
    """
    return typst.compile(
        _template(template),
        format="pdf",
        font_paths=_fonts(),
        sys_inputs={name: json.dumps(data, ensure_ascii=False)},
        pdf_standards="ua-1",
    )


PICTURE = Path(__file__).parent / "picture.typ"


def png(svg: str, *, width: float, dots_per_inch: float) -> bytes:
    """Return a drawing as a PNG, `width` points wide. Typst brings the font; other programs need the machine's own."""
    data = {"svg": svg, "width": width}
    return typst.compile(
        _template(PICTURE),
        format="png",
        font_paths=_fonts(),
        sys_inputs={"picture": json.dumps(data, ensure_ascii=False)},
        ppi=dots_per_inch,
    )
