"""A questionnaire laid out as pages in one language: made once per version and language, then kept.

Background questions come on a page of their own, the last, and only where the wave's agreement lists them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from surveys.ballots.services import Sheet
from surveys.pages import background
from surveys.questionnaires.types import Item, MultipleItem, Questionnaire

SKIPPED = "0"
"""The value of "no wish to answer". As long as an answer's, so that the length of a form tells nothing."""

CHOSEN = " checked"
NOT_CHOSEN = " " * len(CHOSEN)

START = "start"
LAST = "box"
ABOUT = "about-you"
"""The page of the background questions. No section can be called so: a section's key has no hyphen."""


@dataclass(frozen=True, slots=True)
class Option:
    """One radio button or check box; `anchor` is its id on the page.

    Its markup is made once, in the two parts between which a chosen one has the word "checked": written anew for
    each of forty options, it cost half the time of a page.
    """

    value: str
    anchor: str
    label: str
    before: SafeString
    after: SafeString


@dataclass(frozen=True, slots=True)
class Question:
    """One fieldset. `name` is the field's name in the form, `key` the item's key in the questionnaire."""

    key: str
    name: str
    anchor: str
    text: str
    options: tuple[Option, ...]
    multiple: bool
    exclusive: frozenset[str] = frozenset()

    def values(self) -> frozenset[str]:
        """Return the values that may be chosen, not answering included."""
        return frozenset(option.value for option in self.options) | {SKIPPED}

    def label(self, value: str) -> str:
        """Return what an option is called on the page."""
        return next(option.label for option in self.options if option.value == value)

    def markup(self, chosen: frozenset[str]) -> SafeString:
        """Return the question's options in HTML, the chosen ones marked; of one length whatever is chosen."""
        parts = [
            f"{option.before}{CHOSEN if option.value in chosen else NOT_CHOSEN}{option.after}"
            for option in self.options
        ]
        return mark_safe("\n".join(parts))  # noqa: S308


@dataclass(frozen=True, slots=True)
class Page:
    """One section of the questionnaire on one page; `number` counts from 1.

    `shown` says of background questions, after the introduction, where groups by their answers are shown.
    """

    key: str
    number: int
    title: str
    introduction: str
    questions: tuple[Question, ...]
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """All pages of a questionnaire in one language; the page with the box comes after them."""

    title: str
    pages: tuple[Page, ...]

    @property
    def length(self) -> int:
        """How many pages there are, the one with the box included."""
        return len(self.pages) + 1

    def page(self, key: str) -> Page | None:
        """Return the page of a section, or None where there is none."""
        return next((page for page in self.pages if page.key == key), None)

    @property
    def about(self) -> Page | None:
        """The page of the background questions, or None where none are asked."""
        return self.page(ABOUT)

    def questions(self) -> Iterator[Question]:
        """Yield every question in the order of the pages."""
        for page in self.pages:
            yield from page.questions


_kept: dict[tuple[str, str], Layout] = {}
_kept_background: dict[tuple[str, str, str], Question] = {}


def laid_out(paper: Sheet, language: str) -> Layout:
    """Return the pages of what `paper` asks in `language`, which must be the active one for our own words."""
    questionnaire = paper.questionnaire
    place = (questionnaire.fingerprint, language)
    if place not in _kept:
        _kept[place] = _lay_out(questionnaire, language)
    layout = _kept[place]
    return replace(layout, pages=(*layout.pages, _about(paper, layout, language))) if paper.crossings else layout


def _about(paper: Sheet, layout: Layout, language: str) -> Page:
    questions = tuple(_kept_question(paper.questionnaire, key, language) for key in paper.crossings)
    shown = background.where(paper.divisions, paper.threshold)
    return Page(ABOUT, layout.length, background.title(), background.why(), questions, shown)


def _kept_question(questionnaire: Questionnaire, key: str, language: str) -> Question:
    place = (questionnaire.fingerprint, language, key)
    if place not in _kept_background:
        asked = next(one for one in questionnaire.background if one.key == key)
        labels = [label[language] for _key, label in asked.options]
        _kept_background[place] = _radio(key, asked.text[language], labels)
    return _kept_background[place]


def _lay_out(questionnaire: Questionnaire, language: str) -> Layout:
    pages = []
    for number, section in enumerate(questionnaire.sections, start=1):
        single = [_single(questionnaire, item, language) for item in questionnaire.items if item.section == section.key]
        multiple = [_multiple(item, language) for item in questionnaire.multiple if item.section == section.key]
        title, introduction = section.title[language], section.introduction[language]
        pages.append(Page(section.key, number, title, introduction, (*single, *multiple)))
    return Layout(questionnaire.title[language], tuple(pages))


def _single(questionnaire: Questionnaire, item: Item, language: str) -> Question:
    labels = [texts[language] for texts in questionnaire.answer_lists[item.answers]]
    return _radio(item.key, item.text[language], labels)


def _radio(key: str, text: str, labels: list[str]) -> Question:
    anchor = f"q-{key}"
    name = f"q.{key}"
    options = [_option("radio", name, str(value), anchor, label) for value, label in enumerate(labels, start=1)]
    options.append(_option("radio", name, SKIPPED, anchor, _("Vil ikke svare"), look="choice apart"))
    return Question(key, name, anchor, text, tuple(options), multiple=False)


def _multiple(item: MultipleItem, language: str) -> Question:
    anchor = f"m-{item.key}"
    name, text = f"m.{item.key}", item.text[language]
    options = tuple(_option("checkbox", name, key, anchor, label[language]) for key, label in item.options)
    return Question(item.key, name, anchor, text, options, multiple=True, exclusive=item.exclusive)


def _option(kind: str, name: str, value: str, group: str, label: str, *, look: str = "choice") -> Option:
    anchor = f"{group}-{value}"
    opening = (
        '<div class="ds-field {}" data-variant="outline"><input class="ds-input" type="{}" id="{}" name="{}" value="{}"'
    )
    before = format_html(opening, look, kind, anchor, name, value)
    after = format_html('><label for="{}">{}</label></div>', anchor, label)
    return Option(value, anchor, label, before, after)
