"""The demo as a newcomer runs it: in a process of its own, on a database of its own, every answer over HTTP."""

import csv
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pypdf import PdfReader
from scipy import stats

from project.demo.answers import columns
from project.demo.latent import answers_of
from surveys.questionnaires.loading import load
from surveys.questionnaires.types import LANGUAGES, Questionnaire

ROOT = Path(__file__).resolve().parents[2]
QUESTIONNAIRE = load("arbeidshverdag", 1)
SYNTHETIC = {"nb": "syntetisk", "nn": "syntetisk", "sv": "syntetisk", "en": "synthetic"}


@dataclass(frozen=True)
class Run:
    """One run of the demo: its exit status, what it said, and the folder with its files."""

    status: int
    said: str
    folder: Path

    def report(self) -> dict[str, Any]:
        data: dict[str, Any] = json.loads((self.folder / "report.json").read_text())
        return data

    def answered(self) -> list[dict[str, str]]:
        with (self.folder / "record.csv").open(newline="") as file:
            delimiter = ";" if ";" in file.readline() else ","
            file.seek(0)
            return list(csv.DictReader(file, delimiter=delimiter))


def demo(folder: Path, *arguments: str) -> Run:
    """Run `manage.py demo` as the launcher does."""
    state = folder / "state"
    own = {name: value for name, value in os.environ.items() if not name.startswith(("TILLIT_", "DJANGO_"))}
    environment = own | {
        "DJANGO_SETTINGS_MODULE": "project.settings.development",
        "TILLIT_STATE": str(state),
        "TILLIT_DATABASE": f"sqlite:///{state / 'demo.sqlite3'}",
    }
    command = [sys.executable, str(ROOT / "manage.py"), "demo", "--no-serve", "--out", str(folder), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=folder, check=False)
    return Run(done.returncode, done.stdout + done.stderr, folder)


