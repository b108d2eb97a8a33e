"""What a client may set: reading a new item, and applying the changes of an UpdateItem."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Any, NamedTuple

from . import bodies, calendar, contacts
from .computed import TITLE
from .errors import ItemError
from .extended import ExtendedPath, read_path, read_property
from .fields import BY_NAME, BY_URI, Field
from .shapes import dictionary_of
from .state.item import Address, Attachment, Body, ExtendedKey, ExtendedValue
from .values import codec, read_email
from .xmltext import Element, T, children, escape, local, text_of, truth

if TYPE_CHECKING:
    from .state.item import Item
    from .state.mailbox import Mailbox
    from .zones import Zone

_SUBJECT = 255
DEFAULTS: dict[str, dict[str, Any]] = {
    "Contact": contacts.DEFAULTS,
    "CalendarItem": calendar.DEFAULTS,
    "Message": {"ItemClass": "IPM.Note", "IsRead": True, "IsDraft": True},
    "Item": {"ItemClass": "IPM.Note"},
    "DistributionList": {"ItemClass": "IPM.DistList", "ContactSource": "Store"},
}
COMMON = {"Sensitivity": "Normal", "Importance": "Normal", "Culture": "en-US", "ReminderIsSet": False}


class Draft(NamedTuple):
    """A new item as a client wrote it."""

    kind: str
    values: dict[str, Any]
    extended: dict[ExtendedKey, ExtendedValue]
    attachments: list[Attachment]


def refused(code: str, uri: str) -> ItemError:
    """An error about one property, naming it in MessageXml as Exchange does."""
    return ItemError(code, details=(f'<t:FieldURI FieldURI="{escape(uri)}"/>',))


def read_item(element: Element, mailbox: Mailbox) -> Draft:
    """Read an item of CreateItem."""
    kind = local(element)
    if kind not in BY_NAME:
        raise ItemError("ErrorInvalidItemForOperationCreateItem")
    values: dict[str, Any] = {}
    extended: dict[ExtendedKey, ExtendedValue] = {}
    attachments: list[Attachment] = []
    for child in children(element):
        name = local(child)
        if name == "ExtendedProperty":
            key, value = read_property(child)
            extended[key] = value
        elif name == "Attachments":
            attachments = [read_attachment(one, mailbox) for one in children(child)]
        else:
            values[name] = _read(_settable(kind, name, "ErrorInvalidPropertySet"), child)
    return Draft(kind, values, extended, attachments)


def _settable(kind: str, name: str, code: str) -> Field:
    field = BY_NAME[kind].get(name)
    if field is None:
        raise ItemError("ErrorInvalidPropertyRequest")
    if name == "MimeContent":
        raise ItemError("ErrorUnsupportedMimeConversion")
    if field.made and name != "Attachments":
        raise refused(code, field.uri)
    return field


def _read(field: Field, element: Element) -> Any:
    value = codec(field.type).read(element)
    if isinstance(value, Body):
        return bodies.normal(value)
    return value[:_SUBJECT] if field.name == "Subject" else value


def read_attachment(element: Element, mailbox: Mailbox) -> Attachment:
    """Read t:FileAttachment; items as attachments are not supported here."""
    if local(element) != "FileAttachment":
        raise ItemError("ErrorInvalidItemForOperationCreateItem")
    try:
        content = base64.b64decode(text_of(element.find(f"{T}Content")))
    except binascii.Error as error:
        raise ItemError("ErrorInvalidValueForProperty") from error
    return Attachment(
        mailbox.next_number(),
        text_of(element.find(f"{T}Name")),
        text_of(element.find(f"{T}ContentType")) or "application/octet-stream",
        content,
        is_contact_photo=truth(text_of(element.find(f"{T}IsContactPhoto"))),
        is_inline=truth(text_of(element.find(f"{T}IsInline"))),
        content_id=text_of(element.find(f"{T}ContentId")),
        modified=mailbox.clock(),
    )


def settle_new(draft: Draft, mailbox: Mailbox, context: Zone | None) -> dict[str, Any]:
    """Bring a new item's values into their saved form."""
    values = {**COMMON, **DEFAULTS[draft.kind], **draft.values}
    if draft.kind == "Contact":
        contacts.settle(values, draft.extended, frozenset(draft.values), before=None)
    elif draft.kind == "CalendarItem":
        calendar.settle(values, mailbox, frozenset(draft.values), context, before={})
    elif draft.kind == "DistributionList":
        values.setdefault("FileAs", values.get("DisplayName", ""))
        values.setdefault("Subject", values.get("DisplayName", ""))
    elif draft.kind == "Message":
        values.setdefault("ConversationTopic", values.get("Subject", ""))
    return values


