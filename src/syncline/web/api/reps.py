"""Reps by name and state, and a person's word about one (SPEC 7.1, 7.3)."""

# ruff: noqa: TC002, TC003 - ninja reads the annotations when it runs
from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from ninja import Router, Schema

from syncline.jobs.attention import UnknownIdsError
from syncline.jobs.reps import first_today, mark_for_reset, pause
from syncline.web.access.needs import CONFIGURE_OR_OWN, VIEW_OR_OWN
from syncline.web.access.visitor import visit_of
from syncline.web.api.paging import Page, Paging
from syncline.web.api.token import Bearer
from syncline.web.asked import now_of, store_of
from syncline.web.history import note
from syncline.web.lists import reps as lists
from syncline.web.lists.one_rep import one_rep, top_errors
from syncline.web.seen import seen_rep

if TYPE_CHECKING:
    from syncline.store.rows import RepRow
    from syncline.web.lists.one_rep import Table

router = Router(tags=["reps"])


class TooSoonError(Exception):
    """A rep asked for a reset of their own within the last day."""


class Rep(Schema):
    """One rep, with what syncs and what fails; `problem` is the code of what stops them whole, `due` the next cycle."""

    id: str
    user: str
    mailbox: str
    configuration: str
    state: str
    contacts: int
    events: int
    errors: int
    problem: str
    last: datetime | None
    running: bool
    due: datetime | None


class RepPage(Page):
    """Some reps, by user name."""

    reps: list[Rep]


class RepWay(Schema):
    """One direction in the guide's words; a reason stands beside it where something is in the way."""

    label: str
    word: str
    reason: str


class Collected(Schema):
    """How one collection of a rep does; what is null nobody has looked at yet."""

    folder: str
    folder_found: bool | None
    linked: bool
    ways: list[RepWay]
    in_sync: int
    waiting: int
    errors: int
    unresolved: int
    held: int


class Cause(Schema):
    """Why something fails, and for how many records."""

    code: str
    message: str
    count: int
    remedy: str


class OneRep(Schema):
    """One rep, as their page shows them."""

    id: str
    user: str
    mailbox: str
    configuration: str
    paused: bool
    reset: str
    state: str
    means: str
    active: bool
    problem: str
    remedy: str
    recognised: bool | None
    supported: bool | None
    selection: str
    last: datetime | None
    causes: list[Cause]
    collections: dict[str, Collected]


class WhichRep(Schema):
    """A rep, by id."""

    rep: str


class Paused(WhichRep):
    """A rep, and whether they stand still."""

    paused: bool


class Now(Schema):
    """How the rep stands now."""

    rep: str
    paused: bool
    reset: str


@router.get("/reps", summary="Reps by name and state", response=RepPage, auth=Bearer(VIEW_OR_OWN))
def reps(request: HttpRequest, page: Paging, q: str = "", state: str = "", configuration: str = "") -> dict[str, Any]:
    """Answer reps whose user name or mailbox holds `q`, in this state, of this configuration."""
    store = store_of(request)
    found = lists.found(store, {"q": q, "state": state, "configuration": configuration})
    if only := visit_of(request).only:
        found = found.filter(id=only)
    part = page.part(found)
    return {**part.told, "reps": lists.rows(store, part.rows)}


@router.get("/reps/one", summary="How one rep does", response=OneRep, auth=Bearer(VIEW_OR_OWN))
def rep(request: HttpRequest, rep: str) -> dict[str, Any]:
    """Answer the tables that the page of a rep shows, what fails by cause, and what may be done."""
    row = one_of(request, rep)
    found = one_rep(store_of(request), row.id, now_of(request))
    if found is None:
        raise UnknownIdsError([rep], "reps")
    told = {name: getattr(found, name) for name in ("state", "means", "active", "problem", "remedy", "selection")}
    return {
        "id": row.id, "user": row.username, "mailbox": row.mailbox, "configuration": row.configuration,
        "paused": row.paused, "reset": row.reset, **told, "recognised": found.recognised,
        "supported": found.supported, "last": found.last, "causes": top_errors(row.id),
        "collections": {table.collection.value: _table(table) for table in found.tables},
    }  # fmt: skip


def _table(table: Table) -> dict[str, Any]:
    names = ("folder", "folder_found", "linked", "in_sync", "waiting", "errors", "unresolved", "held")
    ways = [{"label": way.label, "word": way.word, "reason": way.reason} for way in table.ways]
    return {name: getattr(table, name) for name in names} | {"ways": ways}


@router.post("/reps/pause", summary="Stop a rep, or let them go on", response=Now, auth=Bearer(CONFIGURE_OR_OWN))
def pause_rep(request: HttpRequest, which: Paused) -> dict[str, Any]:
    """Keep a rep from syncing; links are kept."""
    row = one_of(request, which.rep)
    after = pause(store_of(request), row, now_of(request), paused=which.paused)
    note(request, "rep", row.id, {"paused": row.paused}, {"paused": after.paused})
    return {"rep": after.id, "paused": after.paused, "reset": after.reset}


@router.post("/reps/reset", summary="Match a rep's records anew", response=Now, auth=Bearer(CONFIGURE_OR_OWN))
def reset_rep(request: HttpRequest, which: WhichRep) -> dict[str, Any]:
    """Mark a rep for reset: ended links stay ended, no duplicate is made, no value lost.

    A rep may ask for their own once a day (409).
    """
    row = one_of(request, which.rep)
    if visit_of(request).only is not None and not first_today(store_of(request), row.id, now_of(request)):
        raise TooSoonError
    after = mark_for_reset(store_of(request), row, now_of(request))
    note(request, "rep", row.id, {"reset": row.reset}, {"reset": after.reset})
    return {"rep": after.id, "paused": after.paused, "reset": after.reset}


def one_of(request: HttpRequest, rep: str) -> RepRow:
    """Answer the rep of this id, if whoever asks may see them: to a rep, others are not there.

    Raises `UnknownIdsError`.
    """
    row = seen_rep(request, rep)
    if row is None:
        raise UnknownIdsError([rep], "reps")
    return row
