"""Who sees and changes what: owners, shares, org-wide defaults, object permissions and field security."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from syncline.sandbox.salesforce import Access
from tests.support.salesforce_org import OTHER, REP, SYNC

if TYPE_CHECKING:
    from tests.support.salesforce_org import Rest, World

COUNT = "SELECT Id FROM Contact"


@pytest.fixture
def theirs(world: World) -> str:
    return world.org.as_user(OTHER).create("Contact", {"LastName": "Theirs"})


def test_a_private_record_is_its_owners_and_the_integration_users(world: World, rest: Rest, theirs: str) -> None:
    assert rest.ids(COUNT) == []
    assert rest.refusal("GET", f"/sobjects/Contact/{theirs}")[0] == 404
    assert world.rest(OTHER).ids(COUNT) == [theirs]
    assert world.rest(SYNC).ids(COUNT) == [theirs]


def test_who_views_all_does_not_change_all(world: World, sync: Rest, theirs: str) -> None:
    status, error = sync.refusal("PATCH", f"/sobjects/Contact/{theirs}", {"Title": "x"})

    assert (status, error) == (
        403,
        {
            "message": "insufficient access rights on object id",
            "errorCode": "INSUFFICIENT_ACCESS_OR_READONLY",
            "fields": [],
        },
    )
    world.org.permissions(SYNC).modify_all = True
    assert sync.send("PATCH", f"/sobjects/Contact/{theirs}", {"Title": "x"}).status_code == 204


def test_a_share_to_read_shows_and_a_share_to_edit_lets_change_not_delete(
    world: World, rest: Rest, theirs: str
) -> None:
    world.org.share(theirs, REP, Access.READ)
    assert rest.ids(COUNT) == [theirs]
    assert rest.refusal("PATCH", f"/sobjects/Contact/{theirs}", {"Title": "x"})[0] == 403

    world.org.share(theirs, REP, Access.EDIT)
    assert rest.send("PATCH", f"/sobjects/Contact/{theirs}", {"Title": "x"}).status_code == 204
    assert rest.refusal("DELETE", f"/sobjects/Contact/{theirs}")[0] == 403

    world.org.share(theirs, REP, Access.NONE)
    assert rest.ids(COUNT) == []


def test_a_share_ends_when_the_owner_changes(world: World, rest: Rest, theirs: str) -> None:
    world.org.share(theirs, REP, Access.EDIT)
    world.org.admin.update(theirs, {"OwnerId": world.org.user_id(SYNC)})
    assert rest.ids(COUNT) == []

    world.org.share(theirs, REP, Access.EDIT)
    assert rest.ids(COUNT) == [theirs]


@pytest.mark.parametrize(("access", "status"), [(Access.READ, 403), (Access.EDIT, 204)])
def test_an_org_wide_default_opens_an_object(
    world: World, rest: Rest, theirs: str, access: Access, status: int
) -> None:
    world.org.set_default("Contact", access)

    assert rest.ids(COUNT) == [theirs]
    assert rest.send("PATCH", f"/sobjects/Contact/{theirs}", {"Title": "x"}).status_code == status


def test_a_record_goes_with_its_owner(world: World, rest: Rest) -> None:
    made = rest.create("Contact", LastName="Vogel")

    rest.send("PATCH", f"/sobjects/Contact/{made}", {"OwnerId": world.org.user_id(OTHER)})

    assert (rest.ids(COUNT), world.rest(OTHER).ids(COUNT)) == ([], [made])


def test_a_contact_shows_its_account_for_reading(world: World, rest: Rest) -> None:
    account = world.org.as_user(OTHER).create("Account", {"Name": "Acme"})
    assert rest.ids("SELECT Id FROM Account") == []
    status, error = rest.refusal("POST", "/sobjects/Contact", {"LastName": "Vogel", "AccountId": account})
    assert (status, error["errorCode"]) == (400, "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY")

    world.org.admin.create("Contact", {"LastName": "V", "AccountId": account, "OwnerId": world.org.user_id(REP)})

    assert rest.ids("SELECT Id FROM Account") == [account]
    assert rest.query("SELECT Account.Name FROM Contact")[0]["Account"]["Name"] == "Acme"
    assert rest.refusal("PATCH", f"/sobjects/Account/{account}", {"Phone": "1"})[0] == 403

    world.org.as_user(REP).delete(rest.ids(COUNT)[0])
    assert rest.ids("SELECT Id FROM Account") == []
    assert rest.refusal("GET", f"/sobjects/Account/{account}")[0] == 404


def test_an_account_that_is_hidden_is_empty_in_what_refers_to_it(world: World, rest: Rest) -> None:
    account = world.org.as_user(OTHER).create("Account", {"Name": "Acme"})
    event = {"StartDateTime": "2026-03-10T10:00:00Z", "DurationInMinutes": 30}
    made = world.org.admin.create("Event", {**event, "WhatId": account, "OwnerId": world.org.user_id(REP)})

    record = rest.query("SELECT Id, WhatId, What.Name FROM Event")[0]

    assert (record["Id"], record["WhatId"], record["What"]) == (made, account, None)


def test_private_events_stay_private_where_events_are_open(world: World, rest: Rest) -> None:
    world.org.set_default("Event", Access.READ)
    event = {"StartDateTime": "2026-03-10T10:00:00Z", "DurationInMinutes": 30}
    world.org.as_user(OTHER).create("Event", {**event, "Subject": "Doctor", "IsPrivate": True})
    world.org.as_user(OTHER).create("Event", {**event, "Subject": "Lunch"})

    assert [row["Subject"] for row in rest.query("SELECT Subject FROM Event")] == ["Lunch"]


def test_without_the_objects_permissions_its_records_cannot_be_touched(world: World, rest: Rest) -> None:
    made = rest.create("Contact", LastName="Vogel")
    objects = world.org.permissions(REP).objects

    objects["Contact"] = frozenset({"read"})
    status, error = rest.refusal("POST", "/sobjects/Contact", {"LastName": "x"})
    assert (status, error["errorCode"]) == (400, "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY")
    assert rest.refusal("PATCH", f"/sobjects/Contact/{made}", {"Title": "x"})[0] == 403
    assert rest.refusal("DELETE", f"/sobjects/Contact/{made}")[0] == 403
    described = rest.get("/sobjects/Contact/describe")
    assert [described[name] for name in ("createable", "updateable", "deletable")] == [False, False, False]

    objects["Contact"] = frozenset()
    assert rest.refusal("GET", "/query", q=COUNT)[1]["errorCode"] == "INVALID_TYPE"
    assert rest.refusal("GET", "/sobjects/Contact/describe")[0] == 404
    assert "Contact" not in {item["name"] for item in rest.get("/sobjects")["sobjects"]}


def test_a_hidden_field_is_unknown_everywhere(world: World, rest: Rest) -> None:
    made = rest.create("Contact", LastName="Vogel", Phone="1")
    world.org.permissions(REP).hidden.add(("Contact", "Phone"))

    for soql in ("SELECT Phone FROM Contact", "SELECT Id FROM Contact WHERE Phone = '1'", f"{COUNT} ORDER BY Phone"):
        status, error = rest.refusal("GET", "/query", q=soql)
        assert (status, error["errorCode"]) == (400, "INVALID_FIELD")
        assert "No such column 'Phone' on entity 'Contact'" in error["message"]
    assert rest.refusal("PATCH", f"/sobjects/Contact/{made}", {"Phone": "2"})[1]["errorCode"] == "INVALID_FIELD"
    assert "Phone" not in rest.get(f"/sobjects/Contact/{made}")
    assert "Phone" not in {field["name"] for field in rest.get("/sobjects/Contact/describe")["fields"]}
    assert world.rest(SYNC).query("SELECT Phone FROM Contact")[0]["Phone"] == "1"


def test_a_read_only_field_is_shown_and_not_written(world: World, rest: Rest) -> None:
    world.org.permissions(REP).read_only.add(("Contact", "Title"))

    status, error = rest.refusal("POST", "/sobjects/Contact", {"LastName": "Vogel", "Title": "x"})

    assert (status, error["errorCode"], error["fields"]) == (400, "INVALID_FIELD_FOR_INSERT_UPDATE", ["Title"])
    fields = {field["name"]: field for field in rest.get("/sobjects/Contact/describe")["fields"]}
    assert (fields["Title"]["createable"], fields["Title"]["updateable"]) == (False, False)


def test_a_hidden_field_of_a_related_person_is_empty(world: World, rest: Rest) -> None:
    lead = rest.create("Lead", LastName="Specht", Company="Wald", Email="s@wald.example")
    rest.create("Event", StartDateTime="2026-03-10T10:00:00Z", DurationInMinutes=30, WhoId=lead)
    world.org.permissions(REP).hidden.add(("Lead", "Email"))

    who = rest.query("SELECT Who.Email, Who.LastName FROM Event")[0]["Who"]

    assert (who["Email"], who["LastName"]) == (None, "Specht")


def test_users_and_the_organization_are_seen_by_all_and_changed_by_few(world: World, rest: Rest) -> None:
    emails = {row["Email"] for row in rest.query("SELECT Email FROM User WHERE IsActive = true")}
    assert {REP, OTHER, SYNC} <= emails
    assert rest.query("SELECT Id, TimeZoneSidKey FROM Organization")[0]["Id"] == world.org.id
    assert rest.refusal("PATCH", f"/sobjects/User/{world.org.user_id(OTHER)}", {"Title": "x"})[0] == 403
