"""What somebody may see of one rep: to a rep, others are not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.web.access.visitor import visit_of
from syncline.web.asked import store_of

if TYPE_CHECKING:
    from django.http import HttpRequest

    from syncline.store.rows import RepRow


def seen_rep(request: HttpRequest, rep: str) -> RepRow | None:
    """Answer the rep of this id, if there is one and whoever asks may see them."""
    rows = store_of(request).reps([rep]) if visit_of(request).only in {None, rep} else []
    return rows[0] if rows else None
