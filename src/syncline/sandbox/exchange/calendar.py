"""What Exchange makes of a calendar item when it is saved ([MS-OXOCAL], [MS-OXWSMTGS]).

- An all-day event begins and ends at midnight of its own time zone; an end inside a day is moved to that day's end.
- Date-times without a zone are wall times of StartTimeZone, else of the request's TimeZoneContext, else UTC.
- Whoever has attendees is the organizer of a meeting.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from . import zones
from .errors import ItemError
from .state.item import Address, Attendee

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from .state.mailbox import Mailbox
    from .zones import Zone

PEOPLE = ("RequiredAttendees", "OptionalAttendees", "Resources")
_LONGEST = timedelta(days=5 * 366)
_DAY = timedelta(days=1)

DEFAULTS: dict[str, Any] = {
    "ItemClass": "IPM.Appointment", "LegacyFreeBusyStatus": "Busy", "IsAllDayEvent": False, "IsCancelled": False,
    "IsResponseRequested": True, "AppointmentSequenceNumber": 0, "ConferenceType": 0, "AllowNewTimeProposal": True,
    "IsOnlineMeeting": False, "MeetingRequestWasSent": False, "Location": "", "IntendedFreeBusyStatus": "Busy",
    "ReminderIsSet": True, "ReminderMinutesBeforeStart": 15,
}  # fmt: skip


def uid(mailbox: Mailbox, number: int) -> str:
    """Make a global object id as Outlook writes it: a fixed head, then bytes of our own ([MS-OXOCAL] 2.2.1.27)."""
    head = "040000008200E00074C5B7101A82E008"
    return f"{head}00000000{'0' * 32}10000000{mailbox.guid.hex.upper()[:16]}{number:016X}"


def settle(
    values: dict[str, Any],
    mailbox: Mailbox,
    touched: Collection[str],
    context: Zone | None,
    *,
    before: Mapping[str, Any],
) -> None:
    """Bring a calendar item into its saved form after a client has set the properties in `touched`."""
    zone = _zone(values, context)
    for name in ("Start", "End"):
        values[name] = _instant(values.get(name), zone)
    if values["Start"] is None or values["End"] is None:
        _default_times(values, mailbox.clock())
    if values["End"] < values["Start"]:
        raise ItemError("ErrorCalendarEndDateIsEarlierThanStartDate")
    if values["End"] - values["Start"] > _LONGEST:
        raise ItemError("ErrorCalendarDurationIsTooLong")
    if values.get("IsAllDayEvent"):
        _whole_days(values, zone)
    if not values.get("UID"):
        values["UID"] = uid(mailbox, mailbox.next_number())
    if "LegacyFreeBusyStatus" in touched:
        values["IntendedFreeBusyStatus"] = values["LegacyFreeBusyStatus"]
    values["DateTimeStamp"] = mailbox.clock()
    _keep_responses(values, before)
    _meeting(values, mailbox)
    _series(values)
    _reminder(values)


def _zone(values: dict[str, Any], context: Zone | None) -> Zone:
    zone = values.get("StartTimeZone") or values.get("MeetingTimeZone") or context or zones.find("UTC")
    values["StartTimeZone"] = zone
    values.setdefault("EndTimeZone", zone)
    return zone


def _instant(value: datetime | None, zone: Zone) -> datetime | None:
    if value is None or value.tzinfo is not None:
        return value
    return zone.instant(value)


def _default_times(values: dict[str, Any], now: datetime) -> None:
    half = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    values["Start"] = values["Start"] or half
    values["End"] = values["End"] or values["Start"] + timedelta(minutes=30)


def _whole_days(values: dict[str, Any], zone: Zone) -> None:
    start = zone.midnight(values["Start"])
    end = zone.midnight(values["End"])
    if end < values["End"] or end <= start:
        end = zone.instant(zone.wall(end) + _DAY)
    values["Start"], values["End"] = start, end


def _keep_responses(values: dict[str, Any], before: Mapping[str, Any]) -> None:
    """What an attendee has answered is not for the organizer's client to write."""
    known = {one.address.email.casefold(): one for name in PEOPLE for one in before.get(name, ())}
    for name in PEOPLE:
        if values.get(name):
            held = ((one.address, known.get(one.address.email.casefold())) for one in values[name])
            values[name] = tuple(
                Attendee(address, old.response, old.replied) if old else Attendee(address) for address, old in held
            )


def _meeting(values: dict[str, Any], mailbox: Mailbox) -> None:
    invited = any(values.get(name) for name in PEOPLE)
    values.setdefault("Organizer", Address(mailbox.name, mailbox.address))
    values["IsOrganizer"] = values["Organizer"].email.casefold() in {one.casefold() for one in mailbox.addresses}
    values["IsMeeting"] = invited or not values["IsOrganizer"]
    values["MyResponseType"] = (
        "Organizer" if values["IsOrganizer"] else values.get("MyResponseType", "NoResponseReceived")
    )
    received = 0 if values["IsOrganizer"] else 2
    values["AppointmentState"] = (1 if values["IsMeeting"] else 0) + received + (4 if values.get("IsCancelled") else 0)


def _series(values: dict[str, Any]) -> None:
    """For the organizer's master IsRecurring is false, as the vendor's page admits.

    https://learn.microsoft.com/exchange/client-developer/web-service-reference/isrecurring
    """
    values["IsRecurring"] = bool(values.get("Recurrence")) and not values["IsOrganizer"]
    values["CalendarItemType"] = "RecurringMaster" if values.get("Recurrence") else "Single"


def _reminder(values: dict[str, Any]) -> None:
    if values.get("ReminderIsSet"):
        before = timedelta(minutes=values.get("ReminderMinutesBeforeStart", 15))
        values["ReminderDueBy"] = values["Start"]
        values["ReminderNextTime"] = values["Start"] - before
    else:
        values.pop("ReminderNextTime", None)
        values["ReminderDueBy"] = values["Start"]
