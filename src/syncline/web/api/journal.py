"""The journal over HTTP, and taking rows back (SPEC 7.5)."""

# ruff: noqa: TC001, TC002, TC003 - ninja reads the annotations when it runs
from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import AwareDatetime, Field

from syncline.engine.undo.chain import taken_back
from syncline.jobs.attention import check_known
from syncline.jobs.journal import masked, shown
from syncline.jobs.undo import in_order, undone
from syncline.records.words import Collection, Side
from syncline.store.rows import JournalFilter
from syncline.web.access.needs import CONFIGURE_OR_OWN, VIEW_OR_OWN
from syncline.web.access.visitor import visit_of
from syncline.web.api.paging import Ids
from syncline.web.api.token import Bearer
from syncline.web.asked import around, store_of
from syncline.web.history import note_each

router = Router(tags=["journal"])


class JournalEntry(Schema):
    """One write of Syncline's. What private events held is for their own rep alone."""

    id: str
    time: datetime
    rep: str
    who: str
    collection: Collection
    side: Side
    record: str
    action: str
    reason: str
    before: dict[str, Any]
    after: dict[str, Any]
    whole: str
    private: bool
    undoes: str | None
    undone_by: str | None


class JournalPage(Schema):
    """Some rows, newest first; `next` goes into `after` for the ones that follow."""

    journal: list[JournalEntry]
    next: str | None = None


class Undo(Ids):
    """Rows to take back; `force` also where somebody changed the value since."""

    force: bool = False


class Undone(Schema):
    """What became of a row: `undone`, `already`, or why not; `now` is what stands there."""

    id: str
    outcome: str
    row: str | None
    code: str | None
    message: str | None
    now: dict[str, Any]


class Outcomes(Schema):
    """What became of each row, newest first."""

    undo: list[Undone]


@router.get("/journal", summary="What was overwritten and deleted", response=JournalPage, auth=Bearer(VIEW_OR_OWN))
def journal(
    request: HttpRequest,
    rep: str | None = None,
    collection: Collection | None = None,
    side: Side | None = None,
    since: AwareDatetime | None = None,
    until: AwareDatetime | None = None,
    q: str = "",
    after: str = "",
    limit: Annotated[int, Field(ge=1, le=1000)] = 100,
) -> dict[str, Any]:
    """Answer rows, newest first; `q` is a part of a record's name or values, `rep` a rep's id."""
    visit, store = visit_of(request), store_of(request)
    only = JournalFilter(collection=collection, side=side, since=since, until=until, naming=q.strip(), after=after)
    found = store.journal(rep=visit.only or rep, limit=limit + 1, only=only)
    done = taken_back(store, found)
    rows = [shown(row, viewer=visit.visitor.rep, taken_back_by=done.get(row.id, "")) for row in found[:limit]]
    return {"journal": rows, "next": found[limit - 1].id if len(found) > limit else None}


@router.post("/journal/undo", summary="Take rows back", response=Outcomes, auth=Bearer(CONFIGURE_OR_OWN))
def undo(request: HttpRequest, which: Undo) -> dict[str, Any]:
    """Write back what was overwritten, bring back what was deleted, as the rep. An unknown id refuses all (404)."""
    visit, store = visit_of(request), store_of(request)
    found = store.journal(rep=visit.only, limit=len(which.ids), only=JournalFilter(ids=tuple(which.ids)))
    check_known(which.ids, [row.id for row in found], "journal")
    outcomes = around(request).undo(in_order(store, found), visit.visitor.name, which.force)
    note_each(request, "journal", undone(found, outcomes), "undo forced" if which.force else "undo")
    told = [
        {"id": one.id, "outcome": one.verdict.value, "row": one.row or None, "code": one.code or None,
         "message": one.message or None, "now": masked(one.now, secret=one.private)}
        for one in outcomes
    ]  # fmt: skip
    return {"undo": told}
