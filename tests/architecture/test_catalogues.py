"""Every text that a person reads is in the catalogues, whole, in every language."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

from tests.architecture.bare_texts import in_code, in_template, templates

ROOT = Path(__file__).resolve().parents[2]
TRANSLATED = ("nn", "sv", "en")
SEARCHED = ("project", "surveys", "reports")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|\{\w*\}")
TAG = re.compile(r"</?\w+[^>]*>")


def catalogue(language: str, root: Path = ROOT) -> polib.POFile:
    return polib.pofile(str(root / "locale" / language / "LC_MESSAGES" / "django.po"))


def texts(entry: polib.POEntry) -> list[tuple[str, str]]:
    """Return pairs (source, translation), one for each plural form."""
    if not entry.msgid_plural:
        return [(entry.msgid, entry.msgstr)]
    return [(entry.msgid, entry.msgstr_plural[0]), (entry.msgid_plural, entry.msgstr_plural[1])]


def faults(entry: polib.POEntry) -> list[str]:
    """Return what is wrong with a translation."""
    found = ["fuzzy"] if "fuzzy" in entry.flags else []
    for source, translation in texts(entry):
        if not translation.strip():
            found.append("untranslated")
        elif set(PLACEHOLDER.findall(source)) != set(PLACEHOLDER.findall(translation)):
            found.append("other placeholders")
        elif sorted(TAG.findall(source)) != sorted(TAG.findall(translation)):
            found.append("other tags")
    return found


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_is_translated(language: str) -> None:
    wrong = {entry.msgid: faults(entry) for entry in catalogue(language) if faults(entry)}
    assert wrong == {}


def test_the_check_finds_each_fault() -> None:
    assert faults(polib.POEntry(msgid="Svar", msgstr="")) == ["untranslated"]
    assert faults(polib.POEntry(msgid="Svar", msgstr="Answer", flags=["fuzzy"])) == ["fuzzy"]
    assert faults(polib.POEntry(msgid="%(n)s svar", msgstr="answers")) == ["other placeholders"]
    assert faults(polib.POEntry(msgid="<b>Svar</b>", msgstr="Answer")) == ["other tags"]
    plural = polib.POEntry(msgid="svar", msgid_plural="svar", msgstr_plural={0: "answer", 1: ""})
    assert faults(plural) == ["untranslated"]


def test_the_catalogues_hold_what_the_code_says(tmp_path: Path) -> None:
    for folder in (*SEARCHED, "locale"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
    shutil.copy(ROOT / "manage.py", tmp_path)
    (tmp_path / "tests").mkdir()
    shutil.copy(ROOT / "tests" / "fast_argon2.py", tmp_path / "tests")
    languages = [word for language in ("nb", *TRANSLATED) for word in ("-l", language)]
    command = [
        sys.executable,
        "manage.py",
        "makemessages",
        *languages,
        "--no-obsolete",
        "--no-wrap",
        "--verbosity",
        "0",
    ]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    for language in ("nb", *TRANSLATED):
        fresh = {entry.msgid for entry in catalogue(language, tmp_path)}
        kept = {entry.msgid for entry in catalogue(language)}
        assert fresh - kept == set(), f"{language}: run makemessages and translate"
        assert kept - fresh == set(), f"{language}: no longer used"


FOUR_LANGUAGES = {"project/demo/scenario.py", "project/demo/register.py", "surveys/verification/words.py"}
"""Where a text stands in the code in the languages it is read in: the demo's own workplace, whose parties write their
register in bokmål, and the verifier, which runs on the standard library alone."""


def test_no_template_has_text_outside_the_catalogues() -> None:
    found = {str(path.relative_to(ROOT)): in_template(path.read_text()) for path in templates(ROOT, SEARCHED)}
    assert len(found) > 30
    assert {path: words for path, words in found.items() if words} == {}


def test_no_module_has_norwegian_text_outside_the_catalogues() -> None:
    modules = [path for folder in SEARCHED for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts]
    found = {str(path.relative_to(ROOT)): in_code(path.read_text()) for path in modules}
    assert {path for path, texts in found.items() if texts} == FOUR_LANGUAGES


@pytest.mark.parametrize(
    "planted",
    [
        "<p>Les dette</p>",
        '<a href="{% url \'home\' %}">{% translate "Hjem" %} og mer</a>',
        '<img src="a.png" alt="Et bilde">',
        '<button aria-label="Lukk">x</button>',
        '<meta name="description" content="Om oss">',
    ],
)
def test_the_check_finds_a_bare_text_in_a_template(planted: str) -> None:
    assert in_template(planted) != []


@pytest.mark.parametrize(
    "sound",
    [
        '{% translate "Les dette" %} <b>{{ name }}</b>',
        "{% blocktranslate trimmed with a=b %}Les <b>dette</b> {{ a }}{% endblocktranslate %}",
        "<script>const words = 1</script>",
        "{% block body_class %}narrow{% endblock %}",
        '<input name="read" value="yes" autocomplete="off">',
    ],
)
def test_what_no_person_reads_is_let_be(sound: str) -> None:
    assert in_template(sound) == []


def test_the_check_finds_a_bare_text_in_a_module() -> None:
    assert in_code('raise Stated("Runden er lukket og kan ikke åpnes.")') != []
    assert in_code('raise Stated(_("Runden er lukket og kan ikke åpnes."))') == []
    assert in_code('"""Return «a og b» where it can."""\nkey = "surveys.read_by"') == []
