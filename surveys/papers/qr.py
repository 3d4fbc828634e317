"""QR codes as drawings."""

import io

import segno

QUIET_ZONE = 4
"""Light modules round the code: ISO/IEC 18004, section 9.1, asks for four."""


def svg(text: str) -> str:
    """Return a QR code of `text` as SVG, black on white, with its quiet zone; it has no size of its own."""
    code = segno.make(text, error="m", micro=False)
    drawn = io.BytesIO()
    code.save(drawn, kind="svg", border=QUIET_ZONE, dark="#000", light="#fff", omitsize=True, xmldecl=False, nl=False)
    return drawn.getvalue().decode()
