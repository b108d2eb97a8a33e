"""Who changed what: one line for every change that a person makes, with what stood there before (SPEC 7.9)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from auditlog.models import LogEntry
from django.contrib.contenttypes.models import ContentType

from syncline.store.models import Setting
from syncline.web.access.visitor import visit_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest


def note(request: HttpRequest, what: str, name: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """Note a change of `what` (`rep`, `configuration`, ...) called `name`; nothing where nothing changed."""
    keys = sorted({*before, *after})
    changed = {key: [before.get(key), after.get(key)] for key in keys if before.get(key) != after.get(key)}
    if changed:
        told(request, what, name, {key: [_text(one) for one in pair] for key, pair in changed.items()})


def told(request: HttpRequest, what: str, name: str, changes: Mapping[str, Any]) -> None:
    """Note a change that is told already, as texts before and after by what changed. Secrets must not stand in it."""
    visitor = visit_of(request).visitor
    LogEntry.objects.create(
        content_type=ContentType.objects.get_for_model(Setting),
        object_pk=name,
        object_repr=f"{what} {name}",
        action=LogEntry.Action.UPDATE,
        changes=dict(changes),
        actor_id=visitor.person,
        remote_addr=request.META.get("REMOTE_ADDR"),
        additional_data={"what": what, "name": name, "who": visitor.name},
    )


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, default=str, ensure_ascii=False)
