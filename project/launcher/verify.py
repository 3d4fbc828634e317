"""Checks a wave's published record, or the signed files of its report, on a machine without the database.

Nothing is installed, and nothing is asked for. The checks are the ones that stand in surveys/verification, with the
modules that the server itself uses.
"""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from surveys.verification import words
from surveys.verification.checks import Finding, verify
from surveys.verification.files import MANIFEST
from surveys.verification.reading import Unreadable, read
from surveys.verification.report import SUMS, verify_report

HOLDS, BROKEN, UNREADABLE = 0, 1, 2
"""Exit statuses."""


def verified(path: Path, language: str) -> int:
    """Print every check in words of the language; return HOLDS, BROKEN or UNREADABLE."""
    try:
        files = read(path)
        if MANIFEST not in files and SUMS not in files:
            raise Unreadable("no_record")
    except Unreadable as fault:
        print(words.UNREADABLE[fault.reason][language])
        return UNREADABLE
    if SUMS in files:
        found, key = verify_report(files)
        return _told(found, words.REPORT_ENDINGS, {} if key is None else {"key": key}, language)
    findings, by_eye = verify(files)
    return _told(findings, words.ENDINGS, {} if by_eye is None else asdict(by_eye), language)


def _told(
    findings: list[Finding], endings: Mapping[bool, words.Texts], by_eye: Mapping[str, str], language: str
) -> int:
    """Print the findings, how it ended, and what to compare by eye; return the exit status."""
    holds = all(finding.passed is not False for finding in findings)
    width = max(len(mark[language]) for mark in words.MARKS.values())
    for finding in findings:
        print(_line(finding, language, width))
    print(f"\n{endings[holds][language]}")
    if holds and by_eye:
        _compare(by_eye, language)
    return HOLDS if holds else BROKEN


def _line(finding: Finding, language: str, width: int) -> str:
    sentence = f"{words.MARKS[finding.passed][language]:<{width}}  {words.CHECKS[finding.check][language]}"
    if finding.check not in words.DETAILS or not finding.values:
        return sentence
    return f"{sentence} ({_printable(words.DETAILS[finding.check][language].format_map(finding.values))})"


def _compare(by_eye: Mapping[str, str], language: str) -> None:
    print(words.COMPARE[language])
    for name, value in by_eye.items():
        print(f"  {_printable(value)}\n    {words.BY_EYE[name][language]}")


def _printable(text: str) -> str:
    # A record comes from elsewhere: an escape sequence in it could rewrite what the terminal shows.
    return "".join(sign if sign.isprintable() else " " for sign in text)
