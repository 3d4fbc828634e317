"""Lay out a folder in which mutmut can plant errors in reports/statistics and see whether the tests notice. By hand:

    python3 -m venv ../mutants && ../mutants/bin/pip install mutmut==3.8.1 pytest hypothesis numpy scipy
    python -m benchmarks.mutation ../planted && cd ../planted && ../mutants/bin/mutmut run --max-children 1
    ../mutants/bin/mutmut results

mutmut is no requirement of this project and is installed beside it. The folder holds the package, its own tests and the
published cases, nothing of Django. Hypothesis draws few and always the same examples there, because every planted error
runs the tests again; and the examples of the docstrings are run once, not for each planted copy of a function.
"""

import argparse
import re
import shutil
from pathlib import Path

ROOT = Path(__file__).parents[1]
SETTINGS = """[mutmut]
source_paths=reports/statistics
also_copy=
    docs
    tests
    reports/__init__.py
    conftest.py
"""
CONFTEST = """from hypothesis import HealthCheck, settings

every = list(HealthCheck)
settings.register_profile(
    "few", max_examples=12, deadline=None, derandomize=True, database=None, suppress_health_check=every
)
settings.load_profile("few")
"""
EXAMPLES = """import doctest, importlib, pkgutil
import pytest
import reports.statistics

@pytest.mark.parametrize("name", sorted(module.name for module in pkgutil.iter_modules(reports.statistics.__path__)))
def test_the_examples_of_a_module_are_true(name):
    runner = doctest.DocTestRunner()
    for test in doctest.DocTestFinder().find(importlib.import_module(f"reports.statistics.{name}")):
        if "mutmut" not in test.name:
            runner.run(test)
    assert runner.failures == 0
"""


def lay_out(folder: Path) -> None:
    """Copy what the tests of the package need into `folder`, which must not exist."""
    shutil.copytree(ROOT / "reports" / "statistics", folder / "reports" / "statistics", ignore=_no_bytecode)
    shutil.copy(ROOT / "reports" / "__init__.py", folder / "reports")
    shutil.copytree(
        ROOT / "tests" / "pure" / "statistics", folder / "tests" / "pure" / "statistics", ignore=_no_bytecode
    )
    (folder / "tests" / "reference").mkdir()
    for case in (ROOT / "tests" / "reference").glob("test_statistics_*.py"):
        shutil.copy(case, folder / "tests" / "reference")
    for package in ("tests", "tests/pure", "tests/reference"):
        (folder / package / "__init__.py").touch()
    (folder / "docs").mkdir()
    shutil.copy(ROOT / "docs" / "statistics.md", folder / "docs")
    (folder / "setup.cfg").write_text(SETTINGS, encoding="utf-8")
    (folder / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    own = folder / "tests" / "pure" / "statistics"
    (own / "test_documentation_examples.py").write_text(EXAMPLES, encoding="utf-8")
    for test in own.glob("test_*.py"):
        text = test.read_text(encoding="utf-8")
        test.write_text(re.sub(r"max_examples=\d+", "max_examples=8", text), encoding="utf-8")


_no_bytecode = shutil.ignore_patterns("__pycache__")


def main() -> None:
    """Lay the folder out and say what to do next."""
    parser = argparse.ArgumentParser(description="A folder for mutmut.")
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    lay_out(folder)
    print(f"Next: cd {folder} and mutmut run")


if __name__ == "__main__":
    main()
