"""What goes with contacts and events: photos, ids of both kinds, calendars, searches, limits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.contract.microsoft365_server.conftest import ANN
from tests.support.graph_raw import Caller, refusal, session_to, sign_in

from .times import event

if TYPE_CHECKING:
    from syncline.sandbox.microsoft365 import Microsoft365Server, OpenMailbox

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 16


def test_a_contact_may_have_a_photo(call: Caller) -> None:
    made = call.post("contacts", {"givenName": "Ada"})["id"]
    assert refusal(call("GET", f"contacts/{made}/photo/$value")) == (404, "ErrorItemNotFound")
    sent = {"Authorization": f"Bearer {call.token}", "Content-Type": "image/png"}
    address = call.url(f"contacts/{made}/photo/$value")
    assert call.session.put(address, data=PNG, headers=sent).status_code == 200
    answer = call("GET", f"contacts/{made}/photo/$value")
    assert (answer.content, answer.headers["Content-Type"]) == (PNG, "image/png")


def test_ids_are_translated_both_ways(call: Caller, ann: OpenMailbox) -> None:
    contact = ann.create_contact({"givenName": "Ada"})
    plain, lasting = contact.id(immutable=False), contact.id(immutable=True)
    for source, target, kinds in ((plain, lasting, ("restId", "restImmutableEntryId")), (lasting, plain, ("restImmutableEntryId", "restId"))):  # noqa: E501  # fmt: skip
        asked = {"inputIds": [source, "nonsense"], "sourceIdType": kinds[0], "targetIdType": kinds[1]}
        answer = call.post("translateExchangeIds", asked, status=200)["value"]
        assert answer == [{"sourceId": source, "targetId": target}]


def test_the_default_calendar_is_one_of_all(call: Caller) -> None:
    default = call.get("calendar")
    assert (default["isDefaultCalendar"], default["owner"]["address"]) == (True, "ann.meyer@acme.example")
    assert [one["id"] for one in call.get("calendars")["value"]] == [default["id"]]
    made = call.post(f"calendars/{default['id']}/events", event("V", "2026-03-10T09:00:00", "2026-03-10T10:00:00"))
    assert call.get("events")["value"][0]["id"] == made["id"]


def test_a_calendar_carries_properties_of_applications(call: Caller) -> None:
    mark = {"id": "String {5c8f3d0e-7a41-4c6b-9d27-1e0b6f4a8c53} Name Mark", "value": "ours"}
    asked = "calendar?$expand=singleValueExtendedProperties($filter=id eq '" + mark["id"] + "')"
    assert "singleValueExtendedProperties" not in call.get(asked)
    assert call("PATCH", "calendar", {"singleValueExtendedProperties": [mark]}).status_code == 200
    assert call.get(asked)["singleValueExtendedProperties"] == [mark]
    assert "singleValueExtendedProperties" not in call.get("calendar")
    assert refusal(call("PATCH", "calendar", {"nonsense": 1}))[0] == 400


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ("start/dateTime ge '2026-03-11T00:00:00'", ["Later"]),
        ("contains(subject,'isit')", ["Visit"]),
        ("subject eq 'visit' or subject eq 'Later'", ["Visit", "Later"]),
        ("not startswith(subject,'V')", ["Later"]),
        ("categories/any(c:c eq 'Salesforce')", ["Later"]),
        ("isAllDay eq true", []),
    ],
)
def test_events_can_be_searched(call: Caller, condition: str, found: list[str]) -> None:
    call.post("events", event("Visit", "2026-03-10T09:00:00", "2026-03-10T10:00:00"))
    later = event("Later", "2026-03-12T09:00:00", "2026-03-12T10:00:00", categories=["Salesforce"])
    call.post("events", later)
    assert [one["subject"] for one in call.get(f"events?$filter={condition}")["value"]] == found
    assert call("GET", f"events/$count?$filter={condition}").text == str(len(found))


def test_listings_are_sorted_selected_and_counted(call: Caller, ann: OpenMailbox) -> None:
    for name in ("Edith", "Ada", "Grace"):
        ann.create_contact({"givenName": name, "emailAddresses": [{"address": f"{name}@c.example"}]})
    page = call.get("contacts?$orderby=givenName desc&$top=2&$select=givenName&$count=true")
    assert [one["givenName"] for one in page["value"]] == ["Grace", "Edith"]
    assert (page["@odata.count"], set(page["value"][0])) == (3, {"@odata.etag", "id", "givenName"})
    found = call.get("contacts?$filter=emailAddresses/any(a:a/address eq 'ada@c.example')")["value"]
    assert [one["givenName"] for one in found] == ["Ada"]


@pytest.mark.parametrize(
    "values",
    [
        {"emailAddresses": [{"address": f"{number}@c.example"} for number in range(4)]},
        {"businessPhones": ["1", "2", "3"]},
        {"birthday": "yesterday"},
        {"homeAddress": {"planet": "Mars"}},
        {"categories": "Salesforce"},
        {"givenName": 7},
        {"singleValueExtendedProperties": [{"id": "Text {x} Name y", "value": "z"}]},
    ],
)
def test_contacts_that_cannot_be_are_refused(call: Caller, values: dict[str, Any]) -> None:
    assert call("POST", "contacts", {"givenName": "Ada"} | values).status_code == 400


def test_parts_of_an_address_that_are_not_named_stay(call: Caller) -> None:
    made = call.post("contacts", {"givenName": "Ada", "homeAddress": {"city": "London", "street": "St James 1"}})
    changed = call.patch(f"contacts/{made['id']}", {"homeAddress": {"street": None, "postalCode": "SW1"}})
    assert changed["homeAddress"] == {"city": "London", "postalCode": "SW1"}


def test_a_folder_that_was_deleted_is_in_deleted_items_with_all_that_is_in_it(call: Caller, ann: OpenMailbox) -> None:
    folder = ann.make_folder("Salesforce_Sync")
    contact = ann.create_contact({"givenName": "Ada"}, folder=folder)
    assert call("DELETE", f"contactFolders/{folder.id}").status_code == 204
    assert call.get("contactFolders")["value"] == []
    bin_ = call.get("mailFolders/deleteditems")["id"]
    assert call.get(f"contactFolders/{folder.id}")["parentFolderId"] == bin_
    assert call.get(f"contacts/{contact.id(immutable=True)}")["parentFolderId"] == folder.id
    assert call("DELETE", f"contactFolders/{folder.id}").status_code == 204
    assert refusal(call("GET", f"contacts/{contact.id(immutable=True)}")) == (404, "ErrorItemNotFound")


def test_the_default_folder_cannot_be_deleted(call: Caller, ann: OpenMailbox) -> None:
    assert refusal(call("DELETE", f"contactFolders/{ann.contacts.id}")) == (400, "ErrorDeleteDistinguishedFolder")


def test_what_the_store_knows_by_itself_can_be_asked_for(call: Caller, ann: OpenMailbox) -> None:
    contact = ann.create_contact({"givenName": "Ada", "birthday": "1815-12-10T11:59:00Z"})
    wanted = "id eq 'Binary 0x300b' or id eq 'SystemTime {00062004-0000-0000-C000-000000000046} Id 0x80DE'"
    path = f"contacts/{contact.id(immutable=True)}?$expand=singleValueExtendedProperties($filter={wanted})"
    before = call.get(path)["singleValueExtendedProperties"]
    assert [one["value"] for one in before][1] == "1815-12-10T00:00:00Z"
    ann.put(contact, ann.make_folder("Family"))
    assert call.get(path)["singleValueExtendedProperties"] == before


def test_hostile_text_comes_back_as_it_went(call: Caller) -> None:
    text = "O'Hara \"\\ \u202e דוד 👩‍👩‍👧‍👦 𝒬 <b>&amp;</b> ]]>"
    made = call.post("contacts", {"givenName": text, "personalNotes": text})
    assert [call.get(f"contacts/{made['id']}")[name] for name in ("givenName", "personalNotes")] == [text, text]


@pytest.mark.parametrize("body", ["", "[]", "nonsense", '{"givenName":'])
def test_bodies_that_are_no_objects_are_refused(call: Caller, server: Microsoft365Server, body: str) -> None:
    sent = {"Authorization": f"Bearer {call.token}", "Content-Type": "application/json"}
    assert call.session.post(call.url("contacts"), data=body, headers=sent).status_code == 400


def test_calendars_are_made_and_taken_away(call: Caller) -> None:
    made = call.post("calendars", {"name": "Volunteer"})
    assert (made["name"], made["isDefaultCalendar"], made["isRemovable"]) == ("Volunteer", False, True)
    assert refusal(call("POST", "calendars", {"name": "volunteer"})) == (409, "ErrorFolderExists")
    inside = call.post(f"calendars/{made['id']}/events", event("Help", "2026-07-06T09:00:00", "2026-07-06T10:00:00"))
    assert call.get(f"events/{inside['id']}")["subject"] == "Help"
    assert call("DELETE", f"calendars/{made['id']}").status_code == 204
    assert [one["name"] for one in call.get("calendars")["value"]] == ["Calendar"]
    assert call.post("calendars", {"name": "Volunteer"})["id"] != made["id"]


def test_the_default_calendar_stays(call: Caller) -> None:
    default = call.get("calendar")["id"]
    assert refusal(call("DELETE", f"calendars/{default}")) == (400, "ErrorDeleteDistinguishedFolder")
    assert refusal(call("POST", "calendars", {"name": ""})) == (400, "ErrorPropertyValidationFailure")
    assert refusal(call("POST", "calendars", {"colour": "red"})) == (400, "RequestBodyRead")


def test_time_zones_that_a_mailbox_may_have(server: Microsoft365Server) -> None:
    """Asked without a referee: the slice of the description does not have them."""
    session = session_to(server)
    call = Caller(session, sign_in(session, server).json()["access_token"], ANN)
    windows = [one["alias"] for one in call.get("outlook/supportedTimeZones")["value"]]
    asked = "outlook/supportedTimeZones(TimeZoneStandard=microsoft.graph.timeZoneStandard'{}')"
    iana = [one["alias"] for one in call.get(asked.format("Iana"))["value"]]
    assert "W. Europe Standard Time" in windows
    assert "Europe/Berlin" in iana
    assert "Europe/Berlin" not in windows
    assert refusal(call("GET", asked.format("Julian")))[0] == 400
