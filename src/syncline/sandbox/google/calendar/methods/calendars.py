"""https://developers.google.com/workspace/calendar/api/v3/reference/calendars and .../calendarList."""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING, Any, Final

from syncline.sandbox.google.calendar import times
from syncline.sandbox.google.calendar.methods.place import calendar_of
from syncline.sandbox.google.calendar.state import Calendar
from syncline.sandbox.google.call import Reply
from syncline.sandbox.google.errors import invalid, required
from syncline.sandbox.google.tokens import seal, unseal

if TYPE_CHECKING:
    from syncline.sandbox.google.call import Call, Json

_LABELS: Final = 200
_LABEL_NAME: Final = 50
_UUID: Final = re.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_COLOUR: Final = re.compile("#[0-9a-fA-F]{6}")


def calendars_get(call: Call) -> Reply:
    """Answer a calendar's own data."""
    return Reply(_calendar(calendar_of(call)))


def calendars_insert(call: Call) -> Reply:
    """Make a secondary calendar."""
    given = call.json()
    if not given.get("summary"):
        raise required("Missing title.")
    name = f"c_{call.world.hexadecimal(64)}@group.calendar.google.com"
    made = Calendar(name, "", str(given.get("timeZone") or "UTC"), call.world.ticks, primary=False)
    _write(made, given)
    call.account.calendars[name] = made
    return Reply(_calendar(made))


def calendars_patch(call: Call) -> Reply:
    """Change what is given."""
    calendar = calendar_of(call)
    _write(calendar, call.json())
    return Reply(_calendar(calendar))


def calendars_update(call: Call) -> Reply:
    """Replace everything; a list of labels that is not given is left alone, one that is given is the new list."""
    calendar, given = calendar_of(call), call.json()
    if not given.get("summary"):
        raise required("Missing title.")
    _write(calendar, given)
    return Reply(_calendar(calendar))


def calendars_delete(call: Call) -> Reply:
    """Delete a secondary calendar with all its events."""
    calendar = calendar_of(call)
    if calendar.primary:
        raise invalid("The primary calendar cannot be deleted.")
    del call.account.calendars[calendar.id]
    return Reply(code=204)


def calendars_clear(call: Call) -> Reply:
    """Delete all events of the primary calendar."""
    calendar = calendar_of(call)
    if not calendar.primary:
        raise invalid("Only the primary calendar can be cleared.")
    for event in list(calendar.events.values()):
        if not event.cancelled:
            calendar.change(event, event.values | {"status": "cancelled"})
    return Reply(code=204)


def calendar_list_get(call: Call) -> Reply:
    """Answer a calendar as this user sees it."""
    return Reply(_entry(calendar_of(call)))


def calendar_list_list(call: Call) -> Reply:
    """Answer all calendars of this user, or with a sync token those that have come and gone since."""
    known, calendars = _known(call), call.account.calendars
    items = [_entry(calendar) for name, calendar in calendars.items() if name not in known]
    items += [
        {"kind": "calendar#calendarListEntry", "etag": '"0"', "id": name, "deleted": True}
        for name in known
        if name not in calendars
    ]
    token = seal({"list": call.account.address, "known": list(calendars)})
    return Reply({
        "kind": "calendar#calendarList", "etag": f'"p{len(calendars):012d}"', "items": items, "nextSyncToken": token,
    })  # fmt: skip


def _known(call: Call) -> list[str]:
    """Answer the ids of the calendars that a sync token knows."""
    if not call.one("syncToken"):
        return []
    token = unseal(call.one("syncToken"))
    if token is None or token.get("list") != call.account.address:
        raise invalid("Invalid sync token value.", "syncToken")
    return list(token["known"])


def _write(calendar: Calendar, given: Json) -> None:
    if given.get("timeZone"):
        calendar.time_zone = times.zone(given["timeZone"]).key
    if given.get("summary"):
        calendar.summary = str(given["summary"])
    if "description" in given:
        calendar.description = str(given["description"] or "")
    if "location" in given:
        calendar.location = str(given["location"] or "")
    if "labelProperties" in given:
        _set_labels(calendar, (given["labelProperties"] or {}).get("eventLabels") or [])


def _set_labels(calendar: Calendar, wanted: list[Json]) -> None:
    """https://developers.google.com/workspace/calendar/api/guides/labels: up to 200, each with an id and a colour.

    Events lose a label that is no longer there.
    """
    if len(wanted) > _LABELS:
        raise invalid(f"A calendar can have at most {_LABELS} event labels.")
    labels = [_label(one) for one in wanted]
    known = {one["id"] for one in labels}
    if len(known) < len(labels):
        raise invalid("Event label ids must be unique.")
    calendar.labels = labels
    for event in list(calendar.events.values()):
        if "eventLabelId" in event.values and event.values["eventLabelId"] not in known:
            kept = {name: value for name, value in event.values.items() if name != "eventLabelId"}
            calendar.change(event, kept)


def _label(given: Json) -> dict[str, str]:
    identifier, name = str(given.get("id") or uuid.uuid4()), str(given.get("name", ""))
    if not _UUID.fullmatch(identifier):
        raise invalid("Event label ids must be UUIDs.")
    if not _COLOUR.fullmatch(str(given.get("backgroundColor", ""))):
        raise required("Missing event label background color.")
    if len(name) > _LABEL_NAME:
        raise invalid(f"Event label names have at most {_LABEL_NAME} characters.")
    made = {"id": identifier, "backgroundColor": given["backgroundColor"]}
    return made | ({"name": name} if name else {})


def _calendar(calendar: Calendar) -> Json:
    made: dict[str, Any] = {
        "kind": "calendar#calendar",
        "etag": _etag(calendar),
        "id": calendar.id,
        "summary": calendar.summary,
        "timeZone": calendar.time_zone,
        "conferenceProperties": {"allowedConferenceSolutionTypes": ["hangoutsMeet"]},
    }
    made |= {name: text for name in ("description", "location") if (text := getattr(calendar, name))}
    return made | ({"labelProperties": {"eventLabels": calendar.labels}} if calendar.labels else {})


def _entry(calendar: Calendar) -> Json:
    made = {name: value for name, value in _calendar(calendar).items() if name != "labelProperties"}
    made |= {
        "kind": "calendar#calendarListEntry",
        "colorId": "14",
        "backgroundColor": "#9fe1e7",
        "foregroundColor": "#000000",
        "selected": True,
        "accessRole": "owner",
        "defaultReminders": calendar.default_reminders,
    }
    return made | ({"primary": True} if calendar.primary else {})


def _etag(calendar: Calendar) -> str:
    return f'"c{calendar.epoch:04d}{len(calendar.labels):04d}"'
