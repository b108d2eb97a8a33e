"""Items as XML that the sandbox server does not make, but real ones do."""

from __future__ import annotations

import pytest
from lxml import etree

from syncline.connectors.errors import BadAnswerError
from syncline.connectors.exchange.contact_read import contact_record
from syncline.connectors.exchange.event_read import event_record
from syncline.connectors.exchange.soap import TYPES, parse

NOON, ONE = "2026-07-01T12:00:00Z", "2026-07-01T13:00:00Z"
REFERENCE = '<t:ItemId Id="id" ChangeKey="key"/>'


def xml(kind: str, inside: str, *, reference: str = REFERENCE) -> bytes:
    return f'<t:{kind} xmlns:t="{TYPES}">{reference}{inside}</t:{kind}>'.encode()


def event(start: str, end: str, *, zone: str | None = None, more: str = "", all_day: bool = False) -> bytes:
    zones = f'<t:StartTimeZone Id="{zone}"/><t:EndTimeZone Id="{zone}"/>' if zone else ""
    flag = f"<t:IsAllDayEvent>{str(all_day).lower()}</t:IsAllDayEvent>"
    return xml("CalendarItem", f"<t:Start>{start}</t:Start><t:End>{end}</t:End>{flag}{more}{zones}")


def test_a_distribution_list_is_no_contact() -> None:
    record = contact_record(parse(xml("DistributionList", "")))
    assert (record.id, record.version, record.not_representable) == ("id", "key", "distribution_list")


def test_an_item_without_an_id_is_a_bad_answer() -> None:
    with pytest.raises(BadAnswerError):
        contact_record(parse(xml("Contact", "", reference="")))


def test_an_empty_contact_has_no_values() -> None:
    empty = "<t:GivenName/><t:Surname>  </t:Surname><t:EmailAddresses><t:Entry Key='EmailAddress1'/></t:EmailAddresses>"
    assert contact_record(parse(xml("Contact", empty))).values == {}


def test_property_tags_are_known_in_either_case() -> None:
    value = "<t:ExtendedProperty><t:ExtendedFieldURI PropertyTag='{}' PropertyType='Binary'/><t:Value>QQ==</t:Value>"
    for tag in ("0x300B", "0x300b"):
        found = contact_record(parse(xml("Contact", f"{value.format(tag)}</t:ExtendedProperty>")))
        assert found.trace == "search:QQ=="


@pytest.mark.parametrize("reference", ["&#x1;", "&#x0B;", "&#31;", "&#xFFFE;", "&#0;", "&#x00000c;"])
def test_references_to_forbidden_characters_are_dropped(reference: str) -> None:
    record = contact_record(parse(xml("Contact", f"<t:Surname>Le{reference}e &#x26; Co&#x41;</t:Surname>")))
    assert record.values == {"Surname": "Lee & CoA"}


@pytest.mark.parametrize("document", [b"", b"<a>", b"<html><p>Sign in</html>", b"<a>&#x1;", b"\xff\xfe", b"text"])
def test_half_a_document_is_none(document: bytes) -> None:
    with pytest.raises(etree.XMLSyntaxError):
        parse(document)


