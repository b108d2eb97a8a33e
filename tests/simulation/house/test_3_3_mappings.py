"""SPEC 3.3: field mappings, with custom fields, picklists, states and countries, and what an org requires."""

from __future__ import annotations

from typing import Any

import pytest

from syncline.cli.setup_file.online import check_online
from syncline.cli.setup_file.read import read
from tests.support.cli_files import surroundings
from tests.support.house import House, Looking
from tests.support.house_file import CONNECTIONS, configuration
from tests.support.house_people import add, contacts, edit, lost, person, put, rest, shown
from tests.support.house_tables import NO_EVENTS, contacts_with

ANN = person(1)
TEXTS = "combobox, email, phone, picklist, string, textarea, url"
REFUSED = "Contact requires Segment__c, which nothing fills: what is new in a mailbox will be refused"


def row(house: House) -> dict[str, Any]:
    (record_id,) = contacts(house)
    found = house.org.get(record_id)
    assert found is not None
    return found


def mapped(fields: dict[str, Any], **mapping: str) -> House:
    """A house whose org has custom fields (name to what `add_field` takes), mapped."""
    house = House(contacts=contacts_with(mapping=mapping), events=NO_EVENTS)
    for name, shape in fields.items():
        house.org.setup.add_field("Contact", name, **shape)
    return house


class TestCustomFields:
    @pytest.mark.parametrize(
        ("label", "kind", "one", "two"),
        [
            ("JobTitle", "string", "North", "South"),
            ("Department", "textarea", "East wing", "West wing"),
            ("JobTitle", "phone", "+49 30 1", "+49 30 2"),
            ("Department", "email", "desk@acme.example", "counter@acme.example"),
            ("AssistantName", "url", "https://one.example", "https://two.example"),
            ("HomePhone", "phone", "+49 30 1", "+49 30 2"),
            ("OtherTelephone", "string", "ext. 12", "ext. 13"),
            ("Body", "textarea", "Line one\nline two", "Another\ntext"),
        ],
    )
    def test_a_custom_field_syncs_both_ways(self, label: str, kind: str, one: str, two: str) -> None:
        house = mapped({"Region__c": {"kind": kind}}, **{label: "Region__c"})
        item = put(house, {**ANN, label: one})
        rest(house)
        assert str(row(house)["Region__c"]).replace("\r\n", "\n") == one
        house.org.as_user(house.reps[0]).update(row(house)["Id"], {"Region__c": two})
        rest(house)
        assert shown(item)[label] == two
        edit(house, item, **{label: one})
        rest(house)
        assert str(row(house)["Region__c"]).replace("\r\n", "\n") == one

    def test_a_custom_date_is_the_birthday(self) -> None:
        house = mapped({"Jubilee__c": {"kind": "date"}}, Birthday="Jubilee__c")
        add(house, ANN, Jubilee__c="1980-05-01")
        rest(house)
        (item,) = house.items()
        assert shown(item)["Birthday"].startswith("1980-05-01")
        house.org.as_user(house.reps[0]).update(row(house)["Id"], {"Jubilee__c": "1981-06-02"})
        rest(house)
        assert shown(item)["Birthday"].startswith("1981-06-02")

    def test_the_default_field_of_a_mapped_one_is_left_alone(self) -> None:
        house = mapped({"Region__c": {}}, JobTitle="Region__c")
        add(house, {label: value for label, value in ANN.items() if label != "JobTitle"}, Title="Kept")
        rest(house)
        (item,) = house.items()
        edit(house, item, JobTitle="North")
        rest(house)
        assert (row(house)["Title"], row(house)["Region__c"]) == ("Kept", "North")

    def test_a_picklist_shows_people_its_labels_and_the_org_its_values(self) -> None:
        house = mapped(
            {"Tier__c": {"kind": "picklist", "values": ("Gold", "Silver"), "restricted": True}}, Department="Tier__c"
        )
        item = put(house, {**ANN, "Department": "gold"})
        rest(house)
        assert row(house)["Tier__c"] == "Gold"
        assert shown(item)["Department"] == "gold"
        edit(house, item, Department="Bronze")
        house.sync()
        assert house.errors() == ["INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST"]
        assert "Tier__c" in house.store.errors()[0].message
        edit(house, item, Department="Silver")
        rest(house)
        assert (row(house)["Tier__c"], house.errors()) == ("Silver", [])

    @pytest.mark.parametrize(
        ("label", "shape", "said"),
        [
            ("JobTitle", {"kind": "double"}, "type double"),
            ("JobTitle", {"kind": "boolean"}, "type boolean"),
            ("Department", {"kind": "multipicklist", "values": ("a",)}, "type multipicklist"),
            ("Birthday", {"kind": "string"}, "type string"),
            ("BusinessPhone", {"kind": "email"}, "type email"),
            ("Body", {"kind": "picklist", "values": ("a",)}, "type picklist"),
        ],
    )
    def test_what_does_not_go_together_stops_the_collection_and_is_named(
        self, label: str, shape: dict[str, Any], said: str
    ) -> None:
        house = mapped({"Odd__c": shape}, **{label: "Odd__c"})
        put(house, ANN)
        house.sync()
        assert house.errors() == ["mapping_impossible"]
        assert said in house.store.errors()[0].message
        assert label in house.store.errors()[0].message
        assert contacts(house) == {}


