"""The cases of somebody else's mapping between Graph and iCalendar or vCard (`vdirsyncer-graph`, of KDE's tests).

Each is read and written as it says, or named here as one that Syncline does not hold.
"""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path
from typing import Any

import icalendar
import pytest

from syncline.connectors.errors import BadAnswerError
from syncline.connectors.microsoft365.contact_read import contact_record
from syncline.connectors.microsoft365.contact_write import new_contact
from syncline.connectors.microsoft365.event_read import event_record
from syncline.connectors.microsoft365.event_write import new_event
from syncline.connectors.outlook.patterned_recurrence import patterned, read_patterned
from syncline.connectors.port import Draft
from syncline.records.recurrence.occurrences import occurrences
from syncline.records.recurrence.rrule_read import read_rrule

HOME = Path(__file__).parents[3] / ".referees" / "graphpim" / "vdirsyncer_graph-0.1.0" / "fixtures"
OWNER = "rep@acme.example"
ALL = 25
TASKS = "tasks are not synced: neither contacts nor events"
NOT_HELD = {
    "contacts/address_without_street_ignored": "an address without a street is an address: we keep its city",
    "contacts/photo_inline": "a photo is no field that syncs; it is kept whole (test_restoring)",
    "events/html_body_uses_preview": "a preview ends after 255 characters: bodies are asked for as text instead",
    "events/no_id_yields_nothing": "an item without an id is a broken answer, not nothing",
    "events/uid_falls_back_to_id": "an id is no iCalendar UID: without one, events match by subject and time",
    "events/attendees_partstat": "responses of attendees are not held yet: who takes part is",
}
"""What is done otherwise, and why; whole folders by their name."""


def cases(kind: str) -> list[Any]:
    """The cases of a kind."""
    return [pytest.param(path.stem, id=path.stem) for path in sorted((HOME / kind).glob("*.json"))]


def told(kind: str, name: str) -> dict[str, Any]:
    case: dict[str, Any] = json.loads((HOME / kind / f"{name}.json").read_text(encoding="utf-8"))
    return case


def graph_item(case: dict[str, Any]) -> dict[str, Any]:
    """The item as a server would tell it: with a version."""
    return {"changeKey": "CQAAAA==", **case["graph"]}


def component(case: dict[str, Any]) -> Any:
    text = "\r\n".join(case["item"]) + "\r\n"
    return icalendar.Calendar.from_ical(text).walk("VEVENT")[0]


def cards(case: dict[str, Any], name: str) -> list[str]:
    """The values of a vCard's property, in order."""
    return [line.partition(":")[2] for line in case["item"] if line.split(":")[0].split(";")[0] == name]


def test_every_case_is_held_or_named() -> None:
    names = {f"{path.parent.name}/{path.stem}" for path in HOME.glob("*/*.json")}
    assert len(names) == ALL
    assert NOT_HELD.keys() < names
    assert {name.partition("/")[0] for name in names} == {"contacts", "events", "todos"}, TASKS


@pytest.mark.parametrize("name", cases("contacts"))
def test_contacts_are_read(name: str) -> None:
    case = told("contacts", name)
    values = contact_record(graph_item(case)).values
    family, given = cards(case, "N")[0].split(";")[:2]
    expected = {"Surname": family, "GivenName": given}
    for label, property_ in (("EmailAddress1", "EMAIL"), ("JobTitle", "TITLE"), ("Body", "NOTE"), ("Birthday", "BDAY")):
        for one in cards(case, property_)[:1]:
            expected[label] = one
    for org in cards(case, "ORG"):
        expected["CompanyName"], expected["Department"] = org.split(";")
    expected |= dict(zip(("BusinessPhone", "HomePhone", "MobilePhone"), cards(case, "TEL"), strict=False))
    if f"contacts/{name}" == "contacts/address_without_street_ignored":
        expected["BusinessCity"] = "Hamburg"
    assert values == expected


def test_a_contact_is_written() -> None:
    case = told("contacts", "full_sample")
    values = contact_record(graph_item(case)).values
    body = new_contact(Draft("key", values))
    ours = {"middleName", "title", "nickName", "displayName", "homeAddress", "categories", "emailAddresses"}
    for name, value in case["expect_write"].items():
        if name not in ours:  # what no field of Syncline's holds
            assert body[name] == value, name
    assert body["emailAddresses"][0]["address"] == case["expect_write"]["emailAddresses"][0]["address"]
    assert body["birthday"] == "1980-05-15T11:59:00Z", "a birthday syncs, as it does on an Exchange server"


