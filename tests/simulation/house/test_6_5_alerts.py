"""SPEC 6.5: admins are told once of what begins and once of what is over, by mail or web hook."""

from __future__ import annotations

import hashlib
import hmac
import json
import socketserver
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from werkzeug.wrappers import Request, Response

from syncline.jobs.alerts.run import Alert, Alerts
from syncline.jobs.alerts.ways import SIGNATURE, DeliveryError, Mail, WebHook, way_of
from syncline.jobs.why.run import why
from syncline.sandbox.server import SocketServer
from tests.support.house import House
from tests.support.house_people import person, put
from tests.support.service import EVERY, Shift

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from syncline.jobs.alerts.ways import Way

ANN, BOB = "ann@acme.example", "bob@acme.example"
SAID = {"web_hook": "https://chat.acme.example/hook"}


@dataclass
class Ear:
    """A way that keeps what it is told, or cannot."""

    told: list[Alert] = field(default_factory=list)
    broken: bool = False
    name: str = "ear"

    def tell(self, alerts: Sequence[Alert]) -> None:
        if self.broken:
            raise DeliveryError("refused")
        self.told += alerts

    def new(self) -> list[tuple[str, str, bool]]:
        """What was told since this was asked the last time."""
        told, self.told = self.told, []
        return [(one.kind, one.subject, one.over) for one in told]


@pytest.fixture
def house() -> House:
    made = House(reps=(ANN, BOB))
    made.store.save_setup(settings={"alerts": json.dumps(SAID)})
    return made


@pytest.fixture
def shift(house: House) -> Shift:
    working = Shift(house)
    working.work()
    return working


@pytest.fixture
def ear() -> Ear:
    return Ear()


def look(house: House, ear: Ear) -> list[tuple[str, str, bool]]:
    def ways(said: Mapping[str, Any], environment: Mapping[str, str]) -> list[Way]:
        assert said == SAID
        return [ear]

    Alerts(house.store, house.clock, {}, ways).run()
    return ear.new()


def test_a_connection_that_is_down_is_told_after_a_while_once_and_when_it_is_over(
    house: House, shift: Shift, ear: Ear
) -> None:
    house.exchange._directory.service_password = "changed"
    shift.after(EVERY)
    assert look(house, ear) == [], "it may be over in a minute"
    shift.after(900)
    assert look(house, ear) == [("connection_down", "mail", False)]
    assert look(house, ear) == []
    house.exchange._directory.service_password = "service"
    for _ in range(4):
        shift.after(900)
    assert look(house, ear) == [("connection_down", "mail", True)]
    assert look(house, ear) == []


def test_more_contacts_than_are_supported_stop_nobody(house: House, shift: Shift, ear: Ear) -> None:
    """SPEC 4.6: the count is reported, and everything syncs all the same."""
    house.store.save_setup(settings={"guards": '{"contacts": 1}'})
    for number in range(2):
        put(house, person(number), ANN)
    shift.after(EVERY)
    assert house.errors() == ["too_many_contacts"]
    look(house, ear)
    shift.after(25 * 3600)
    assert look(house, ear) == []
    assert why(house.store, house.store.reps()[0], "x", house.clock()).stops == []


def test_a_rep_who_fails_for_a_day(house: House, shift: Shift, ear: Ear) -> None:
    house.exchange.denied.add(ANN)
    shift.after(EVERY)
    look(house, ear)
    shift.after(23 * 3600)
    assert look(house, ear) == []
    shift.after(2 * 3600)
    assert look(house, ear) == [("rep_failing", f"acme/{ANN}", False)]


def test_what_could_not_be_told_is_told_the_next_time(house: House, shift: Shift, ear: Ear) -> None:
    house.exchange.denied.add(ANN)
    shift.after(EVERY)
    look(house, ear)
    shift.after(25 * 3600)
    ear.broken = True
    assert look(house, ear) == []
    ear.broken = False
    assert look(house, ear) == [("rep_failing", f"acme/{ANN}", False)]


def test_without_the_setting_nobody_is_told(house: House, shift: Shift, ear: Ear) -> None:
    house.store.save_setup(settings={"alerts": ""})
    house.exchange.denied.add(ANN)
    shift.after(25 * 3600)
    assert look(house, ear) == []


ALERT = Alert("held", f"acme/{ANN}", "5 actions wait.", "syncline held shows them.", "2026-03-02T09:00:00+00:00")


def test_a_web_hook_gets_a_signed_document() -> None:
    got: list[tuple[bytes, str]] = []

    @Request.application
    def take(request: Request) -> Response:
        got.append((request.get_data(), request.headers[SIGNATURE]))
        return Response(status=204)

    with SocketServer(take) as server:
        WebHook(server.url, "hush").tell([ALERT])
    body, signature = got[0]
    assert signature == f"sha256={hmac.new(b'hush', body, hashlib.sha256).hexdigest()}"
    told = json.loads(body)
    assert told["alerts"] == [ALERT.as_json()]
    assert "What to do: syncline held" in told["text"]


@pytest.mark.parametrize("status", [302, 403, 500])
def test_a_web_hook_that_refuses_is_no_delivery(status: int) -> None:
    @Request.application
    def refuse(_request: Request) -> Response:
        return Response(status=status, headers={"Location": "http://127.0.0.1:9/"})

    with SocketServer(refuse) as server, pytest.raises(DeliveryError, match=str(status)):
        WebHook(server.url, "").tell([ALERT])


def test_a_mail_says_what_and_what_to_do() -> None:
    said = {"host": "127.0.0.1", "from": "syncline@acme.example", "to": ["ops@acme.example", "it@acme.example"]}
    message = Mail(said, "").message([ALERT, ALERT])
    assert message["To"] == "ops@acme.example, it@acme.example"
    assert message["Subject"] == "Syncline: 5 actions wait. (and 1 more)"
    assert message["Auto-Submitted"] == "auto-generated"
    assert "What to do: syncline held shows them." in message.get_content()


def test_a_mail_server_that_is_not_there_is_no_delivery() -> None:
    said = {"host": "127.0.0.1", "port": 9, "from": "a@acme.example", "to": ["b@acme.example"], "encryption": "none"}
    with pytest.raises(DeliveryError):
        Mail(said, "").tell([ALERT])


class _Odd(socketserver.StreamRequestHandler):
    """A mail server whose challenge at signing in is none."""

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        for asked in self.rfile:
            verb = asked.split()[0].upper()
            self.wfile.write({b"EHLO": b"250-here\r\n250 AUTH CRAM-MD5\r\n"}.get(verb, b"334 abc\r\n"))


def test_a_mail_server_that_answers_nonsense_is_no_delivery() -> None:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Odd) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,)).start()
        said = {
            "host": "127.0.0.1", "port": server.server_address[1], "from": "a@acme.example", "to": ["b@acme.example"],
            "encryption": "none", "user": "a",
        }  # fmt: skip
        try:
            with pytest.raises(DeliveryError):
                Mail(said, "secret").tell([ALERT])
        finally:
            server.shutdown()


def test_secrets_come_from_the_environment() -> None:
    said = {
        "mail": {"host": "mail", "from": "a@b", "to": ["c@d"], "user": "u", "password_variable": "SMTP"},
        "web_hook_variable": "HOOK", "web_hook_secret_variable": "SECRET",
    }  # fmt: skip
    mail, hook = way_of(said, {"SMTP": "one", "HOOK": "https://chat", "SECRET": "two"})
    assert (mail, hook) == (Mail(said["mail"], "one"), WebHook("https://chat", "two"))  # type: ignore[arg-type]
    assert [way.name for way in way_of(said, {})] == ["mail"]
