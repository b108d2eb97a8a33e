"""What the guard holds, and a person's word about it (SPEC 6.4)."""

# ruff: noqa: TC001, TC002, TC003 - ninja reads the annotations when it runs
from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from syncline.engine.held import let_go, refuse
from syncline.jobs.attention import check_known
from syncline.records.words import Collection
from syncline.store.rows import Hold
from syncline.web.access.needs import CONFIGURE_OR_OWN, VIEW_OR_OWN
from syncline.web.access.visitor import visit_of
from syncline.web.api.paging import Ids, Paging
from syncline.web.api.token import Bearer
from syncline.web.asked import now_of, store_of
from syncline.web.history import note_each

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


class HeldPage(Schema):
    """Some of what is held, newest first."""

    count: int
    held: list[Held]


class Decided(Schema):
    """What was decided about."""

    decided: list[str]


@router.get("/held", summary="What is held, newest first", response=HeldPage, auth=Bearer(VIEW_OR_OWN))
def held(request: HttpRequest, page: Paging, rep: str | None = None, state: Hold = Hold.HELD) -> dict[str, Any]:
    """Answer held actions, or those that were let go or refused."""
    rows = [row for row in store_of(request).held(rep=visit_of(request).only or rep) if row.state is state]
    shown = [
        {"id": row.id, "rep": row.rep, "collection": row.collection, "side": row.side, "record": row.record_id,
         "action": row.action, "state": row.state, "time": row.at}
        for row in page.cut(rows)
    ]  # fmt: skip
    return {"count": len(rows), "held": shown}


def _meant(request: HttpRequest, which: Ids) -> set[str]:
    mine = store_of(request).held(rep=visit_of(request).only)
    check_known(which.ids, [row.id for row in mine if row.state is Hold.HELD], "held")
    return set(which.ids)


@router.post("/held/let-go", summary="Let held actions be carried out", response=Decided, auth=Bearer(CONFIGURE_OR_OWN))
def let_held_go(request: HttpRequest, which: Ids) -> dict[str, Any]:
    """Carry them out at the next cycle. An unknown id refuses them all (404)."""
    rows = let_go(store_of(request), _meant(request, which), now_of(request))
    note_each(request, "held", rows, "let go")
    return {"decided": sorted(row.id for row in rows)}


@router.post("/held/refuse", summary="Refuse held actions for good", response=Decided, auth=Bearer(CONFIGURE_OR_OWN))
def refuse_held(request: HttpRequest, which: Ids) -> dict[str, Any]:
    """Leave the copies, end the pairs, ask nobody again. An unknown id refuses them all (404)."""
    rows = refuse(store_of(request), _meant(request, which), now_of(request))
    note_each(request, "held", rows, "refused")
    return {"decided": sorted(row.id for row in rows)}
