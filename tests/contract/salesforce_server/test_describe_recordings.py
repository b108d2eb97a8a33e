"""What describe says of a field, held against what a real org said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.support.salesforce_recordings import describe

if TYPE_CHECKING:
    from tests.support.salesforce_org import Rest

FIELDS = {"Contact": 59, "Event": 48}
SHORTENED = {"WhatId"}
"""The recorded org relates events to 80 objects; this org has one of them."""
ADDED_IN_THE_RECORDED_ORG = {"RecordTypeId", "Primary_Contact__c"}


def _fields(described: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {field["name"]: field for field in described["fields"]}


def _comparable(field: dict[str, Any]) -> dict[str, Any]:
    shown = {name: value for name, value in field.items() if name != "referenceTo"}
    shown["picklistValues"] = [value["value"] for value in field["picklistValues"]]
    if field["name"] not in SHORTENED:
        shown["referenceTo"] = field["referenceTo"]
    return shown


@pytest.mark.parametrize("sobject", FIELDS)
def test_every_field_is_described_as_in_a_real_org(rest: Rest, sobject: str) -> None:
    recorded = _fields(describe(sobject))
    ours = _fields(rest.get(f"/sobjects/{sobject}/describe"))

    assert len(recorded) == FIELDS[sobject]
    assert list(ours) == list(recorded)
    for name, field in recorded.items():
        assert _comparable(ours[name]) == _comparable(field)


@pytest.mark.parametrize("sobject", ["Account", "Lead"])
def test_the_fields_of_other_objects_agree_too(rest: Rest, sobject: str) -> None:
    recorded = {name: field for name, field in _fields(describe(sobject)).items() if "__" not in name}
    ours = _fields(rest.get(f"/sobjects/{sobject}/describe"))

    assert set(recorded) - set(ours) <= ADDED_IN_THE_RECORDED_ORG
    assert set(ours) <= set(recorded)
    facts = ("type", "length", "createable", "updateable", "nillable", "filterable", "relationshipName", "sortable")
    for name, field in ours.items():
        assert {fact: field[fact] for fact in facts} == {fact: recorded[name][fact] for fact in facts}, name


@pytest.mark.parametrize("sobject", FIELDS)
def test_the_object_is_described_as_in_a_real_org(rest: Rest, sobject: str) -> None:
    recorded, ours = describe(sobject), rest.get(f"/sobjects/{sobject}/describe")

    assert set(ours) == set(recorded)
    plain = {name: value for name, value in recorded.items() if not isinstance(value, list | dict)}
    assert {name: ours[name] for name in plain} == plain


def test_what_related_records_are_called_agrees_with_the_recording(rest: Rest) -> None:
    def known(described: dict[str, Any]) -> set[tuple[str, str, str, bool]]:
        return {
            (child["childSObject"], child["field"], child["relationshipName"], child["cascadeDelete"])
            for child in described["childRelationships"]
            if child["childSObject"] in {"Contact", "Event", "EventRelation", "Account"} and child["relationshipName"]
        }

    for sobject in ("Contact", "Event", "Account"):
        assert known(rest.get(f"/sobjects/{sobject}/describe")) <= known(describe(sobject))


def test_the_list_of_objects_and_the_head_of_one(rest: Rest) -> None:
    listed = {item["name"]: item for item in rest.get("/sobjects")["sobjects"]}

    assert {"Contact", "Event", "Account", "User", "Lead", "EventRelation", "Task", "Organization"} <= set(listed)
    assert rest.get("/sobjects/Contact")["objectDescribe"] == listed["Contact"]
    assert [listed[name]["keyPrefix"] for name in ("Contact", "Event", "Account", "User", "Lead")] == [
        "003",
        "00U",
        "001",
        "005",
        "00Q",
    ]


def test_an_unknown_object_is_not_found(rest: Rest) -> None:
    assert rest.refusal("GET", "/sobjects/Nothing/describe") == (
        404,
        {"message": "The requested resource does not exist", "errorCode": "NOT_FOUND"},
    )
