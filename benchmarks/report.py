"""How long the files of a report take, by the size of a workplace. Run by hand:

    python -m benchmarks.report [--units 60] [--answered 1100]

Every form in every language, signed lists and zip apart: first a workplace of 40 people whose whole and two teams are
shown, then one of many units. The people are synthetic and answer from a latent model with a seed. Each is timed in a
process that has drawn nothing before. Targets on two cores: 40 people under 20 s, 1 100 people in 60 units under 60 s.
"""

import argparse
import multiprocessing
import os
import time
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

import django

MADE = datetime(2019, 10, 1, 12, tzinfo=UTC)
SMALL = (0, 34)


def measured(size: tuple[int, int]) -> None:
    """Time each form and print seconds and bytes. `size` is units and people; no units: the small workplace."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings.test")
    django.setup()
    from reports.documents.content import build
    from reports.documents.files import Form, render
    from reports.documents.wording import word
    from surveys.questionnaires.types import LANGUAGES
    from tests.documents_factory import CONTEXT, after, before, questionnaire

    units, people = size
    records = (after(), before()) if units == 0 else tuple(_large(units, people, moved) for moved in (True, False))
    began, worked = time.perf_counter(), time.process_time()
    content = build(records[0], records[1], questionnaire(), CONTEXT, seed=1)
    spent: Counter[str] = Counter({"figures": time.process_time() - worked})
    written: Counter[str] = Counter()
    for language in LANGUAGES:
        start = time.process_time()
        document = word(content, language)
        spent["words"] += time.process_time() - start
        for form in Form:
            start = time.process_time()
            written[form] += len(render(content, document, form, MADE))
            spent[form] += time.process_time() - start
    name = f"{people} answers in {units} units" if units else "40 people"
    passed, work = time.perf_counter() - began, time.process_time() - worked
    forms = f"{len(Form)} forms in {len(LANGUAGES)} languages"
    print(f"{name}: {passed:.1f} s on the clock, {work:.1f} s of the processor's work, for {forms}")
    for part, seconds in spent.items():
        size_of = f", {written[part] / 1e6:.2f} MB" if part in written else ""
        print(f"  {part:<14} {seconds:6.2f} s{size_of}")


def _large(units: int, people: int, moved: bool) -> "object":
    from tests.documents_factory import after, before, questionnaire, row
    from tests.documents_factory import people as answering

    asked = questionnaire()
    answers = answering(people, seed=11 + moved, moved=moved, asked=asked)
    each = len(answers) // units
    rows = [row("whole", people, answers, moved=moved, asked=asked)]
    for number in range(units):
        part = answers[number * each : (number + 1) * each]
        rows.append(row(f"u{number}", each, part, moved=moved, asked=asked))
    names = {"whole": "Hele virksomheten (syntetisk)"} | {
        f"u{number}": f"Enhet {number + 1}" for number in range(units)
    }
    wave = after() if moved else before()
    return replace(wave, rows=tuple(rows), withheld=(), unit_names=names)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--units", type=int, default=60)
    parser.add_argument("--answered", type=int, default=1100)
    chosen = parser.parse_args()
    for size in (SMALL, (chosen.units, chosen.answered)):
        process = multiprocessing.get_context("spawn").Process(target=measured, args=(size,))
        process.start()
        process.join()
        if process.exitcode:
            raise SystemExit(process.exitcode)


if __name__ == "__main__":
    main()