def test_an_entity_from_outside_is_not_followed() -> None:
    document = b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/hostname">]><a>&e;</a>'
    assert parse(document).text is None


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("Alberta Standard Time", "2026-07-01T06:00:00@America/Edmonton"),
        ("British Columbia Standard Time", "2026-07-01T05:00:00@America/Vancouver"),
        ("Manitoba Standard Time", "2026-07-01T07:00:00@America/Winnipeg"),
        ("tzone://Microsoft/Utc", "2026-07-01T12:00:00@UTC"),
        ("tzone://Microsoft/Custom", "2026-07-01T12:00:00@UTC"),
        ("Customized Time Zone", "2026-07-01T12:00:00@UTC"),
        ("Europe/Zurich", "2026-07-01T14:00:00@Europe/Zurich"),
        ("../../etc/passwd", "2026-07-01T12:00:00@UTC"),
        ("", "2026-07-01T12:00:00@UTC"),
        (None, "2026-07-01T12:00:00@UTC"),
    ],
)
def test_zones_by_name(zone: str | None, expected: str) -> None:
    record = event_record(parse(event("2026-07-01T12:00:00Z", "2026-07-01T13:00:00Z", zone=zone)), "rep@acme.example")
    assert record.values["Start"] == expected
    assert record.not_representable is None


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2026-06-30T22:00:00Z", "2026-07-02T22:00:00Z", ("2026-07-01", "2026-07-03")),
        ("2026-07-01T07:00:00Z", "2026-07-02T07:00:00Z", ("2026-07-01", "2026-07-02")),
        ("2026-07-01T00:00:00Z", "2026-07-02T00:00:00Z", ("2026-07-01", "2026-07-02")),
        ("2026-06-30T13:00:00Z", "2026-07-01T13:00:00Z", ("2026-07-01", "2026-07-02")),
        ("2026-07-01T11:00:00Z", "2026-07-02T11:00:00Z", None),
    ],
)
def test_all_day_without_a_zone_is_the_nearest_midnight_or_nothing(
    start: str, end: str, expected: tuple[str, str] | None
) -> None:
    record = event_record(parse(event(start, end, all_day=True, zone="tzone://Microsoft/Custom")), "")
    if expected is None:
        assert record.not_representable == "unknown_zone"
        assert "Start" not in record.values
    else:
        assert (record.values["Start"], record.values["End"]) == expected


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2026-06-30T22:00:00Z", "2026-07-01T21:59:00Z", "2026-07-02"),
        ("2026-06-30T22:00:00Z", "2026-06-30T22:00:00Z", "2026-07-02"),
    ],
)
def test_an_all_day_event_that_ends_oddly_covers_its_last_day(start: str, end: str, expected: str) -> None:
    record = event_record(parse(event(start, end, all_day=True, zone="W. Europe Standard Time")), "")
    assert (record.values["Start"], record.values["End"]) == ("2026-07-01", expected)


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (event("2026-07-01T12:00:00Z", "2026-07-01T11:59:59Z"), "end_before_start"),
        (event("2026-07-01T12:00:00Z", "2026-07-15T12:00:00Z"), None),
        (event("2026-07-01T12:00:00Z", "2026-07-15T12:00:01Z"), "longer_than_14_days"),
        (xml("CalendarItem", "<t:Subject>No time</t:Subject>"), "no_time"),
        (xml("Message", "<t:Subject>Stray</t:Subject>"), "not_an_event"),
        *(
            (event(NOON, ONE, more=f"<t:CalendarItemType>{one}</t:CalendarItemType>"), "recurring")
            for one in ("RecurringMaster", "Occurrence", "Exception")
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_held_says_why(document: bytes, expected: str | None) -> None:
    assert event_record(parse(document), "").not_representable == expected


def test_a_cancelled_meeting_says_so_beside_its_values() -> None:
    cancelled = event("2026-07-01T12:00:00Z", "2026-07-01T13:00:00Z", more="<t:IsCancelled>true</t:IsCancelled>")
    assert event_record(parse(cancelled), "").extra == {"cancelled": "true"}


def mailbox(address: str) -> str:
    return f"<t:Mailbox><t:Name>N</t:Name><t:EmailAddress>{address}</t:EmailAddress></t:Mailbox>"


def test_people_are_organizer_and_attendees_in_order_without_the_owner_rooms_and_directory_names() -> None:
    required = [
        " Ann@customer.example",
        "rep@acme.example",
        "/O=ACME/OU=FIRST/CN=RECIPIENTS/CN=X",
        "bob@customer.example",
    ]
    invited = "".join(f"<t:Attendee>{mailbox(one)}</t:Attendee>" for one in required)
    optional = f"<t:OptionalAttendees><t:Attendee>{mailbox('ANN@customer.example')}</t:Attendee></t:OptionalAttendees>"
    rooms = f"<t:Resources><t:Attendee>{mailbox('room@acme.example')}</t:Attendee></t:Resources>"
    organizer = f"<t:Organizer>{mailbox('eve@customer.example')}</t:Organizer>"
    more = f"{organizer}<t:RequiredAttendees>{invited}</t:RequiredAttendees>{optional}{rooms}"
    record = event_record(parse(event(NOON, ONE, more=more)), "Rep@acme.example")
    assert record.people == ("eve@customer.example", "ann@customer.example", "bob@customer.example")


@pytest.mark.parametrize(
    ("category", "selected"), [("Salesforce", True), (" salesforce ", True), ("Salesforce B", False)]
)
def test_an_event_is_selected_by_a_category_of_that_name(category: str, selected: bool) -> None:  # noqa: FBT001
    more = f"<t:Categories><t:String>Blue</t:String><t:String>{category}</t:String></t:Categories>"
    assert event_record(parse(event(NOON, ONE, more=more)), "rep@acme.example").selected is selected