@pytest.mark.parametrize("name", cases("events"))
def test_events_are_read(name: str) -> None:
    case = told("events", name)
    if case["direction"] == "write" or f"events/{name}" in NOT_HELD:
        return
    record, event = event_record(graph_item(case), OWNER), component(case)
    assert record.values.get("Subject", "") == str(event["SUMMARY"])
    assert record.uid == (str(event["UID"]) if "iCalUId" in case["graph"] else None)
    assert [record.values["Start"], record.values["End"]] == [_moment(event["DTSTART"]), _moment(event["DTEND"])]
    assert record.values.get("Body", "") == str(event.get("DESCRIPTION", ""))
    assert record.values.get("Location", "") == str(event.get("LOCATION", ""))
    assert str(record.values.get("Sensitivity", "Public")).upper() == str(event.get("CLASS", "PUBLIC"))
    free = str(event["TRANSP"]) == "TRANSPARENT"
    assert (record.values.get("LegacyFreeBusyStatus") == "Free") is free
    assert (record.not_representable == "recurring") is ("RRULE" in event)


@pytest.mark.parametrize("name", cases("events"))
def test_rules_of_series_are_read_and_written(name: str) -> None:
    case = told("events", name)
    lines = [line.partition(":")[2] for line in case["item"] or () if line.startswith("RRULE")]
    if not lines:
        return
    start, end = (_moment(component(case)[name]) for name in ("DTSTART", "DTEND"))
    zone = start.partition("@")[2]
    rule = read_rrule(lines[0], start)
    if case["direction"] != "write":
        # A week begins on Sunday unless Graph says otherwise, and on Monday in iCalendar: days tell whether it matters.
        read = read_patterned(case["graph"]["recurrence"], start, zone)
        assert list(islice(occurrences(read, start, end), 50)) == list(islice(occurrences(rule, start, end), 50))
    body, wanted = patterned(rule, start), case["expect_write"]["recurrence"]
    assert body["pattern"].items() >= wanted["pattern"].items()
    assert body["range"].items() >= wanted["range"].items()


@pytest.mark.parametrize("name", cases("events"))
def test_events_are_written(name: str) -> None:
    case = told("events", name)
    if "expect_write" not in case or "RRULE" in str(case["item"]):
        return
    event = component(case)
    values: dict[str, Any] = {"Subject": str(event["SUMMARY"])}
    values |= {"Start": _moment(event["DTSTART"]), "End": _moment(event["DTEND"])}
    for label, property_ in (("Body", "DESCRIPTION"), ("Location", "LOCATION")):
        values |= {label: str(event[property_])} if property_ in event else {}
    values |= {"Sensitivity": "Private"} if str(event.get("CLASS")) == "PRIVATE" else {}
    values["LegacyFreeBusyStatus"] = "Free" if str(event.get("TRANSP")) == "TRANSPARENT" else "Busy"
    body = new_event(Draft("key", values), "UTC")
    for label, value in case["expect_write"].items():
        if label in {"start", "end"}:
            assert body[label]["timeZone"] == value["timeZone"]
            assert value["dateTime"].startswith(body[label]["dateTime"])
        elif label != "categories":  # they mark an event for Salesforce, and are the rep's
            assert body[label] == value, label


def test_what_has_no_id_is_a_broken_answer() -> None:
    with pytest.raises(BadAnswerError):
        event_record(graph_item(told("events", "no_id_yields_nothing")), OWNER)


def test_who_takes_part_is_read() -> None:
    record = event_record(graph_item(told("events", "attendees_partstat")), OWNER)
    assert record.people == ("bob@example.com", "carol@example.com", "dave@example.com")
    assert record.uid is None, "an id is no UID"


def _moment(told_time: Any) -> str:
    """Write a time of iCalendar in the form of records."""
    zone = told_time.params.get("TZID") or ("UTC" if hasattr(told_time.dt, "hour") else "")
    wall = told_time.dt.replace(tzinfo=None) if zone else told_time.dt
    return f"{wall.isoformat()}@{zone}" if zone else str(wall.isoformat())
