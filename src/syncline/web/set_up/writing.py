"""Writing a set-up: one person at a time, and only onto what that person saw."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

from syncline.jobs.history import pairs_of
from syncline.web.asked import around
from syncline.web.history import told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest

    from syncline.web.set_up.desk import Change, Checked

_ONE_WRITER = 0x53594E45
"""Advisory lock under which set-ups are written."""


class ChangedMeanwhileError(Exception):
    """Somebody else saved this part of the set-up after it was opened. Nothing was written."""


def mark_of(part: Any) -> str:
    """Answer a short mark of a part of a set-up; another content has another mark."""
    text = json.dumps(part, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def write(request: HttpRequest, checked: Checked, path: Sequence[str], mark: str) -> Sequence[Change]:
    """Write what was checked, if what stands at `path` still has the mark that the person saw; notes who did it.

    Raises `ChangedMeanwhileError`.
    """
    desk = around(request).desk
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_WRITER])
        if mark_of(desk.part(*path)) != mark:
            raise ChangedMeanwhileError
        changes = desk.write(checked)
        for change in changes:
            told(request, change.what, change.name, pairs_of(change.action, change.name, change.details))
    return changes
