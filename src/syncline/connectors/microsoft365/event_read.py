"""An event as Graph answers it, read into a record: wall time and zone as they were meant, dates as dates.

https://learn.microsoft.com/graph/api/resources/event. Times are asked for in UTC, so that they are instants; the zones
in which they were meant stand beside them. An all-day event begins and ends at midnight, whatever the zone.
"""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from syncline.connectors.microsoft365.contact_read import item_id, time_of, version_of
from syncline.connectors.microsoft365.extended import ITEM_MARKER, expand, extended_values
from syncline.connectors.outlook.times import dates, days_of, moment_of
from syncline.records.attendees import Attendee, Response, Role, invited, normal_address
from syncline.records.capability.event_times import unheld_times
from syncline.records.fields import PRIVATE
from syncline.records.moments import instant_of, moment_text
from syncline.records.normal import clean
from syncline.records.record import Record
from syncline.records.zones.names import iana_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from syncline.records.record import Value

SHOWN = {"free": "Free", "tentative": "Tentative", "busy": "Busy", "oof": "OOF", "workingElsewhere": "WorkingElsewhere"}
"""`showAs`, in the words of `LegacyFreeBusyStatus`."""
CATEGORY = "salesforce"
"""By a category of this name, in any spelling, a rep marks an event for Salesforce (SPEC 5.6)."""
IN_SERIES = frozenset({"occurrence", "exception"})
_MOST_PEOPLE = 100
_ROLES = {"required": Role.REQUIRED, "optional": Role.OPTIONAL, "resource": Role.RESOURCE}
_RESPONSES = {
    "accepted": Response.ACCEPTED,
    "tentativelyAccepted": Response.TENTATIVE,
    "declined": Response.DECLINED,
}
"""https://learn.microsoft.com/graph/api/resources/responsestatus"""
_MIDNIGHT = time()
SELECT = (
    "id,changeKey,createdDateTime,lastModifiedDateTime,subject,body,start,end,isAllDay,location,sensitivity,showAs,"
    "isReminderOn,reminderMinutesBeforeStart,categories,attendees,organizer,isOrganizer,isCancelled,type,"
    "recurrence,seriesMasterId,iCalUId,transactionId,isOnlineMeeting,originalStartTimeZone,originalEndTimeZone"
)
QUERY = f"$select={SELECT}&{expand([ITEM_MARKER])}"
"""Asks for what `event_record` reads; a calendar's changes come with all that but the marker."""


def event_record(item: Mapping[str, Any], owner: str) -> Record:
    """Read an event; `owner` is the mailbox's address, who is not counted among the attendees.

    What cannot be held says why: `recurring`, `unknown_zone`, `no_time`, and what `unheld_times` says.
    """
    times = _times(item)
    texts = _texts(item)
    mine = bool(item.get("isOrganizer", True))
    organizer = normal_address(_address(item.get("organizer")))
    return Record(
        id=item_id(item),
        version=version_of(item),
        values=texts | times | (_told(item, owner) if mine and texts.get("Sensitivity") != PRIVATE else {}),
        modified=time_of(item.get("lastModifiedDateTime")),
        created=time_of(item.get("createdDateTime")),
        uid=item.get("iCalUId") or None,
        # What the listing of changes does not tell, the key of the request that made the event does: it is the same.
        marker=extended_values(item).get(ITEM_MARKER) or item.get("transactionId") or None,
        not_representable=_problem(item, times),
        attendees=len(list(_others(item, owner))),
        people=_people(item, owner),
        organizer=organizer if not mine and "@" in organizer else None,
        known_as=organizer if mine and "@" in organizer else None,
        selected=any(str(one).strip().casefold() == CATEGORY for one in item.get("categories") or ()),
        extra=_extra(item),
    )


def would_mail(item: Mapping[str, Any], owner: str) -> int:
    """Answer how many people a change or a deletion would be mailed to: the attendees of a meeting of one's own."""
    return len(list(_others(item, owner))) if item.get("isOrganizer") else 0


