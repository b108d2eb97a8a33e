"""A calendar item as EWS answers it, read into a record: wall time and zone as they were meant, dates as dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.connectors.exchange.items import body_of, common_paths, facts_of, time_of
from syncline.connectors.exchange.soap import Element, T, field_path
from syncline.connectors.exchange.zones import zone_in
from syncline.connectors.outlook.times import days_of, moment_of
from syncline.records.attendees import Attendee, Response, Role, invited, normal_address
from syncline.records.capability.event_times import unheld_times
from syncline.records.fields import PRIVATE
from syncline.records.normal import clean
from syncline.records.record import Record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syncline.records.record import Value

_URIS = (
    *(f"item:{name}" for name in ("Subject", "Sensitivity", "Categories", "ReminderIsSet")),
    "item:ReminderMinutesBeforeStart",
    *(
        f"calendar:{name}"
        for name in [
            "UID",
            "Start",
            "End",
            "IsAllDayEvent",
            "LegacyFreeBusyStatus",
            "Location",
            "IsCancelled",
            "CalendarItemType",
            "MyResponseType",
            "Organizer",
            "RequiredAttendees",
            "OptionalAttendees",
            "Resources",
            "StartTimeZone",
            "EndTimeZone",
        ]
    ),
)
_EVENT = f"{T}CalendarItem"
_STATUSES = frozenset({"Free", "Tentative", "Busy", "OOF", "WorkingElsewhere"})
_INVITED = ("RequiredAttendees", "OptionalAttendees")
_MOST_PEOPLE = 100
_ROLES = {"RequiredAttendees": Role.REQUIRED, "OptionalAttendees": Role.OPTIONAL}
_RESPONSES = {"Accept": Response.ACCEPTED, "Tentative": Response.TENTATIVE, "Decline": Response.DECLINED}
"""https://learn.microsoft.com/exchange/client-developer/web-service-reference/responsetype"""
_CATEGORY = "salesforce"
"""By a category of this name, in any spelling, a rep marks an event for Salesforce (SPEC 5.6)."""


def event_paths() -> list[Element]:
    """Ask for what `event_record` reads, and for nothing else."""
    return [*common_paths(), *map(field_path, _URIS)]


def event_record(item: Element, owner: str) -> Record:
    """Read what stands in a calendar; `owner` is the mailbox's address, who is not counted among the attendees.

    What cannot be held says why: `recurring`, `unknown_zone`, `no_time`, `not_an_event`, and what
    `unheld_times` says.
    """
    facts = facts_of(item)
    values: dict[str, Value] = {}
    problem: str | None = "not_an_event"
    if item.tag == _EVENT:
        values = _texts(item)
        times = _times(item)
        values |= times | _told(item, owner, values)
        problem = _problem(item, times)
    return Record(
        id=facts.id,
        version=facts.version,
        values=values,
        modified=facts.modified,
        created=facts.created,
        uid=item.findtext(f"{T}UID") or None,
        trace=facts.trace,
        marker=facts.marker,
        not_representable=problem,
        attendees=_attendees(item, owner),
        people=_people(item, owner),
        organizer=None if _organizes(item, owner) else _organizer(item),
        known_as=_organizer(item) if _organizes(item, owner) else None,
        selected=_selected(item),
        extra=_extra(item),
    )


def _texts(item: Element) -> dict[str, Value]:
    texts = {label: clean(item.findtext(T + label) or "", lines=False) for label in ("Subject", "Location")}
    values: dict[str, Value] = {label: text for label, text in (texts | {"Body": body_of(item)}).items() if text}
    if (item.findtext(f"{T}Sensitivity") or "Normal") != "Normal":
        values["Sensitivity"] = PRIVATE
    if (status := item.findtext(f"{T}LegacyFreeBusyStatus")) in _STATUSES and status is not None:
        values["LegacyFreeBusyStatus"] = status
    if _true(item, "ReminderIsSet"):
        values["ReminderMinutesBeforeStart"] = int(item.findtext(f"{T}ReminderMinutesBeforeStart") or 0)
    return values


def _times(item: Element) -> dict[str, Value]:
    start, end = time_of(item.findtext(f"{T}Start")), time_of(item.findtext(f"{T}End"))
    if start is None or end is None:
        return {}
    zone = zone_in(item, "StartTimeZone", start)
    end_zone = zone_in(item, "EndTimeZone", end) or zone
    if not _true(item, "IsAllDayEvent"):
        return {"Start": moment_of(start, zone), "End": moment_of(end, end_zone)}
    return days_of(start, zone, end, end_zone)


def _problem(item: Element, times: dict[str, Value]) -> str | None:
    if (item.findtext(f"{T}CalendarItemType") or "Single") != "Single":
        return "recurring"
    if not times:
        return "unknown_zone" if item.find(f"{T}Start") is not None else "no_time"
    return unheld_times(times)


def _attendees(item: Element, owner: str) -> int:
    others = 0
    for name in ("RequiredAttendees", "OptionalAttendees", "Resources"):
        for attendee in item.iterfind(f"{T}{name}/{T}Attendee"):
            address = attendee.findtext(f"{T}Mailbox/{T}EmailAddress") or ""
            others += address.casefold() != owner.casefold()
    return others


def _people(item: Element, owner: str) -> tuple[str, ...]:
    """Answer who takes part besides the owner, rooms left out; an address inside Exchange's directory tells nobody."""
    paths = (f"{T}Organizer/{T}Mailbox", *(f"{T}{name}/{T}Attendee/{T}Mailbox" for name in _INVITED))
    told = (mailbox.findtext(f"{T}EmailAddress") or "" for path in paths for mailbox in item.iterfind(path))
    addresses = (address.strip().casefold() for address in told)
    found = dict.fromkeys(address for address in addresses if "@" in address and address != owner.casefold())
    return tuple(found)[:_MOST_PEOPLE]


def _told(item: Element, owner: str, values: Mapping[str, Value]) -> dict[str, str]:
    """Answer who is invited and what they said, where the rep organizes: in others' meetings, their copies tell."""
    if values.get("Sensitivity") == PRIVATE or not _organizes(item, owner):
        return {}
    told = [
        Attendee(
            normal_address(one.findtext(f"{T}Mailbox/{T}EmailAddress") or ""),
            role,
            _RESPONSES.get(one.findtext(f"{T}ResponseType") or "", Response.NONE),
        )
        for name, role in _ROLES.items()
        for one in item.iterfind(f"{T}{name}/{T}Attendee")
    ]
    return invited(told, owner)


def _organizes(item: Element, owner: str) -> bool:
    """The address alone does not tell: the organizer stands there by the primary one, whatever opened the mailbox."""
    mine = item.findtext(f"{T}MyResponseType") == "Organizer"
    return mine or _organizer(item) in {None, normal_address(owner)}


def _organizer(item: Element) -> str | None:
    address = normal_address(item.findtext(f"{T}Organizer/{T}Mailbox/{T}EmailAddress") or "")
    return address if "@" in address else None


def _selected(item: Element) -> bool:
    return any((one.text or "").strip().casefold() == _CATEGORY for one in item.iterfind(f"{T}Categories/{T}String"))


def _extra(item: Element) -> dict[str, str]:
    extra: dict[str, str] = {}
    categories = [one.text for one in item.iterfind(f"{T}Categories/{T}String") if one.text]
    if categories:
        extra["categories"] = "\n".join(categories)
    if _true(item, "IsCancelled"):
        extra["cancelled"] = "true"
    return extra


def _true(item: Element, name: str) -> bool:
    return item.findtext(T + name) in {"true", "1"}
