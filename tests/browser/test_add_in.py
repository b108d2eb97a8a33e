"""The add-in's pane of the docs, on an origin of its own, in a browser that asks before it sends a token."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from shutil import copytree
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

PANE = Path(__file__).parents[2] / "docs" / "outlook-add-in"
OFFICE = """
window.Office = {
  onReady: (ready) => ready(),
  context: { mailbox: { item: { itemId: "AAMk" }, userProfile: { accountType: "enterprise" } } },
};
"""
"""What Outlook gives its add-ins, as far as the pane asks for it."""
PASSWORD = "plenty of blue whales"


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder; answers its origin, which is another than the demonstration's by its host name."""
    serve = partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), serve) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://localhost:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        """Say nothing."""


@contextmanager
def named(page: Page, url: str, origin: str) -> Iterator[None]:
    """Name an origin in the set-up file, and take it out again."""
    page.goto(f"{url}file")
    before = page.locator("#text").input_value()
    _apply(page, f"{before}\nadd_in: {{origins: ['{origin}']}}\n")
    yield
    page.goto(f"{url}file")
    _apply(page, before)


def _apply(page: Page, text: str) -> None:
    page.locator("#text").fill(text)
    page.get_by_label("without asking the orgs").check()
    page.get_by_role("button", name="See what would change").click()
    page.get_by_role("button", name="Apply this").click()
    page.get_by_text("Applied: 1 changes.").wait_for()


def _token_of_a_rep(page: Page, url: str) -> str:
    """Make an account for a rep, sign in as them, and make a token as they would."""
    page.goto(url)
    rep = (page.locator("#found tbody a").first.get_attribute("href") or "").removeprefix("/reps/")
    page.goto(f"{url}people/new")
    for name, value in {"username": "pane@acme.example", "rep": rep, "password": PASSWORD}.items():
        page.locator(f"[name={name}]").fill(value)
    page.get_by_role("button", name="Save").click()
    page.goto(f"{url}sign-in")
    page.locator("[name=username]").fill("pane@acme.example")
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.goto(f"{url}account")
    page.locator("#token-name").fill("Outlook")
    page.get_by_role("button", name="Make it").click()
    return page.get_by_label("The new token").input_value()


def test_the_pane_of_the_docs_calls_from_its_own_origin(browser: Browser, demo: dict[str, Any], tmp_path: Path) -> None:
    folder = copytree(PANE, tmp_path / "pane")
    pane = folder / "pane.html"
    pane.write_text(pane.read_text().replace("https://sync.acme.example", demo["page"].rstrip("/")))
    admin, rep = browser.new_context(), browser.new_context()
    try:
        token = _token_of_a_rep(rep.new_page(), demo["page"])
        page = rep.new_page()
        page.route("https://appsforoffice.microsoft.com/**", lambda route: route.fulfill(body=OFFICE))
        with served(folder) as origin:
            page.goto(f"{origin}/pane.html")
            page.locator("#token").fill(token)
            page.get_by_role("button", name="Keep it").click()
            page.get_by_text("Failed to fetch").wait_for()
            with named(admin.new_page(), demo["page"], origin):
                page.reload()
                page.get_by_text("The rep's default calendar has no event of this id.").wait_for()
    finally:
        admin.close()
        rep.close()
