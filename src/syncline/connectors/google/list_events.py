"""events.list: the primary calendar from the start, then what changed since a sync token.

https://developers.google.com/workspace/calendar/api/guides/sync and
https://developers.google.com/workspace/calendar/api/v3/reference/events/list

The whole calendar is listed, without `timeMin` and `timeMax`: a sync token forbids them from then on, so a window could
never be rolled without a new listing. Which events are inside the configuration's window and horizon, the planner
decides anew in every cycle; what is outside is unknown, never deleted (SPEC 3.5). Series are listed as series
(`singleEvents` is left out): every page of a listing, and every one that its token leads to, is asked for alike. What
differs about an occurrence comes as an event beside its series, and is told as news of the series.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from syncline.connectors.errors import BadAnswerError, ResyncError
from syncline.connectors.google.account import PRIMARY, calendar_call, items
from syncline.connectors.google.cursor import Cursor
from syncline.connectors.google.event_read import event_record, is_cancelled
from syncline.connectors.google.get_series import without_series
from syncline.connectors.google.refusals import BAD_REQUEST
from syncline.connectors.port import Page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syncline.connectors.google.account import Account
    from syncline.connectors.google.calendar_facts import CalendarFacts
    from syncline.connectors.google.calendar_mark import CalendarMark
    from syncline.connectors.transport import Answer

_OPERATION = "calendar.events.list"


def list_events(account: Account, facts: CalendarFacts, mark: CalendarMark, cursor: Cursor) -> Page:
    """Answer the page that follows a cursor, with values and without our mark. One call, and one for series.

    Raises `ResyncError` where Calendar takes the token no longer (410), `BadAnswerError` for a page without an end.
    """
    query = [("maxResults", str(account.settings.event_page))]
    query += [("syncToken", cursor.token)] if cursor.token else []
    query += [("pageToken", cursor.page)] if cursor.page else []
    tokens = frozenset({BAD_REQUEST}) if cursor.token or cursor.page else frozenset[int]()
    answer = account.calendar(calendar_call(_OPERATION, "GET", f"/calendars/{PRIMARY}/events", query), takes=tokens)
    if answer.status == BAD_REQUEST:
        raise ResyncError(f"{_OPERATION} does not take the cursor")
    facts.learn(answer)
    events = mark.without(items(answer, "items"))
    return _page(account, facts, cursor, answer, events)


def _page(
    account: Account, facts: CalendarFacts, cursor: Cursor, answer: Answer, events: Sequence[dict[str, Any]]
) -> Page:
    plain, orphans = without_series(account, events)
    told = [*plain, *orphans]
    records = tuple(event_record(one, facts.surroundings) for one in told if not is_cancelled(one))
    gone = tuple(str(one.get("id")) for one in told if is_cancelled(one)) if cursor.token else ()
    following = next_cursor(account, cursor, answer, told=bool(records or gone))
    return Page(following.text(), bool(following.page), records=records, gone=gone)


def next_cursor(account: Account, cursor: Cursor, answer: Answer, *, told: bool) -> Cursor:
    """Answer where reading goes on. One that told nothing keeps its token for a day: nothing has to be stored."""
    page, token = str(answer.body.get("nextPageToken") or ""), str(answer.body.get("nextSyncToken") or "")
    now = account.line.watch.now.timestamp()
    if page:
        if page == cursor.page:
            raise BadAnswerError("the listing answers the same page for ever", code="endless_listing")
        return Cursor(cursor.folder, cursor.token, page, cursor.taken)
    if not token:
        raise BadAnswerError("the last page of a listing has no sync token")
    if not told and cursor.outlives(now):
        return cursor
    return Cursor(cursor.folder, token, taken=int(now))
