"""The guide, walked from an empty installation to reps in step by clicking alone - and then what an admin meets."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.x509 import load_pem_x509_certificate

from tests.support.guard import GUARD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

PROGRAM = (sys.executable, "-m", "syncline.cli.main")
PASSWORD = "plenty of blue whales"
PICTURES = os.environ.get("PICTURES", "")
"""The folder for the README's pictures; empty in a test run, which leaves the work tree as it is."""
WIDE, TALL = 1200, 900
NO_FOCUS = ":focus { outline: none !important; box-shadow: none !important; }"
LOOKS = 300
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
            process.wait(GUARD)


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

    def reads(self, text: str) -> None:
        """Wait until the page that was asked for says so."""
        self.page.get_by_text(text).first.wait_for()

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

    def upload(self, label: str, path: str) -> None:
        """Give a file to a field of keys, and wait until its text has been taken over."""
        field = self.page.get_by_label(label, exact=True)
        self.page.locator(f"#file-{field.get_attribute('name')}").set_input_files(path)
        self.page.wait_for_function("field => field.value !== ''", arg=field.element_handle())

    def press(self, label: str) -> None:
        self.page.get_by_role("button", name=label, exact=True).first.click()

    def picture(self, name: str, height: int = TALL) -> None:
        """Take a picture of the upper part of the page, where pictures are asked for."""
        if PICTURES:
            self.page.set_viewport_size({"width": WIDE, "height": height})
            self.page.screenshot(path=Path(PICTURES) / f"{name}.png", animations="disabled", style=NO_FOCUS)
            self.page.set_viewport_size({"width": WIDE, "height": TALL})


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
        context = browser.new_context(
            viewport={"width": WIDE, "height": TALL}, color_scheme="light", ignore_https_errors=True
        )
        stack.callback(context.close)
        page = context.new_page()
        page.on("dialog", lambda dialog: dialog.accept())
        yield Admin(page, up["url"], sandbox["servers"], up["first_admin"]["url"])


@pytest.fixture(scope="module")
def cloud() -> Iterator[dict[str, Any]]:
    """Microsoft 365 and Google with mailboxes of the same people."""
    with running("sandbox", "--only", "microsoft365,google", "--reps", "3", "--contacts", "1", "--events", "1") as said:
        yield said["servers"]


def test_1_the_first_admin(admin: Admin) -> None:
    admin.page.goto(admin.first_admin)
    admin.fill(username="admin@acme.example", password=PASSWORD, again=PASSWORD)
    admin.press("Make this account")
    admin.page.get_by_role("heading", name="First steps").wait_for()


def test_2_connect(admin: Admin, tmp_path: Path) -> None:
    salesforce, exchange = admin.servers["salesforce"], admin.servers["exchange"]
    admin.page.get_by_role("link", name="Connect Salesforce").click()
    admin.page.get_by_role("link", name="Salesforce", exact=True).click()
    _a_key_is_made_and_its_certificate_downloaded(admin, tmp_path)
    admin.fill(
        name="acme", login_url=salesforce["login_url"], client_id=salesforce["client_id"],
        username=salesforce["username"],
    )  # fmt: skip
    admin.upload("Private key", salesforce["private_key"])
    admin.press("Save")
    admin.reads("acme is saved")
    admin.page.get_by_role("link", name="Exchange Server", exact=True).click()
    admin.fill(
        name="mail", service_account=exchange["service_account"], password=exchange["password"],
        ews_url=exchange["ews_url"],
    )  # fmt: skip
    admin.page.get_by_label("Sign-in").select_option("Basic")
    admin.press("Save")
    admin.reads("mail is saved")


def _a_key_is_made_and_its_certificate_downloaded(admin: Admin, folder: Path) -> None:
    """As an app that is not there yet needs it; the sandbox's app has a key, so that this one is thrown away."""
    admin.press("Make a key and its certificate")
    with admin.page.expect_download() as download:
        admin.page.get_by_role("link", name="Download the certificate").click()
    kept = folder / "made.crt"
    download.value.save_as(kept)
    assert load_pem_x509_certificate(kept.read_bytes()).not_valid_after_utc > datetime.now(UTC)
    assert b"PRIVATE" not in kept.read_bytes()
    admin.press("Throw away")
    admin.reads("The key is thrown away")
    admin.page.get_by_role("link", name="Salesforce", exact=True).click()


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
    admin.picture("configuration")
    admin.press("Save")
    admin.reads("Field sales is saved.")
    admin.page.get_by_text("not active", exact=True).wait_for()
    admin.press("Preview what is saved")
    admin.page.get_by_role("heading", name="A sample").wait_for()
    assert admin.page.get_by_role("region", name="Counts").locator("tbody tr").count() > 0


