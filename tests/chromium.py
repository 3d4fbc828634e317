"""Debian's Chromium, driven by playwright."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from project.launcher import programs

PATIENCE = 180_000
"""How long a page may take, in milliseconds: a machine with much else to do is no fault."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Yield a browser whose contexts wait with patience. Use `DJANGO_ALLOW_ASYNC_UNSAFE` where the database is used."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=programs.chromium(), args=["--no-sandbox"])
        made = opened.new_context

        def patient(**options: Any) -> BrowserContext:
            context = made(**options)
            context.set_default_timeout(PATIENCE)
            return context

        opened.new_context = patient  # type: ignore[method-assign]
        yield opened
        opened.close()
