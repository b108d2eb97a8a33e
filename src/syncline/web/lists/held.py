"""What the guard holds until a person lets it go or refuses it (SPEC 6.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count, Max

from syncline.planner.decision import Why
from syncline.records.candidate import name_of
from syncline.records.words import Collection
from syncline.store.database.text import original
from syncline.store.models import Held
from syncline.web.lists.reps import of_reps, seen_by

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.db.models import QuerySet

    from syncline.store.port import Store

STATES = (("held", "Waiting"), ("allowed", "Let go"), ("refused", "Refused"))
"""What waits for a word; what was let go, until the next cycle has done it; what was refused for good."""


def found(asked: Mapping[str, str], only: str | None) -> QuerySet[Held]:
    """Answer what is held (or let go, or refused), newest first."""
    rows = seen_by(Held.objects, only)
    state = asked.get("state")
    rows = rows.filter(state=state if state in dict(STATES) else "held")
    if text := asked.get("rep", "").strip():
        rows = of_reps(rows, text)
    return rows.order_by("-at", "rep", "collection", "side", "record_id")


def by_rep(rows: QuerySet[Held]) -> list[dict[str, Any]]:
    """Answer who is held up, by how much, the most first; at most twenty."""
    counts = rows.order_by().values("rep", "collection", "action").annotate(count=Count("*"), last=Max("at"))
    return [{**row, "said": said(row["action"])} for row in counts.order_by("-count", "rep")[:20]]


def shown(store: Store, rows: Sequence[Held]) -> list[dict[str, Any]]:
    """Answer what a list shows, with the name of each record as the pair last agreed on it."""
    links = {link.id: link for link in store.links_by_id([row.link_id for row in rows if row.link_id])}
    return [
        {
            "id": row.id,
            "rep": row.rep,
            "collection": row.collection,
            "side": row.side,
            "record": original(row.record_id),
            "said": said(row.action),
            "name": name_of(Collection(row.collection), links[row.link_id].base) if row.link_id in links else "",
            "at": row.at,
            "state": row.state,
        }
        for row in rows
    ]


def said(action: str) -> str:
    """Say what would be done, for people."""
    what, _, why = action.partition(":")
    reasons = {Why.LEFT_SCOPE.value: " because it left the filter"}
    return {"delete": "delete", "create": "copy"}.get(what, what) + reasons.get(why, "")
