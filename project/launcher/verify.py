"""Checks a wave's published record on a machine without the database: nothing is installed, and nothing is asked for.

The checks are the ones that stand in surveys/verification, with the modules that the server itself uses.
"""

from dataclasses import asdict
from pathlib import Path

from surveys.verification import words
from surveys.verification.checks import ByEye, Finding, verify
from surveys.verification.files import MANIFEST
from surveys.verification.reading import Unreadable, read

HOLDS, BROKEN, UNREADABLE = 0, 1, 2
"""Exit statuses."""


def verified(path: Path, language: str) -> int:
    """Print every check in words of the language; return HOLDS, BROKEN or UNREADABLE."""
    try:
        files = read(path)
        if MANIFEST not in files:
            raise Unreadable("no_record")
    except Unreadable as fault:
        print(words.UNREADABLE[fault.reason][language])
        return UNREADABLE
    findings, by_eye = verify(files)
    holds = all(finding.passed is not False for finding in findings)
    width = max(len(mark[language]) for mark in words.MARKS.values())
    for finding in findings:
        print(_line(finding, language, width))
    print(f"\n{words.ENDINGS[holds][language]}")
    if holds and by_eye is not None:
        _compare(by_eye, language)
    return HOLDS if holds else BROKEN


def _line(finding: Finding, language: str, width: int) -> str:
    sentence = f"{words.MARKS[finding.passed][language]:<{width}}  {words.CHECKS[finding.check][language]}"
    if finding.check not in words.DETAILS or not finding.values:
        return sentence
    return f"{sentence} ({_printable(words.DETAILS[finding.check][language].format_map(finding.values))})"


def _compare(by_eye: ByEye, language: str) -> None:
    print(words.COMPARE[language])
    for name, value in asdict(by_eye).items():
        print(f"  {_printable(value)}\n    {words.BY_EYE[name][language]}")


def _printable(text: str) -> str:
    # A record comes from elsewhere: an escape sequence in it could rewrite what the terminal shows.
    return "".join(sign if sign.isprintable() else " " for sign in text)
