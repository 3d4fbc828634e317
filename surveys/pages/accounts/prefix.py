"""The beginning of the addresses that allauth itself writes: it knows of no language in them."""

from django.conf import settings
from django.urls.resolvers import LocalePrefixPattern
from django.utils.translation import get_language


class PartiesPrefix(LocalePrefixPattern):
    """`parter/<language>/`, with the language that is active; the middleware has it from the address."""

    def __init__(self) -> None:
        super().__init__(prefix_default_language=True)

    @property
    def language_prefix(self) -> str:
        return f"{settings.PARTIES_PATH[1:]}{get_language() or settings.LANGUAGE_CODE}/"
