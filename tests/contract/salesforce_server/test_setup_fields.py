"""Record types, required and picklist fields, state and country picklists: what an admin adds in Setup."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.salesforce_org import OTHER, REP
from tests.support.salesforce_recordings import describe

if TYPE_CHECKING:
    from tests.support.salesforce_org import Rest, World


def fields(rest: Rest, sobject: str) -> dict[str, dict[str, Any]]:
    return {field["name"]: field for field in rest.get(f"/sobjects/{sobject}/describe")["fields"]}


def test_a_record_type_brings_its_field_as_a_real_org_describes_it(world: World, rest: Rest) -> None:
    assert "RecordTypeId" not in fields(rest, "Account")
    made = world.org.setup.add_record_type("Account", "Household", default=True)

    recorded = describe("Account")
    told = next(field for field in recorded["fields"] if field["name"] == "RecordTypeId")
    assert fields(rest, "Account")["RecordTypeId"] == told
    first, master = rest.get("/sobjects/Account/describe")["recordTypeInfos"]
    shapes = [{name: type(value) for name, value in info.items()} for info in recorded["recordTypeInfos"]]
    assert [{name: type(value) for name, value in info.items()} for info in (first, master)] == shapes
    assert (first["recordTypeId"], first["defaultRecordTypeMapping"]) == (made, True)
    assert (master["master"], master["defaultRecordTypeMapping"]) == (True, False)


def test_a_record_gets_the_default_record_type_of_its_makers_profile(world: World, rest: Rest) -> None:
    world.org.add_user("inside@acme.example", profile="Inside Sales")
    world.org.setup.add_record_type("Contact", "Inside", default=True, profiles=frozenset({"Inside Sales"}))
    outside = world.org.setup.add_record_type("Contact", "Outside", default=True, profiles=frozenset({"Sales User"}))

    rest.create("Contact", LastName="Vogel")
    (row,) = rest.query("SELECT RecordType.Name, RecordType.DeveloperName FROM Contact")

    assert row["RecordType"]["Name"] == "Outside"
    assert rest.ids("SELECT Id FROM RecordType WHERE SobjectType = 'Contact' AND Name = 'Outside'") == [outside]


def test_a_record_type_of_another_profile_is_refused(world: World, rest: Rest) -> None:
    kind = world.org.setup.add_record_type("Contact", "Inside", profiles=frozenset({"Inside Sales"}))

    status, error = rest.refusal("POST", "/sobjects/Contact", {"LastName": "Vogel", "RecordTypeId": kind})

    assert (status, error["errorCode"], error["fields"]) == (400, "INVALID_CROSS_REFERENCE_KEY", ["RecordTypeId"])
    assert [info["available"] for info in rest.get("/sobjects/Contact/describe")["recordTypeInfos"]] == [False, True]


def test_a_record_type_has_its_own_choices(world: World, rest: Rest) -> None:
    world.org.setup.add_field("Contact", "Level__c", kind="picklist", restricted=True, values=("Gold", "Silver"))
    kind = world.org.setup.add_record_type("Contact", "Partner", picklists={"Level__c": ("Silver",)})

    body = {"LastName": "Vogel", "RecordTypeId": kind, "Level__c": "Gold"}
    status, error = rest.refusal("POST", "/sobjects/Contact", body)

    assert (status, error["errorCode"]) == (400, "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST")
    assert error["fields"] == ["Level__c"]
    assert rest.send("POST", "/sobjects/Contact", {**body, "Level__c": "Silver"}).status_code == 201


def test_a_required_custom_field_is_required_of_everybody(world: World, rest: Rest) -> None:
    world.org.setup.add_field("Contact", "Region__c", required=True)

    status, error = rest.refusal("POST", "/sobjects/Contact", {"LastName": "Vogel"})

    assert (status, error) == (
        400,
        {
            "message": "Required fields are missing: [Region__c]",
            "errorCode": "REQUIRED_FIELD_MISSING",
            "fields": ["Region__c"],
        },
    )
    shown = fields(rest, "Contact")["Region__c"]
    assert (shown["nillable"], shown["defaultedOnCreate"], shown["createable"]) == (False, False, True)


def test_a_required_field_with_a_default_is_filled(world: World, rest: Rest) -> None:
    world.org.setup.add_field("Contact", "Region__c", required=True, default="EMEA")

    made = rest.create("Contact", LastName="Vogel")

    assert rest.get(f"/sobjects/Contact/{made}", fields="Region__c")["Region__c"] == "EMEA"
    assert fields(rest, "Contact")["Region__c"]["defaultedOnCreate"]


def test_a_field_on_activities_is_one_on_events_and_tasks(world: World, rest: Rest) -> None:
    world.org.setup.add_field("Activity", "Key__c", external_id=True, unique=True, case_sensitive=True)

    for sobject in ("Event", "Task"):
        shown = fields(rest, sobject)["Key__c"]
        assert (shown["externalId"], shown["unique"], shown["caseSensitive"]) == (True, True, True)


def test_a_deployed_field_is_seen_by_those_with_the_permission_set(world: World, rest: Rest) -> None:
    world.org.setup.add_field("Activity", "Key__c")
    world.org.setup.grant("Event", "Key__c", frozenset({"Syncline"}))
    assert "Key__c" not in fields(rest, "Event")

    world.org.setup.assign("Syncline", world.org.user_id(REP))

    assert "Key__c" in fields(rest, "Event")
    assert "Key__c" not in fields(world.rest(OTHER), "Event")


class TestAddressPicklists:
    @pytest.fixture(autouse=True)
    def enabled(self, world: World) -> None:
        world.org.setup.enable_address_picklists()

    def test_describe_has_the_codes_beside_the_texts(self, rest: Rest) -> None:
        shown = fields(rest, "Contact")
        names = list(shown)
        at = names.index("MailingCountry")
        assert names[at : at + 3] == ["MailingCountry", "MailingStateCode", "MailingCountryCode"]
        state, country = shown["MailingStateCode"], shown["MailingCountryCode"]
        assert (state["controllerName"], state["dependentPicklist"]) == ("MailingCountryCode", True)
        assert {"value": "DE", "label": "Germany"}.items() <= next(
            value for value in country["picklistValues"] if value["value"] == "DE"
        ).items()

    def test_a_state_says_in_bits_which_country_it_is_of(self, rest: Rest) -> None:
        shown = fields(rest, "Contact")
        countries = [value["value"] for value in shown["MailingCountryCode"]["picklistValues"]]
        texas = next(value for value in shown["MailingStateCode"]["picklistValues"] if value["value"] == "TX")
        bits = "".join(f"{byte:08b}" for byte in base64.b64decode(texas["validFor"]))
        assert [code for code, bit in zip(countries, bits, strict=False) if bit == "1"] == ["US"]

    @pytest.mark.parametrize(
        "body",
        [
            {"MailingCountry": "united states", "MailingState": "Texas"},
            {"MailingCountryCode": "US", "MailingStateCode": "TX"},
            {"MailingCountryCode": "US", "MailingCountry": "Germany", "MailingState": "Texas"},
        ],
    )
    def test_text_and_code_keep_in_step(self, rest: Rest, body: dict[str, str]) -> None:
        made = rest.create("Contact", LastName="Vogel", **body)

        held = rest.get(f"/sobjects/Contact/{made}")

        assert [held[f"Mailing{part}"] for part in ("Country", "CountryCode", "State", "StateCode")] == [
            "United States",
            "US",
            "Texas",
            "TX",
        ]
        assert held["MailingAddress"]["countryCode"] == "US"

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({"MailingCountry": "Deutschland"}, "MailingCountry"),
            ({"MailingCountry": "Germany", "MailingState": "Texas"}, "MailingState"),
            ({"MailingState": "Texas"}, "MailingState"),
        ],
    )
    def test_what_is_not_in_the_list_is_refused(self, rest: Rest, body: dict[str, str], field: str) -> None:
        status, error = rest.refusal("POST", "/sobjects/Contact", {"LastName": "Vogel", **body})

        assert (status, error["errorCode"], error["fields"]) == (400, "FIELD_INTEGRITY_EXCEPTION", [field])

    def test_a_code_that_is_not_in_the_list_is_no_choice(self, rest: Rest) -> None:
        status, error = rest.refusal("POST", "/sobjects/Contact", {"LastName": "Vogel", "MailingCountryCode": "XX"})

        assert (status, error["errorCode"]) == (400, "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST")
        assert error["fields"] == ["MailingCountryCode"]

    def test_a_contradiction_is_refused_at_update(self, rest: Rest) -> None:
        made = rest.create("Contact", LastName="Vogel", MailingCountry="Germany")

        body = {"MailingCountry": "France", "MailingCountryCode": "DE"}
        status, error = rest.refusal("PATCH", f"/sobjects/Contact/{made}", body)

        assert (status, error["errorCode"]) == (400, "FIELD_INTEGRITY_EXCEPTION")

    def test_without_its_country_a_state_goes(self, rest: Rest) -> None:
        made = rest.create("Contact", LastName="Vogel", MailingCountry="United States", MailingState="Texas")

        assert rest.send("PATCH", f"/sobjects/Contact/{made}", {"MailingCountryCode": None}).status_code == 204

        held = rest.get(f"/sobjects/Contact/{made}")
        assert [held[f"Mailing{part}"] for part in ("Country", "CountryCode", "State", "StateCode")] == [None] * 4
