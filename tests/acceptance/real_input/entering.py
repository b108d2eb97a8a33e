"""Events from files, put into a mailbox by exchangelib as a program that imports calendars would."""

from __future__ import annotations

from datetime import UTC, date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from exchangelib import Attendee, CalendarItem, EWSDate, EWSDateTime, EWSTimeZone, Mailbox
from exchangelib.errors import UnknownTimeZone

from tests.acceptance.real_input.meaning import HOME_ZONE, Meaning, Moment, UnclearError, first, meaning
from tests.acceptance.real_input.series import NoPatternError, recurrence

if TYPE_CHECKING:
    from collections.abc import Sequence

_DAY = timedelta(days=1)


class NotExpressibleError(Exception):
    """What the file says cannot be said by the EWS client. `reason` names it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def calendar_item(account: Any, event: Any) -> tuple[Any, Meaning]:
    """An event as exchangelib accepts it, with what the file means. Raises `NotExpressibleError`."""
    if "RECURRENCE-ID" in event:
        raise NotExpressibleError("an edited occurrence: no item of its own")
    when = _meaning(event)
    item = CalendarItem(account=account, folder=account.calendar, **_texts(event), **_times(when))
    if item.is_all_day:
        item._start_timezone = item._end_timezone = _owners_zone(event)
    item.recurrence = _recurrence(event, when)
    return item, when


def enter(account: Any, items: Sequence[Any]) -> list[Any]:
    """Create items, telling nobody; answers ids, or in place of each why exchangelib or the server refused it.

    All in one request: exchangelib checks every item before it sends any, which costs as much as sending them.
    """
    try:
        return _create(account, items)
    except (ValueError, TypeError):
        refused = [_refusal(account, item) for item in items]
        made = iter(_create(account, [item for item, one in zip(items, refused, strict=True) if one is None]))
        return [next(made) if one is None else one for one in refused]


def _create(account: Any, items: Sequence[Any]) -> list[Any]:
    made: list[Any] = account.bulk_create(
        folder=account.calendar, items=items, send_meeting_invitations="SendToNone", chunk_size=max(1, len(items))
    )
    return made


def _meaning(event: Any) -> Meaning:
    try:
        return meaning(event)
    except UnclearError as error:
        raise NotExpressibleError(f"file: {error.reason}") from error


def _texts(event: Any) -> dict[str, Any]:
    found = {name: first(event, name) for name in ("SUMMARY", "LOCATION", "DESCRIPTION", "CLASS", "TRANSP", "UID")}
    texts = {name: str(value) for name, value in found.items() if value is not None}
    return {
        "subject": texts.get("SUMMARY"),
        "location": texts.get("LOCATION"),
        "body": texts.get("DESCRIPTION"),
        "uid": texts.get("UID"),
        "sensitivity": "Normal" if texts.get("CLASS", "PUBLIC").upper() == "PUBLIC" else "Private",
        "legacy_free_busy_status": "Free" if texts.get("TRANSP", "").upper() == "TRANSPARENT" else "Busy",
        "required_attendees": _attendees(event) or None,
    }


def _attendees(event: Any) -> list[Any]:
    told = event.get("ATTENDEE", [])
    addresses = [str(one) for one in (told if isinstance(told, list) else [told])]
    mail = [one[len("mailto:") :] for one in addresses if one.lower().startswith("mailto:")]
    return [Attendee(mailbox=Mailbox(email_address=one)) for one in dict.fromkeys(mail) if one]


def _times(when: Meaning) -> dict[str, Any]:
    """For exchangelib an all-day event ends on its last day."""
    if isinstance(when.start, Moment) and isinstance(when.end, Moment):
        return {"start": _ews_moment(when.start), "end": _ews_moment(when.end), "is_all_day": False}
    if isinstance(when.start, Moment) or isinstance(when.end, Moment):
        raise NotExpressibleError("file: one of start and end is a date")
    return {"start": _ews_date(when.start), "end": _ews_date(when.end - _DAY), "is_all_day": True}


def _owners_zone(event: Any) -> Any:
    """By whose midnight an all-day event begins: some programs write the zone beside the date."""
    told = client_zone(first(event, "DTSTART").params.get("TZID"))
    return told or EWSTimeZone(HOME_ZONE)


def _ews_date(value: date) -> Any:
    return EWSDate(value.year, value.month, value.day)


def _ews_moment(moment: Moment) -> Any:
    zone = client_zone(moment.zone)
    wall = moment.instant.astimezone(ZoneInfo(zone.key) if zone else UTC)  # exchangelib's own conversion loses `fold`
    fields = (wall.year, wall.month, wall.day, wall.hour, wall.minute, wall.second)
    return EWSDateTime(*fields, tzinfo=zone or EWSTimeZone("UTC"), fold=wall.fold)


@cache
def client_zone(zone: str | None) -> Any:
    """The zone as exchangelib names it; None where it cannot, and the instant goes in as UTC."""
    try:
        return EWSTimeZone(zone) if zone else None
    except UnknownTimeZone:
        return None


def _recurrence(event: Any, when: Meaning) -> Any:
    rule = event.get("RRULE")
    if "RDATE" in event or isinstance(rule, list):
        raise NotExpressibleError("a series by RDATE or several rules")
    if rule is None:
        return None
    begins = when.start.wall.date() if isinstance(when.start, Moment) else when.start
    try:
        return recurrence(rule, begins)
    except (NoPatternError, ValueError) as error:
        raise NotExpressibleError("a series that no EWS pattern describes") from error


def _refusal(account: Any, item: Any) -> NotExpressibleError | None:
    try:
        item.clean(version=account.version)
    except (ValueError, TypeError) as error:
        text = str(error)
        known = {"'end' must be greater": "end before start", "on field 'number'": "a series of a number EWS has not"}
        reason = next((one for words, one in known.items() if words in text), f"{type(error).__name__}: {text[:60]}")
        return NotExpressibleError(reason)
    return None