def test_5_activate_until_in_step(admin: Admin) -> None:
    admin.press("Activate")
    admin.reads("Field sales is active")
    admin.place("Status")
    admin.waits(lambda: admin.page.locator("#found tbody").get_by_text("in step", exact=True).count() > 0, "in step")


def test_6_something_breaks_is_read_and_mended(admin: Admin) -> None:
    _password(admin, "a wrong one")
    admin.place("Errors")
    admin.waits(lambda: admin.sees("3 reps"), "the refused password")
    admin.page.get_by_text("What to do:").first.wait_for()
    admin.picture("errors")
    _password(admin, admin.servers["exchange"]["password"])
    admin.place("Errors")
    admin.waits(lambda: not admin.sees("3 reps"), "the mended password")


def _password(admin: Admin, password: str) -> None:
    admin.place("Connections")
    _edit(admin, "mail")
    admin.fill(password=password)
    admin.press("Save")
    admin.reads("mail is saved")


def _edit(admin: Admin, connection: str) -> None:
    heading = admin.page.get_by_role("heading", name=connection, exact=True)
    admin.page.locator("section", has=heading).get_by_role("link", name="Edit").click()


def test_7_reset(admin: Admin) -> None:
    admin.place("Status")
    admin.waits(lambda: admin.page.locator("#found tbody").get_by_text("in step", exact=True).count() > 0, "in step")
    row = admin.page.locator("#found tbody tr", has=admin.page.get_by_text("in step", exact=True)).first
    admin.picture("status", 1200)
    row.get_by_role("link").first.click()
    admin.picture("rep")
    admin.press("Reset sync")
    admin.reads("Marked for reset")
    admin.waits(lambda: not admin.sees("Reset sync status"), "the end of the reset")


def test_8_resolve(admin: Admin) -> None:
    admin.place("Unresolved")
    admin.waits(lambda: admin.page.locator("input[type=radio][name=to]").count() > 0, "an unresolved item")
    item = admin.page.locator("section.card", has=admin.page.locator("input[type=radio][name=to]")).first
    item.locator("input[type=radio]").first.check()
    item.get_by_role("button", name="This is it").click()
    admin.reads("1 to be seen to at the next cycle.")


def test_9_undo(admin: Admin) -> None:
    admin.place("Journal")
    admin.waits(lambda: admin.page.locator("input[type=checkbox][name=id]").count() > 0, "a journal row")
    admin.page.locator("input[type=checkbox][name=id]").first.check()
    admin.page.get_by_label("also what was changed since").check()
    admin.press("Take back what is ticked")
    admin.reads("1 taken back.")
    admin.page.get_by_text("taken back", exact=True).first.wait_for()


def test_10_consent_to_microsoft_365(admin: Admin, cloud: dict[str, Any]) -> None:
    tenant = cloud["microsoft365"]
    admin.place("Connections")
    admin.page.get_by_role("link", name="Microsoft 365", exact=True).click()
    admin.fill(
        name="cloud", **{key: tenant[key] for key in ("tenant", "client_id", "client_secret")},
        authority=tenant["authority"], graph_url=tenant["graph_url"], ca_bundle=tenant["ca_bundle"],
    )  # fmt: skip
    admin.press("Save")
    admin.reads("cloud is saved")
    _edit(admin, "cloud")
    admin.page.get_by_role("link", name="Admin consent").click()
    admin.reads("Nobody was asked yet.")
    admin.press("Make a link")
    admin.page.get_by_role("link", name="I am that admin: go to Microsoft").click()
    admin.reads("Permissions requested")
    admin.press("Accept")
    admin.reads("Microsoft says so for the tenant")
    admin.page.get_by_role("link", name="To Syncline's connections").click()
    _edit(admin, "cloud")
    admin.page.get_by_role("link", name="Admin consent").click()
    admin.page.get_by_text("Granted", exact=True).wait_for()
    _is_tested(admin, "cloud")


def test_11_the_key_of_a_google_service_account(admin: Admin, cloud: dict[str, Any]) -> None:
    google = cloud["google"]
    admin.place("Connections")
    admin.page.get_by_role("link", name="Google Workspace", exact=True).click()
    admin.fill(name="workspace", calendar_url=google["calendar_url"], people_url=google["people_url"])
    admin.upload("Key of the service account", google["key_file"])
    admin.press("Save")
    admin.reads("workspace is saved")
    _is_tested(admin, "workspace")


def _is_tested(admin: Admin, mail: str) -> None:
    admin.place("Test")
    admin.page.locator("[name=mail]").select_option(mail)
    admin.fill(rep=admin.servers["salesforce"]["users"][0]["username"])
    admin.press("Test")
    admin.page.get_by_text("Connection test successful").first.wait_for()
