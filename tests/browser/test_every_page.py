"""Every page, judged by axe-core (WCAG 2.1 AA), in both colour schemes, on a desk and on a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

PAGES = (
    "status", "start", "errors", "errors?each=1", "unresolved", "held", "held?state=refused", "journal",
    "configurations", "configurations/new", "configurations/edit/Field%20sales", "connections",
    "connections/new/salesforce", "connections/new/exchange", "connections/new/microsoft365", "connections/new/google",
    "connections/edit/acme-exchange", "test", "file", "people", "people/new", "history", "account", "consent", "alerts",
    "privacy", "coming-from", "nowhere", "api/docs",
)  # fmt: skip
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}


@pytest.mark.parametrize(("width", "scheme"), [(1200, "light"), (1200, "dark"), (360, "light")])
def test_pages_can_be_used_by_everybody(
    browser: Browser, demo: dict[str, Any], width: int, scheme: Literal["light", "dark"]
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    wrong: list[str] = []
    try:
        page = context.new_page()
        page.goto(demo["page"])
        rep = page.locator("#found tbody a").first.get_attribute("href") or ""
        why = f"why/{rep.removeprefix('/reps/')}"
        for path in (*PAGES, rep.lstrip("/"), why, f"{why}?q=Nobody%20Whoever&look=yes", f"{why}?q=a"):
            page.goto(demo["page"] + path)
            found = Axe().run(page, options=RULES).response["violations"]
            wrong += [f"{path}: {one['id']} {node['html'][:200]}" for one in found for node in one["nodes"]]
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wrong.append(f"{path}: wider than its window")
    finally:
        context.close()
    assert wrong == []


def test_the_first_tab_skips_to_the_content(browser: Browser, demo: dict[str, Any]) -> None:
    context = browser.new_context()
    try:
        page = context.new_page()
        page.goto(demo["page"])
        page.keyboard.press("Tab")
        assert page.locator(":focus").inner_text() == "Skip to the content"
        page.keyboard.press("Enter")
        assert page.locator(":focus").get_attribute("id") == "main"
    finally:
        context.close()
