"""Series by the ids of their recurring events: these first, then at once what differs about their occurrences.

https://developers.google.com/workspace/calendar/api/v3/reference/events/list: all occurrences have the iCalUID of
their series, by which a listing finds those that are events of their own; with `showDeleted` cancelled ones too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from syncline.connectors.errors import BadAnswerError
from syncline.connectors.google.account import PRIMARY, calendar_call, items
from syncline.connectors.google.batch import ask_all
from syncline.connectors.google.get_events import OK, absent, fetch_events
from syncline.connectors.google.refusals import Refusal, error_of, item_error, refusal_of
from syncline.connectors.google.series_read import SERIES, is_master, series_record, single
from syncline.connectors.port import Missing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from syncline.connectors.google.account import Account
    from syncline.connectors.google.calendar_facts import CalendarFacts
    from syncline.connectors.google.event_read import Surroundings
    from syncline.connectors.google.get_events import Event
    from syncline.connectors.google.line import Call
    from syncline.connectors.port import ItemError
    from syncline.connectors.transport import Answer
    from syncline.records.record import Record

_MOST = 2500
"""On one page, https://developers.google.com/workspace/calendar/api/v3/reference/events/list#maxResults."""


def read_series(account: Account, facts: CalendarFacts, ids: Sequence[str]) -> list[Record | Missing | ItemError]:
    """Read series whole. What cannot be told of one makes it one that could not be read: nothing is taken for absent.

    An occurrence of a series that the rep has is missing, of one that the rep does not have a single event.
    """
    events = fetch_events(account, ids)
    there = [one for one in events if not isinstance(one, Refusal) and not absent(one)]
    changed = _changed(account, [one for one in there if is_master(one)])
    masters = _masters(account, [one for one in there if one.get(SERIES)])
    around = facts.surroundings

    def record(id_: str, one: Event | Refusal) -> Record | Missing | ItemError:
        if absent(one):
            return Missing(id_)
        if isinstance(one, Refusal):
            return item_error(one)
        if one.get(SERIES):
            return _single(id_, one, masters[id_], around)
        found = changed.get(id_, [])
        return item_error(found) if isinstance(found, Refusal) else series_record(one, found, around)

    return [record(id_, one) for id_, one in zip(ids, events, strict=True)]


def without_series(account: Account, events: Sequence[Event]) -> tuple[list[Event], list[Event]]:
    """Answer a page's events with every occurrence replaced by its series, and occurrences whose series is not there.

    A series is one record, whatever it was that changed about it. Raises what it means if one cannot be read just now:
    the cursor would go on, and nobody would ever look again.
    """
    apart = [one for one in events if one.get(SERIES)]
    here = {str(one.get("id")) for one in events}
    wanted = [one for one in dict.fromkeys(str(one[SERIES]) for one in apart) if one not in here]
    found = dict(zip(wanted, fetch_events(account, wanted), strict=True)) if wanted else {}
    for one in found.values():
        if isinstance(one, Refusal) and one.passing:
            raise account.line.heed(account.address, error_of(one, "calendar.events.get"))
    plain = [one for one in events if not one.get(SERIES)]
    masters = [one for one in found.values() if not isinstance(one, Refusal) and not absent(one)]
    return [*plain, *masters], [one for one in apart if _unknown(found.get(str(one[SERIES])))]


def _unknown(series: Event | Refusal | None) -> bool:
    return isinstance(series, Refusal) and series.missing


def _masters(account: Account, occurrences: Sequence[Event]) -> dict[str, Event | Refusal]:
    """Answer the series that occurrences belong to, by the ids of these."""
    series = fetch_events(account, [str(one[SERIES]) for one in occurrences]) if occurrences else []
    return {str(one["id"]): master for one, master in zip(occurrences, series, strict=True)}


def _single(id_: str, one: Event, master: Event | Refusal, around: Surroundings) -> Record | Missing | ItemError:
    if _unknown(master):
        return single(one, around)
    return item_error(master) if isinstance(master, Refusal) and master.passing else Missing(id_)


def _changed(account: Account, masters: Sequence[Event]) -> dict[str, list[Mapping[str, Any]] | Refusal]:
    """Answer the occurrences that are events of their own, by the id of their series."""
    found: dict[str, list[Mapping[str, Any]] | Refusal] = {str(one["id"]): [] for one in masters}
    asked = [(str(one["id"]), _list(str(one.get("iCalUID") or ""))) for one in masters]
    while asked:
        answers = ask_all(account, [call for _, call in asked])
        pages = [(id_, call, answer) for (id_, call), answer in zip(asked, answers, strict=True)]
        asked = [one for page in pages if (one := _take(found, *page)) is not None]
    return found


def _take(
    found: dict[str, list[Mapping[str, Any]] | Refusal], id_: str, call: Call, answer: Answer
) -> tuple[str, Call] | None:
    """Take a page in; answers what asks for the next."""
    held = found[id_]
    if answer.status >= OK or isinstance(held, Refusal):
        found[id_] = refusal_of(answer)
        return None
    held += [one for one in items(answer, "items") if one.get(SERIES) == id_]
    page, uid = str(answer.body.get("nextPageToken") or ""), dict(call.query)["iCalUID"]
    if page and page == dict(call.query).get("pageToken"):
        raise BadAnswerError("the listing answers the same page for ever", code="endless_listing")
    return (id_, _list(uid, page)) if page else None


def _list(uid: str, page: str = "") -> Call:
    query = [("iCalUID", uid), ("showDeleted", "true"), ("maxResults", str(_MOST))]
    query += [("pageToken", page)] if page else []
    return calendar_call("calendar.events.list", "GET", f"/calendars/{PRIMARY}/events", query)
