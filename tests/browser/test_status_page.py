"""The status page, looked at with a real browser."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

import pytest

from tests.browser.conftest import REPS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

WIDE, NARROW = 1100, 360
"""Pixels: a window on a desk, a small phone."""


@contextmanager
def opened(
    browser: Browser, demo: dict[str, Any], width: int = WIDE, scheme: Literal["light", "dark"] = "light"
) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    try:
        page = context.new_page()
        page.goto(demo["page"])
        yield page
    finally:
        context.close()


def colours(page: Page) -> tuple[float, float]:
    """How bright the ground and the text are, 0 to 255."""
    shown = page.evaluate(
        "() => { const s = getComputedStyle(document.body); return [s.backgroundColor, s.color]; }",
    )
    ground, text = ([int(part) for part in one[one.index("(") + 1 : -1].split(",")[:3]] for one in shown)
    return sum(ground) / 3, sum(text) / 3


def test_every_rep_is_in_step(browser: Browser, demo: dict[str, Any]) -> None:
    assert demo["in_step"] is True
    with opened(browser, demo) as page:
        assert page.title() == "Syncline: in step"
        assert page.get_by_text("Everything is in step.").is_visible()
        rows = page.locator("#found tbody tr")
        assert rows.count() == REPS
        for address in demo["reps"]:
            assert rows.filter(has_text=address).get_by_text("in step", exact=True).is_visible()


def test_it_counts_what_is_linked(browser: Browser, demo: dict[str, Any]) -> None:
    created = sum(
        counts["created"]
        for collections in demo["reps"].values()
        for ways in collections.values()
        for counts in ways.values()
    )
    with opened(browser, demo) as page:
        cells = page.locator("#found tbody td.text-end").all_inner_texts()
    assert created > 0
    assert sum(map(int, cells)) >= created


def test_the_search_finds_while_one_types(browser: Browser, demo: dict[str, Any]) -> None:
    address = min(demo["reps"])
    with opened(browser, demo) as page:
        page.get_by_role("searchbox").press_sequentially(address[:8], delay=20)
        page.wait_for_function("() => document.querySelectorAll('#found tbody tr').length < 3")
        page.locator("#found tbody").get_by_text(address, exact=True).wait_for()
        page.wait_for_url("**q=**")


def test_nothing_is_fetched_from_another_machine(browser: Browser, demo: dict[str, Any]) -> None:
    asked: list[str] = []
    complaints: list[str] = []
    context = browser.new_context()
    try:
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(demo["page"], wait_until="networkidle")
    finally:
        context.close()
    assert {urlsplit(url).netloc for url in asked} == {urlsplit(demo["page"]).netloc}
    assert any(url.endswith(".css") for url in asked)
    assert any(url.endswith("htmx.js") for url in asked)
    assert complaints == []


def test_it_is_light_by_day_and_dark_by_night(browser: Browser, demo: dict[str, Any]) -> None:
    with opened(browser, demo, scheme="light") as page:
        ground, text = colours(page)
        assert ground - text > 128
    with opened(browser, demo, scheme="dark") as page:
        ground, text = colours(page)
        assert text - ground > 128


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_it_fits_its_window(browser: Browser, demo: dict[str, Any], width: int) -> None:
    with opened(browser, demo, width) as page:
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        heading = page.get_by_role("link", name="Syncline")
        box = heading.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width


def test_tables_scroll_by_keyboard_on_a_phone(browser: Browser, demo: dict[str, Any]) -> None:
    with opened(browser, demo, NARROW) as page:
        region = page.get_by_role("region").last
        region.focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_function("element => element.scrollLeft > 0", arg=region.element_handle())
