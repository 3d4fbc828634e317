"""Every address of the site, read from the address table itself."""

from collections.abc import Iterator, Mapping
from functools import cache

from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve, reverse
from django.urls.resolvers import RegexPattern
from django.utils import translation

from project import languages

NO_PAGES = {
    "front": "leads on to the page in the reader's language",
    "keys-document": "JSON",
    "respond-cast": "takes in a ballot by POST",
    "collect-look-up": "answers the script in JSON, by POST",
    "collect-sign": "answers the script in JSON, by POST",
    "sign-out": "takes a POST and leads on",
    "invitation-send": "takes a POST and leads on",
    "invitation-revoke": "takes a POST and leads on",
    "roster-sample": "a file",
    "wave-lock": "takes a POST and leads on",
    "invitations-choose": "takes a POST and leads on",
    "invitations-remind": "takes a POST and leads on",
    "invitations-new-link": "takes a POST and leads on",
    "change-take-back": "takes a POST and leads on",
    "feed-revoke": "takes a POST and leads on",
    "register-file": "a file",
    "measure-answer-for": "takes a POST and leads on",
    "measure-say": "takes a POST and leads on",
    "measure-evaluate": "takes a POST and leads on",
    "measure-settle": "takes a POST and leads on",
    "measure-confirm": "takes a POST and leads on",
    "opening-share": "a file",
    "poster": "a file",
    "wave-record": "a file",
    "loss": "takes a POST and leads on",
    "loss-withdraw": "takes a POST and leads on",
    "trends-chart": "a picture, which is seen in its page",
    "sharing-stop": "takes a POST and leads on",
    "report-chart": "a picture, which is seen in its page",
    "report-file": "a file",
    "report-zip": "a file",
    "report-register-pdf": "a file",
    "report-read": "takes a POST and leads on",
    "shared-pdf": "a file",
    "shared-chart": "a picture, which is seen in its page",
    "mfa_login_webauthn": "answers the script in JSON",
    "mfa_list_webauthn": "leads on to the account",
    "api-reports": "JSON",
    "api-report": "JSON",
    "api-register": "JSON",
    "api-schema": "a description for programs",
    "feed": "a calendar",
    "alive": "JSON",
    "ready": "JSON",
}
"""What answers a GET with no page of its own, and why. test_every_page.py asks each of them."""


TWINS = {"account_login": "sign-in"}
"""The name that allauth knows a page by, and the one that the page is found under."""
COSTLY = frozenset({"report-file", "report-zip", "report-register-pdf", "shared-pdf", "poster", "wave-record"})
"""Files that take long to make; the tests of each open what they get."""


def _entries(resolver: URLResolver, wanted: frozenset[str]) -> Iterator[tuple[str, frozenset[str]]]:
    for entry in resolver.url_patterns:
        if isinstance(entry.pattern, RegexPattern):
            own = set(entry.pattern.regex.groupindex)
        else:
            own = set(getattr(entry.pattern, "converters", {}))
        if isinstance(entry, URLResolver):
            yield from _entries(entry, wanted | own)
        elif isinstance(entry, URLPattern):
            yield entry.name or str(entry.pattern), wanted | own


@cache
def known() -> dict[str, frozenset[str]]:
    """Return each address's name with the names of the values that stand in it."""
    return dict(_entries(get_resolver("project.urls"), frozenset()))


def wanted_by(name: str) -> frozenset[str]:
    return known()[name]


def path(name: str, values: Mapping[str, object]) -> str:
    """Return the address of this name; the language is the one that the values name."""
    with translation.override(str(values["language"])):
        return reverse(name, kwargs={key: values[key] for key in wanted_by(name)})


def name_of(path: str) -> str | None:
    """Return the name of the address; None where there is nothing at it."""
    with translation.override(languages.in_address(path) or "nb"):
        try:
            return resolve(path).url_name
        except Resolver404:
            return None


def escaped(seen: set[str], *, names: set[str] | None = None) -> list[str]:
    """Return the addresses that are neither seen as pages nor known to be none."""
    twins = {other for other, name in TWINS.items() if name in seen}
    return sorted((set(known()) if names is None else names) - seen - twins - set(NO_PAGES))
