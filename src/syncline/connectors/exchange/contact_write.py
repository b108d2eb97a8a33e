"""A contact as EWS is to store it: made whole, or changed in single fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.connectors.exchange.contact_places import CONTACT_PLACES, Place
from syncline.connectors.exchange.properties import BIRTHDAY_LOCAL, ITEM_MARKER
from syncline.connectors.exchange.soap import field_path, t
from syncline.connectors.outlook.birthdays import AT_MIDNIGHT, AT_NOON
from syncline.connectors.outlook.names import full_name
from syncline.records.fields import CONTACT_FIELDS, Kind
from syncline.records.normal import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from syncline.connectors.exchange.soap import Element
    from syncline.connectors.port import Draft
    from syncline.records.record import Value, Values


def text_of(label: str, value: Value) -> str:
    """Write a value as EWS wants it, without what XML cannot carry."""
    return clean(str(value), lines=CONTACT_FIELDS[label].kind is Kind.LONG_TEXT)


def new_contact(draft: Draft) -> Element:
    """Make a contact with all its values, filed under `Last, First` (or the company) as Outlook does by default."""
    values = draft.values
    contact = t("Contact")
    if name := full_name(values):
        contact.append(t("Subject", text=name))
    if "Body" in values:
        contact.append(body(text_of("Body", values["Body"])))
    if "Birthday" in values:
        contact.append(BIRTHDAY_LOCAL.with_value(f"{values['Birthday']}{AT_MIDNIGHT}"))
    contact.append(ITEM_MARKER.with_value(draft.key))
    _file_as(contact, values, name)
    _fill(contact, values)
    return contact


def body(text: str, kind: str = "Text") -> Element:
    """Make a body, of plain text or (`HTML`) formatted."""
    return t("Body", text=text, attributes={"BodyType": kind})


def _file_as(contact: Element, values: Values, name: str) -> None:
    if "GivenName" in values or "Surname" in values:
        contact.append(t("FileAsMapping", text="LastCommaFirst"))
    elif "CompanyName" in values:
        contact.append(t("FileAsMapping", text="Company"))
    elif name:
        contact.append(t("FileAs", text=name))
    if name:
        contact.append(t("DisplayName", text=name))


def _fill(contact: Element, values: Values) -> None:
    for label, place in CONTACT_PLACES.items():
        if label == "Department" and "Birthday" in values:
            contact.append(t("Birthday", text=f"{values['Birthday']}{AT_NOON}"))
        if label in values:
            _put(contact, place, place.content(text_of(label, values[label])))


def _put(contact: Element, place: Place, content: Element) -> None:
    """Add a property; entries of one dictionary, and parts of one address, come one after another and are joined."""
    last = contact[-1]
    if not place.key or last.tag != content.tag:
        contact.append(content)
    elif place.part and last[-1].get("Key") == place.key:
        last[-1].append(content[0][0])
    else:
        last.append(content[0])


def contact_updates(changes: Mapping[str, Value | None]) -> Iterator[Element]:
    """Make the updates that change these fields and no others; None empties a field."""
    for label, value in changes.items():
        if label == "Body":
            yield _set(field_path("item:Body"), body("" if value is None else text_of(label, value)))
        elif label == "Birthday":
            yield from _birthday(value)
        elif value is None:
            yield t("DeleteItemField", CONTACT_PLACES[label].path())
        else:
            place = CONTACT_PLACES[label]
            yield _set(place.path(), place.content(text_of(label, value)))


def display_name(name: str) -> Iterator[Element]:
    """Make the updates that let Outlook show a new name."""
    yield _set(field_path("contacts:DisplayName"), t("DisplayName", text=name))
    yield _set(field_path("item:Subject"), t("Subject", text=name))


def _birthday(value: Value | None) -> Iterator[Element]:
    path = field_path("contacts:Birthday")
    if value is None:
        yield t("DeleteItemField", path)
        yield t("DeleteItemField", BIRTHDAY_LOCAL.path())
    else:
        yield _set(path, t("Birthday", text=f"{value}{AT_NOON}"))
        yield _set(BIRTHDAY_LOCAL.path(), BIRTHDAY_LOCAL.with_value(f"{value}{AT_MIDNIGHT}"))


def _set(path: Element, content: Element) -> Element:
    return t("SetItemField", path, t("Contact", content))
