"""Who changed what, over HTTP (SPEC 7.9)."""

# ruff: noqa: TC002, TC003 - ninja reads the annotations when it runs
from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from syncline.jobs.history import shown
from syncline.store.history import HistoryFilter, Via
from syncline.web.access.needs import VIEW
from syncline.web.api.paging import MOST
from syncline.web.api.token import Bearer
from syncline.web.asked import store_of

router = Router(tags=["history"])
_LARGEST = 2**63 - 1


class HistoryEntry(Schema):
    """One change that a person made: `changes` holds the texts before and after, by what changed. Never a secret."""

    id: int
    time: datetime
    who: str
    via: Via
    address: str
    what: str
    name: str
    changes: dict[str, Annotated[list[str], Field(min_length=2, max_length=2)]]


class HistoryPage(Schema):
    """Some changes, newest first; `next` goes into `before` for the ones that follow."""

    history: list[HistoryEntry]
    next: int | None = None


@router.get("/history", summary="Who changed what, newest first", response=HistoryPage, auth=Bearer(VIEW))
def history(
    request: HttpRequest,
    what: str = "",
    name: str = "",
    who: str = "",
    before: Annotated[int, Field(ge=0, le=_LARGEST)] = 0,
    limit: Annotated[int, Field(ge=1, le=MOST)] = 100,
) -> dict[str, Any]:
    """Answer changes of `what` (`rep`, `configuration`, ...) called `name`, by whom `who` is a part of the name."""
    found = store_of(request).history(limit + 1, HistoryFilter(what, name, who, before))
    rows = [shown(row) for row in found[:limit]]
    return {"history": rows, "next": rows[-1]["id"] if len(found) > limit else None}
