"""The editor of configurations and the answer why, used with a real browser: what comes while somebody types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Browser, demo: dict[str, Any]) -> Iterator[Page]:
    """A page of the demonstration; whatever the browser complains of fails the test."""
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    complaints: list[str] = []
    opened = context.new_page()
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.goto(demo["page"] + "configurations/edit/Field%20sales")
    yield opened
    context.close()
    assert complaints == []


def test_fields_of_the_org_are_chosen_and_counted(page: Page) -> None:
    page.locator("#contacts-mapping summary").click()
    page.get_by_label("Salesforce field for Job Title").locator("option", has_text="(default)").wait_for(
        state="attached"
    )
    page.locator("#count strong").wait_for()
    all_of_them = int(page.locator("#count strong").inner_text())
    fields = page.locator("select[name='where.field']")
    at = fields.count() - 1
    fields.nth(at).select_option("MailingCountry")
    page.wait_for_function(f"() => document.querySelectorAll('[name=\"where.field\"]').length === {at + 2}")
    value = page.locator("[name='where.value']").nth(at)
    value.fill("Nowhere at all")
    value.blur()
    page.wait_for_function("() => document.querySelector('#count strong')?.textContent === '0'")
    assert all_of_them > 0
    page.get_by_role("button", name=f"Take condition {at + 1} out").click()
    page.wait_for_function("() => document.querySelector('#count strong')?.textContent !== '0'")


def test_the_form_is_saved_by_enter_and_not_by_another_button(page: Page) -> None:
    page.locator("#last_days").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Field sales is saved.").wait_for()


def test_conditions_work_by_keyboard_alone(page: Page) -> None:
    page.locator("#org-said", has_text="Ask again").wait_for()
    before = page.locator("select[name='where.field']").count()
    page.get_by_role("button", name="Add a condition").focus()
    page.keyboard.press("Enter")
    page.wait_for_function(f"() => document.querySelectorAll('[name=\"where.field\"]').length === {before + 1}")
    last = page.locator("select[name='where.field']").last
    last.focus()
    last.select_option("MailingCity")
    page.locator("select[name='where.operator'] option[value=contains]").last.wait_for(state="attached")
    assert page.evaluate("document.activeElement.name") == "where.field"


def test_why_asks_both_sides_by_itself(page: Page, demo: dict[str, Any]) -> None:
    page.goto(demo["page"])
    rep = page.locator("#found tbody a").first.get_attribute("href") or ""
    page.goto(demo["page"] + rep.lstrip("/"))
    page.get_by_label("Why did this not sync?").fill("Nobody Whoever")
    page.get_by_role("button", name="Ask").click()
    page.get_by_text("Salesforce and the mailbox were asked just now.").wait_for()
    assert page.get_by_text("never seen", exact=True).is_visible()
