"""Events: times that hang together, dates that never shift, and series that cannot be held as one event.

Source: https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_event.htm
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from syncline.connectors.port import ItemError
from syncline.connectors.salesforce import event_times, own_fields
from syncline.connectors.salesforce.rows import instant_in, text_in
from syncline.records.fields import ATTENDEES, EVENT_FIELDS, PRIVATE, Kind
from syncline.records.normal import clean
from syncline.records.record import OF_SERIES, SERIES_RECORD, Record
from syncline.records.words import Collection

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syncline.connectors.port import Draft, Edit
    from syncline.connectors.salesforce.api import Row
    from syncline.connectors.salesforce.invitees import Invitees
    from syncline.connectors.salesforce.mapping import FieldMap
    from syncline.records.record import Value, Values

_FIXED = (
    "Id", "SystemModstamp", "LastModifiedDate", "CreatedDate", "OwnerId", "IsAllDayEvent", "IsReminderSet",
    "IsChild", "IsRecurrence", "IsRecurrence2", "RecurrenceActivityId", "GroupEventType",
)  # fmt: skip
ATTENDEE_COPY = "attendee_copy"
"""What a user who is invited has of an event: it follows its parent, and only its reminder is the user's own."""
_CLASSIC = ("IsRecurrence", "RecurrenceActivityId")
CLASSIC_SERIES = "classic_series"
"""What belongs to a recurring event of Classic, its record and its occurrences: Syncline writes nothing of these."""
_PATTERN = "3"
"""GroupEventType of the record that stands for a series of Lightning; its occurrences are events beside it."""
_REMINDER = frozenset({"ReminderMinutesBeforeStart"})
_TIMES = _REMINDER | {"Start", "End"}
_FREE_BUSY = {"Busy": "Busy", "OutOfOffice": "OOF", "Free": "Free"}
_SHOW_AS = {"Busy": "Busy", "OOF": "OutOfOffice", "Free": "Free", "Tentative": "Busy", "WorkingElsewhere": "Busy"}
"""Salesforce shows three states: what it does not know is busy, so that nobody takes the time for free."""


@dataclass(frozen=True, slots=True)
class EventShape:
    """A rep's events. An all-day event begins at midnight in `zone`, that of the rep's Salesforce user."""

    fields: FieldMap
    user_id: str
    zone: str
    keyed: bool = False
    """The org has our own fields, and the rep may write them."""
    invitees: Invitees | None = None
    collection: Collection = Collection.EVENTS
    sobject: str = "Event"

    @property
    def columns(self) -> tuple[str, ...]:
        """See `Shape`."""
        own = (own_fields.KEY, own_fields.UID) if self.keyed else ()
        invited = (self.invitees.column,) if self.invitees else ()
        return tuple(dict.fromkeys((*_FIXED, *own, *self.fields.names.values(), *invited)))

    def record(self, row: Row) -> Record:
        """See `Shape`."""
        owner = text_in(row, "OwnerId")
        return Record(
            id=str(row.get("Id", "")),
            version=str(row.get("SystemModstamp", "")),
            values=self.values(row),
            modified=instant_in(row, "LastModifiedDate"),
            created=instant_in(row, "CreatedDate"),
            owner=owner,
            in_scope=owner == self.user_id,
            not_representable=_why_not(row),
            uid=text_in(row, own_fields.UID) if self.keyed else None,
            extra={OF_SERIES: "true"} if row.get("IsRecurrence2") is True else {},
        )

    def values(self, row: Row) -> dict[str, Value]:
        """See `Shape`."""
        values: dict[str, Value] = dict(event_times.values(row, self.zone))
        if self.invitees:
            values |= self.invitees.values(row)
        for label in ("Subject", "Location", "Body"):
            lines = EVENT_FIELDS[label].kind is Kind.LONG_TEXT
            if text := clean(text_in(row, self.fields.names[label]) or "", lines=lines):
                values[label] = self.fields.shown(label, text)
        if row.get("IsPrivate") is True:
            values["Sensitivity"] = PRIVATE
        if shown := text_in(row, self.fields.names["LegacyFreeBusyStatus"]):
            values["LegacyFreeBusyStatus"] = _FREE_BUSY.get(shown, "Busy")
        return values

    def refuse(self, values: Values) -> ItemError | None:
        """See `Shape`."""
        if not isinstance(values.get("Start"), str) or not isinstance(values.get("End"), str):
            return ItemError("event_without_times", "The event has no start or no end.")
        if event_times.too_long(values):
            return ItemError(
                "event_too_long",
                "Salesforce does not hold events of more than 14 days.",
            )
        return None

    def new_body(self, values: Values) -> dict[str, Any]:
        """See `Shape`."""
        return {**event_times.body(values, self.zone), **self._plain(values)}

    def marks(self, draft: Draft) -> dict[str, Any]:
        """See `Shape`."""
        if not self.keyed:
            return {}
        fits = draft.uid is not None and len(draft.uid) <= own_fields.LONGEST_UID
        return {own_fields.KEY: draft.key, **({own_fields.UID: draft.uid} if fits else {})}

    def changed_body(self, edit: Edit) -> dict[str, Any]:
        """See `Shape`. Start and end are written together or not at all, and the reminder with them.

        A reminder may be written alone: of the event of somebody who is invited, nothing else can be changed.
        """
        times = event_times.body(edit.whole, self.zone) if _TIMES & edit.changes.keys() else {}
        if edit.changes.keys() <= _REMINDER:
            return {name: value for name, value in times.items() if "Reminder" in name}
        return {**times, **self._plain(edit.changes)}

    def as_sent(self, body: Mapping[str, Any], values: Values) -> dict[str, Value]:
        """See `Shape`."""
        held = {label: value for label, value in values.items() if label != ATTENDEES}  # invited by a call of its own
        shown = body.get(self.fields.names["LegacyFreeBusyStatus"])
        if isinstance(shown, str):
            held["LegacyFreeBusyStatus"] = _FREE_BUSY.get(shown, "Busy")
        return held

    def _plain(self, values: Mapping[str, Value | None]) -> dict[str, Any]:
        names = self.fields.names
        body: dict[str, Any] = {
            names[label]: self.fields.stored(label, values[label])
            for label in ("Subject", "Location", "Body")
            if label in values
        }
        if "Sensitivity" in values:
            body["IsPrivate"] = values["Sensitivity"] == PRIVATE
        if "LegacyFreeBusyStatus" in values:
            body[names["LegacyFreeBusyStatus"]] = _SHOW_AS.get(str(values["LegacyFreeBusyStatus"]), "Busy")
        return body


def _why_not(row: Row) -> str | None:
    if any(row.get(name) for name in _CLASSIC):
        return CLASSIC_SERIES
    if row.get("GroupEventType") == _PATTERN:
        return SERIES_RECORD
    return ATTENDEE_COPY if row.get("IsChild") is True else None