class Update:
    """The changes of one UpdateItem, worked out on copies, so that a refused one leaves the item as it was."""

    def __init__(self, item: Item) -> None:
        self._item = item
        self.values = dict(item.values)
        self.extended = dict(item.extended)
        self.touched: set[str] = set()

    def apply(self, change: Element) -> None:
        """Apply SetItemField, AppendToItemField or DeleteItemField."""
        path, *rest = children(change)
        action = local(change)
        value = self._value_of(rest) if action != "DeleteItemField" else None
        if local(path) == "ExtendedFieldURI":
            self._change_extended(read_path(path), value)
        elif local(path) == "IndexedFieldURI":
            self._change_indexed(path, value, appending=action == "AppendToItemField")
        else:
            self._change_field(path.get("FieldURI", ""), value, appending=action == "AppendToItemField")

    def finish(self, context: Zone | None) -> None:
        """Settle and take over."""
        item = self._item
        if item.kind == "Contact":
            before = contacts.full_name(item.values, str(item.extended.get(TITLE, "")))
            contacts.settle(self.values, self.extended, self.touched, before=before)
        elif item.kind == "CalendarItem":
            calendar.settle(self.values, item.folder.mailbox, self.touched, context, before=item.values)
        item.values, item.extended = self.values, self.extended

    def _value_of(self, rest: list[Element]) -> Element:
        inside = children(rest[0]) if rest else []
        if len(inside) != 1:
            raise ItemError("ErrorIncorrectUpdatePropertyCount")
        if local(rest[0]) not in {self._item.kind, "Item"}:
            raise ItemError("ErrorUpdatePropertyMismatch")
        return inside[0]

    def _change_extended(self, path: ExtendedPath, value: Element | None) -> None:
        self.touched.add("ExtendedProperty")
        if value is None:
            self.extended.pop(path.key, None)
            return
        if local(value) != "ExtendedProperty":
            raise ItemError("ErrorUpdatePropertyMismatch")
        key, read = read_property(value)
        if key != path.key:
            raise ItemError("ErrorUpdatePropertyMismatch")
        self.extended[key] = read

    def _change_field(self, uri: str, value: Element | None, *, appending: bool) -> None:
        field = BY_URI.get(uri)
        if field is None or field.name not in BY_NAME[self._item.kind]:
            raise refused("ErrorInvalidPropertyRequest", uri)
        code = "ErrorInvalidPropertySet" if value is not None else "ErrorInvalidPropertyDelete"
        field = _settable(self._item.kind, field.name, code)
        self.touched.add(field.name)
        if value is None:
            self._delete(field)
        elif local(value) != field.name:
            raise ItemError("ErrorUpdatePropertyMismatch")
        elif appending:
            self._append(field, _read(field, value))
        else:
            self.values[field.name] = _read(field, value)

    def _delete(self, field: Field) -> None:
        if field.name in {"Start", "End", "ItemClass", "Sensitivity", "Importance", "UID"}:
            raise refused("ErrorInvalidPropertyDelete", field.uri)
        self.values.pop(field.name, None)
        default = DEFAULTS[self._item.kind].get(field.name)
        if default is not None:
            self.values[field.name] = default

    def _append(self, field: Field, value: Any) -> None:
        held = self.values.get(field.name)
        if isinstance(value, Body):
            before = bodies.convert(held, value.type).text if isinstance(held, Body) else ""
            self.values[field.name] = Body(value.type, before + value.text)
        elif isinstance(value, tuple) and not isinstance(value, Address):
            self.values[field.name] = (*(held or ()), *value)
        else:
            raise refused("ErrorInvalidPropertyAppend", field.uri)

    def _change_indexed(self, path: Element, value: Element | None, *, appending: bool) -> None:
        uri, key = path.get("FieldURI", ""), path.get("FieldIndex", "")
        name, part = dictionary_of(uri)
        if name not in BY_NAME[self._item.kind]:
            raise refused("ErrorInvalidPropertyRequest", uri)
        if appending:
            raise refused("ErrorInvalidPropertyAppend", uri)
        self.touched.add(name)
        held = dict(self.values.get(name, {}))
        entry = _entry(value, name, key) if value is not None else None
        if part:
            parts = dict(held.get(key, {}))
            _put(parts, part, text_of(entry.find(f"{T}{part}")) if entry is not None else "")
            _put(held, key, parts)
        elif name == "EmailAddresses":
            _put(held, key, read_email(entry) if entry is not None and text_of(entry).strip() else None)
        else:
            _put(held, key, text_of(entry))
        _put(self.values, name, held)


def _put(held: dict[str, Any], key: str, value: Any) -> None:
    if value:
        held[key] = value
    else:
        held.pop(key, None)


def _entry(value: Element, name: str, key: str) -> Element:
    entries = children(value)
    if local(value) != name or len(entries) != 1 or entries[0].get("Key") != key:
        raise ItemError("ErrorUpdatePropertyMismatch")
    return entries[0]