class TestAddresses:
    def house(self) -> House:
        house = House(events=NO_EVENTS)
        house.org.setup.enable_address_picklists()
        return house

    @pytest.mark.parametrize(
        ("typed", "state", "country", "codes"),
        [
            ({"BusinessCountry": "Germany"}, None, "Germany", (None, "DE")),
            ({"BusinessCountry": "germany"}, None, "Germany", (None, "DE")),
            ({"BusinessCountry": "DE"}, None, "Germany", (None, "DE")),
            ({"BusinessCountry": "us", "BusinessState": "ca"}, "California", "United States", ("CA", "US")),
            ({"BusinessCountry": "USA"}, None, None, None),
        ],
    )
    def test_a_country_is_understood_by_name_or_code_and_what_is_neither_is_named(
        self, typed: dict[str, str], state: str | None, country: str | None, codes: tuple[str | None, str] | None
    ) -> None:
        house = self.house()
        item = put(house, {**ANN, **typed})
        house.sync()
        if codes is None:
            assert house.errors() == ["FIELD_INTEGRITY_EXCEPTION"]
            assert "Mailing" in house.store.errors()[0].message
            assert contacts(house) == {}
            return
        rest(house)
        found = row(house)
        assert (found["MailingState"], found["MailingCountry"]) == (state, country)
        assert (found["MailingStateCode"], found["MailingCountryCode"]) == codes
        assert {label: shown(item)[label] for label in typed} == typed, "what the rep typed stays"

    def test_a_change_in_salesforce_reaches_the_mailbox_as_a_name(self) -> None:
        house = self.house()
        item = put(house, {**ANN, "BusinessCountry": "DE"})
        rest(house)
        house.org.as_user(house.reps[0]).update(row(house)["Id"], {"MailingCountryCode": "AT"})
        rest(house)
        assert shown(item)["BusinessCountry"] == "Austria"

    def test_a_state_alone_is_changed_within_its_country(self) -> None:
        house = self.house()
        item = put(house, {**ANN, "BusinessCountry": "United States", "BusinessState": "California"})
        rest(house)
        edit(house, item, BusinessState="Texas")
        rest(house)
        assert (row(house)["MailingStateCode"], row(house)["MailingCountryCode"]) == ("TX", "US")
        assert lost(house)[-1] == ("salesforce", {"BusinessState": "California"})

    def test_an_org_without_the_lists_keeps_what_was_typed(self) -> None:
        house = House(events=NO_EVENTS)
        put(house, {**ANN, "BusinessCountry": "DE"})
        rest(house)
        assert row(house)["MailingCountry"] == "DE"


