"""Users whose calendar and contacts seeding and tests edit directly: no HTTP, the same rules, visible at once."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from .account import Account
from .calendar import fields, occurrences, sharing
from .calendar.methods.insert import mark_organizer
from .calendar.methods.place import own_event
from .calendar.methods.write import merged, store
from .people import masks, persons
from .people.methods.write import membership
from .people.state import MY_CONTACTS, groups_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .calendar.state import Event
    from .people.state import Entry


class OpenAccount(Account):
    """What `GoogleServer.add_account` makes. Every method takes the account's lock itself."""

    __slots__ = ()

    def create_event(
        self,
        summary: str,
        start: datetime | date,
        end: datetime | date,
        *,
        zone: str = "",
        attendees: Iterable[tuple[str, str]] = (),
        organizer: tuple[str, str] | None = None,
        values: Mapping[str, Any] | None = None,
    ) -> Event:
        """Put an event into the primary calendar; nobody is told.

        Dates make an all-day event from the first day up to, not with, the last; date-times without a zone are wall
        times of `zone`, an IANA name (the calendar's if empty). With an `organizer` it is somebody else's meeting.
        People are `(name, address)`.
        """
        named = zone or self.calendar.time_zone
        given = {"summary": summary, "start": _moment(start, named), "end": _moment(end, named), **(values or {})}
        host = _person(*organizer) if organizer is not None else {"email": self.address}
        people = [_person(*one) for one in attendees]
        if organizer is not None:
            people += [host | {"responseStatus": "accepted"}, {"email": self.address, "responseStatus": "needsAction"}]
        if people:
            given["attendees"] = people
        with self.lock:
            number = self.calendar.made + 1
            event_id = given.pop("id", f"seeded{number:020d}")
            settled = fields.settled(given, self.calendar)
            uid = given.get("iCalUID") or f"{event_id}@google.com"
            settled |= {"iCalUID": uid, "creator": host, "organizer": host, "sequence": 0}
            mark_organizer(settled)
            event = self.calendar.add(event_id, settled)
            sharing.share(self, self.calendar, event, None)
            return event

    def edit_event(self, event_id: str, change: Mapping[str, Any]) -> None:
        """Change an event, a series, or one occurrence by its id, as its owner would; None takes a value away."""
        with self.lock:
            shown = self._shown(event_id)
            own = {name: value for name, value in shown.values.items() if name in fields.READ_ONLY}
            wanted = merged({name: value for name, value in shown.values.items() if name not in own}, dict(change))
            kept = own | {"sequence": shown.values.get("sequence", 0)}
            settled = fields.settled(wanted, self.calendar, old=shown.values) | kept
            mark_organizer(settled)
            event = own_event(self.calendar, shown)
            store(self.calendar, event, settled)
            sharing.share(self, self.calendar, event, shown.values)

    def delete_event(self, event_id: str) -> None:
        """Delete an event, or one occurrence of a series by its id."""
        with self.lock:
            shown = self._shown(event_id)
            event = own_event(self.calendar, shown)
            self.calendar.change(event, event.values | {"status": "cancelled"})
            sharing.share(self, self.calendar, event, shown.values)

    def restore_event(self, event_id: str) -> None:
        """Take an event out of the calendar's trash."""
        with self.lock:
            event = self.calendar.events[event_id]
            self.calendar.change(event, event.values | {"status": "confirmed"})
            sharing.share(self, self.calendar, event, event.values)

    def _shown(self, event_id: str) -> occurrences.Shown:
        shown = occurrences.find(self.calendar, event_id)
        if shown is None:
            raise KeyError(event_id)
        return shown

    def create_group(self, name: str) -> str:
        """Make a contact group; answers its resource name."""
        with self.lock:
            resource = f"contactGroups/{self.book.random.getrandbits(64):016x}"
            self.book.put(self.book.groups, resource, {"name": name, "groupType": "USER_CONTACT_GROUP"})
            return resource

    def create_contact(self, person: Mapping[str, Any], *, groups: Iterable[str] = ()) -> Entry:
        """Put a contact into the address book, in `myContacts` and in these groups (resource names)."""
        with self.lock:
            given = dict(person) | {"memberships": [membership(one) for one in (MY_CONTACTS, *groups)]}
            values = persons.settled(given, self.book, masks.WRITABLE)
            return self.book.put(self.book.people, self.book.new_person_name(), values)

    def edit_contact(self, name: str, change: Mapping[str, Any]) -> None:
        """Replace fields of a contact as its owner would; an empty list takes a field away."""
        with self.lock:
            entry = self.book.people.entries[name]
            written = persons.settled(dict(change), self.book, change.keys())
            kept = {field: value for field, value in entry.values.items() if field not in change}
            self.book.put(self.book.people, name, kept | written)

    def delete_contact(self, name: str) -> None:
        """Delete a contact: it lies in the trash for 30 days, of which the API knows nothing."""
        with self.lock:
            self.book.put(self.book.people, name, None)

    def restore_contact(self, name: str) -> None:
        """Take a contact out of the trash: it comes back under its name, as it was."""
        with self.lock:
            last = next(one.values for one in reversed(self.book.people.entries[name].versions) if one.values)
            self.book.put(self.book.people, name, last)

    def move_contact(self, name: str, *, out_of: str = "", into: str = "") -> None:
        """Take a contact out of a group, put it into another."""
        with self.lock:
            values = self.book.people.entries[name].values
            groups = [one for one in groups_of(values) if one != out_of] + ([into] if into else [])
            memberships = [membership(one) for one in dict.fromkeys(groups or [MY_CONTACTS])]
            self.book.put(self.book.people, name, values | {"memberships": memberships})


def _person(name: str, address: str) -> dict[str, Any]:
    return {"email": address} | ({"displayName": name} if name else {})


def _moment(value: datetime | date, zone: str) -> dict[str, str]:
    if not isinstance(value, datetime):
        return {"date": value.isoformat()}
    return {"dateTime": value.isoformat(), "timeZone": zone}
