"""The guide, walked from an empty installation to reps in step by clicking alone - and then what an admin meets."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import tempfile
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

PROGRAM = (sys.executable, "-m", "syncline.cli.main")
PASSWORD = "plenty of blue whales"
LOOKS = 60
"""How often a page is loaded again before something counts as not coming."""


@contextmanager
def running(*arguments: str) -> Iterator[dict[str, Any]]:
    """Run a command beside the test; answers the document that it prints first."""
    with subprocess.Popen([*PROGRAM, *arguments], stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own
        try:
            assert process.stdout is not None
            first = process.stdout.readline()
            assert first, "it did not start; its own words stand above"
            yield json.loads(first)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)


@dataclass(slots=True)
class Admin:
    """Somebody with a browser and an empty installation."""

    page: Page
    url: str
    servers: dict[str, Any]
    first_admin: str

    def place(self, label: str) -> None:
        """Go to a page by the navigation."""
        self.page.get_by_role("navigation", name="Main").get_by_role("link", name=label, exact=True).click()

    def sees(self, text: str) -> bool:
        return self.page.get_by_text(text).first.is_visible()

    def waits(self, there: Callable[[], bool], what: str) -> None:
        """Load the page again until something is there."""
        for _ in range(LOOKS):
            if there():
                return
            self.page.wait_for_timeout(1000)
            self.page.reload()
        raise AssertionError(f"{what} did not come: {self.page.locator('main').inner_text()}")

    def fill(self, **fields: str) -> None:
        """Fill a form's fields by name."""
        for name, value in fields.items():
            self.page.locator(f"[name={name}]").fill(value)

    def press(self, label: str) -> None:
        self.page.get_by_role("button", name=label, exact=True).first.click()


@pytest.fixture(scope="module")
def admin(browser: Browser) -> Iterator[Admin]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="syncline-walk-"))) / "data"
        sandbox = stack.enter_context(
            running(
                "sandbox",
                "--only",
                "salesforce,exchange",
                "--trouble",
                "--reps",
                "3",
                "--contacts",
                "6",
                "--events",
                "3",
            )
        )
        up = stack.enter_context(
            running("up", "--json", "--every", "2", "--listen", "127.0.0.1:0", "--data", str(folder))
        )
        stack.callback(subprocess.run, [*PROGRAM, "stop", "--data", str(folder)], check=False, capture_output=True)
        context = browser.new_context(viewport={"width": 1200, "height": 900})
        stack.callback(context.close)
        page = context.new_page()
        page.on("dialog", lambda dialog: dialog.accept())
        yield Admin(page, up["url"], sandbox["servers"], up["first_admin"]["url"])


def test_1_the_first_admin(admin: Admin) -> None:
    admin.page.goto(admin.first_admin)
    admin.fill(username="admin@acme.example", password=PASSWORD, again=PASSWORD)
    admin.press("Make this account")
    assert admin.page.get_by_role("heading", name="First steps").is_visible()


def test_2_connect(admin: Admin) -> None:
    salesforce, exchange = admin.servers["salesforce"], admin.servers["exchange"]
    admin.page.get_by_role("link", name="Connect Salesforce").click()
    admin.page.get_by_role("link", name="Salesforce", exact=True).click()
    admin.fill(
        name="acme", login_url=salesforce["login_url"], client_id=salesforce["client_id"],
        username=salesforce["username"], private_key=Path(salesforce["private_key"]).read_text(encoding="ascii"),
    )  # fmt: skip
    admin.press("Save")
    assert admin.sees("acme is saved")
    admin.page.get_by_role("link", name="Exchange Server", exact=True).click()
    admin.fill(
        name="mail", service_account=exchange["service_account"], password=exchange["password"],
        ews_url=exchange["ews_url"], auth="basic",
    )  # fmt: skip
    admin.press("Save")
    assert admin.sees("mail is saved")


def test_3_test(admin: Admin) -> None:
    admin.place("Test")
    admin.fill(rep=admin.servers["salesforce"]["users"][0]["username"])
    admin.press("Test")
    admin.page.get_by_text("Connection test successful").first.wait_for()


def test_4_configure_and_preview(admin: Admin) -> None:
    admin.place("Configurations")
    admin.page.get_by_role("link", name="New configuration").click()
    admin.fill(name="Field sales", reps="\n".join(one["username"] for one in admin.servers["salesforce"]["users"]))
    admin.page.get_by_label("Both ways: an edit on either side reaches the other.").check()
    admin.page.get_by_label("Calendar to Salesforce: meetings arrive in Salesforce.").check()
    admin.press("Save")
    assert admin.sees("Field sales is saved.")
    assert admin.page.get_by_text("not active", exact=True).is_visible()
    admin.press("Preview what is saved")
    admin.page.get_by_role("heading", name="A sample").wait_for()
    assert admin.page.get_by_role("region", name="Counts").locator("tbody tr").count() > 0


def test_5_activate_until_in_step(admin: Admin) -> None:
    admin.press("Activate")
    assert admin.sees("Field sales is active")
    admin.place("Status")
    admin.waits(lambda: admin.page.locator("#found tbody").get_by_text("in step", exact=True).count() > 0, "in step")


def test_6_something_breaks_is_read_and_mended(admin: Admin) -> None:
    _password(admin, "a wrong one")
    admin.place("Errors")
    admin.waits(lambda: admin.sees("3 reps"), "the refused password")
    assert admin.page.get_by_text("What to do:").first.is_visible()
    _password(admin, admin.servers["exchange"]["password"])
    admin.place("Errors")
    admin.waits(lambda: not admin.sees("3 reps"), "the mended password")


def _password(admin: Admin, password: str) -> None:
    admin.place("Connections")
    admin.page.locator("section", has=admin.page.get_by_role("heading", name="mail", exact=True)).get_by_role(
        "link", name="Edit"
    ).click()
    admin.fill(password=password)
    admin.press("Save")
    assert admin.sees("mail is saved")


def test_7_reset(admin: Admin) -> None:
    admin.place("Status")
    admin.waits(lambda: admin.page.locator("#found tbody").get_by_text("in step", exact=True).count() > 0, "in step")
    row = admin.page.locator("#found tbody tr", has=admin.page.get_by_text("in step", exact=True)).first
    row.get_by_role("link").first.click()
    admin.press("Reset sync")
    assert admin.sees("Marked for reset")
    admin.waits(lambda: not admin.sees("Reset sync status"), "the end of the reset")


def test_8_resolve(admin: Admin) -> None:
    admin.place("Unresolved")
    admin.waits(lambda: admin.page.locator("input[type=radio][name=to]").count() > 0, "an unresolved item")
    item = admin.page.locator("section.card", has=admin.page.locator("input[type=radio][name=to]")).first
    item.locator("input[type=radio]").first.check()
    item.get_by_role("button", name="This is it").click()
    assert admin.sees("1 to be seen to at the next cycle.")


def test_9_undo(admin: Admin) -> None:
    admin.place("Journal")
    admin.waits(lambda: admin.page.locator("input[type=checkbox][name=id]").count() > 0, "a journal row")
    admin.page.locator("input[type=checkbox][name=id]").first.check()
    admin.page.get_by_label("also what was changed since").check()
    admin.press("Take back what is ticked")
    assert admin.sees("1 taken back.")
    assert admin.page.get_by_text("taken back", exact=True).first.is_visible()
