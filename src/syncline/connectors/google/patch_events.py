"""events.patch: single properties of events that nobody changed meanwhile, told to nobody.

https://developers.google.com/workspace/calendar/api/v3/reference/events/patch and, for `If-Match`,
https://developers.google.com/workspace/calendar/api/guides/version-resources
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from syncline.connectors.google.account import calendar_call
from syncline.connectors.google.batch import ask_all
from syncline.connectors.google.event_write import event_patch, guests_patch
from syncline.connectors.google.get_events import OK, absent, event_path, fetch_events
from syncline.connectors.google.insert_events import SILENT, written
from syncline.connectors.google.refusals import PRECONDITION_FAILED, Refusal, item_error, refusal_of
from syncline.connectors.google.restore_events import kept_event
from syncline.connectors.port import Conflict, ItemError, Missing, Written
from syncline.records.fields import ATTENDEES
from syncline.records.guests import GuestList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syncline.connectors.google.account import Account
    from syncline.connectors.google.calendar_facts import CalendarFacts
    from syncline.connectors.google.line import Call
    from syncline.connectors.port import Edit
    from syncline.connectors.transport import Answer

Outcome: TypeAlias = "Written | Conflict | Missing | ItemError"
_REMINDER = "ReminderMinutesBeforeStart"


def update_events(account: Account, facts: CalendarFacts, edits: Sequence[Edit]) -> list[Outcome]:
    """Change events. Where a reminder changes, or who is invited, the event is read first: lists are written whole."""
    listed = [edit.id for edit in edits if edit.changes.keys() & {_REMINDER, ATTENDEES}]
    held = _read(account, listed)
    answers = ask_all(account, [_patch(edit, held.get(edit.id, {})) for edit in edits])
    return judged(account, [edit.id for edit in edits], answers, lambda answer: written(answer.body, facts, ""))


def _patch(edit: Edit, held: dict[str, Any]) -> Call:
    body = event_patch(edit.changes, edit.whole, _kept(held))
    if "description" in body and edit.kept and (formatted := (kept_event(edit.kept) or {}).get("description")):
        body["description"] = formatted
    if ATTENDEES in edit.changes:
        body |= guests_patch(GuestList.of(edit.changes, edit.held), held.get("attendees") or [])
    return calendar_call("calendar.events.patch", "PATCH", event_path(edit.id), SILENT, body, edit.version)


def _read(account: Account, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    events = zip(ids, fetch_events(account, ids), strict=True) if ids else ()
    return {id_: event for id_, event in events if not isinstance(event, Refusal)}


def _kept(event: dict[str, Any]) -> list[dict[str, Any]]:
    told = event.get("reminders")
    overrides = told.get("overrides") or [] if isinstance(told, dict) else []
    return [one for one in overrides if one.get("method") != "popup"]


def judged(account: Account, ids: Sequence[str], answers: Sequence[Answer], done: Any) -> list[Outcome]:
    """Answer what became of conditional writes. What was refused for its version is looked at: it may be deleted."""
    stale = [id_ for id_, answer in zip(ids, answers, strict=True) if answer.status == PRECONDITION_FAILED]
    gone = (
        {id_ for id_, one in zip(stale, fetch_events(account, stale), strict=True) if absent(one)} if stale else set()
    )
    results: list[Outcome] = []
    for id_, answer in zip(ids, answers, strict=True):
        refused = refusal_of(answer) if answer.status >= OK else None
        if refused is None:
            results.append(done(answer))
        elif refused.missing or id_ in gone:
            results.append(Missing(id_))
        elif refused.status == PRECONDITION_FAILED:
            results.append(Conflict(id_))
        else:
            results.append(item_error(refused))
    return results