@pytest.fixture(scope="module")
def model_case(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("model")
    return demo(folder, "--record", str(folder / "record.csv"))


@pytest.fixture(scope="module")
def from_file(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Sixty people in two units of each wave, answers from the latent model at another seed, said to be real."""
    folder = tmp_path_factory.mktemp("file")
    places = {wave: [(n, f"Avdeling {wave}-{n % 2}") for n in range(90)] for wave in "12"}
    drawn = answers_of(QUESTIONNAIRE, places, seed=77)
    lines = [line for wave in "12" for line in [line for line in drawn if line.wave == wave][:60]]
    assert len(lines) == 120
    with (folder / "record.csv").open("w", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(columns(QUESTIONNAIRE))
        for line in lines:
            chosen = ["|".join(sorted(line.answers.multiple[item.key])) for item in QUESTIONNAIRE.multiple]
            writer.writerow(
                [line.wave, line.unit, *(line.answers.single.get(i.key, "") for i in QUESTIONNAIRE.items), *chosen]
            )
    return demo(folder, "--answers", str(folder / "record.csv"), "--real", "--name", "Havna servicesenter")


def scores(rows: list[dict[str, str]], wave: str, scale: str) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Recompute a scale's scores from the sheets in another way than the product: in floats, sheet by sheet."""
    found = next(entry for entry in QUESTIONNAIRE.scales if entry.key == scale)
    turned = {item.key for item in QUESTIONNAIRE.items if item.reversed}
    points = []
    for row in rows:
        given = [
            (5 - int(row[key]) if key in turned else int(row[key]) - 1) * 25.0 for key in found.items if row[key] != ""
        ]
        if row["wave"] == wave and 2 * len(given) >= len(found.items):
            points.append(sum(given) / len(given))
    return np.array(points)


def check_figures(run: Run) -> Iterator[str]:
    """Compare every scale's means, change and interval with scipy on the sheets; yield the scales compared."""
    rows, report = run.answered(), run.report()
    for scale in report["scales"]:
        before, after = scores(rows, "1", scale["key"]), scores(rows, "2", scale["key"])
        assert scale["before"]["n"] == len(before)
        assert scale["before"]["mean"]["value"] == pytest.approx(before.mean(), abs=1e-9)
        assert scale["after"]["mean"]["value"] == pytest.approx(after.mean(), abs=1e-9)
        test = stats.ttest_ind(after, before, equal_var=False)
        interval = test.confidence_interval(0.95)
        change = scale["change"]
        assert change["difference"]["value"] == pytest.approx(after.mean() - before.mean(), abs=1e-9)
        assert (change["low"]["value"], change["high"]["value"]) == pytest.approx((interval.low, interval.high))
        yield scale["key"]


def all_scales(questionnaire: Questionnaire) -> set[str]:
    return {scale.key for scale in questionnaire.scales}


def test_the_model_case_leaves_its_report(model_case: Run) -> None:
    assert model_case.status == 0, model_case.said
    for language in LANGUAGES:
        page = (model_case.folder / f"report-{language}.html").read_text()
        assert f'lang="{language}"' in page
        assert SYNTHETIC[language] in page.lower()
        sheet = PdfReader(model_case.folder / f"report-{language}.pdf")
        assert 4 <= len(sheet.pages) <= 8
        for number, leaf in enumerate(sheet.pages, start=1):
            assert SYNTHETIC[language] in leaf.extract_text().lower(), f"{language}, page {number}"
    assert model_case.report()["synthetic"] is True


def test_the_register_finds_what_is_not_in_it_and_what_is_overdue(model_case: Run) -> None:
    page = (model_case.folder / "report-nb.html").read_text()
    assert page.count("men ikke ført opp i registeret") == 1
    assert "Registrering av når folk logger på og av: opplevd av" in page
    assert "(«Køskjermer»): over fristen etter arbeidsmiljøloven § 9-2 tredje ledd." in page
    assert page.count(": over fristen etter") == 1
    for language in LANGUAGES:
        sheet = PdfReader(model_case.folder / f"register-{language}.pdf")
        assert len(sheet.pages) == 2
        assert SYNTHETIC[language] in sheet.pages[0].extract_text().lower()


def test_every_ballot_came_through_the_respondents_pages(model_case: Run) -> None:
    sheets = model_case.answered()
    waves = model_case.report()["waves"]
    for wave, side in (("1", "before"), ("2", "after")):
        sent = sum(row["wave"] == wave for row in sheets)
        ballots = waves[side]["ballots"]
        assert (ballots["spent"], ballots["accepted"], ballots["undecryptable"]) == (sent, sent, 0)
        year = waves[side]["key"]
        # By slip: the code, before the first question, each section, the box. By link: the look-up, the keys, the
        # signature, the page with all questions, the ballot.
        each = {"1": len(QUESTIONNAIRE.sections) + 3, "2": 5}[wave]
        assert f"{year}: {sent} of {sent} have answered ({sent * each} requests over HTTP)" in model_case.said
    assert waves["before"]["opened"] == "2018-10-01"
    assert waves["after"]["opened"] == "2019-09-30"


def test_the_model_cases_figures_equal_an_independent_computation(model_case: Run) -> None:
    assert set(check_figures(model_case)) == all_scales(QUESTIONNAIRE)


def test_the_model_case_tells_its_story(model_case: Run) -> None:
    """Most things better; being watched by colleagues and hours on the phone worse; teams shown for one wave alone."""
    report = model_case.report()
    assert {"watched_by_colleagues", "workload"} <= set(report["worse"])
    assert "schedule_control" in report["better"]
    assert len(report["better"]) > len(report["worse"])
    assert {(group["unit"], group["wave"]) for group in report["groups"]} >= {("lag-a", "before")}
    assert [change["date"] for change in report["changes"]] == ["2019-05-06"]


def test_answers_from_a_file_take_the_same_path(from_file: Run) -> None:
    assert from_file.status == 0, from_file.said
    assert set(check_figures(from_file)) == all_scales(QUESTIONNAIRE)
    report = from_file.report()
    assert [report["waves"][side]["answered"] for side in ("before", "after")] == [60, 60]
    assert (report["synthetic"], report["organisation"], report["changes"]) == (False, "Havna servicesenter", [])
    for language in LANGUAGES:
        words = " ".join(leaf.extract_text() for leaf in PdfReader(from_file.folder / f"report-{language}.pdf").pages)
        assert SYNTHETIC[language] not in words.lower()
        assert SYNTHETIC[language] not in (from_file.folder / f"report-{language}.html").read_text().lower()


def test_a_bad_line_is_named_and_nothing_is_sent(tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    names = columns(QUESTIONNAIRE)
    rows = [["1", "a", *[""] * (len(names) - 2)], ["2", "a", "9", *[""] * (len(names) - 3)]]
    bad.write_text("\n".join(",".join(row) for row in (names, *rows)))
    run = demo(tmp_path, "--answers", str(bad))
    assert run.status != 0
    assert "Nothing was sent" in run.said
    assert "line 3: switch_tasks must be empty or 1 to 5, not '9'" in run.said
    assert not (tmp_path / "state" / "demo.sqlite3").exists()
    assert not (tmp_path / "report.json").exists()


def test_the_demo_never_empties_another_database(tmp_path: Path) -> None:
    own = {name: value for name, value in os.environ.items() if not name.startswith(("TILLIT_", "DJANGO_"))}
    file = tmp_path / "real.sqlite3"
    file.write_bytes(b"")
    environment = own | {
        "DJANGO_SETTINGS_MODULE": "project.settings.development",
        "TILLIT_STATE": str(tmp_path),
        "TILLIT_DATABASE": f"sqlite:///{file}",
    }
    command = [sys.executable, str(ROOT / "manage.py"), "demo", "--no-serve", "--out", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode != 0
    assert "demo.sqlite3" in done.stderr
    assert file.exists()
