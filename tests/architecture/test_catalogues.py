"""Every text that a person reads is in the catalogues, whole, in every language."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

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
