"""A demonstration installation in a process of its own, and the system's Chromium to look at it with."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import sync_playwright

from tests.support.guard import GUARD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext

REPS = 3
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""What keeps Chromium from calling home, and lets it run as root in a container."""


@pytest.fixture(scope="session")
def demo() -> Iterator[dict[str, Any]]:
    """The demonstration's first word, which comes when the pages answer: the report, `page` and `servers`."""
    command = [sys.executable, "-m", "syncline.cli.main", "demo", "--json", "--listen", "127.0.0.1:0"]
    command += ["--reps", str(REPS), "--contacts", "12", "--events", "8"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own program
        try:
            assert process.stdout is not None
            first = process.stdout.readline()
            assert first, "the demonstration did not start; its own words stand above"
            yield json.loads(first)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(GUARD)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium, and patience: no browser is downloaded, and none is held to a time."""
    program = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=list(QUIET))
        made = opened.new_context

        def patient(**how: Any) -> BrowserContext:
            context = made(**how)
            context.set_default_timeout(GUARD * 1000)
            return context

        opened.new_context = patient  # type: ignore[method-assign] # each test makes contexts of its own
        yield opened
        opened.close()
