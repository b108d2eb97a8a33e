"""The journal (SPEC 7.5): every value overwritten, every record deleted, by whom and when - and taking it back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import render
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST, require_safe

from syncline.engine.undo.chain import taken_back
from syncline.engine.undo.outcome import Verdict
from syncline.jobs.journal import shown
from syncline.jobs.undo import in_order, undone
from syncline.records.words import Collection, Side
from syncline.store.rows import JournalFilter
from syncline.web.access.needs import CONFIGURE_OR_OWN, VIEW_OR_OWN, needs
from syncline.web.access.visitor import visit_of
from syncline.web.asked import around, store_of
from syncline.web.history import note_each
from syncline.web.linking import Links, whose
from syncline.web.lists import window
from syncline.web.pages.back import back

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse, QueryDict

    from syncline.engine.undo.outcome import UndoOutcome
    from syncline.records.link import Link
    from syncline.store.port import Store
    from syncline.store.rows import JournalRow, RepRow

_MOST_AT_ONCE = 200
_SEARCHED = 10_000
"""Rows that one look searches for a text."""


@needs(VIEW_OR_OWN)
@require_safe
def journal(request: HttpRequest) -> HttpResponse:
    """List what was written, newest first."""
    visit, store = visit_of(request), store_of(request)
    rep = visit.only or request.GET.get("rep", "").strip() or None
    only = _filter(request.GET)
    edge = _edge(store, rep, only)
    found = store.journal(rep=rep, limit=window.SIZE + 1, only=replace(only, down_to=edge.id if edge else ""))
    last = found[window.SIZE - 1] if len(found) > window.SIZE else edge
    older = request.GET.copy()
    older["after"] = last.id if last else ""
    mine = [row for row in found[: window.SIZE] if not (only.naming and row.private and row.rep != visit.visitor.rep)]
    context = {
        "rows": shown_rows(store, mine, viewer=visit.visitor.rep),
        "older": f"?{older.urlencode()}" if older["after"] else "",
        "looked_down_to": edge.at if edge else None,
        "newest": not only.after,
        "asked": request.GET,
        "only": visit.only,
        "may_undo": CONFIGURE_OR_OWN.met_by(visit.visitor),
    }
    return render(request, "syncline/journal.html", context)


def _edge(store: Store, rep: str | None, only: JournalFilter) -> JournalRow | None:
    """Answer where a search for a text stops for now: no index helps there, and the journal may hold millions."""
    if not only.naming:
        return None
    edge = store.journal(rep=rep, limit=1, only=replace(only, naming=""), skip=_SEARCHED - 1)
    return edge[0] if edge else None


def shown_rows(store: Store, rows: Sequence[JournalRow], *, viewer: str) -> list[dict[str, Any]]:
    """Answer rows for people: what stood in each field before, and what stands there since."""
    done, at = taken_back(store, rows), _addresses(store, rows)
    told = [shown(row, viewer=viewer, taken_back_by=done.get(row.id, "")) for row in rows]
    more = [
        {"at": row.at, "fields": _fields(one), "opens": at.get(row.id)} for row, one in zip(rows, told, strict=True)
    ]
    return [one | other for one, other in zip(told, more, strict=True)]


def _addresses(store: Store, rows: Sequence[JournalRow]) -> dict[str, dict[str, str]]:
    """Answer the addresses of both records of each row, where they stand now. Three queries, however many rows."""
    links, reps = Links(store), whose(store, (row.rep for row in rows))
    pairs = {pair.id: pair for pair in store.links_by_id([row.link_id for row in rows if row.link_id])}
    return {row.id: _both(links, reps[row.rep], row, pairs.get(row.link_id)) for row in rows if row.rep in reps}


def _both(links: Links, rep: RepRow, row: JournalRow, pair: Link | None) -> dict[str, str]:
    if pair is None:
        return links.either(rep, row.collection, row.record_id)
    return links.both(rep, row.collection, pair.salesforce_id, pair.mailbox_id)


def _fields(told: dict[str, Any]) -> list[tuple[str, Any, Any]]:
    before, after = told["before"], told["after"]
    return [(name, before.get(name), after.get(name)) for name in sorted({*before, *after})]


def _filter(asked: QueryDict) -> JournalFilter:
    return JournalFilter(
        collection=next((one for one in Collection if one == asked.get("collection")), None),
        side=next((one for one in Side if one == asked.get("side")), None),
        since=_instant(asked.get("since", "")),
        until=_instant(asked.get("until", "")),
        naming=asked.get("q", "").strip(),
        after=asked.get("after", ""),
    )


def _instant(text: str) -> datetime | None:
    try:
        at = parse_datetime(text)
    except ValueError:  # well formed, and no moment of any calendar
        return None
    return at.replace(tzinfo=UTC) if at is not None and at.tzinfo is None else at


@needs(CONFIGURE_OR_OWN)
@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Take the ticked rows back, as the rep whose they are; `force` also where somebody changed the value since."""
    store, visit = store_of(request), visit_of(request)
    ids = tuple(request.POST.getlist("id")[:_MOST_AT_ONCE])
    found = store.journal(rep=visit.only, limit=len(ids), only=JournalFilter(ids=ids)) if ids else []
    if not found or len(found) != len(set(ids)):
        messages.error(request, "Tick what you mean." if not ids else "Some of these rows are not there any more.")
        return back(request, "journal")
    force = request.POST.get("force") == "yes"
    outcomes = around(request).undo(in_order(store, found), visit.visitor.name, force)
    note_each(request, "journal", undone(found, outcomes), "undo forced" if force else "undo")
    _tell(request, outcomes)
    return back(request, "journal")


_SAID = {
    Verdict.UNDONE: "taken back",
    Verdict.ALREADY: "as it was before already",
    Verdict.CHANGED_SINCE: "changed by somebody since: tick “also what was changed since” to overwrite that",
    Verdict.GONE: "not there any more",
    Verdict.REPLACED: "copied anew since",
    Verdict.NOT_KEPT: "not kept in the journal",
}


def _tell(request: HttpRequest, outcomes: Sequence[UndoOutcome]) -> None:
    for verdict in Verdict:
        those = [one for one in outcomes if one.verdict is verdict]
        if not those:
            continue
        said = _SAID.get(verdict) or "; ".join(sorted({f"{one.message} ({one.code})" for one in those}))
        good = verdict in {Verdict.UNDONE, Verdict.ALREADY}
        (messages.success if good else messages.error)(request, f"{len(those)} {said}.")
