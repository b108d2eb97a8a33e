"""Who changed what, newest first (SPEC 7.9)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from syncline.store.codec import decode
from syncline.store.database.text import original, safe
from syncline.store.history import Via
from syncline.store.models import History

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet
    from django.http import QueryDict

_RECENT = 10
WHATS = ("connection", "configuration", "rep", "person", "token", "held", "unresolved", "errors", "journal", "key",
         "report", "alerts", "add_in", "guards", "privacy")  # fmt: skip
VIAS = {Via.PAGE: "", Via.API: "by a program", Via.COMMAND: "on the command line"}


def found(asked: QueryDict) -> QuerySet[History]:
    """Answer the changes that somebody asks for."""
    entries = History.objects.all()
    if what := asked.get("what"):
        entries = entries.filter(what=safe(what))
    if name := asked.get("name"):
        entries = entries.filter(name=safe(name))
    if who := asked.get("who", "").strip():
        entries = entries.filter(who__icontains=safe(who))
    return entries.order_by("-id")


def changes_of(what: str, name: str) -> list[dict[str, Any]]:
    """Answer the last changes of one thing."""
    return shown(list(History.objects.filter(what=what, name=safe(name)).order_by("-id")[:_RECENT]))


def shown(entries: Sequence[History]) -> list[dict[str, Any]]:
    """Answer what a list shows."""
    return [
        {
            "id": one.id,
            "at": one.at,
            "who": original(one.who),
            "via": one.via,
            "how": VIAS.get(Via(one.via), ""),
            "what": one.what,
            "name": original(one.name),
            "changes": [(key, *pair) for key, pair in decode(original(one.changes)).items()],
            "from": one.address,
        }
        for one in entries
    ]
