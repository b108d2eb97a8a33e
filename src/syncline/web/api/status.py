"""What state everything is in."""

# ruff: noqa: TC002 - ninja reads the annotations when it runs
from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from syncline.store.models import Rep
from syncline.web.access.needs import VIEW
from syncline.web.api.paging import MOST, Window
from syncline.web.api.token import Bearer
from syncline.web.asked import around, store_of
from syncline.web.lists.summary import summary
from syncline.web.overview import everybody, overview

router = Router(tags=["status"])


class Reps(Window):
    """Which reps are wanted, by id: all of them, unless there are more than go into one answer."""

    limit: Annotated[int, Field(ge=1, le=MOST)] = MOST


@router.get("/status", summary="Every connection and rep, with its state", auth=Bearer(VIEW))
def status(request: HttpRequest, page: Annotated[Reps, Query()]) -> dict[str, Any]:
    """Answer what `syncline status --json` answers. `count`, `more` and `next` are those of a list of reps by id.

    Where the answer does not hold all reps, connections and totals are of all of them, as they were at `counted`.
    """
    store = store_of(request)
    part = page.part(Rep.objects.order_by("id"))
    shown = overview(store, store.reps([one.id for one in part.rows]))
    if page.after or len(part.rows) < part.told["count"]:
        shown |= everybody(store, summary(store, around(request).clock))
    return {**part.told, **shown}
