"""One thing in a folder: a contact, a calendar item, a message."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from syncline.sandbox.exchange.ids import change_key, item_id, search_key

if TYPE_CHECKING:
    from datetime import datetime

    from .folder import Folder


class ExtendedKey(NamedTuple):
    """Which extended property: a tag without a set, or a name or number in a property set; and its MAPI type."""

    property_set: str
    name: str | int
    type: str


ExtendedValue: TypeAlias = str | list[str]


class Body(NamedTuple):
    """A body as it was stored: `type` is Text or HTML."""

    type: str
    text: str


class Address(NamedTuple):
    """A person in a recipient or attendee list, or one e-mail entry of a contact."""

    name: str
    email: str
    routing: str = "SMTP"
    mailbox_type: str = "Mailbox"


class Attendee(NamedTuple):
    """A person invited to a meeting."""

    address: Address
    response: str = "Unknown"
    replied: datetime | None = None


@dataclass(slots=True)
class Attachment:
    """A file on an item."""

    number: int
    name: str
    content_type: str
    content: bytes
    is_contact_photo: bool = False
    is_inline: bool = False
    content_id: str = ""
    modified: datetime | None = None


@dataclass(slots=True, eq=False)
class Item:
    """`kind` is the element's name (`Contact`, `CalendarItem`, ...), `values` its properties by element name.

    Values are Python's own: str, bool, int, aware datetime, list of str, Body, Attendee tuples, and dictionaries by
    key for phone numbers, e-mail and physical addresses. What is not there has never been set or was deleted.
    """

    kind: str
    folder: Folder
    number: int
    values: dict[str, Any]
    extended: dict[ExtendedKey, ExtendedValue]
    created: datetime
    modified: datetime
    modified_by: str
    change: int
    attachments: list[Attachment] = field(default_factory=list)
    id: str = ""
    search_key: str = ""
    """PidTagSearchKey in Base64; stays when the item is moved or copied ([MS-OXCPRPT] 2.2.1.9)."""

    def __post_init__(self) -> None:
        self.id = self.id or item_id(self.folder.mailbox.guid, self.folder.number, self.number)
        self.search_key = self.search_key or search_key(self.folder.mailbox.guid, self.number)

    @property
    def change_key(self) -> str:
        """The version that a client must name when it writes."""
        return change_key(self.kind, self.folder.mailbox.guid, self.change)
