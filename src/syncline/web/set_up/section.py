"""Saving one section of the set-up that is no list of things: alerts, or the journal's keeping."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from syncline.web.asked import around
from syncline.web.set_up.writing import write

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest

    from syncline.web.set_up.desk import Checked


def save_section(request: HttpRequest, name: str, part: Mapping[str, Any], mark: str) -> Checked:
    """Check the set-up with this section, and write it if nothing is wrong; empty takes the section out.

    `mark` is that of the section as the person saw it. Raises `ChangedMeanwhileError`.
    """
    desk = around(request).desk
    rest = {key: value for key, value in desk.exported().items() if key != name}
    checked = desk.check(rest | ({name: dict(part)} if part else {}), {}, online=False)
    if not checked.problems:
        write(request, checked, (name,), mark)
    return checked