def _texts(item: Mapping[str, Any]) -> dict[str, Value]:
    told = {
        "Subject": item.get("subject"),
        "Location": (item.get("location") or {}).get("displayName"),
        "Body": (item.get("body") or {}).get("content"),
    }
    values: dict[str, Value] = {}
    for label, text in told.items():
        kept = clean(text, lines=label == "Body") if isinstance(text, str) else ""
        if kept:
            values[label] = kept
    if (item.get("sensitivity") or "normal") != "normal":
        values["Sensitivity"] = PRIVATE
    if (shown := SHOWN.get(str(item.get("showAs")))) is not None:
        values["LegacyFreeBusyStatus"] = shown
    if item.get("isReminderOn"):
        values["ReminderMinutesBeforeStart"] = int(item.get("reminderMinutesBeforeStart") or 0)
    return values


def _times(item: Mapping[str, Any]) -> dict[str, Value]:
    start, end = _instant(item.get("start")), _instant(item.get("end"))
    if start is None or end is None:
        return {}
    zone = _zone(item, "originalStartTimeZone")
    end_zone = _zone(item, "originalEndTimeZone") or zone
    if not item.get("isAllDay"):
        return {"Start": moment_of(start, zone), "End": moment_of(end, end_zone)}
    first, last = _wall(item["start"]), _wall(item["end"])
    if first.time() == last.time() == _MIDNIGHT:
        return dates(first.date(), last.date())
    return days_of(start, zone, end, end_zone)


def _wall(told: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(str(told["dateTime"])).replace(tzinfo=None)


def _instant(told: Any) -> datetime | None:
    """Read a time and its zone (https://learn.microsoft.com/graph/api/resources/datetimetimezone)."""
    if not isinstance(told, dict) or time_of(told.get("dateTime")) is None:
        return None
    zone = iana_name(str(told.get("timeZone") or "UTC"))
    return None if zone is None else instant_of(moment_text(_wall(told), zone))


def _zone(item: Mapping[str, Any], name: str) -> str | None:
    told = item.get(name)
    return iana_name(told) if isinstance(told, str) and told else None


def _problem(item: Mapping[str, Any], times: Mapping[str, Value]) -> str | None:
    if item.get("recurrence") or (item.get("type") or "singleInstance") != "singleInstance":
        return "recurring"
    if not times:
        return "unknown_zone" if item.get("start") else "no_time"
    return unheld_times(times)


def _others(item: Mapping[str, Any], owner: str) -> Iterator[tuple[str, str]]:
    """Answer address and kind of everybody who is invited besides the owner, rooms too."""
    for one in item.get("attendees") or ():
        address = _address(one)
        if address.casefold() != owner.casefold():
            yield address, str(one.get("type") or "required")


def _people(item: Mapping[str, Any], owner: str) -> tuple[str, ...]:
    """Answer who takes part besides the owner, rooms left out."""
    told = [_address(item.get("organizer")), *(address for address, kind in _others(item, owner) if kind != "resource")]
    addresses = (address.strip().casefold() for address in told)
    found = dict.fromkeys(address for address in addresses if "@" in address and address != owner.casefold())
    return tuple(found)[:_MOST_PEOPLE]


def _told(item: Mapping[str, Any], owner: str) -> dict[str, str]:
    """Answer who is invited to a meeting of the rep's, and what they said."""
    told = [
        Attendee(
            normal_address(_address(one)),
            _ROLES.get(str(one.get("type")), Role.REQUIRED),
            _RESPONSES.get(str((one.get("status") or {}).get("response")), Response.NONE),
        )
        for one in item.get("attendees") or ()
    ]
    return invited(told, owner)


def _address(told: Any) -> str:
    inner = told.get("emailAddress") if isinstance(told, dict) else None
    return str(inner.get("address") or "") if isinstance(inner, dict) else ""


def _extra(item: Mapping[str, Any]) -> dict[str, str]:
    extra: dict[str, str] = {}
    categories = [str(one) for one in item.get("categories") or () if one]
    if categories:
        extra["categories"] = "\n".join(categories)
    if item.get("isCancelled"):
        extra["cancelled"] = "true"
    return extra
