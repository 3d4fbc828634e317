"""Message catalogues are compiled when they are newer, and a bad one is named."""

import gettext
import os
import sys
from pathlib import Path

import pytest

from project.launcher.catalogues import compile_catalogues, compiled, stale
from project.launcher.console import Stop
from project.launcher.installation import Installation

HERE = Installation(Path(sys.prefix))
HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def catalogue(root: Path, text: str) -> Path:
    file = root / "locale" / "nn" / "LC_MESSAGES" / "django.po"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(HEAD + text, encoding="utf-8")
    return file


def test_a_newer_source_is_compiled_and_an_older_one_left_alone(tmp_path: Path) -> None:
    source = catalogue(tmp_path, 'msgid "Runde"\nmsgstr "Omgang"\n')
    assert stale(tmp_path) == [source]
    compile_catalogues(HERE, tmp_path)
    with compiled(source).open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Runde") == "Omgang"
    assert stale(tmp_path) == []
    later = compiled(source).stat().st_mtime + 10
    os.utime(source, (later, later))
    assert stale(tmp_path) == [source]


def test_a_bad_catalogue_is_named_and_leaves_nothing_behind(tmp_path: Path) -> None:
    source = catalogue(tmp_path, '#, python-format\nmsgid "%(count)d runder"\nmsgstr "%(tal)d rundar"\n')
    with pytest.raises(Stop, match=r"locale/nn/LC_MESSAGES/django\.po could not be compiled"):
        compile_catalogues(HERE, tmp_path)
    assert [file.name for file in source.parent.iterdir()] == ["django.po"]
