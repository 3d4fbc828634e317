"""Whether what is drawn in a picture can be told from what it is drawn on."""

import io

from PIL import Image

LEAST_CONTRAST = 4.5
"""WCAG 1.4.3, for text."""
LEAST_SHARE = 0.002
"""A colour with less of the picture than this is the edge of a letter and not its ink."""


def _luminance(grey: int) -> float:
    """Return the relative luminance of a grey of sRGB, as WCAG defines it."""
    part = grey / 255
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def readable(png: bytes) -> bool:
    """Tell whether the darkest and the lightest that there is enough of stand out from one another as text must."""
    with Image.open(io.BytesIO(png)) as picture:
        grey = picture.convert("L")
    least = grey.width * grey.height * LEAST_SHARE
    found = [_luminance(value) for value, pixels in enumerate(grey.histogram()) if pixels >= least]
    return (max(found) + 0.05) / (min(found) + 0.05) >= LEAST_CONTRAST
