"""Listing contacts and synchronizing them.

https://developers.google.com/people/api/rest/v1/people.connections/list,
https://developers.google.com/people/v1/contacts#list_the_users_contacts_that_have_changed
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.google_world import REP, SOME_FIELDS, Rest

if TYPE_CHECKING:
    from tests.support.google_world import World

PATH = "/people/me/connections"
DELAY = timedelta(minutes=2)


def names(page: dict[str, Any]) -> list[str]:
    return [one["resourceName"] for one in page.get("connections", [])]


def make(world: World, count: int) -> list[str]:
    return [world.rep.create_contact({"names": [{"givenName": f"N{number}"}]}).name for number in range(count)]


def create(rest: Rest, given: str = "Ada") -> dict[str, Any]:
    return rest.ok("POST", "/people:createContact", {"names": [{"givenName": given}]})


def test_pages_follow_each_other_and_the_last_one_has_the_token(world: World, rest: Rest) -> None:
    made = make(world, 5)
    first = rest.connections(pageSize=3)
    last = rest.connections(pageSize=3, pageToken=first["nextPageToken"])

    assert names(first) + names(last) == made
    assert ("nextSyncToken" in first, "nextPageToken" in last) == (False, False)
    assert (first["totalItems"], last["totalPeople"]) == (5, 5)
    assert "connections" not in rest.connections(syncToken=last["nextSyncToken"])
    assert "nextSyncToken" not in rest.connections(requestSyncToken="false")


def test_an_empty_address_book_has_no_list_at_all(rest: Rest) -> None:
    assert rest.connections().keys() == {"nextSyncToken"}


def test_own_writes_are_read_at_once_and_listed_minutes_later(world: World, rest: Rest) -> None:
    token = rest.connections()["nextSyncToken"]
    made = create(rest)

    early, listing = rest.connections(syncToken=token), rest.connections()
    assert rest.ok("GET", f"/{made['resourceName']}", personFields="names")["names"]
    assert (names(early), names(listing)) == ([], [])
    world.clock.advance(DELAY)
    assert names(rest.connections(syncToken=early["nextSyncToken"])) == [made["resourceName"]]
    assert names(rest.connections()) == [made["resourceName"]]


def test_an_update_is_listed_in_its_old_form_for_a_while(world: World, rest: Rest) -> None:
    (name,) = make(world, 1)
    contact = rest.ok("GET", f"/{name}", personFields="names")
    body = {"etag": contact["etag"], "names": [{"givenName": "New"}]}
    rest.ok("PATCH", f"/{name}:updateContact", body, updatePersonFields="names")

    assert rest.connections()["connections"][0]["names"][0]["givenName"] == "N0"
    world.clock.advance(DELAY)
    assert rest.connections()["connections"][0]["names"][0]["givenName"] == "New"


def test_deleted_contacts_come_as_tombstones(world: World, rest: Rest) -> None:
    first, second = make(world, 2)
    token = rest.connections()["nextSyncToken"]
    rest.ok("DELETE", f"/{first}:deleteContact")
    assert names(rest.connections()) == [first, second]
    world.clock.advance(DELAY)

    (stone,) = rest.connections(syncToken=token)["connections"]
    assert (stone["resourceName"], stone["metadata"]["deleted"]) == (first, True)
    assert "names" not in stone
    assert names(rest.connections()) == [second]


def test_what_came_and_went_is_not_told(world: World, rest: Rest) -> None:
    token = rest.connections()["nextSyncToken"]
    made = create(rest)
    rest.ok("DELETE", f"/{made['resourceName']}:deleteContact")
    world.clock.advance(DELAY)

    assert names(rest.connections(syncToken=token)) == []


def test_what_a_person_does_by_hand_is_told_at_once_and_once(world: World, rest: Rest) -> None:
    first, second, third = make(world, 3)
    token = rest.connections()["nextSyncToken"]
    world.rep.edit_contact(first, {"names": [{"givenName": "By hand"}]})
    world.rep.delete_contact(second)

    page = rest.connections(syncToken=token)
    assert names(page) == [first, second]
    assert names(rest.connections(syncToken=page["nextSyncToken"])) == []
    world.rep.restore_contact(second)
    assert names(rest.connections(syncToken=page["nextSyncToken"])) == [second]
    assert third in names(rest.connections())


def test_the_delay_can_be_switched_off(world: World, rest: Rest) -> None:
    world.server.propagation = timedelta(0)
    made = create(rest)

    assert names(rest.connections()) == [made["resourceName"]]


def test_a_token_is_good_for_seven_days_from_the_full_listing(world: World, rest: Rest) -> None:
    token = rest.connections()["nextSyncToken"]
    world.clock.advance(timedelta(days=6))
    rest = world.rest()
    later = rest.connections(syncToken=token)["nextSyncToken"]
    world.clock.advance(timedelta(days=1))

    error = world.rest().refused(
        400, "GET", PATH, syncToken=later, personFields=SOME_FIELDS, requestSyncToken="true"
    )  # fmt: skip
    assert (error["code"], error["status"]) == (400, "FAILED_PRECONDITION")
    assert error["details"] == [{
        "@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "EXPIRED_SYNC_TOKEN",
        "domain": "people.googleapis.com", "metadata": {"service": "people.googleapis.com"},
    }]  # fmt: skip


def test_tokens_can_be_made_to_expire(world: World, rest: Rest) -> None:
    token = rest.connections()["nextSyncToken"]
    world.rep.book.expire_sync_tokens()

    error = rest.refused(400, "GET", PATH, syncToken=token, personFields=SOME_FIELDS, requestSyncToken="true")
    assert error["details"][0]["reason"] == "EXPIRED_SYNC_TOKEN"


@pytest.mark.parametrize("change", [{"personFields": "names"}, {"sortOrder": "LAST_NAME_ASCENDING"}])
def test_other_parameters_than_the_first_call_are_refused(rest: Rest, change: dict[str, str]) -> None:
    token = rest.connections()["nextSyncToken"]
    query = {"personFields": SOME_FIELDS, "requestSyncToken": "true", "syncToken": token, **change}

    assert rest.refused(400, "GET", PATH, **query)["status"] == "INVALID_ARGUMENT"
    assert rest.refused(400, "GET", PATH, **{**query, "syncToken": "x"})["status"] == "INVALID_ARGUMENT"


def test_a_snapshot_does_not_change_while_its_pages_are_read(world: World, rest: Rest) -> None:
    made = make(world, 4)
    first = rest.connections(pageSize=2)
    world.rep.edit_contact(made[0], {"names": [{"givenName": "Late"}]})

    last = rest.connections(pageSize=2, pageToken=first["nextPageToken"])
    assert names(last) == made[2:]
    assert names(rest.connections(syncToken=last["nextSyncToken"])) == [made[0]]


def test_pages_may_be_short_empty_or_come_twice(world: World, rest: Rest) -> None:
    made = make(world, 3)
    paging = world.server.paging
    paging.longest, paging.empty, paging.repeated = 2, 1, 1

    pages, token = [], ""
    while True:
        page = rest.connections(**({"pageToken": token} if token else {}))
        pages.append(names(page))
        if "nextPageToken" not in page:
            break
        token = page["nextPageToken"]
    assert pages == [[], made[:2], made[:2], made[2:]]


def test_full_listings_have_a_quota_of_their_own(world: World, rest: Rest) -> None:
    world.server.quota.full_listings = 1
    token = rest.connections()["nextSyncToken"]

    error = rest.refused(429, "GET", PATH, personFields=SOME_FIELDS, requestSyncToken="true")
    assert error["status"] == "RESOURCE_EXHAUSTED"
    assert names(rest.connections(syncToken=token)) == []
    world.clock.advance(timedelta(minutes=1))
    assert names(rest.connections()) == []


def test_only_me_is_listed(rest: Rest) -> None:
    assert rest.refused(400, "GET", "/people/c1/connections", personFields="names")["code"] == 400


def test_other_contacts_have_a_scope_and_a_list_of_their_own(world: World, rest: Rest) -> None:
    scope = frozenset({"https://www.googleapis.com/auth/contacts.other.readonly"})
    other = Rest(world.session(), world.server.tokens.issue(REP, scope))
    book = world.rep.book
    book.put(book.others, "otherContacts/c1", {"emailAddresses": [{"value": "seen@b.example"}]})

    page = other.ok("GET", "/otherContacts", readMask="emailAddresses", requestSyncToken="true")
    assert page["otherContacts"][0]["emailAddresses"][0]["metadata"]["source"]["type"] == "OTHER_CONTACT"
    assert page["nextSyncToken"]
    assert rest.refused(403, "GET", "/otherContacts", readMask="emailAddresses")["code"] == 403
    assert other.refused(400, "GET", "/otherContacts", readMask="organizations")["code"] == 400
