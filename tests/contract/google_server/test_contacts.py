"""One contact at a time, and many: https://developers.google.com/people/api/rest/v1/people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from faker import Faker

    from tests.support.google_world import Rest, World

MY_CONTACTS = "contactGroups/myContacts"
FIELDS = "names,emailAddresses,biographies,userDefined,clientData,memberships,birthdays,metadata,addresses"


def person(fake: Faker, **fields: Any) -> dict[str, Any]:
    name = {"givenName": fake.first_name(), "familyName": fake.last_name()}
    return {"names": [name], "emailAddresses": [{"value": fake.email(), "type": "work"}], **fields}


def create(rest: Rest, body: dict[str, Any], **query: Any) -> dict[str, Any]:
    return rest.ok("POST", "/people:createContact", body, **query)


def get(rest: Rest, name: str, fields: str = FIELDS) -> dict[str, Any]:
    return rest.ok("GET", f"/{name}", personFields=fields)


def update(rest: Rest, contact: dict[str, Any], mask: str, body: dict[str, Any]) -> dict[str, Any]:
    return rest.ok(
        "PATCH", f"/{contact['resourceName']}:updateContact", {"etag": contact["etag"], **body}, updatePersonFields=mask
    )


def test_a_contact_can_be_read_at_once(rest: Rest, fake: Faker) -> None:
    given = person(fake, biographies=[{"value": "note"}], birthdays=[{"date": {"month": 2, "day": 29}}])
    made = create(rest, given, personFields=FIELDS)

    read = get(rest, made["resourceName"])
    name = read["names"][0]
    assert read == made
    assert name["displayName"] == f"{name['givenName']} {name['familyName']}"
    assert name["metadata"]["source"]["type"] == "CONTACT"
    assert (read["biographies"][0]["contentType"], read["birthdays"][0]["text"]) == ("TEXT_PLAIN", "2/29")
    assert read["emailAddresses"][0]["formattedType"] == "Work"
    assert read["memberships"][0]["contactGroupMembership"]["contactGroupResourceName"] == MY_CONTACTS
    assert get(rest, made["resourceName"], "names").keys() == {"resourceName", "etag", "names"}


def test_only_the_fields_of_the_mask_are_written(rest: Rest, fake: Faker) -> None:
    made = create(rest, person(fake, biographies=[{"value": "note"}]))
    changed = update(rest, made, "emailAddresses,biographies", {"names": [{"givenName": "Not"}], "emailAddresses": [
        {"value": "new@b.example"}]})  # fmt: skip

    read = get(rest, made["resourceName"])
    assert [one["value"] for one in read["emailAddresses"]] == ["new@b.example"]
    assert "biographies" not in read
    assert read["names"] == made["names"]
    assert read["etag"] == changed["etag"] != made["etag"]


@pytest.mark.parametrize("where", ["person", "source"])
def test_a_write_to_another_state_is_refused(rest: Rest, fake: Faker, where: str) -> None:
    made = create(rest, person(fake))
    newer = update(rest, made, "names", {"names": [{"givenName": "Newer"}]})

    def body(contact: dict[str, Any]) -> dict[str, Any]:
        stamp = {"etag": contact["etag"]} if where == "person" else {"metadata": contact["metadata"]}
        return {"names": [{"givenName": "Mine"}], **stamp}

    path, mask = f"/{made['resourceName']}:updateContact", {"updatePersonFields": "names"}
    error = rest.refused(400, "PATCH", path, body(made), **mask)
    assert (error["status"], error["errors"][0]["reason"]) == ("FAILED_PRECONDITION", "failedPrecondition")
    assert rest.refused(400, "PATCH", path, {"names": []}, **mask)["status"] == "INVALID_ARGUMENT"
    assert rest.ok("PATCH", path, body(newer if where == "person" else get(rest, made["resourceName"])), **mask)


@pytest.mark.parametrize(
    "body",
    [
        {"names": [{"givenName": "a"}, {"givenName": "b"}]}, {"biographies": [{"value": "a"}, {"value": "b"}]},
        {"birthdays": [{"date": {"month": 2, "day": 30}}]}, {"nonsense": []}, {"names": {"givenName": "a"}},
        {"userDefined": [{"key": "only"}]}, {"clientData": [{"value": "only"}]},
        {"memberships": [{"contactGroupMembership": {"contactGroupResourceName": "contactGroups/none"}}]},
        {"memberships": [{"contactGroupMembership": {"contactGroupResourceName": "contactGroups/all"}}]},
    ],
)  # fmt: skip
def test_what_the_service_does_not_take_is_refused(rest: Rest, body: dict[str, Any]) -> None:
    assert rest.refused(400, "POST", "/people:createContact", body)["status"] == "INVALID_ARGUMENT"
    assert "connections" not in rest.connections()


def test_masks_are_checked(rest: Rest, fake: Faker) -> None:
    name = create(rest, person(fake))["resourceName"]

    for query in ({}, {"personFields": ""}, {"personFields": "names,shoes"}):
        assert rest.refused(400, "GET", f"/{name}", **query)["status"] == "INVALID_ARGUMENT"
    update_path = f"/{name}:updateContact"
    assert rest.refused(400, "PATCH", update_path, {}, updatePersonFields="metadata")["code"] == 400
    assert rest.refused(400, "PATCH", update_path, {})["code"] == 400
    assert rest.ok("GET", f"/{name}", **{"requestMask.includeField": "person.names"}).keys() >= {"names"}


def test_a_parameter_that_there_is_not_is_refused(rest: Rest) -> None:
    error = rest.refused(400, "GET", "/people/me/connections", personFields="names", maxResults="5")

    assert '"maxResults": Cannot bind query parameter' in error["message"]
    assert rest.ok("GET", "/people/me/connections", personFields="names", alt="json", prettyPrint="false") == {}


def test_own_data_beside_the_contact(rest: Rest, fake: Faker) -> None:
    pairs = [{"key": "link", "value": "003"}]
    made = create(rest, person(fake, clientData=pairs, userDefined=pairs))

    read = get(rest, made["resourceName"])
    for name in ("clientData", "userDefined"):
        assert [(one["key"], one["value"]) for one in read[name]] == [("link", "003")]


def test_a_deleted_contact_is_not_found(rest: Rest, fake: Faker) -> None:
    name = create(rest, person(fake))["resourceName"]
    rest.ok("DELETE", f"/{name}:deleteContact")

    assert rest.refused(404, "GET", f"/{name}", personFields="names")["status"] == "NOT_FOUND"
    assert rest.refused(404, "DELETE", f"/{name}:deleteContact")["code"] == 404
    assert rest.refused(404, "PATCH", f"/{name}:updateContact", {}, updatePersonFields="names")["code"] == 404


def test_many_are_read_in_one_call_with_a_status_each(rest: Rest, fake: Faker) -> None:
    names = [create(rest, person(fake))["resourceName"] for _ in range(2)]
    asked = [names[0], "people/c1", names[1], "people/me"]

    responses = rest.ok("GET", "/people:batchGet", personFields="names", resourceNames=asked)["responses"]
    assert [one["requestedResourceName"] for one in responses] == asked
    assert [one["httpStatusCode"] for one in responses] == [200, 404, 200, 200]
    assert [one["status"].get("code", 0) for one in responses] == [0, 5, 0, 0]
    too_many = ["people/c1"] * 201
    assert rest.refused(400, "GET", "/people:batchGet", personFields="names", resourceNames=too_many)["code"] == 400


def test_many_are_made_written_and_deleted_in_one_call_each(rest: Rest, fake: Faker) -> None:
    contacts = [{"contactPerson": person(fake)} for _ in range(3)]
    made = rest.ok("POST", "/people:batchCreateContacts", {"contacts": contacts, "readMask": FIELDS})["createdPeople"]
    people = {one["person"]["resourceName"]: one["person"] for one in made}

    change = {
        name: {"etag": one["etag"], "names": [{"givenName": f"N{number}"}]}
        for number, (name, one) in enumerate(people.items())
    }
    body = {"contacts": change, "updateMask": "names", "readMask": "names"}
    result = rest.ok("POST", "/people:batchUpdateContacts", body)["updateResult"]
    assert [one["person"]["names"][0]["givenName"] for one in result.values()] == ["N0", "N1", "N2"]
    assert rest.refused(400, "POST", "/people:batchUpdateContacts", body)["status"] == "FAILED_PRECONDITION"
    rest.ok("POST", "/people:batchDeleteContacts", {"resourceNames": list(people)})
    assert rest.refused(404, "GET", f"/{next(iter(people))}", personFields="names")["code"] == 404
    assert rest.ok("POST", "/people:batchCreateContacts", {"contacts": contacts[:1]}) == {}


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("batchCreateContacts", {"contacts": []}), ("batchCreateContacts", {"contacts": [{}]}),
        ("batchCreateContacts", {"contacts": [{"contactPerson": {}}] * 201}),
        ("batchUpdateContacts", {"contacts": {}, "updateMask": "names"}),
        ("batchUpdateContacts", {"contacts": [], "updateMask": "names"}),
        ("batchUpdateContacts", {"contacts": {"people/c1": {}}}),
        ("batchDeleteContacts", {"resourceNames": ["people/c1"] * 501}),
    ],
)  # fmt: skip
def test_a_batch_has_its_limits(rest: Rest, path: str, body: dict[str, Any]) -> None:
    assert rest.refused(400, "POST", f"/people:{path}", body)["status"] == "INVALID_ARGUMENT"


def test_a_batch_with_a_stranger_in_it_does_nothing(rest: Rest, fake: Faker) -> None:
    name = create(rest, person(fake))["resourceName"]

    assert rest.refused(404, "POST", "/people:batchDeleteContacts", {"resourceNames": [name, "people/c1"]})
    assert get(rest, name)["resourceName"] == name


def test_a_contact_comes_back_out_of_the_trash(world: World, rest: Rest, fake: Faker) -> None:
    made = create(rest, person(fake))
    rest.ok("DELETE", f"/{made['resourceName']}:deleteContact")
    world.rep.restore_contact(made["resourceName"])

    assert get(rest, made["resourceName"])["names"] == made["names"]


class TestSearching:
    @pytest.fixture(autouse=True)
    def people(self, world: World) -> None:
        for given, family, email in (("Ada", "Byron", "ada@engines.example"), ("Adele", "Brandt", "b@brandt.example")):
            names, emails = [{"givenName": given, "familyName": family}], [{"value": email}]
            world.rep.create_contact({"names": names, "emailAddresses": emails})

    @pytest.mark.parametrize(
        ("query", "found"), [("ad", 2), ("ADA", 1), ("brandt ad", 1), ("engines", 1), ("yron", 0), ("", 0)]
    )
    def test_words_are_found_at_their_beginning(self, rest: Rest, query: str, found: int) -> None:
        results = rest.ok("GET", "/people:searchContacts", query=query, readMask="names").get("results", [])
        assert len(results) == found
        assert all("emailAddresses" not in one["person"] for one in results)

    def test_a_search_has_a_mask_and_an_end(self, rest: Rest) -> None:
        assert len(rest.ok("GET", "/people:searchContacts", query="ad", readMask="names", pageSize=1)["results"]) == 1
        assert rest.refused(400, "GET", "/people:searchContacts", query="ad")["status"] == "INVALID_ARGUMENT"
        assert rest.refused(400, "GET", "/people:searchContacts", query="ad", readMask="shoes")["code"] == 400
