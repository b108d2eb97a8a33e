"""A web page, half a document, nothing, 503, 429, a dead line, at every kind of request: said, nothing lost, healed."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from syncline.sandbox.faults import Fault, FaultKind
from tests.support.house_people import rest
from tests.support.house_story import first_day, outline, second_day
from tests.support.house_wire import name_of, tap

if TYPE_CHECKING:
    from wsgiref.types import WSGIEnvironment

    from syncline.sandbox.faults import Matcher
    from tests.support.house import House

CODES = {
    FaultKind.HTML: "bad_answer",
    FaultKind.HALF: "bad_answer",
    FaultKind.NOTHING: "bad_answer",
    FaultKind.UNAVAILABLE: "unavailable",
    FaultKind.TOO_MANY: "throttled",
    FaultKind.LOST_BEFORE: "unavailable",
    FaultKind.LOST_AFTER: "unavailable",
}
BAD = list(CODES)


@cache
def undisturbed() -> dict[str, Any]:
    house = first_day()
    rest(house)
    second_day(house)
    rest(house)
    return outline(house)


@cache
def busy_day() -> tuple[list[str], list[str]]:
    """The requests of the second day, by server: where each kind of request comes first."""
    house = first_day()
    rest(house)
    second_day(house)
    org, mail = tap(house)
    house.sync()
    return org.seen, mail.seen


@pytest.mark.parametrize("kind", BAD)
@pytest.mark.parametrize("server", ["org", "mail"])
def test_every_kind_of_request_fails_once_in_turn(server: str, kind: FaultKind) -> None:
    names = list(dict.fromkeys(busy_day()[0 if server == "org" else 1]))
    house = first_day()
    house.converge()
    second_day(house)
    faults = house.org_faults if server == "org" else house.mail_faults
    for name in names:
        faults.arm(Fault(kind, _named(name)))
    while len(faults.acted) < len(names):
        before = len(faults.acted)
        house.sync()
        assert len(faults.acted) > before, "a request of the busy day never came again"
        assert CODES[kind] in house.errors()
        assert all(row.remedy and row.message for row in house.store.errors())
        house.wait(seconds=30)
    rest(house, 6)
    assert outline(house) == undisturbed()
    assert house.errors() == []


def _named(name: str) -> Matcher:
    return lambda body, environ: name_of(body, environ) == name


@pytest.mark.parametrize("kind", BAD)
@pytest.mark.parametrize("server", ["org", "mail"])
def test_a_server_that_is_down_all_day_costs_nothing_but_time(server: str, kind: FaultKind) -> None:
    house = first_day()
    rest(house)
    before = outline(house)
    second_day(house)
    faults = house.org_faults if server == "org" else house.mail_faults
    faults.arm(Fault(kind, times=-1))
    counts = [_calls(house, server) for _ in range(4)]
    assert max(counts) <= 4, "nobody hammers a server that is down"
    told = set(house.errors())
    assert CODES[kind] in told
    assert told <= {CODES[kind], "throttled"}, "what was not even asked, because the server wants to be left alone"
    assert [one["Surname"] for one in before["salesforce"] if one["Surname"]]
    faults.disarm()
    rest(house, 8)
    assert outline(house) == undisturbed()


def _calls(house: House, server: str) -> int:
    faults = house.org_faults if server == "org" else house.mail_faults
    before = len(faults.acted)
    house.sync()
    house.wait(minutes=10)
    return len(faults.acted) - before


def test_one_bad_mailbox_stops_nobody_else() -> None:
    house = first_day()
    house.reps = (*house.reps, "second@acme.example")
    house.org.add_user("second@acme.example", last_name="Second")
    house.exchange.add_mailbox("second@acme.example", "secret")
    house.apply()
    rest(house)
    house.mail_faults.arm(Fault(FaultKind.HTML, _of("rep@acme.example"), times=-1))
    second_day(house)
    house.mailbox("second@acme.example").create_contact(
        {"GivenName": "New", "Surname": "One"}, folder=house.folder("second@acme.example")
    )
    report = house.sync()
    assert report["reps"]["second@acme.example"]["contacts"]["to_salesforce"]["created"] == 1
    assert {row.rep for row in house.store.errors()} == {"acme/rep@acme.example"}


def _of(address: str) -> Matcher:
    def matches(body: bytes, environ: WSGIEnvironment) -> bool:
        return address.encode() in body and name_of(body, environ) != ""

    return matches


def test_retry_after_is_obeyed_for_what_was_to_be_written() -> None:
    house = first_day()
    _, mail = tap(house)
    house.mail_faults.application.arm(Fault(FaultKind.TOO_MANY, _create, retry_after=600))  # type: ignore[attr-defined]
    house.sync()
    assert set(house.errors()) == {"throttled"}
    writes = mail.seen.count("CreateItem")
    house.wait(minutes=5)
    house.sync()
    assert mail.seen.count("CreateItem") == writes
    house.wait(minutes=6)
    rest(house)
    assert mail.seen.count("CreateItem") > writes


def _create(body: bytes, environ: WSGIEnvironment) -> bool:
    return name_of(body, environ) == "CreateItem"
