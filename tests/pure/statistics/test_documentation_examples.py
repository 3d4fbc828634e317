"""Every public function of the package has an example, and the examples are true."""

import doctest
import importlib
import inspect
import pkgutil

import pytest

import reports.statistics

MODULES = sorted(module.name for module in pkgutil.iter_modules(reports.statistics.__path__))


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_are_true(name: str) -> None:
    module = importlib.import_module(f"reports.statistics.{name}")

    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize("name", MODULES)
def test_every_public_function_has_an_example(name: str) -> None:
    module = importlib.import_module(f"reports.statistics.{name}")
    functions = [
        function
        for label, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not label.startswith("_")
    ]

    assert [function.__name__ for function in functions if ">>>" not in (function.__doc__ or "")] == []


@pytest.mark.parametrize("name", MODULES)
def test_a_module_imports_only_what_a_pure_module_may(name: str) -> None:
    source = inspect.getsource(importlib.import_module(f"reports.statistics.{name}"))

    assert not any(word in source for word in ("import django", "from django", "rest_framework", "celery", "redis"))
