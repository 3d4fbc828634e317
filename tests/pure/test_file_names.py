"""The names of files that are handed out."""

import pytest

from surveys.file_names import file_name


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (("Rapport", "Bærum kommune", "høsten 2026"), "rapport-baerum-kommune-hoesten-2026"),
        (("Rapport", "Ålesund Ø", "våren"), "rapport-aalesund-oe-vaaren"),
        (("Rapport", "Växjö", "hösten"), "rapport-vaexjoe-hoesten"),
        (("../../etc/passwd", '"\r\n'), "etcpasswd"),
        (("Ћирилица",), "tillit"),
    ],
)
def test_letters_are_spelt_and_none_is_lost(parts: tuple[str, ...], name: str) -> None:
    assert file_name(*parts) == name
