"""Bring deleted events back whole: a cancelled one is made current again, a forgotten one anew.

https://developers.google.com/workspace/calendar/api/v3/reference/events/update. Nobody is told, and the people who were
invited stay as they are written.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from syncline.connectors.coming_back import ELSEWHERE, NOT_KEPT, VANISHED
from syncline.connectors.google.account import calendar_call
from syncline.connectors.google.batch import ask_all
from syncline.connectors.google.event_id import event_id
from syncline.connectors.google.event_read import MARKER, is_cancelled
from syncline.connectors.google.get_events import OK, absent, event_path, fetch_events
from syncline.connectors.google.insert_events import insert_event, query_of, written
from syncline.connectors.google.locate_events import locate_events
from syncline.connectors.google.refusals import CONFLICT, GONE, NOT_FOUND, Refusal, item_error, refusal_of
from syncline.connectors.port import Trail, Whereabouts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from syncline.connectors.google.account import Account
    from syncline.connectors.google.calendar_facts import CalendarFacts
    from syncline.connectors.google.line import Call
    from syncline.connectors.port import ItemError, Lost, Written

_OF_THE_SERVER = frozenset(
    {"kind", "etag", "htmlLink", "created", "updated", "creator", "organizer", "hangoutLink", "locked", "iCalUID",
     "sequence", "id", "status", "recurringEventId", "originalStartTime", "attendeesOmitted", "conferenceData",
     "endTimeUnspecified", "privateCopy"}
)  # fmt: skip
_STALE = frozenset({CONFLICT, NOT_FOUND, GONE})


def restore_events(account: Account, facts: CalendarFacts, losts: Sequence[Lost]) -> list[Written | ItemError]:
    """Bring events back into the primary calendar. What stands there already is answered as it is."""
    return [_restore(account, facts, lost) for lost in losts]


def _restore(account: Account, facts: CalendarFacts, lost: Lost) -> Written | ItemError:
    held, ours = fetch_events(account, [lost.id, event_id(lost.key)])
    for one in (held, ours):  # an earlier attempt may have made it under a new id
        if not isinstance(one, Refusal) and not is_cancelled(one):
            return written(one, facts, "")
    if isinstance(held, Refusal) and not absent(held):
        return item_error(held)
    (place,) = locate_events(account, [Trail(lost.id, lost.trace)])
    if place is Whereabouts.ELSEWHERE:
        return ELSEWHERE
    kept = kept_event(lost.whole)
    if kept is None:
        return NOT_KEPT
    call = _anew(kept, lost.key) if isinstance(held, Refusal) else _revive(kept, held)
    (answer,) = ask_all(account, [call])
    if answer.status < OK:
        return written(answer.body, facts, "")
    return VANISHED if answer.status in _STALE else item_error(refusal_of(answer))


def _revive(kept: Mapping[str, Any], held: Mapping[str, Any]) -> Call:
    """A cancelled event can be restored on its calendar: https://developers.google.com/workspace/calendar/api/v3/reference/events#status."""
    body = {**kept, "status": kept.get("status", "confirmed")}
    path = event_path(str(held["id"]))
    return calendar_call("calendar.events.update", "PUT", path, query_of(body), body, str(held.get("etag") or ""))


def _anew(kept: Mapping[str, Any], key: str) -> Call:
    properties = kept.get("extendedProperties") or {}
    private = {**(properties.get("private") or {}), MARKER: key}
    body = {**kept, "id": event_id(key), "extendedProperties": {**properties, "private": private}}
    return insert_event(body)


def kept_event(whole: str) -> dict[str, Any] | None:
    """Answer what a person and Syncline wrote into the event; None if it was not kept."""
    try:
        event = json.loads(whole)
    except ValueError:
        return None
    if not isinstance(event, dict) or "start" not in event:
        return None
    return {name: value for name, value in event.items() if name not in _OF_THE_SERVER}
