"""The occurrences of one series in a window.

https://learn.microsoft.com/graph/api/event-list-instances
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.sandbox.microsoft365.calendar.expansion import instances

from .calendar_view import window_of
from .event_rows import event_of, row, wished
from .listing import page

if TYPE_CHECKING:
    from syncline.sandbox.microsoft365.call import Call, Reply


def listed(call: Call) -> Reply:
    """Answer occurrences and exceptions."""
    event, _instance = event_of(call)
    shown = instances(event.shape, window_of(call.query)) if event.recurrence is not None else []
    return page(call, wished(call), shown, lambda one: row(call, event, one), f"users('{call.names['user']}')/events")
