"""What the guard holds, and a person's word about it (SPEC 6.4)."""

# ruff: noqa: TC001, TC002, TC003 - ninja reads the annotations when it runs
from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from syncline.engine.held import let_go, refuse, waiting
from syncline.jobs.attention import check_known
from syncline.records.words import Collection
from syncline.store.database.text import original
from syncline.store.rows import Hold
from syncline.web.access.needs import CONFIGURE_OR_OWN, VIEW_OR_OWN
from syncline.web.access.visitor import visit_of
from syncline.web.api.paging import MOST, NothingMeantError, Page, Paging
from syncline.web.api.token import Bearer
from syncline.web.asked import now_of, store_of
from syncline.web.history import note_each
from syncline.web.lists import held as lists
from syncline.web.lists.reps import of_rep

if TYPE_CHECKING:
    from syncline.store.models import Held as Row

router = Router(tags=["held"])


class Held(Schema):
    """One action that waits; `side` and `record` name the record that would be deleted, or copied."""

    id: str
    rep: str
    collection: Collection
    side: str
    record: str
    action: str
    state: Hold
    time: datetime


class HeldPage(Page):
    """Some of what is held, newest first."""

    held: list[Held]


class Decided(Schema):
    """What was decided about."""

    decided: list[str]


class WhichHeld(Schema):
    """Held actions by id; or, without ids, all of this rep (and collection)."""

    ids: Annotated[list[str], Field(max_length=MOST, default_factory=list)]
    rep: str = ""
    collection: Collection | None = None


@router.get("/held", summary="What is held, newest first", response=HeldPage, auth=Bearer(VIEW_OR_OWN))
def held(request: HttpRequest, page: Paging, rep: str = "", state: Hold = Hold.HELD) -> dict[str, Any]:
    """Answer held actions, or those that were let go or refused."""
    part = page.part(of_rep(lists.found({"state": state.value}, visit_of(request).only), rep))
    return {**part.told, "held": [_shown(row) for row in part.rows]}


def _shown(row: Row) -> dict[str, Any]:
    return {
        "id": row.id, "rep": row.rep, "collection": row.collection, "side": row.side,
        "record": original(row.record_id), "action": row.action, "state": row.state, "time": row.at,
    }  # fmt: skip


def _meant(request: HttpRequest, which: WhichHeld) -> list[str]:
    store, only = store_of(request), visit_of(request).only
    if which.ids:
        check_known(which.ids, waiting(store.held(rep=only, ids=which.ids)), "held")
        return which.ids
    if not which.rep:
        raise NothingMeantError
    rows = store.held(rep=which.rep) if only in {None, which.rep} else []
    return waiting(row for row in rows if which.collection in {None, row.collection})


@router.post("/held/let-go", summary="Let held actions be carried out", response=Decided, auth=Bearer(CONFIGURE_OR_OWN))
def let_held_go(request: HttpRequest, which: WhichHeld) -> dict[str, Any]:
    """Carry them out at the next cycle. An unknown id refuses them all (404)."""
    rows = let_go(store_of(request), _meant(request, which), now_of(request))
    note_each(request, "held", rows, "let go")
    return {"decided": sorted(row.id for row in rows)}


@router.post("/held/refuse", summary="Refuse held actions for good", response=Decided, auth=Bearer(CONFIGURE_OR_OWN))
def refuse_held(request: HttpRequest, which: WhichHeld) -> dict[str, Any]:
    """Leave the copies, end the pairs, ask nobody again. An unknown id refuses them all (404)."""
    rows = refuse(store_of(request), _meant(request, which), now_of(request))
    note_each(request, "held", rows, "refused")
    return {"decided": sorted(row.id for row in rows)}
