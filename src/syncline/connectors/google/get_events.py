"""events.get: events by id, many in one request.

https://developers.google.com/workspace/calendar/api/v3/reference/events/get. A deleted event is answered too, as
cancelled, for as long as Calendar remembers it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import quote

from syncline.connectors.errors import BadAnswerError
from syncline.connectors.google.account import PRIMARY, calendar_call
from syncline.connectors.google.batch import ask_all
from syncline.connectors.google.event_read import event_record, is_cancelled
from syncline.connectors.google.refusals import BAD_REQUEST, Refusal, item_error, refusal_of
from syncline.connectors.port import Missing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syncline.connectors.google.account import Account
    from syncline.connectors.google.calendar_facts import CalendarFacts
    from syncline.connectors.google.line import Call
    from syncline.connectors.port import ItemError
    from syncline.records.record import Record

Event: TypeAlias = dict[str, Any]
OK = 300


def event_path(id_: str, calendar: str = PRIMARY) -> str:
    """Answer the path of an event."""
    return f"/calendars/{quote(calendar, safe='')}/events/{quote(id_, safe='')}"


def get_event(id_: str, calendar: str = PRIMARY) -> Call:
    """Answer the call that reads an event."""
    return calendar_call("calendar.events.get", "GET", event_path(id_, calendar))


def fetch_events(account: Account, ids: Sequence[str]) -> list[Event | Refusal]:
    """Answer events as Calendar has them, cancelled ones too, or why not."""
    found: list[Event | Refusal] = []
    for answer in ask_all(account, [get_event(one) for one in ids]):
        if answer.status >= OK:
            found.append(refusal_of(answer))
        elif isinstance(answer.body, dict):
            found.append(answer.body)
        else:
            raise BadAnswerError("Google answered an event that is none")
    return found


def read_events(account: Account, facts: CalendarFacts, ids: Sequence[str]) -> list[Record | Missing | ItemError]:
    """Read events that are there."""
    around = facts.surroundings
    results = zip(ids, fetch_events(account, ids), strict=True)
    return [_absent(id_, one) or event_record(_event(one), around) for id_, one in results]


def whole_events(account: Account, ids: Sequence[str]) -> list[str | Missing | ItemError]:
    """Answer everything that Calendar tells of events, as JSON."""
    results = zip(ids, fetch_events(account, ids), strict=True)
    return [_absent(id_, one) or json.dumps(one, ensure_ascii=False) for id_, one in results]


def absent(one: Event | Refusal) -> bool:
    """Whether an event is not there, as far as was answered. An id that cannot be one (400) is nowhere."""
    return (one.missing or one.status == BAD_REQUEST) if isinstance(one, Refusal) else is_cancelled(one)


def _absent(id_: str, one: Event | Refusal) -> Missing | ItemError | None:
    if absent(one):
        return Missing(id_)
    return item_error(one) if isinstance(one, Refusal) else None


def _event(one: Event | Refusal) -> Event:
    if isinstance(one, Refusal):
        raise BadAnswerError("a refusal is no event")
    return one
