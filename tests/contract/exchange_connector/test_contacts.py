"""Contacts as Exchange keeps them beyond what other systems know."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from syncline.connectors.port import Draft, Edit, Intent, Mention, Trail, Whereabouts, Written
from syncline.sandbox.exchange import Address, Body, ExtendedKey
from tests.contract.mailbox_stage import ANN, BARE, CONTACTS, EVENTS, make, only
from tests.support.exchange_stage import ews_contact

if TYPE_CHECKING:
    from syncline.records.record import Record, Value
    from tests.support.exchange_stage import ExchangeStage

ADDRESS_SET = "00062004-0000-0000-c000-000000000046"
ORIGINAL = ExtendedKey(ADDRESS_SET, 0x8084, "String")
BIRTHDAY_LOCAL = ExtendedKey(ADDRESS_SET, 0x80DE, "SystemTime")
X500 = "/o=Acme/ou=Exchange Administrative Group/cn=Recipients/cn=annlee"


def put(stage: ExchangeStage, given: dict[str, Any], extended: Any = None) -> Record:
    """A person makes a contact; answers what we read."""
    item = stage.box.create_contact(given, folder=stage.folder, extended=extended)
    return only(stage.open().read(CONTACTS, [item.id])[0])


@pytest.mark.parametrize(
    ("values", "shown", "filed"),
    [
        ({"GivenName": "Ann", "Surname": "Lee", "CompanyName": "Customer AG"}, "Ann Lee", "Lee, Ann"),
        ({"Surname": "Lee"}, "Lee", "Lee"),
        ({"GivenName": "Ann"}, "Ann", "Ann"),
        ({"CompanyName": "Customer AG"}, "Customer AG", "Customer AG"),
        ({"EmailAddress1": "info@customer.example"}, "info@customer.example", "info@customer.example"),
        ({"JobTitle": "Nobody"}, None, None),
    ],
)
def test_outlook_shows_a_new_contact_under_its_name(
    stage: ExchangeStage, values: dict[str, Value], shown: str | None, filed: str | None
) -> None:
    done = make(stage.open(), CONTACTS, values)
    held = stage.item(done.id).values
    assert held.get("DisplayName") == shown
    if filed is not None:
        assert held.get("FileAs") == filed
        assert held.get("Subject") == shown


def test_the_shown_name_follows_a_new_name(stage: ExchangeStage) -> None:
    mailbox = stage.open()
    done = make(mailbox, CONTACTS, ANN)
    whole = {**ANN, "Surname": "Ray"}
    mailbox.update(CONTACTS, [Edit(done.id, done.version, {"Surname": "Ray"}, whole)])
    held = stage.item(done.id).values
    assert (held["DisplayName"], held["Subject"], held["FileAs"]) == ("Ann Ray", "Ann Ray", "Ray, Ann")


def test_a_shown_name_that_says_more_stays(stage: ExchangeStage) -> None:
    record = put(stage, {**ews_contact(ANN), "DisplayName": "Dr. Ann Mary Lee"})
    edit = Edit(record.id, record.version, {"Surname": "Ray"}, {**ANN, "Surname": "Ray"})
    assert isinstance(stage.open().update(CONTACTS, [edit])[0], Written)
    assert stage.item(record.id).values["DisplayName"] == "Dr. Ann Mary Lee"


def test_what_syncline_does_not_map_is_never_touched(stage: ExchangeStage) -> None:
    html = Body("HTML", "<html><body><b>Bold</b> notes</body></html>")
    given = {
        **ews_contact(ANN),
        "Body": html,
        "Categories": ["Red"],
        "MiddleName": "Q",
        "Nickname": "Annie",
        "ImAddresses": {"ImAddress1": "sip:ann"},
    }
    given["PhoneNumbers"]["Pager"] = "999"
    given["PhysicalAddresses"]["Home"] = {"City": "Home Town"}
    record = put(stage, given)
    assert record.values["Body"] == "Bold notes"
    before = dict(stage.item(record.id).values)
    changes: dict[str, Value | None] = {"JobTitle": "CEO", "MobilePhone": None, "BusinessCity": "Ulm"}
    whole = {label: value for label, value in (dict(record.values) | changes).items() if value is not None}
    assert isinstance(stage.open().update(CONTACTS, [Edit(record.id, record.version, changes, whole)])[0], Written)
    after = stage.item(record.id).values
    assert after["Body"] == html
    assert {name for name in after if after[name] != before.get(name)} == {
        "JobTitle", "PhoneNumbers", "PhysicalAddresses",
    }  # fmt: skip
    assert after["PhoneNumbers"]["Pager"] == "999"
    assert after["PhysicalAddresses"]["Home"] == {"City": "Home Town"}


@pytest.mark.parametrize(
    ("address", "original", "expected"),
    [
        (Address("Ann", "ann@acme.example"), None, "ann@acme.example"),
        (Address("Ann", X500, "EX"), "ann.lee@acme.example", "ann.lee@acme.example"),
        (Address("Ann", X500, "EX"), "Ann Lee", None),
        (Address("Ann", X500, "EX"), None, None),
        (Address("Ann", X500), None, None),
    ],
)
def test_an_address_in_the_directory(
    stage: ExchangeStage, address: Address, original: str | None, expected: str | None
) -> None:
    given = {"Surname": "Lee", "EmailAddresses": {"EmailAddress1": address}}
    record = put(stage, given, {ORIGINAL: original} if original else None)
    assert record.values.get("EmailAddress1") == expected
    assert record.not_representable == (None if expected else "unknown_address"), "never read as if it were empty"


@pytest.mark.parametrize("prefix", ["", "EX:"])
def test_an_address_that_only_the_directory_knows(stage: ExchangeStage, prefix: str) -> None:
    colleague = stage.server.add_mailbox("ann.lee@acme.example", "secret")
    address = Address("Ann", colleague.legacy_dn.upper(), "EX")
    ids = [
        stage.box.create_contact({"EmailAddresses": {"EmailAddress1": address}}, folder=stage.folder).id for _ in "ab"
    ]
    mailbox = stage.open()
    for _ in range(2):
        for record in mailbox.read(CONTACTS, ids):
            assert only(record).values["EmailAddress1"] == "ann.lee@acme.example"
    assert stage.connection.calls["ResolveNames"] == 1, "the directory is asked once for a name"


@pytest.mark.parametrize(
    ("instant", "local", "expected"),
    [
        ("1980-05-01T11:59:00", None, "1980-05-01"),
        ("1980-05-01T00:00:00", None, "1980-05-01"),
        ("1980-04-30T22:00:00", None, "1980-05-01"),
        ("1980-05-01T04:00:00", None, "1980-05-01"),
        ("1980-04-30T11:00:00", "1980-05-01T00:00:00Z", "1980-05-01"),
        ("1980-05-01T10:00:00", "1980-05-01T00:00:00Z", "1980-05-01"),
        ("1990-01-01T05:00:00", "1980-05-01T00:00:00Z", "1990-01-01"),
        ("1990-01-01T11:59:00", "1989-12-31T00:00:00Z", "1990-01-01"),
    ],
)
def test_a_birthday_is_the_date_that_was_meant(
    stage: ExchangeStage, instant: str, local: str | None, expected: str
) -> None:
    moment = datetime.fromisoformat(instant).replace(tzinfo=UTC)
    record = put(stage, {"Surname": "Lee", "Birthday": moment}, {BIRTHDAY_LOCAL: local} if local else None)
    assert record.values["Birthday"] == expected


def test_what_is_no_contact_is_a_record_without_values(stage: ExchangeStage) -> None:
    stray = stage.box.create_message({"Subject": "Stray"}, folder=stage.folder)
    record = only(stage.open().read(CONTACTS, [stray.id])[0])
    assert (record.values, record.not_representable) == ({}, "not_a_contact")


def test_a_copy_carries_our_mark_too_and_the_first_one_is_ours(stage: ExchangeStage) -> None:
    mailbox = stage.open()
    done = make(mailbox, CONTACTS, ANN, key="intent")
    stage.open()
    stage.box.copy_item(stage.item(done.id), stage.folder)
    found = mailbox.made(CONTACTS, [Intent("intent", ANN, stage.now())])
    assert [one.id for one in found.values()] == [done.id]


def test_a_copy_that_lives_elsewhere_is_no_deletion(stage: ExchangeStage) -> None:
    contact = stage.put(CONTACTS, ANN)
    trace = only(stage.open().read(CONTACTS, [contact])[0]).trace
    stage.box.copy_item(stage.item(contact), stage.box.well_known("contacts"))
    stage.trash(contact)
    assert stage.open().locate(CONTACTS, [Trail(contact, trace)]) == [Whereabouts.ELSEWHERE]


@pytest.mark.parametrize(
    ("folder", "expected"),
    [
        ("deleteditems", Whereabouts.DELETED),
        ("recoverableitemsdeletions", Whereabouts.DELETED),
        ("contacts", Whereabouts.ELSEWHERE),
    ],
)
def test_where_a_contact_can_have_gone(stage: ExchangeStage, folder: str, expected: Whereabouts) -> None:
    contact = stage.put(CONTACTS, ANN)
    trace = only(stage.open().read(CONTACTS, [contact])[0]).trace
    stage.box.move_item(stage.item(contact), stage.box.well_known(folder))
    assert stage.open().locate(CONTACTS, [Trail(contact, trace)]) == [expected]


@pytest.mark.parametrize(
    ("parent", "expected"), [("deleteditems", Whereabouts.DELETED), ("msgfolderroot", Whereabouts.ELSEWHERE)]
)
def test_a_contact_in_a_folder_that_went_somewhere(stage: ExchangeStage, parent: str, expected: Whereabouts) -> None:
    contact = stage.put(CONTACTS, ANN)
    trace = only(stage.open().read(CONTACTS, [contact])[0]).trace
    outer = stage.box.make_folder("Outer", parent=stage.box.well_known(parent))
    inner = stage.box.make_folder("Inner", parent=outer)
    stage.box.move_item(stage.item(contact), inner)
    assert stage.open().locate(CONTACTS, [Trail(contact, trace)]) == [expected]


def test_what_was_erased_is_unknown(stage: ExchangeStage) -> None:
    contact = stage.put(CONTACTS, ANN)
    trace = only(stage.open().read(CONTACTS, [contact])[0]).trace
    stage.box.remove_item(stage.item(contact))
    assert stage.open().locate(CONTACTS, [Trail(contact, trace)]) == [Whereabouts.UNKNOWN]


@pytest.mark.parametrize("collection", [CONTACTS, EVENTS])
def test_a_deleted_item_stands_whole_in_deleted_items(stage: ExchangeStage, collection: Any) -> None:
    mailbox = stage.open()
    done = make(mailbox, collection, BARE[collection])
    before = dict(stage.item(done.id).values)
    mailbox.delete(collection, [Mention(done.id, done.version)])
    (kept,) = stage.box.well_known("deleteditems").items.values()
    assert kept.values == before


def test_a_key_of_any_kind_is_kept(stage: ExchangeStage) -> None:
    key = '5f2b <&> "ü" \' 🦆'
    (done,) = stage.open().create(CONTACTS, [Draft(key, ANN)])
    assert isinstance(done, Written)
    assert stage.open().made(CONTACTS, [Intent(key, ANN, stage.now())]).keys() == {key}
