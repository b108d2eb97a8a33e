"""Reps by name and state, and a person's word about one (SPEC 7.1, 7.3)."""

# ruff: noqa: TC001, TC003 - ninja reads the annotations when it runs
from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, QueryDict
from ninja import Router, Schema

from syncline.jobs.attention import UnknownIdsError
from syncline.jobs.reps import mark_for_reset, pause
from syncline.web.access.needs import CONFIGURE, VIEW_OR_OWN
from syncline.web.access.visitor import visit_of
from syncline.web.api.paging import Paging
from syncline.web.api.token import Bearer
from syncline.web.asked import now_of, store_of
from syncline.web.history import note
from syncline.web.lists import reps as lists

router = Router(tags=["reps"])


class Rep(Schema):
    """One rep, with what syncs and what fails."""

    id: str
    user: str
    mailbox: str
    configuration: str
    state: str
    contacts: int
    events: int
    errors: int
    last: datetime | None


class RepPage(Schema):
    """Some reps, by user name."""

    count: int
    reps: list[Rep]


class Which(Schema):
    """A rep, by id."""

    rep: str


class Paused(Which):
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
    asked = QueryDict(mutable=True)
    asked.update({"q": q, "state": state, "configuration": configuration})
    found = lists.found(store_of(request), asked)
    if only := visit_of(request).only:
        found = found.filter(id=only)
    return {"count": found.count(), "reps": lists.rows(list(found[page.offset : page.offset + page.limit]))}


@router.post("/reps/pause", summary="Stop a rep, or let them go on", response=Now, auth=Bearer(CONFIGURE))
def pause_rep(request: HttpRequest, which: Paused) -> dict[str, Any]:
    """Keep a rep from syncing; links are kept."""
    row = _row(request, which.rep)
    after = pause(store_of(request), row, now_of(request), paused=which.paused)
    note(request, "rep", row.id, {"paused": row.paused}, {"paused": after.paused})
    return {"rep": after.id, "paused": after.paused, "reset": after.reset}


@router.post("/reps/reset", summary="Match a rep's records anew", response=Now, auth=Bearer(CONFIGURE))
def reset_rep(request: HttpRequest, which: Which) -> dict[str, Any]:
    """Mark a rep for reset: ended links stay ended, no duplicate is made, no value lost."""
    row = _row(request, which.rep)
    after = mark_for_reset(store_of(request), row, now_of(request))
    note(request, "rep", row.id, {"reset": row.reset}, {"reset": after.reset})
    return {"rep": after.id, "paused": after.paused, "reset": after.reset}


def _row(request: HttpRequest, rep: str) -> Any:
    row = next((one for one in store_of(request).reps() if one.id == rep), None)
    if row is None:
        raise UnknownIdsError([rep], "reps")
    return row
