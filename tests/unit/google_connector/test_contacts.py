"""Persons of the People API, read into records and written back whole."""

from __future__ import annotations

from typing import Any

from syncline.connectors.google.contact_read import contact_record, contact_values
from syncline.connectors.google.contact_write import changed_person, fields_of, new_person
from syncline.connectors.port import Draft
from tests.contract.mailbox_stage import ANN

PERSON: dict[str, Any] = {
    "resourceName": "people/c1",
    "etag": "%person",
    "metadata": {"sources": [{"type": "PROFILE", "etag": "#p"}, {"type": "CONTACT", "id": "a1", "etag": "#7"}]},
    "names": [{"givenName": "Ann", "familyName": "Lee", "middleName": "M.", "displayName": "Ann M. Lee"}],
    "emailAddresses": [
        {"value": "home@ann.example", "type": "home"},
        {"value": "ann@customer.example", "type": "work", "metadata": {"primary": True, "verified": True}},
    ],
    "phoneNumbers": [
        {"value": "1", "type": "Work", "canonicalForm": "+1"},
        {"value": "2", "type": "pager"},
        {"value": "3"},
    ],
    "addresses": [
        {
            "type": "work",
            "streetAddress": "Main St 1",
            "city": "Berlin",
            "poBox": "77",
            "formattedValue": "Main St 1\nBerlin",
        }
    ],
    "organizations": [{"name": "Old AG"}, {"name": "Customer AG", "title": "Buyer", "metadata": {"primary": True}}],
    "biographies": [{"value": "Likes <b>tea</b>", "contentType": "TEXT_HTML"}],
    "birthdays": [{"date": {"month": 2, "day": 29}}],
}


def test_a_person_is_read() -> None:
    record = contact_record(PERSON)
    assert record.values == {
        "GivenName": "Ann",
        "Surname": "Lee",
        "CompanyName": "Customer AG",
        "JobTitle": "Buyer",
        "EmailAddress1": "ann@customer.example",
        "BusinessPhone": "1",
        "OtherTelephone": "3",
        "BusinessStreet": "Main St 1",
        "BusinessCity": "Berlin",
        "Body": "Likes tea",
    }
    assert (record.id, record.version, record.trace) == ("people/c1", "#7", "contact:a1")


def test_every_field_that_is_made_reads_back() -> None:
    person = new_person(Draft("k", ANN), "contactGroups/g")
    assert contact_values(person) == ANN
    assert [one["contactGroupMembership"]["contactGroupResourceName"] for one in person["memberships"]] == [
        "contactGroups/g",
        "contactGroups/myContacts",
    ]


def test_a_change_leaves_everything_else_of_the_entry_and_the_list() -> None:
    changes = {"EmailAddress1": "new@customer.example", "Surname": "Ray", "BusinessCity": "Bonn", "BusinessPhone": None}
    person = changed_person(PERSON, changes, fields_of(changes))
    assert person["names"] == [{"givenName": "Ann", "familyName": "Ray", "middleName": "M."}]
    assert person["emailAddresses"] == [
        {"value": "home@ann.example", "type": "home"},
        {"value": "new@customer.example", "type": "work", "metadata": {"sourcePrimary": True}},
    ]
    assert person["phoneNumbers"] == [{"value": "2", "type": "pager"}, {"value": "3"}]
    assert person["addresses"] == [{"type": "work", "streetAddress": "Main St 1", "city": "Bonn", "poBox": "77"}]
    assert person["metadata"] == {"sources": [{"type": "CONTACT", "id": "a1", "etag": "#7"}]}
    assert "organizations" not in person


def test_the_person_that_was_read_stays_as_it_was() -> None:
    before = contact_values(PERSON)
    changed_person(PERSON, {"CompanyName": "New AG"}, {"organizations"})
    assert contact_values(PERSON) == before
