"""A rep's account in Google Workspace, behind the port."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from syncline.connectors.errors import ResyncError
from syncline.connectors.google.calendar_facts import CalendarFacts
from syncline.connectors.google.calendar_mark import CalendarMark
from syncline.connectors.google.create_contacts import create_contacts
from syncline.connectors.google.cursor import Cursor, read_cursor
from syncline.connectors.google.delete_contacts import delete_contacts
from syncline.connectors.google.delete_events import delete_events
from syncline.connectors.google.event_id import event_id
from syncline.connectors.google.get_events import read_events, whole_events
from syncline.connectors.google.get_people import read_people
from syncline.connectors.google.get_series import read_series
from syncline.connectors.google.groups import Groups
from syncline.connectors.google.insert_events import create_events
from syncline.connectors.google.list_contacts import list_contacts
from syncline.connectors.google.list_events import list_events
from syncline.connectors.google.locate_contacts import locate_contacts
from syncline.connectors.google.locate_events import locate_events
from syncline.connectors.google.made_contacts import made_contacts
from syncline.connectors.google.patch_events import update_events
from syncline.connectors.google.restore_contacts import restore_contacts
from syncline.connectors.google.restore_events import restore_events
from syncline.connectors.google.update_contacts import update_contacts
from syncline.connectors.google.whole_contacts import whole_contacts
from syncline.records.capability import GOOGLE_CONTACT, GOOGLE_EVENT
from syncline.records.record import Record
from syncline.records.words import Collection, Side

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from syncline.connectors.google.account import Account
    from syncline.connectors.mark import Mark
    from syncline.connectors.port import (
        Conflict,
        Draft,
        Edit,
        Intent,
        ItemError,
        Lost,
        Mention,
        Missing,
        Page,
        Trail,
        Whereabouts,
        Written,
    )
    from syncline.records.capability import Capabilities

LAG = timedelta(minutes=10)
_CONTACTS = Collection.CONTACTS


class GoogleMailbox:
    """Implements `connectors.port.Mailbox` for one rep and one cycle: group and labels are looked at once."""

    def __init__(self, account: Account, cursors: Mapping[Collection, Cursor], mark: Mark) -> None:
        contacts = cursors.get(_CONTACTS)
        self._account = account
        self._cursor = contacts
        self._groups = Groups(account, mark, contacts.folder if contacts else None)
        self._facts = CalendarFacts(account)
        self._mark = CalendarMark(account, mark, self._groups)
        events = cursors.get(Collection.EVENTS)
        self._calendar = events.folder if events else None
        self._tombstones: set[str] = set()
        self._listened = False

    @property
    def side(self) -> Side:
        """Which side this is."""
        return Side.MAILBOX

    def clock_offset(self) -> timedelta:
        """Answer how far the server's clock is ahead of ours, by the Date of its last answer."""
        return self._account.clock_offset

    def capabilities(self, collection: Collection) -> Capabilities:
        """Answer what Google holds; it is the same for every mailbox."""
        return GOOGLE_CONTACT if collection is _CONTACTS else GOOGLE_EVENT

    def lag(self, collection: Collection) -> timedelta:
        """Contacts show "several minutes" after they were written, as the page of their list says; events at once."""
        return LAG if collection is _CONTACTS else timedelta()

    @property
    def adopted(self) -> bool:
        """Whether the group bore the mark of this org when it was opened."""
        return self._groups.adopted

    def known(self, collection: Collection) -> str | None:
        """Answer the group or the calendar that is read, None before the first `changes`."""
        return self._groups.known if collection is _CONTACTS else self._calendar

    def recognised(self, collection: Collection) -> str | None:
        """Answer the calendar's id, which is the user's primary address whatever alias opened it. Groups tell less."""
        return self._calendar if collection is Collection.EVENTS else self._groups.known

    def changes(self, collection: Collection, cursor: str | None) -> Page:
        """Answer a page: of contacts mentions and tombstones, of events the values too."""
        if collection is Collection.EVENTS:
            return self._events(cursor)
        if cursor is None:
            return list_contacts(self._account, self._groups, Cursor(self._groups.open()), self._tombstones)
        page = list_contacts(self._account, self._groups, read_cursor(cursor), self._tombstones)
        self._listened = True
        return page

    def _events(self, cursor: str | None) -> Page:
        if cursor is None:
            place = Cursor(self._facts.identity())
            self._mark.check()
        else:
            place = read_cursor(cursor)
        self._calendar = place.folder
        return list_events(self._account, self._facts, self._mark, place)

    def read(self, collection: Collection, ids: Sequence[str]) -> list[Record | Missing | ItemError]:
        """Read records: 200 contacts or 50 events in a request."""
        if collection is _CONTACTS:
            return read_people(self._account, self._group(), ids) if ids else []
        return read_events(self._account, self._facts, ids)

    def series(self, ids: Sequence[str]) -> list[Record | Missing | ItemError]:
        """Read events that are series whole; see `connectors.port.ReadsSeries`."""
        return read_series(self._account, self._facts, ids) if ids else []

    def whole(self, collection: Collection, ids: Sequence[str]) -> list[str | Missing | ItemError]:
        """Answer the records as JSON."""
        return (whole_contacts if collection is _CONTACTS else whole_events)(self._account, ids)

    def create(self, collection: Collection, drafts: Sequence[Draft]) -> list[Written | ItemError]:
        """Make records, each marked with its draft's key."""
        if collection is _CONTACTS:
            return create_contacts(self._account, self._group(), drafts) if drafts else []
        return create_events(self._account, self._facts, drafts)

    def update(self, collection: Collection, edits: Sequence[Edit]) -> list[Written | Conflict | Missing | ItemError]:
        """Change the named fields of records that are still in the version seen."""
        if collection is _CONTACTS:
            return update_contacts(self._account, self._group(), edits) if edits else []
        return update_events(self._account, self._facts, edits)

    def delete(
        self, collection: Collection, targets: Sequence[Mention]
    ) -> list[Written | Conflict | Missing | ItemError]:
        """Delete records unless they changed: Google keeps them in the trash for 30 days."""
        if collection is _CONTACTS:
            return delete_contacts(self._account, self._group(), targets) if targets else []
        return delete_events(self._account, targets)

    def restore(self, collection: Collection, losts: Sequence[Lost]) -> list[Written | ItemError]:
        """Bring records back: a cancelled event by making it current, everything else anew of what was kept."""
        if collection is _CONTACTS:
            return restore_contacts(self._account, self._group(), losts) if losts else []
        return restore_events(self._account, self._facts, losts)

    def made(self, collection: Collection, intents: Sequence[Intent]) -> dict[str, Record]:
        """Look for what bears our mark: events by the id made of the key, contacts among the latest."""
        if collection is _CONTACTS:
            return made_contacts(self._account, self._group(), intents) if intents else {}
        ids = [event_id(intent.key) for intent in intents]
        records = zip(intents, read_events(self._account, self._facts, ids), strict=True)
        return {one.key: record for one, record in records if isinstance(record, Record) and record.marker == one.key}

    def locate(self, collection: Collection, trails: Sequence[Trail]) -> list[Whereabouts]:
        """Look for records that left."""
        if collection is Collection.EVENTS:
            return locate_events(self._account, trails) if trails else []
        if not trails:
            return []
        group = self._group()
        if not self._listened:
            self._listen()
        return locate_contacts(self._account, group, trails, self._tombstones)

    def _listen(self) -> None:
        """Hear who was deleted since the cycle's cursor: that alone is proof of a deletion."""
        self._listened = True
        cursor, more = self._cursor, self._cursor is not None and bool(self._cursor.token)
        while more and cursor is not None:
            try:
                page = list_contacts(self._account, self._groups, cursor, self._tombstones)
            except ResyncError:
                return
            cursor, more = read_cursor(page.cursor), page.more

    def _group(self) -> str:
        return self._groups.known or self._groups.open()
