"""events.insert: new events under ids of our own, told to nobody.

https://developers.google.com/workspace/calendar/api/v3/reference/events/insert. An id that is taken answers 409: then
an earlier attempt made the event, and it is answered as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from syncline.connectors.google.account import PRIMARY, calendar_call
from syncline.connectors.google.batch import ask_all
from syncline.connectors.google.event_id import event_id
from syncline.connectors.google.event_read import event_record, marker_of
from syncline.connectors.google.event_write import new_event
from syncline.connectors.google.get_events import OK, absent, fetch_events
from syncline.connectors.google.refusals import CONFLICT, Refusal, item_error, refusal_of
from syncline.connectors.port import Duty, ItemError, Written
from syncline.records.record import marker_trace

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from syncline.connectors.google.account import Account
    from syncline.connectors.google.calendar_facts import CalendarFacts
    from syncline.connectors.google.line import Call
    from syncline.connectors.port import Draft
    from syncline.connectors.transport import Answer

SILENT = (("sendUpdates", "none"),)
"""On every write (SPEC 5.9)."""
_TAKEN = ItemError("google_id_taken", "Another event has the id of this one by now.", Duty.RETRY)


def insert_event(body: Mapping[str, Any]) -> Call:
    """Answer the call that makes an event."""
    return calendar_call("calendar.events.insert", "POST", f"/calendars/{PRIMARY}/events", query_of(body), body)


def query_of(body: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Answer the query of a write: told to nobody, and with what lets labels and attachments through.

    A label is heeded in its version alone, in which the colour is not
    (https://developers.google.com/workspace/calendar/api/guides/labels).
    """
    label = (("eventLabelVersion", "1"),) if body.get("eventLabelId") else ()
    attached = (("supportsAttachments", "true"),) if body.get("attachments") else ()
    return (*SILENT, *label, *attached)


def create_events(account: Account, facts: CalendarFacts, drafts: Sequence[Draft]) -> list[Written | ItemError]:
    """Make events. The answers tell how Calendar holds them."""
    answers = ask_all(account, [insert_event(new_event(draft)) for draft in drafts])
    taken = [draft.key for draft, one in zip(drafts, answers, strict=True) if one.status == CONFLICT]
    there = dict(zip(taken, fetch_events(account, [event_id(key) for key in taken]), strict=True)) if taken else {}
    results: list[Written | ItemError] = []
    for draft, answer in zip(drafts, answers, strict=True):
        held = there.get(draft.key)
        if held is None:
            results.append(_result(answer, facts, draft.key))
        elif isinstance(held, Refusal) or absent(held) or marker_of(held) != draft.key:
            results.append(_TAKEN)
        else:
            results.append(written(held, facts, draft.key))
    return results


def _result(answer: Answer, facts: CalendarFacts, key: str) -> Written | ItemError:
    return item_error(refusal_of(answer)) if answer.status >= OK else written(answer.body, facts, key)


def written(event: Mapping[str, Any], facts: CalendarFacts, key: str) -> Written:
    """Answer what a write made of an event."""
    record = event_record(event, facts.surroundings)
    return Written(record.id, record.version, after=record.values, trace=marker_trace(key) if key else None)
