"""The one way in which tests open a Chromium."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Error, expect, sync_playwright

from tools.browser import on_path

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # No page lives long enough to gain by what optimizing its scripts costs, and beside it the other
    # worker has the other processor.
    "--js-flags=--no-opt --single-threaded-gc --no-flush-bytecode",
]


@contextmanager
def open_chromium() -> Iterator[Browser]:
    """Until the block ends. Playwright's event loop lives in this thread meanwhile, and Django, which would
    refuse to query beside it, is told to."""
    expect.set_options(timeout=15_000)
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        program = os.environ.get("CHROMIUM") or on_path()
        try:
            browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        except Error as error:
            pytest.fail(
                f"No Chromium could be started: install one or set CHROMIUM ({error}).", pytrace=False
            )
        yield browser
        browser.close()
