"""Where events went that left the primary calendar: looked for before any deletion is believed (SPEC 4.4).

An event that is moved to another calendar keeps its id, and is cancelled where it was
(https://developers.google.com/workspace/calendar/api/v3/reference/events/move).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from syncline.connectors.google.account import calendar_call, items
from syncline.connectors.google.batch import ask_all
from syncline.connectors.google.event_read import is_cancelled
from syncline.connectors.google.get_events import OK, absent, fetch_events, get_event
from syncline.connectors.google.refusals import Refusal, refusal_of
from syncline.connectors.port import Whereabouts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syncline.connectors.google.account import Account
    from syncline.connectors.port import Trail


def locate_events(account: Account, trails: Sequence[Trail]) -> list[Whereabouts]:
    """Look for events where they were, then in the rep's other calendars."""
    events = fetch_events(account, [trail.id for trail in trails])
    lost = [trail.id for trail, one in zip(trails, events, strict=True) if absent(one)]
    seen = _in_other_calendars(account, lost) if lost else {}
    return [seen.get(trail.id) or _verdict(one) for trail, one in zip(trails, events, strict=True)]


def _verdict(one: dict[str, Any] | Refusal) -> Whereabouts:
    if isinstance(one, Refusal):
        return Whereabouts.UNKNOWN
    return Whereabouts.DELETED if is_cancelled(one) else Whereabouts.HERE


def _in_other_calendars(account: Account, ids: Sequence[str]) -> dict[str, Whereabouts]:
    """Answer which ids are in another calendar of the rep's, and of which nobody could tell: those are not deleted."""
    others = _other_calendars(account)
    asked = [(id_, get_event(id_, calendar)) for calendar in others for id_ in ids]
    seen: dict[str, Whereabouts] = {}
    for (id_, _), answer in zip(asked, ask_all(account, [call for _, call in asked]), strict=True):
        if answer.status >= OK and not absent(refusal_of(answer)):
            seen.setdefault(id_, Whereabouts.UNKNOWN)
        elif answer.status < OK and isinstance(answer.body, dict) and not is_cancelled(answer.body):
            seen[id_] = Whereabouts.ELSEWHERE
    return seen


def _other_calendars(account: Account) -> list[str]:
    """List the calendars that the rep can write, but for the primary one."""
    query = (("minAccessRole", "writer"), ("maxResults", "250"), ("showHidden", "true"))
    found: list[str] = []
    page = ""
    while True:
        more = (*query, ("pageToken", page)) if page else query
        answer = account.calendar(calendar_call("calendar.calendarList.list", "GET", "/users/me/calendarList", more))
        found += [str(one["id"]) for one in items(answer, "items") if one.get("id") and not one.get("primary")]
        following = str(answer.body.get("nextPageToken") or "")
        if not following or following == page:
            return found
        page = following
