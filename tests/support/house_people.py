"""What people do on both servers, and what they then see there: the two ends of a test of the whole house.

Contacts and events are spelled in the labels of `records.fields` on both sides, so that they can be compared.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from faker import Faker

from syncline.records.fields import CONTACT_FIELDS
from tests.support.house import REP, quiet

if TYPE_CHECKING:
    from syncline.sandbox.exchange import Folder, Item
    from tests.support.house import House

_PHONES = ("BusinessPhone", "MobilePhone", "HomePhone", "OtherTelephone", "BusinessFax", "AssistantPhone")
_PARTS = {
    f"{place}{part}": (place, {"Country": "CountryOrRegion"}.get(part, part))
    for place in ("Business", "Other")
    for part in ("Street", "City", "State", "PostalCode", "Country")
}
_PLAIN = ("GivenName", "Surname", "CompanyName", "JobTitle", "Department", "AssistantName", "Birthday")
_WRITES = ("CreateItem", "UpdateItem", "DeleteItem", "MoveItem", "CreateFolder", "UpdateFolder", "DeleteFolder")
BERLIN = "W. Europe Standard Time"


def person(number: int) -> dict[str, str]:
    """A made-up person; the same number is always the same person, different numbers are different people."""
    return dict(_person(number))


@cache
def _person(number: int) -> dict[str, str]:
    fake = Faker("de_DE")
    fake.seed_instance(number)
    return {
        "GivenName": fake.first_name(),
        "Surname": f"{fake.last_name()}-{number}",
        "EmailAddress1": f"person{number}@customer.example",
        "JobTitle": fake.job()[:60],
        "BusinessPhone": fake.phone_number(),
    }


# --- in the mailbox ----------------------------------------------------------------------------------------------


def put(house: House, fields: dict[str, str], rep: str = REP, folder: Folder | None = None) -> Item:
    """The rep adds a contact to Salesforce_Sync, or to another folder."""
    return house.mailbox(rep).create_contact(nested(fields, {}), folder=folder or house.folder(rep))


def edit(house: House, item: Item, rep: str = REP, **fields: str | None) -> None:
    """The rep changes fields of a contact; None empties one."""
    house.mailbox(rep).edit(item, nested(fields, item.values))


def move(house: House, item: Item, folder: Folder, rep: str = REP) -> Item:
    """The rep moves an item to another folder, where it has a new id."""
    mailbox = house.mailbox(rep)
    with mailbox.lock:
        return mailbox.move_item(item, folder)


def shown(item: Item) -> dict[str, str]:
    """What the rep sees of a contact."""
    values = item.values
    found = {label: values.get(label) for label in _PLAIN}
    found["EmailAddress1"] = getattr(values.get("EmailAddresses", {}).get("EmailAddress1"), "email", None)
    found |= values.get("PhoneNumbers", {})
    for label, (place, part) in _PARTS.items():
        found[label] = values.get("PhysicalAddresses", {}).get(place, {}).get(part)
    body = values.get("Body")
    found["Body"] = body.text.replace("\r\n", "\n") if body else None
    return {label: str(value) for label, value in found.items() if value}


def nested(fields: dict[str, Any], now: dict[str, Any]) -> dict[str, Any]:
    """Answer values as Exchange nests them; `now` is what the contact holds."""
    values: dict[str, Any] = {}
    for label, value in fields.items():
        if label == "EmailAddress1":
            values["EmailAddresses"] = _entry(now.get("EmailAddresses"), label, value)
        elif label in _PHONES:
            values["PhoneNumbers"] = _entry(values.get("PhoneNumbers", now.get("PhoneNumbers")), label, value)
        elif label in _PARTS:
            place, part = _PARTS[label]
            addresses = values.get("PhysicalAddresses", now.get("PhysicalAddresses")) or {}
            values["PhysicalAddresses"] = addresses | {place: _entry(addresses.get(place), part, value)}
        else:
            values[label] = value
    return values


def _entry(group: dict[str, Any] | None, key: str, value: Any) -> dict[str, Any]:
    kept = {name: entry for name, entry in (group or {}).items() if name != key}
    return kept if value is None else kept | {key: value}


# --- in Salesforce -----------------------------------------------------------------------------------------------


def add(house: House, fields: dict[str, str], rep: str = REP, **more: Any) -> str:
    """A user adds a contact to Salesforce and owns it; the company is left out. Answers the id."""
    return house.org.as_user(rep).create("Contact", {**_named(fields), **more})


def change(house: House, record_id: str, rep: str = REP, **fields: Any) -> None:
    """A user changes fields of a Salesforce contact."""
    house.org.as_user(rep).update(record_id, _named(fields))


def _named(fields: dict[str, Any]) -> dict[str, Any]:
    return {CONTACT_FIELDS[label].salesforce: value for label, value in fields.items() if label != "CompanyName"}


def held(house: House, record_id: str) -> dict[str, str]:
    """What a Salesforce contact holds."""
    row = house.org.get(record_id)
    assert row is not None
    return _read(row)


def _read(row: dict[str, Any]) -> dict[str, str]:
    found = {label: row.get(field.salesforce) for label, field in CONTACT_FIELDS.items() if "." not in field.salesforce}
    account = row.get("Account")
    found["CompanyName"] = account["Name"] if account else None
    return {label: str(value) for label, value in found.items() if value}


_CONTACT_COLUMNS = ", ".join(field.salesforce for field in CONTACT_FIELDS.values())


def contacts(house: House) -> dict[str, dict[str, str]]:
    """Every contact in Salesforce, by its id."""
    rows = house.org.admin.query(f"SELECT Id, {_CONTACT_COLUMNS} FROM Contact ORDER BY Id")  # noqa: S608 - our own words
    return {row["Id"]: _read(row) for row in rows}


def events(house: House) -> list[dict[str, Any]]:
    """Every event in Salesforce, by start."""
    columns = (
        "Id, Subject, StartDateTime, EndDateTime, IsAllDayEvent, ActivityDate, Location, Description, IsPrivate,"
        " OwnerId, ShowAs"
    )
    where = "WHERE GroupEventType != '3'"  # the record that stands for a series is no event
    return house.org.admin.query(f"SELECT {columns} FROM Event {where} ORDER BY StartDateTime, Subject")  # noqa: S608 - our own words


def subjects(house: House) -> list[str]:
    """Subjects of the events in Salesforce."""
    return sorted(event["Subject"] for event in events(house))


# --- both --------------------------------------------------------------------------------------------------------


def both(house: House, rep: str = REP) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """The contacts of the folder and of Salesforce, each in the order of their values."""
    mine = [shown(item) for item in house.items(rep)]
    return sorted(mine, key=_order), sorted(contacts(house).values(), key=_order)


def _order(values: dict[str, str]) -> list[tuple[str, str]]:
    return sorted(values.items())


def picture(house: House) -> dict[str, Any]:
    """Everything that a cycle could write, on both servers and in the store's tables that people see."""
    org = house.org.admin
    stamped = [
        (row["Id"], row["SystemModstamp"], row["IsDeleted"])
        for name in ("Contact", "Event", "Account")
        for row in org.query(f"SELECT Id, SystemModstamp, IsDeleted FROM {name} ORDER BY Id", deleted=True)  # noqa: S608 - our own words
    ]
    mailboxes = {
        address: sorted((item.id, item.change_key) for item in box.items.values())
        for address, box in house.exchange.mailboxes.items()
    }
    return {
        "org": stamped,
        "mailboxes": mailboxes,
        "writes": sum(house.exchange.requests[name] for name in _WRITES),
        "journal": [row.id for row in house.store.journal(limit=100_000)],
        "unresolved": sorted((row.side, row.record_id, row.kind) for row in house.store.unresolved()),
        "errors": sorted((row.code, row.record_id) for row in house.store.errors()),
        "held": sorted((row.record_id, row.state) for row in house.store.held()),
    }


def rest(house: House, most: int = 5) -> dict[str, Any]:
    """Converge, then see that nothing is left: the next cycle writes nothing on either side, and nobody got a mail."""
    house.converge(most)
    house.wait(minutes=5)
    before = picture(house)
    report = house.sync()
    assert quiet(report), report
    after = picture(house)
    assert {name: (before[name], after[name]) for name in after if before[name] != after[name]} == {}
    assert house.exchange.outbox == []
    return report


def kinds(house: House) -> list[str]:
    """What people are asked about, sorted."""
    return sorted(row.kind for row in house.store.unresolved())


def lost(house: House) -> list[tuple[str, dict[str, Any]]]:
    """The journal's overwritten values: side and what it held before, oldest first."""
    rows = house.store.journal(limit=100_000)
    return [(str(row.side), {k: v for k, v in row.before.items() if v is not None}) for row in reversed(rows)]