class TestRequired:
    def test_a_required_field_that_nothing_fills_is_named(self) -> None:
        house = mapped({"Segment__c": {"required": True}})
        put(house, ANN)
        house.sync()
        assert house.errors() == ["REQUIRED_FIELD_MISSING"]
        assert "Segment__c" in house.store.errors()[0].message
        assert contacts(house) == {}

    def test_a_default_value_or_a_mapping_fills_it(self) -> None:
        house = mapped({"Segment__c": {"required": True, "default": "New"}})
        put(house, ANN)
        rest(house)
        assert row(house)["Segment__c"] == "New"
        house = mapped({"Segment__c": {"required": True}}, JobTitle="Segment__c")
        put(house, ANN)
        rest(house)
        assert row(house)["Segment__c"] == ANN["JobTitle"]

    def test_new_contacts_get_the_reps_default_record_type(self) -> None:
        house = House(events=NO_EVENTS)
        house.org.setup.add_record_type("Contact", "Private")
        default = house.org.setup.add_record_type("Contact", "Business", default=True)
        put(house, ANN)
        rest(house)
        assert row(house)["RecordTypeId"] == default


def online(house: House, settings: str, *members: str) -> list[tuple[str, str]]:
    """What the org has against a configuration, each with the text at its place in the file."""
    text = CONNECTIONS + configuration("Field", *members or ("ann@acme.example",), settings=settings)
    document = read(text, "setup.yaml", surroundings())
    findings = check_online(document, Looking(house))
    lines = text.splitlines()
    return [
        (lines[one.spot.line - 1][one.spot.column - 1 :].split(",")[0].split("}")[0].split("]")[0], one.message)
        for one in (*findings.problems, *findings.warnings)
    ]


class TestCheckedBeforeApplying:
    def test_everything_that_the_org_has_against_a_file_is_said_at_its_place(self) -> None:
        house = mapped({"Score__c": {"kind": "double"}, "Segment__c": {"required": True}})
        settings = (
            "contacts: {direction: both, mapping: {JobTitle: Score__c, Department: Regoin__c, HomePhone: Fax__c},"
            " where: [{field: Score__c, operator: contains, value: x}, {field: Nothing__c, operator: is_empty}]},"
            " events: {direction: to_salesforce, mapping: {Location: Score__c}}"
        )
        found = online(house, settings, "profile:Sales User", "profile:Sales Usr")
        assert [(place, said.split(" (")[0]) for place, said in found] == [
            (
                "Score__c",
                f"Score__c is of type double, which does not go with JobTitle: it takes fields of type {TEXTS}",
            ),
            ("Regoin__c", "the org shows no field Regoin__c of Contact to the integration user"),
            ("Fax__c", "the org shows no field Fax__c of Contact to the integration user"),
            ("Score__c", "the org shows no field Score__c of Event to the integration user"),
            ("{field: Score__c", "The filter on Score__c"),
            ("{field: Nothing__c", "The filter on Nothing__c"),
            ("Sales Usr", "the org has no profile called 'Sales Usr'"),
            (
                "{direction: both",
                REFUSED,
            ),
        ]

    def test_a_file_that_fits_is_left_alone(self) -> None:
        house = mapped({"Region__c": {}})
        settings = (
            "contacts: {direction: both, mapping: {JobTitle: Region__c},"
            " where: [{field: Account.Industry, operator: equals, value: Retail}]}"
        )
        assert online(house, settings, "profile:sales user") == []

    def test_a_field_that_matching_relies_on_and_nobody_can_look_for_is_said(self) -> None:
        house = mapped({"Region__c": {}})
        house.org.setup.encrypt("Contact", "Email")
        ((place, message),) = online(house, "contacts: {direction: to_mailbox, mapping: {JobTitle: Region__c}}")
        assert place.startswith("{direction: to_mailbox")
        assert message == "Salesforce does not look for contacts by Email, which matching relies on"

    def test_an_org_that_cannot_be_asked_is_a_warning(self) -> None:
        house = mapped({})
        house.org_faults = lambda _environ, _start: (_ for _ in ()).throw(OSError("away"))  # type: ignore[assignment]
        settings = "contacts: {direction: both, mapping: {JobTitle: Region__c}}"
        ((place, said),) = online(house, settings)
        assert (place, said.split(":")[0]) == ("acme", "fields, filters and profiles could not be checked")
