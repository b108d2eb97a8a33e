"""Who comes in, and how (SPEC 7.7)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.contract.web.conftest import CODE, PASSWORD, Browser, browser_on, person

if TYPE_CHECKING:
    from syncline.web.asked import Around

FIRST = {"code": CODE, "username": "ann@acme.example", "password": PASSWORD, "again": PASSWORD}


def test_the_first_one_is_welcomed_and_may_do_everything(browser: Browser) -> None:
    assert browser.get("/").headers["Location"] == "/welcome?next=/"
    assert browser.post("/welcome", FIRST).headers["Location"] == "/start"
    assert browser.get("/status").status_code == 200
    assert "ann@acme.example" in browser.seen


@pytest.mark.parametrize(
    "wrong", [{"code": "a guess"}, {"code": ""}, {"password": "short", "again": "short"}, {"again": "another one"}]
)
def test_nobody_is_first_without_the_code_or_with_a_poor_password(browser: Browser, wrong: dict[str, str]) -> None:
    assert browser.post("/welcome", FIRST | wrong).status_code == 422
    assert browser.get("/").status_code == 302


def test_without_a_printed_code_nobody_is_first(around: Around) -> None:
    browser = browser_on(replace(around, code=""))
    assert browser.post("/welcome", FIRST | {"code": ""}).status_code == 422


def test_the_code_is_good_once(browser: Browser, around: Around) -> None:
    browser.post("/welcome", FIRST)
    second = browser_on(around)
    assert second.post("/welcome", FIRST | {"username": "eve@acme.example"}, page="/sign-in").headers["Location"] == "/"
    assert second.get("/").status_code == 302


def test_signing_in_and_out(browser: Browser) -> None:
    ann = person(("view_setup_and_configuration",))  # type: ignore[arg-type]
    browser.fill_in_sign_in(ann)
    assert browser.get("/status").status_code == 200
    browser.post("/sign-out", page="/status")
    assert browser.get("/").headers["Location"] == "/sign-in?next=/"


def test_a_wrong_password_says_no_more_than_that(browser: Browser) -> None:
    person()
    wrong = browser.post("/sign-in", {"username": "ann@acme.example", "password": "no"})
    unknown = browser.post("/sign-in", {"username": "eve@acme.example", "password": "no"})
    assert (wrong.status_code, unknown.status_code) == (401, 401)
    said = "This user name and password do not belong together."
    assert said in wrong.text
    assert said in unknown.text


def test_guessing_is_stopped_and_the_right_password_is_too(browser: Browser, around: Around) -> None:
    person()
    codes = [
        browser.post("/sign-in", {"username": "ann@acme.example", "password": f"guess {n}"}).status_code
        for n in range(5)
    ]
    assert codes == [401] * 4 + [429]
    right = browser_on(around).post("/sign-in", {"username": "ann@acme.example", "password": PASSWORD})
    assert right.status_code == 429


def test_somebody_who_left_is_out_at_once(browser: Browser) -> None:
    ann = person(("view_setup_and_configuration",))  # type: ignore[arg-type]
    browser.fill_in_sign_in(ann)
    ann.is_active = False
    ann.save()
    assert browser.get("/").status_code == 302


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_signing_in_leads_nowhere_else(browser: Browser, wanted: str) -> None:
    person()
    answer = browser.post("/sign-in", {"username": "ann@acme.example", "password": PASSWORD, "next": wanted})
    assert answer.headers["Location"] == "/"


def test_a_new_password_needs_the_old_one(browser: Browser) -> None:
    browser.fill_in_sign_in(person())
    new = {"password": "several green turtles", "again": "several green turtles"}
    assert browser.post("/account", new | {"old": "no"}).status_code == 422
    assert browser.post("/account", new | {"old": PASSWORD}).status_code == 302
    assert browser.get("/account").status_code == 200


def test_forms_from_elsewhere_are_refused(admin: Browser) -> None:
    answer = admin.client.post("/sign-out", data={})
    assert answer.status_code == 403
    assert "too old" in answer.text


def test_the_demonstration_signs_in_by_itself_and_on_this_machine_alone(around: Around) -> None:
    from syncline.web.people.first import demo_admin  # noqa: PLC0415 - Django has to be set up before

    demo_admin("demo")
    browser = browser_on(replace(around, demo="demo"))
    assert browser.get("/status", environ_overrides={"REMOTE_ADDR": "127.0.0.1"}).status_code == 200
    stranger = browser_on(replace(around, demo="demo"))
    assert stranger.get("/status", environ_overrides={"REMOTE_ADDR": "192.0.2.7"}).status_code == 302


def test_pages_allow_no_script_of_others_and_are_not_kept(browser: Browser) -> None:
    person()
    headers = browser.get("/sign-in").headers
    policy = headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
