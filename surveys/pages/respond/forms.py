"""What a respondent has filled in so far, read from one form: the page in view and what travels in hidden fields."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from surveys.ballots.types import Answers
from surveys.pages.respond.layout import LAST, SKIPPED, START, Layout, Page, Question

NEXT, BACK, STAY, CAST, TO = "next", "back", "stay", "cast", "to:"
_HIDDEN = '<input type="hidden" name="{}" value="{}">'
_OWN_FIELDS = frozenset({"code", "at", "go"})


@dataclass(frozen=True, slots=True)
class Stated:
    """One error: where on the page it can be mended, and what it says."""

    anchor: str
    message: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A form as it came. `values` holds what was sent for each question, right or wrong, so that nothing is lost."""

    layout: Layout
    code: str
    at: str
    go: str
    values: Mapping[str, tuple[str, ...]]
    junk: bool

    def visited(self, page: Page) -> bool:
        """Tell whether the person has sent this page, be it without an answer."""
        return page.key == self.at or any(question.name in self.values for question in page.questions)

    def first_unvisited(self, before: int) -> Page | None:
        """Return the earliest page numbered below `before` that was never sent."""
        return next((page for page in self.layout.pages if page.number < before and not self.visited(page)), None)

    def first_wrong(self, before: int) -> Page | None:
        """Return the earliest page numbered below `before` that holds an error."""
        return next((page for page in self.layout.pages if page.number < before and self.errors(page)), None)

    def errors(self, page: Page) -> dict[str, Stated]:
        """Return the errors on a page by question key."""
        found = ((question, self._error(question)) for question in page.questions)
        return {question.key: Stated(_first_anchor(question), text) for question, text in found if text}

    def _error(self, question: Question) -> str | None:
        sent = self.values.get(question.name, ())
        if not question.values().issuperset(sent):
            return _("Svaret på «%(question)s» er ikke et av alternativene. Velg på nytt.") % {
                "question": question.text
            }
        if not question.multiple and len(sent) > 1:
            return _("«%(question)s» har fått mer enn ett svar. Velg ett.") % {"question": question.text}
        alone = question.exclusive.intersection(sent)
        if alone and len(sent) > 1:
            label = question.label(min(alone))
            return _("«%(option)s» kan ikke velges sammen med andre svar. Fjern enten det eller de andre.") % {
                "option": label
            }
        return None

    def chosen(self, question: Question) -> frozenset[str]:
        """Return the values to show as chosen."""
        return frozenset(self.values.get(question.name, ()))

    def answered(self, page: Page) -> int:
        """Count the questions on a page that have an answer."""
        return sum(1 for question in page.questions if self.chosen(question) - {SKIPPED})

    def answers(self) -> Answers:
        """Return the answers to be sealed; call it only when no page has an error."""
        single: dict[str, int] = {}
        multiple: dict[str, frozenset[str]] = {}
        for question in self.layout.questions():
            chosen = self.chosen(question) - {SKIPPED}
            if question.multiple and chosen:
                multiple[question.key] = chosen
            elif chosen:
                single[question.key] = int(next(iter(chosen)))
        return Answers(single, multiple)

    def hidden(self, *, without: str = "") -> SafeString:
        """Return the hidden fields that carry the code and every visited page but the one in view.

        Blanks stand for the options that are not chosen, so that the length tells nothing of the answers.
        """
        fields = format_html_join("", _HIDDEN, self._carried(without))
        every = format_html_join("", _HIDDEN, self._possible(without))
        code = format_html(_HIDDEN, "code", self.code)
        return format_html("{}{}{}", code, fields, " " * (len(every) - len(fields)))

    def _carried(self, without: str) -> Iterator[tuple[str, str]]:
        for page in self.layout.pages:
            if page.key == without or not self.visited(page):
                continue
            for question in page.questions:
                for value in self.values.get(question.name) or (SKIPPED,):
                    yield question.name, value

    def _possible(self, without: str) -> Iterator[tuple[str, str]]:
        """Yield the longest that `_carried` can be: each list of check boxes with everything chosen."""
        for page in self.layout.pages:
            if page.key == without or not self.visited(page):
                continue
            for question in page.questions:
                values = [option.value for option in question.options] if question.multiple else [SKIPPED]
                yield from ((question.name, value) for value in values)


def read(sent: QueryDict, layout: Layout, *, code: str) -> Draft:
    """Return what a form holds; `code` is the slip's code in its normal form.

    A field that is no part of the form, or one of the form's own sent twice with different values, makes it `junk`.
    """
    values: dict[str, tuple[str, ...]] = {}
    for question in layout.questions():
        if question.name in sent:
            # The same value twice says nothing new; the order of first appearance is kept.
            values[question.name] = _cleaned(question, tuple(dict.fromkeys(sent.getlist(question.name))))
    unknown = set(sent) - _OWN_FIELDS - values.keys()
    contradicts = any(len(set(sent.getlist(name))) > 1 for name in ("at", "go"))
    # The code alone asks for the page before the first question, not for the question.
    at, go = sent.get("at", START), sent.get("go", NEXT if "at" in sent else STAY)
    known_at = at in (START, LAST) or layout.page(at) is not None
    known_go = go in (NEXT, BACK, STAY, CAST) or (go.startswith(TO) and layout.page(go.removeprefix(TO)) is not None)
    junk = bool(unknown) or contradicts or not known_at or not known_go
    return Draft(layout, code, at if known_at else START, go if known_go else STAY, values, junk)


def _cleaned(question: Question, sent: tuple[str, ...]) -> tuple[str, ...]:
    """Drop the mark of a visited but unanswered list of check boxes once something is chosen."""
    if question.multiple and len(sent) > 1:
        return tuple(value for value in sent if value != SKIPPED)
    return sent


def _first_anchor(question: Question) -> str:
    return question.options[0].anchor
