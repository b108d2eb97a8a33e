"""A calendar item as EWS is to store it. Whoever is invited to it is told nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from syncline.connectors.exchange.attendees_write import new_attendees
from syncline.connectors.exchange.contact_write import body
from syncline.connectors.exchange.properties import ITEM_MARKER
from syncline.connectors.exchange.soap import field_path, t
from syncline.connectors.exchange.zones import zone_element
from syncline.records.fields import ATTENDEES, EVENT_FIELDS, PRIVATE, Kind
from syncline.records.moments import is_date, start_instant, zone_of
from syncline.records.normal import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from syncline.connectors.exchange.soap import Element
    from syncline.connectors.port import Draft
    from syncline.records.record import Value, Values

_TIMES = frozenset({"Start", "End"})
_ORDER = [
    "Subject",
    "Sensitivity",
    "Body",
    "ReminderIsSet",
    "ReminderMinutesBeforeStart",
    "ExtendedProperty",
    "UID",
    "Start",
    "End",
    "IsAllDayEvent",
    "LegacyFreeBusyStatus",
    "Location",
    "RequiredAttendees",
    "StartTimeZone",
    "EndTimeZone",
]


def new_event(draft: Draft, zone: str) -> Element:
    """Make an event; all-day events begin at midnight in `zone`, the mailbox's own."""
    parts = {"ExtendedProperty": ITEM_MARKER.with_value(draft.key)}
    if draft.uid:
        parts["UID"] = t("UID", text=draft.uid)
    for element in (*_times(draft.values, zone), *_reminder(draft.values.get("ReminderMinutesBeforeStart"))):
        parts[_name(element)] = element
    if ATTENDEES in draft.values:
        parts["RequiredAttendees"] = new_attendees(draft.values[ATTENDEES])
    for label in sorted(draft.values.keys() - _TIMES - {"ReminderMinutesBeforeStart", ATTENDEES}):
        parts[label] = _content(label, draft.values[label])
    return t("CalendarItem", *(parts[name] for name in _ORDER if name in parts))


def event_updates(
    changes: Mapping[str, Value | None], whole: Values, zone: str, formatted: str | None = None
) -> Iterator[Element]:
    """Make the updates that change these fields; start, end, zones and all-day hang together and are written as one.

    A text that is put back is written as it was `formatted` (HTML).
    """
    if changes.keys() & _TIMES:
        for element in _times(whole, zone):
            yield _set(f"calendar:{_name(element)}", element)
    for label, value in changes.items():
        if label in _TIMES or label == ATTENDEES:  # who is invited, `attendees_write` knows
            continue
        if label == "ReminderMinutesBeforeStart":
            for element in _reminder(value):
                yield _set(f"item:{_name(element)}", element)
        elif label == "Body" and formatted is not None:
            yield _set("item:Body", body(formatted, "HTML"))
        elif value is None and label == "Location":
            yield t("DeleteItemField", field_path("calendar:Location"))
        else:
            yield _set(f"{_family(label)}:{label}", _content(label, value))


def _content(label: str, value: Value | None) -> Element:
    """Make a property; an emptied one gets what an event has that nobody touched."""
    if label == "Sensitivity":
        return t("Sensitivity", text=PRIVATE if value == PRIVATE else "Normal")
    if label == "LegacyFreeBusyStatus":
        return t(label, text=str(value or "Busy"))
    text = clean(str(value or ""), lines=EVENT_FIELDS[label].kind is Kind.LONG_TEXT)
    return body(text) if label == "Body" else t(label, text=text)


def _times(values: Values, zone: str) -> Iterator[Element]:
    """Make start and end as instants, with the zones by whose clocks they are meant."""
    start, end = str(values["Start"]), str(values["End"])
    whole_day = is_date(start)
    zones = [zone if is_date(one) else zone_of(one) for one in (start, end)]
    yield t("Start", text=_instant(start_instant(start, zone)))
    yield t("End", text=_instant(start_instant(end, zone)))
    yield t("IsAllDayEvent", text="true" if whole_day else "false")
    yield zone_element("StartTimeZone", zones[0])
    yield zone_element("EndTimeZone", zones[1])


def _instant(value: datetime) -> str:
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _reminder(minutes: Value | None) -> Iterator[Element]:
    yield t("ReminderIsSet", text="false" if minutes is None else "true")
    if minutes is not None:
        yield t("ReminderMinutesBeforeStart", text=str(minutes))


def _family(label: str) -> str:
    return "item" if label in {"Subject", "Sensitivity", "Body"} else "calendar"


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _set(uri: str, content: Element) -> Element:
    return t("SetItemField", field_path(uri), t("CalendarItem", content))
