"""Mailboxes that seeding and tests edit directly: no SOAP, the same rules, the same log of changes.

Values are keyed by EWS element names. They may be plain: a str for a Body, `{"EmailAddress1": "a@b.example"}` for
e-mail addresses, a date for a Birthday, `(name, address)` pairs for attendees.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

from . import bodies, properties, zones
from .calendar import PEOPLE
from .ids import folder_id, item_id
from .state.item import Address, Attendee, Body
from .state.mailbox import Mailbox
from .values import ADDRESS_PARTS
from .xmltext import clean

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable, Mapping

    from .state.folder import Folder
    from .state.item import ExtendedKey, ExtendedValue, Item


class OpenMailbox(Mailbox):
    """What `ExchangeServer.add_mailbox` makes. Every method takes the mailbox's lock itself."""

    def make_folder(self, name: str, *, parent: Folder | None = None, folder_class: str = "IPF.Contact") -> Folder:
        """Make a folder, under Contacts unless told otherwise."""
        with self.lock:
            return self.add_folder(parent or self.well_known("contacts"), name, folder_class)

    def create_contact(
        self,
        values: Mapping[str, Any],
        *,
        folder: Folder | None = None,
        extended: Mapping[ExtendedKey, ExtendedValue] | None = None,
    ) -> Item:
        """Put a contact into a folder, Contacts unless told otherwise. Names are derived as Exchange derives them."""
        return self._create("Contact", values, folder or self.well_known("contacts"), extended)

    def create_event(
        self,
        subject: str,
        start: datetime | date,
        end: datetime | date,
        *,
        zone: str = "UTC",
        attendees: Iterable[tuple[str, str]] = (),
        organizer: tuple[str, str] | None = None,
        folder: Folder | None = None,
        values: Mapping[str, Any] | None = None,
        extended: Mapping[ExtendedKey, ExtendedValue] | None = None,
    ) -> Item:
        """Put an event into a calendar; nobody is told.

        Dates make an all-day event from the first day up to, not with, the last; date-times without a zone are wall
        times of `zone`, a Windows id. With an `organizer` it is somebody else's meeting.
        """
        given: dict[str, Any] = {"Subject": subject, "StartTimeZone": zones.find(zone), **(values or {})}
        given["IsAllDayEvent"] = not isinstance(start, datetime) or given.get("IsAllDayEvent", False)
        given["Start"], given["End"] = _moment(start), _moment(end)
        invited = tuple(Attendee(Address(name, address)) for name, address in attendees)
        if invited:
            given["RequiredAttendees"] = invited
        if organizer is not None:
            given["Organizer"] = Address(*organizer)
        return self._create("CalendarItem", given, folder or self.well_known("calendar"), extended)

    def create_group(self, name: str, *, folder: Folder | None = None) -> Item:
        """Put a personal distribution list into a folder of contacts: it lives among them and is none."""
        return self._create("DistributionList", {"DisplayName": name}, folder or self.well_known("contacts"), None)

    def create_message(self, values: Mapping[str, Any], *, folder: Folder | None = None) -> Item:
        """Put a message into a folder, Inbox unless told otherwise."""
        return self._create("Message", values, folder or self.well_known("inbox"), None)

    def edit(self, item: Item, values: Mapping[str, Any]) -> None:
        """Change an item as its owner would; None deletes a property."""
        with self.lock:
            update = properties.Update(item)
            for name, value in values.items():
                update.touched.add(name)
                if value is None:
                    update.values.pop(name, None)
                else:
                    update.values[name] = _plain(name, value)
            update.finish(None)
            self.change_item(item)

    def answer(self, item: Item, email: str, response: str) -> None:
        """Let the answer of somebody who was invited arrive, in the words of ResponseType."""
        with self.lock:
            for name in PEOPLE:
                people = item.values.get(name, ())
                item.values[name] = tuple(
                    one._replace(response=response) if one.address.email == email else one for one in people
                )
            self.change_item(item)

    def trash(self, item: Item) -> Item:
        """Move an item to Deleted Items, where it has a new id."""
        with self.lock:
            return self.move_item(item, self.well_known("deleteditems"))

    def expire_sync_states(self) -> None:
        """Make every sync state handed out so far invalid, as moving a mailbox between databases does."""
        with self.lock:
            self.sync_epoch += 1

    def renew_ids(self, guid: uuid.UUID) -> None:
        """Give the mailbox, its folders and its items new ids, as exporting it and importing it elsewhere does.

        Names, values, stamps and search keys stay; nothing that a client knows by an id is found any more.
        """
        with self.lock:
            self.guid = guid
            self.sync_epoch += 1
            for folder in self.folders.values():
                folder.id = folder_id(guid, folder.number)
            for item in self.items.values():
                item.id = item_id(guid, item.folder.number, item.number)
            self.folders = {folder.id: folder for folder in self.folders.values()}
            self.items = {item.id: item for item in self.items.values()}

    def _create(
        self,
        kind: str,
        values: Mapping[str, Any],
        folder: Folder,
        extended: Mapping[ExtendedKey, ExtendedValue] | None,
    ) -> Item:
        given = {name: _plain(name, value) for name, value in values.items()}
        with self.lock:
            draft = properties.Draft(kind, given, dict(extended or {}), [])
            return self.add_item(kind, folder, properties.settle_new(draft, self, None), draft.extended)


def _moment(value: datetime | date) -> datetime:
    return value if isinstance(value, datetime) else datetime.combine(value, time())


def _plain(name: str, value: Any) -> Any:
    if name == "Body":
        return bodies.normal(
            Body(value.type, clean(value.text)) if isinstance(value, Body) else Body("Text", clean(value))
        )
    if name == "EmailAddresses":
        return {key: _email(one) for key, one in value.items()}
    if name == "PhysicalAddresses":
        return {
            key: {part: clean(parts[part]) for part in ADDRESS_PARTS if parts.get(part)} for key, parts in value.items()
        }
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime.combine(value, time(), UTC)
    return value


def _email(value: str | Address) -> Address:
    return value if isinstance(value, Address) else Address(value, value, "SMTP", "Contact")
