"""Admin consent for Microsoft 365 (SPEC 1.3): the link, the way through Microsoft's page, and what is believed."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from werkzeug.test import Client

from syncline.jobs.consent import asked_for
from syncline.sandbox.clock import SteppedClock
from syncline.sandbox.microsoft365 import Microsoft365Server
from syncline.store.rows import ConnectionRow
from tests.contract.web.conftest import NOW, Browser, browser_on, text_of
from tests.contract.web.filled import fill
from tests.contract.web.program import Program

if TYPE_CHECKING:
    from syncline.store.database import DatabaseStore
    from syncline.web.asked import Around

PAGE = "/connections/consent/cloud"
BROWSER = {"Accept": "text/html"}


@dataclass(frozen=True, slots=True)
class Desk:
    """Somebody who may edit connections, and the tenant that one of them is to."""

    admin: Browser
    server: Microsoft365Server
    store: DatabaseStore

    def link(self) -> str:
        """Make a link and read it off the page."""
        said = self.admin.post(PAGE).text
        found = re.search(r"<textarea[^>]*>([^<]+)</textarea>", said)
        assert found, said
        return html.unescape(found[1])

    def answered(self, link: str, decision: str) -> str:
        """Walk through Microsoft's page; answers the address that it leads back to."""
        client, parts = Client(self.server), urlsplit(link)
        page = client.get(f"{parts.path}?{parts.query}", headers=BROWSER)
        assert "Permissions requested" in page.text
        sent = client.post(f"{parts.path}?{parts.query}", data={"decision": decision}, headers=BROWSER)
        back = urlsplit(sent.headers["Location"])
        return f"{back.path}?{back.query}"


@pytest.fixture
def desk(admin: Browser, store: DatabaseStore) -> Desk:
    fill(store)
    server = Microsoft365Server(SteppedClock(NOW))
    server.app.installed = False
    settings = {"tenant": server.tenant.id, "client_id": server.client_id}
    store.save_setup(connections=[ConnectionRow("cloud", "microsoft365", settings, {"client_secret": "hush"})])
    return Desk(admin, server, store)


def test_a_link_names_the_app_the_way_back_and_a_state_that_cannot_be_guessed(desk: Desk) -> None:
    assert "Nobody was asked yet." in text_of(desk.admin.get(PAGE))
    link = urlsplit(desk.link())
    asked = {key: value for key, [value] in parse_qs(link.query).items()}
    assert (link.hostname, link.path) == ("login.microsoftonline.com", f"/{desk.server.tenant.id}/v2.0/adminconsent")
    assert asked["client_id"] == desk.server.client_id
    assert asked["redirect_uri"] == "http://localhost/consent"
    assert len(asked["state"]) > 40
    assert asked["state"] not in desk.store.setting("consent:cloud")
    assert desk.link() != link.geturl()


def test_granted_by_somebody_without_an_account(desk: Desk, around: Around) -> None:
    stranger = browser_on(around)
    back = desk.answered(desk.link(), "accept")
    said = text_of(stranger.get(back))
    assert f"Granted. Microsoft says so for the tenant {desk.server.tenant.id}." in said
    assert desk.server.app.installed
    assert "Granted , said Microsoft's answer of 2026-03-02T09:00 UTC" in text_of(desk.admin.get(PAGE))
    assert stranger.get(back).status_code == 400


def test_declined_says_what_to_do_and_keeps_no_word_of_microsoft_s(desk: Desk) -> None:
    answer = desk.admin.get(desk.answered(desk.link(), "cancel"))
    said = text_of(answer)
    assert "Not granted." in said
    assert "AADSTS65004: User declined to consent" in said
    assert "Not granted , by the answer of" in text_of(desk.admin.get(PAGE))
    assert "declined" not in desk.store.setting("consent:cloud")


@pytest.mark.parametrize(
    "query", [{}, {"state": ""}, {"state": "made up", "admin_consent": "True", "tenant": "evil"}], ids=str
)
def test_what_answers_no_question_of_ours_is_not_taken_in(desk: Desk, query: dict[str, str]) -> None:
    desk.link()
    answer = desk.admin.get(f"/consent?{urlencode(query)}")
    assert answer.status_code == 400
    assert "This answers no question of ours." in text_of(answer)
    assert asked_for(desk.store, "cloud").answered == ""


def test_an_answer_for_another_tenant_is_no_consent(desk: Desk) -> None:
    state = parse_qs(urlsplit(desk.link()).query)["state"][0]
    query = {"state": state, "admin_consent": "True", "tenant": "11111111-2222-3333-4444-555555555555"}
    said = text_of(desk.admin.get(f"/consent?{urlencode(query)}"))
    assert "Granted, but for another tenant than the connection names." in said
    assert not asked_for(desk.store, "cloud").granted


def test_a_link_ends_after_a_week_and_another_link_ends_the_first(desk: Desk) -> None:
    first = desk.answered(desk.link(), "accept")
    desk.link()
    assert desk.admin.get(first).status_code == 400
    known = asked_for(desk.store, "cloud")
    assert known.waits(NOW + timedelta(days=6))
    assert not known.waits(NOW + timedelta(days=7))


def test_what_is_said_in_the_address_is_shown_as_text(desk: Desk) -> None:
    state = parse_qs(urlsplit(desk.link()).query)["state"][0]
    query = {"state": state, "error": "access_denied", "error_description": "<script>alert(1)</script>"}
    assert "<script>alert" not in desk.admin.get(f"/consent?{urlencode(query)}").text


def test_only_a_connection_to_microsoft_365_has_a_consent(desk: Desk) -> None:
    assert desk.admin.get("/connections/consent/mail").status_code == 404


def test_a_program_makes_a_link_and_sees_what_came_back(desk: Desk, around: Around) -> None:
    program = Program(around, desk.store)
    assert program.call("POST", "/consents", {"connection": "mail"})[0] == 404
    _, made = program.call("POST", "/consents", {"connection": "cloud"})
    assert made["redirect_uri"] == "http://localhost/consent"
    assert program.call("GET", "/consents")[1][0]["waiting"]
    desk.admin.get(desk.answered(made["link"], "accept"))
    (known,) = program.call("GET", "/consents")[1]
    assert (known["waiting"], known["granted"], known["tenant"]) == (False, True, desk.server.tenant.id)
