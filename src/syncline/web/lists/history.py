"""Who changed what, newest first (SPEC 7.9)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from auditlog.models import LogEntry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet
    from django.http import QueryDict

_RECENT = 10


def found(asked: QueryDict) -> QuerySet[Any]:
    """Answer the changes that somebody asks for."""
    entries: QuerySet[Any] = LogEntry.objects.select_related("actor", "content_type")
    if what := asked.get("what"):
        entries = entries.filter(additional_data__what=what)
    if who := asked.get("who", "").strip():
        entries = entries.filter(actor__username__icontains=who)
    return entries.order_by("-timestamp", "-id")


def changes_of(what: str, name: str) -> list[dict[str, Any]]:
    """Answer the last changes of one thing."""
    entries = LogEntry.objects.filter(additional_data__what=what, object_pk=name).select_related("actor")
    return shown(list(entries.order_by("-timestamp", "-id")[:_RECENT]))


def shown(entries: Sequence[Any]) -> list[dict[str, Any]]:
    """Answer what a list shows."""
    return [
        {
            "at": one.timestamp,
            "who": (one.additional_data or {}).get("who") or str(one.actor or "the command line"),
            "what": (one.additional_data or {}).get("what") or one.content_type.model,
            "name": (one.additional_data or {}).get("name") or one.object_repr,
            "changes": [(key, *pair) for key, pair in (one.changes or {}).items() if len(pair) == 2],  # noqa: PLR2004
            "from": one.remote_addr or "",
        }
        for one in entries
    ]
