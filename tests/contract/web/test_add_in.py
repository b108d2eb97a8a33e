"""The calls of an Outlook add-in (SPEC 5.6): a rep's own calendar, and nobody else's, whatever the token may do."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from syncline.web.access.permissions import ALL
from tests.contract.web.conftest import browser_on, person
from tests.contract.web.program import Program
from tests.support.any_calendar import AnyCalendar
from tests.support.house import REP, Looking
from tests.support.house_calendars import OnExchange
from tests.support.house_people import subjects
from tests.support.house_tables import NO_CONTACTS, events_with

if TYPE_CHECKING:
    from syncline.store.database import DatabaseStore
    from syncline.web.asked import Around

OWN = f"acme/{REP}"


@pytest.fixture
def calendar(store: DatabaseStore) -> AnyCalendar:
    """A calendar whose rep has synced once."""
    made = AnyCalendar(OnExchange(contacts=NO_CONTACTS, events=events_with(which="selected"), store=store))
    made.house.sync()
    return made


@pytest.fixture
def served(around: Around, calendar: AnyCalendar) -> Around:
    house = calendar.house
    return replace(around, looking=lambda: Looking(house), clock=house.clock)


def test_a_rep_selects_and_deselects_over_http(served: Around, store: DatabaseStore, calendar: AnyCalendar) -> None:
    program = Program(served, store, person(rep=OWN).username)
    event = calendar.meet("visit")
    asked = {"query_string": {"event": event}}
    assert program.call("GET", "/add-in/event", **asked) == (
        200,
        {"event": event, "selected": False, "marked": False, "chosen": False, "salesforce_id": ""},
    )
    assert program.call("POST", "/add-in/select", {"event": event})[1]["chosen"] is True
    calendar.house.sync()
    assert subjects(calendar.house) == ["visit"]
    copy = calendar.house.org.admin.query("SELECT Id FROM Event")[0]["Id"]
    assert program.call("GET", "/add-in/event", **asked)[1]["salesforce_id"] == copy
    assert program.call("POST", "/add-in/deselect", {"event": event})[1]["selected"] is False
    calendar.house.sync()
    assert program.call("GET", "/add-in/event", **asked)[1]["salesforce_id"] == ""
    assert subjects(calendar.house) == ["visit"]


def test_related_records_over_http(served: Around, store: DatabaseStore, calendar: AnyCalendar) -> None:
    program = Program(served, store, person(rep=OWN).username)
    ann = calendar.house.org.as_user(REP).create("Contact", {"LastName": "Ann", "Email": "ann@customer.example"})
    times = {"Start": "2026-03-04T09:00:00@UTC", "End": "2026-03-04T10:00:00@UTC"}
    event = calendar.put({"Subject": "meeting", **times}, invited=["ann@customer.example"])
    _, told = program.call("GET", "/add-in/related", query_string={"event": event})
    assert told == {
        "records": [{"kind": "contact", "id": ann, "name": "Ann", "address": "ann@customer.example", "company": ""}]
    }


def test_nobody_but_the_rep_is_answered(served: Around, store: DatabaseStore, calendar: AnyCalendar) -> None:
    event = calendar.meet("visit")
    admin = Program(served, store, person(ALL, username="admin@acme.example").username)
    other = Program(served, store, person(rep="acme/gone@acme.example", username="gone@acme.example").username)
    for program in (Program(served, store), admin, other):
        assert program.call("GET", "/add-in/event", query_string={"event": event})[0] == 403
        assert program.call("GET", "/add-in/related", query_string={"event": event})[0] == 403
        assert program.call("POST", "/add-in/select", {"event": event})[0] == 403
    assert store.selections(OWN) == []


def test_what_cannot_be_answered_says_what_to_do(served: Around, store: DatabaseStore, calendar: AnyCalendar) -> None:
    program = Program(served, store, person(rep=OWN).username)
    code, told = program.call("POST", "/add-in/select", {"event": "nothing of that name"})
    assert (code, told["error"]["code"]) == (404, "unknown_event")
    assert program.call("POST", "/add-in/select", {"event": ""})[0] == 422
    calendar.house.events = events_with()
    calendar.house.apply()
    code, told = program.call("POST", "/add-in/select", {"event": calendar.meet("visit")})
    assert (code, told["error"]["code"]) == (409, "every_event_syncs")
    store.save_setup(reps=[replace(store.reps()[0], mailbox="moved@acme.example")])
    code, told = program.call("GET", "/add-in/event", query_string={"event": "any"})
    assert (code, bool(told["error"]["remedy"])) == (502, True)


ORIGIN = "https://addin.acme.example"
ASKING = {"Origin": ORIGIN, "Access-Control-Request-Method": "POST",
          "Access-Control-Request-Headers": "authorization,content-type"}  # fmt: skip


def allow(store: DatabaseStore, *origins: str) -> None:
    store.save_setup(settings={"add_in": json.dumps({"origins": origins})})


def test_a_named_origin_may_ask_first_and_read_the_answer(
    served: Around, store: DatabaseStore, calendar: AnyCalendar
) -> None:
    allow(store, "https://other.example", ORIGIN)
    program = Program(served, store, person(rep=OWN).username)
    asked = browser_on(served).client.options("/api/add-in/select", headers=ASKING)
    assert asked.status_code == 204
    assert asked.headers["Access-Control-Allow-Origin"] == ORIGIN
    assert asked.headers["Access-Control-Allow-Methods"] == "GET, POST"
    assert asked.headers["Access-Control-Allow-Headers"] == "authorization, content-type"
    assert "Origin" in asked.headers["Vary"]
    body = {"event": calendar.meet("visit")}
    assert program.call("POST", "/add-in/select", body, {"Origin": ORIGIN})[0] == 200
    assert program.allowed == ORIGIN
    assert program.call("POST", "/add-in/select", {"event": "nothing"}, {"Origin": ORIGIN})[0] == 404
    assert program.allowed == ORIGIN, "a refusal is to be read as well"


@pytest.mark.parametrize(
    "origin",
    ["https://evil.example", f"{ORIGIN}.evil.example", "http://addin.acme.example", f"{ORIGIN}:8443", "null", "*"],
)
def test_another_origin_is_refused(served: Around, store: DatabaseStore, origin: str) -> None:
    allow(store, ORIGIN)
    _is_refused(served, store, origin)


def test_no_origin_is_let_in_unless_it_is_named(served: Around, store: DatabaseStore) -> None:
    _is_refused(served, store, ORIGIN)


def _is_refused(served: Around, store: DatabaseStore, origin: str) -> None:
    client = browser_on(served).client
    asked = client.options("/api/add-in/select", headers=ASKING | {"Origin": origin})
    assert asked.status_code == 403
    assert asked.json is not None
    assert "add_in: {origins: [...]}" in asked.json["error"]["remedy"]
    program = Program(served, store, person(rep=OWN).username)
    program.call("GET", "/add-in/event", headers={"Origin": origin}, query_string={"event": "any"})
    assert program.allowed == ""
    assert not any(name.startswith("Access-Control") for name, _ in asked.headers)


def test_only_the_add_ins_calls_are_opened(served: Around, store: DatabaseStore) -> None:
    allow(store, ORIGIN)
    client = browser_on(served).client
    for path in ("/api/status", "/api/openapi.json", "/sign-in", "/api/add-in"):
        for answer in (client.options(path, headers=ASKING), client.get(path, headers={"Origin": ORIGIN})):
            assert not any(name.startswith("Access-Control") for name, _ in answer.headers), path


def test_no_cookie_comes_along(served: Around, store: DatabaseStore) -> None:
    """Or a page of the add-in's host could call in the name of whoever is signed in to the pages."""
    allow(store, ORIGIN)
    asked = browser_on(served).client.options("/api/add-in/select", headers=ASKING)
    assert "Access-Control-Allow-Credentials" not in asked.headers


def test_the_status_says_whether_selection_is_offered_and_was_used(
    served: Around, store: DatabaseStore, calendar: AnyCalendar
) -> None:
    from syncline.web.lists.one_rep import one_rep  # noqa: PLC0415 - Django has to be set up before
    from syncline.web.lists.summary import summary  # noqa: PLC0415
    from syncline.web.lists.system import systems  # noqa: PLC0415

    def shown() -> tuple[bool, str]:
        rep = one_rep(store, OWN, calendar.house.clock())
        assert rep is not None
        figures = summary(store, calendar.house.clock)
        return systems(store, figures, calendar.house.clock())[0].selection, rep.selection

    assert shown() == (True, "No")
    program = Program(served, store, person(rep=OWN).username)
    event = calendar.meet("visit")
    program.call("POST", "/add-in/select", {"event": event})
    program.call("POST", "/add-in/deselect", {"event": event})
    assert shown() == (True, "Yes")
    calendar.house.events = events_with()
    calendar.house.apply()
    assert shown() == (False, "")
