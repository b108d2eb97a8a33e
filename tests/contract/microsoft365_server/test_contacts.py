"""Contacts and their folders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support.graph_raw import refusal

if TYPE_CHECKING:
    from syncline.sandbox.microsoft365 import OpenMailbox
    from tests.support.graph_raw import Caller

FOLDER = "Salesforce_Sync"
IMMUTABLE = 'IdType="ImmutableId"'
MARKER = "String {66f5a359-4659-4830-9070-00047ec6ac6e} Name Marker"


def test_a_contact_is_made_read_changed_and_deleted(call: Caller) -> None:
    folder = call.post("contactFolders", {"displayName": FOLDER})["id"]
    made = call.post(f"contactFolders/{folder}/contacts", {"givenName": "Ada", "surname": "Lovelace"})
    assert (made["displayName"], made["fileAs"]) == ("Ada Lovelace", "Lovelace, Ada")
    changed = call.patch(f"contacts/{made['id']}", {"jobTitle": "Countess"})
    assert changed["changeKey"] != made["changeKey"]
    assert call.get(f"contacts/{made['id']}")["jobTitle"] == "Countess"
    assert call("DELETE", f"contacts/{made['id']}").status_code == 204
    assert refusal(call("GET", f"contacts/{made['id']}")) == (404, "ErrorItemNotFound")


def test_a_deleted_contact_is_found_in_deleted_items_by_its_immutable_id(call: Caller) -> None:
    made = call.post("contacts", {"givenName": "Ada"}, prefer=IMMUTABLE)
    call("DELETE", f"contacts/{made['id']}", prefer=IMMUTABLE)
    bin_ = call.get("mailFolders/deleteditems")["id"]
    assert call.get(f"contacts/{made['id']}", prefer=IMMUTABLE)["parentFolderId"] == bin_


def test_a_move_changes_the_ordinary_id_alone(call: Caller, ann: OpenMailbox) -> None:
    contact = ann.create_contact({"givenName": "Ada"})
    before = contact.id(immutable=False), contact.id(immutable=True)
    ann.put(contact, ann.make_folder("Family"))
    assert refusal(call("GET", f"contacts/{before[0]}")) == (404, "ErrorItemNotFound")
    assert call.get(f"contacts/{before[1]}", prefer=IMMUTABLE)["id"] == before[1]


def test_the_version_that_a_client_names_has_to_be_the_current_one(call: Caller) -> None:
    made = call.post("contacts", {"givenName": "Ada"})
    changed = call.patch(f"contacts/{made['id']}", {"jobTitle": "Countess"})
    stale = call("PATCH", f"contacts/{made['id']}", {"jobTitle": "?"}, headers={"If-Match": made["@odata.etag"]})
    assert refusal(stale) == (412, "ErrorIrresolvableConflict")
    right = call("PATCH", f"contacts/{made['id']}", {"jobTitle": "!"}, headers={"If-Match": changed["@odata.etag"]})
    assert right.status_code == 200


def test_unknown_properties_are_refused(call: Caller) -> None:
    assert refusal(call("POST", "contacts", {"givenName": "Ada", "email": "a@b.example"})) == (400, "RequestBodyRead")


def test_a_folder_has_no_two_children_of_one_name(call: Caller) -> None:
    call.post("contactFolders", {"displayName": FOLDER})
    assert refusal(call("POST", "contactFolders", {"displayName": FOLDER.upper()})) == (409, "ErrorFolderExists")


def test_extended_properties_are_shown_only_when_asked_for_and_can_be_searched(call: Caller) -> None:
    marked = {"givenName": "Ada", "singleValueExtendedProperties": [{"id": MARKER, "value": "x-1"}]}
    made = call.post("contacts", marked)
    call.post("contacts", {"givenName": "Grace"})
    assert "singleValueExtendedProperties" not in call.get(f"contacts/{made['id']}")
    expand = f"$expand=singleValueExtendedProperties($filter=id eq '{MARKER}')"
    shown = call.get(f"contacts/{made['id']}?{expand}")
    assert shown["singleValueExtendedProperties"] == [{"id": MARKER, "value": "x-1"}]
    found = call.get(
        f"contacts?$filter=singleValueExtendedProperties/Any(ep: ep/id eq '{MARKER}' and ep/value eq 'x-1')"
    )
    assert [one["givenName"] for one in found["value"]] == ["Ada"]


def test_a_delta_tells_what_changed_what_left_and_nothing_twice(call: Caller, ann: OpenMailbox) -> None:
    folder = ann.make_folder(FOLDER)
    people = [ann.create_contact({"givenName": name}, folder=folder) for name in ("Ada", "Grace", "Edith")]
    start = f"contactFolders/{folder.id}/contacts/delta"
    rows, link = call.round(start, prefer=f"odata.maxpagesize=2, {IMMUTABLE}")
    assert sorted(row["givenName"] for row in rows) == ["Ada", "Edith", "Grace"]
    ann.edit(people[0], {"jobTitle": "Countess"})
    ann.put_away(people[1])
    rows, link = call.round(link, prefer=IMMUTABLE)
    gone = {row["id"]: row["@removed"] for row in rows if "@removed" in row}
    assert gone == {people[1].id(immutable=True): {"reason": "deleted"}}
    assert [row["jobTitle"] for row in rows if "@removed" not in row] == ["Countess"]
    assert call.round(link)[0] == []


def test_an_expired_delta_is_refused_with_410(call: Caller, ann: OpenMailbox) -> None:
    _rows, link = call.round("contacts/delta")
    ann.expire_deltas()
    assert refusal(call("GET", link)) == (410, "SyncStateNotFound")
