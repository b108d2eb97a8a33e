"""What a person sees between a click and its answer, where that takes its time or never comes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page, Route

pytestmark = pytest.mark.browser

NOTHING_COMES = """() => {
  window.sent = 0;
  addEventListener("submit", (event) => {
    if (!event.defaultPrevented) window.sent += 1;
    event.preventDefault();
  });
}"""
"""An answer that never comes: a browser that waits for a real one answers no question meanwhile."""
ASK_FOR_FIGURES = "() => { htmx.ajax('GET', '/status', {source: '#figures', target: '#figures'}).catch(() => 0); }"
"""What the page does by itself every half minute."""


@pytest.fixture
def page(browser: Browser, demo: dict[str, Any]) -> Iterator[Page]:
    """A page of the demonstration."""
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    opened = context.new_page()
    opened.goto(demo["page"])
    yield opened
    context.close()


def held_back(page: Page, address: str) -> list[Route]:
    """Let no request to an address through; answers those that came, to be let through later."""
    came: list[Route] = []
    page.route(address, lambda route: came.append(route))  # noqa: PLW0108 - the library marks what it is given
    return came


def test_what_is_sent_is_sent_once_and_says_so(page: Page, demo: dict[str, Any]) -> None:
    page.goto(demo["page"] + "test")
    page.locator("#rep").fill(min(demo["reps"]))
    page.evaluate(NOTHING_COMES)
    page.get_by_role("button", name="Test", exact=True).dblclick()
    page.locator("form[aria-busy=true] button.under-way:disabled").wait_for()
    page.evaluate("document.querySelector('#rep').form.requestSubmit()")
    assert page.locator("#under-way").inner_text() == "Under way …"
    assert page.evaluate("window.sent") == 1


def test_a_test_that_ended_is_not_under_way(page: Page, demo: dict[str, Any]) -> None:
    page.goto(demo["page"] + "test")
    page.locator("#rep").fill(min(demo["reps"]))
    button = page.get_by_role("button", name="Test", exact=True)
    button.click()
    page.get_by_text("Connection test successful").first.wait_for()
    assert not page.get_by_text("Testing …").is_visible()
    assert button.is_enabled()


def test_a_question_that_is_answered_by_no_sends_nothing_and_locks_nothing(page: Page, demo: dict[str, Any]) -> None:
    page.goto(demo["page"] + "configurations")
    page.once("dialog", lambda dialog: dialog.dismiss())
    delete = page.get_by_role("button", name="Delete").first
    delete.click()
    assert delete.is_enabled()
    assert page.locator("[aria-busy=true]").count() == 0


def test_a_form_that_is_answered_by_a_file_can_be_sent_again(page: Page, demo: dict[str, Any]) -> None:
    page.goto(demo["page"] + "configurations")
    page.get_by_role("button", name="Preview").first.click()
    counts = page.get_by_role("button", name="Counts (CSV)")
    counts.wait_for()
    for _ in range(2):
        with page.expect_download():
            counts.click()
        page.wait_for_function("() => !document.querySelector('form[aria-busy=true]')")


def test_a_test_that_breaks_off_says_so(page: Page, demo: dict[str, Any]) -> None:
    def cut(route: Route) -> None:
        answer = route.fetch()
        whole = answer.text()
        route.fulfill(
            status=200, content_type="text/html", body=whole[: whole.index('class="ended')].rpartition("<p")[0]
        )

    page.goto(demo["page"] + "test")
    page.locator("#rep").fill(min(demo["reps"]))
    page.route("**/test/run", cut)
    page.get_by_role("button", name="Test", exact=True).click()
    page.get_by_text("It broke off before its end").wait_for()
    assert page.locator(".spinner-border").count() == 0


def test_the_count_of_a_filter_is_seen_to_be_counted(page: Page, demo: dict[str, Any]) -> None:
    address = demo["page"] + "configurations/edit/Field%20sales"
    page.goto(address)
    page.locator("#org-said").get_by_text("Ask again").wait_for()  # from now on the page comes with the org's fields
    came = held_back(page, "**/configurations/count")
    page.goto(address)
    page.locator("#count[aria-busy=true]").wait_for()
    came.pop().continue_()
    page.locator("#count:not([aria-busy]) strong").wait_for()
    page.unroute("**/configurations/count")
    page.route("**/configurations/count", lambda route: route.abort())
    page.locator("#contacts-which input").last.check()
    page.get_by_text("Not counted.").wait_for()
    assert page.get_by_text("Syncline did not answer.").is_visible()


def test_figures_that_do_not_come_are_not_taken_for_true(page: Page, demo: dict[str, Any]) -> None:
    page.route("**/status", lambda route: route.abort())
    page.evaluate(ASK_FOR_FIGURES)
    page.get_by_text("Syncline did not answer.").wait_for()
    page.unroute("**/status")
    page.evaluate(ASK_FOR_FIGURES)
    page.get_by_text("Syncline did not answer.").wait_for(state="hidden")


def test_whoever_is_not_signed_in_any_more_is_sent_to_sign_in(page: Page, demo: dict[str, Any]) -> None:
    """The sign-in form does not appear in the middle of a page."""
    page.goto(demo["page"] + "status")
    page.evaluate("window.same = true")
    sign_in = {"Location": "/sign-in?next=/status"}
    page.route(
        "**/status", lambda route: route.fulfill(status=302, headers=sign_in) if _is_part(route) else route.continue_()
    )
    page.evaluate(ASK_FOR_FIGURES)
    page.wait_for_function("() => window.same === undefined")
    assert page.locator("#figures form").count() == 0


def _is_part(route: Route) -> bool:
    return "hx-request" in route.request.headers
