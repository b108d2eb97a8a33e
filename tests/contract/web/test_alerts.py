"""The page of alerts (SPEC 6.5): ways and conditions, what was told, a test alert over a real socket."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from werkzeug.wrappers import Request, Response

from syncline.jobs.alerts.run import settings_said
from syncline.sandbox.server import SocketServer
from tests.contract.web.conftest import Browser, browser_on, person, text_of
from tests.contract.web.filled import fill
from tests.contract.web.program import Program

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from wsgiref.types import StartResponse, WSGIEnvironment

    from werkzeug.test import TestResponse

    from syncline.store.database import DatabaseStore
    from syncline.web.asked import Around

EVERYTHING = ["connection_down", "key_expires", "rep_failing", "held"]


@dataclass
class Chat:
    """A web hook's other end."""

    status: int = 200
    got: list[Any] = field(default_factory=list)
    url: str = ""

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        self.got.append(json.loads(Request(environ).get_data()))
        return Response(status=self.status)(environ, start_response)


@pytest.fixture
def chat() -> Iterator[Chat]:
    made = Chat()
    with SocketServer(made) as server:
        made.url = server.url
        yield made


def save(admin: Browser, **fields: Any) -> TestResponse:
    mark = re.search(r'name="mark" value="([^"]*)"', admin.get("/alerts").text)
    assert mark
    return admin.post("/alerts/save", {"mark": mark[1], "about": EVERYTHING} | fields, page="/alerts")


def test_from_nobody_told_to_a_test_that_arrived(admin: Browser, store: DatabaseStore, chat: Chat) -> None:
    said = text_of(admin.get("/alerts"))
    assert "Nobody is told of anything yet." in said
    assert "Nothing was told yet." in said
    assert save(admin, web_hook=chat.url, about=["held", "key_expires"]).status_code == 302
    assert settings_said(store) == {"web_hook": chat.url, "about": ["key_expires", "held"]}
    admin.post("/alerts/test", page="/alerts")
    said = text_of(admin.get("/alerts"))
    assert "By web hook the test was delivered." in said
    assert "test 2026-03-02T09:00 UTC This is a test" in said
    assert [one["alerts"][0]["kind"] for one in chat.got] == ["test"]
    assert "alerts test web hook delivered" in text_of(admin.get("/history?what=alerts"))
    assert save(admin).status_code == 302
    assert settings_said(store) == {}


def test_a_way_by_which_nothing_gets_through_says_so_until_something_does(admin: Browser, chat: Chat) -> None:
    save(admin, web_hook=chat.url)
    chat.status = 500
    admin.post("/alerts/test", page="/alerts")
    said = text_of(admin.get("/alerts"))
    assert "By web hook nothing got through: status 500." in said
    assert "By web hook nothing gets through: status 500 on 2026-03-02T09:00 UTC" in said
    assert "Nothing was told yet." in said
    chat.status = 200
    admin.post("/alerts/test", page="/alerts")
    assert "nothing gets through" not in text_of(admin.get("/alerts"))


def test_mail_is_entered_in_the_words_of_the_file(admin: Browser, store: DatabaseStore) -> None:
    fields = {"host": "smtp.acme.example", "from": "sync@acme.example", "to": "a@acme.example, b@acme.example",
              "port": "465", "password_variable": "SMTP_PASSWORD"}  # fmt: skip
    save(admin, encryption="tls", **{f"mail_{key}": value for key, value in fields.items()})
    assert settings_said(store)["mail"] == {
        **fields, "to": ["a@acme.example", "b@acme.example"], "port": 465, "encryption": "tls"
    }  # fmt: skip
    assert 'value="a@acme.example, b@acme.example"' in admin.get("/alerts").text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"mail_host": "smtp.acme.example", "mail_from": "nobody"}, "'nobody' is no mail address"),
        ({"web_hook": "chat"}, "chat"),
        ({"mail_port": "25", "mail_host": "x"}, "lacks 'from'"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(
    admin: Browser, store: DatabaseStore, fields: dict[str, str], said: str
) -> None:
    refused = save(admin, **fields)
    assert refused.status_code == 422
    assert said in text_of(refused)
    assert settings_said(store) == {}


def test_two_admins_do_not_overwrite_each_other(admin: Browser, store: DatabaseStore, chat: Chat) -> None:
    save(admin, web_hook=chat.url)
    late = admin.post("/alerts/save", {"mark": "old", "web_hook": "https://other.example/"}, page="/alerts")
    assert late.status_code == 409
    assert settings_said(store)["web_hook"] == chat.url


def test_a_viewer_sees_and_changes_nothing(around: Around, store: DatabaseStore) -> None:
    from syncline.web.access.permissions import Permission  # noqa: PLC0415 - Django has to be set up before

    viewer = browser_on(around).sign_in(person([Permission.VIEW]))
    assert "Nobody is told of anything yet." in text_of(viewer.get("/alerts"))
    assert "<textarea" not in viewer.seen
    assert viewer.post("/alerts/save", {"web_hook": "https://evil.example/"}, page="/alerts").status_code == 403
    assert settings_said(store) == {}


def test_a_program_sends_a_test(around: Around, store: DatabaseStore, chat: Chat) -> None:
    fill(store)
    program = Program(around, store)
    assert program.call("POST", "/alerts/test") == (200, [])
    assert store.history(1) == []
    store.save_setup(settings={"alerts": json.dumps({"web_hook": chat.url})})
    assert program.call("POST", "/alerts/test") == (200, [{"way": "web hook", "reason": ""}])
    assert [one["kind"] for one in program.call("GET", "/alerts")[1]["recent"]] == ["test"]
    [noted] = store.history(1)
    assert (noted.what, noted.name, noted.via) == ("alerts", "test", "api")
