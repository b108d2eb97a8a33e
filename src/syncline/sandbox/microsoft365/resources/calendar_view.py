"""What a calendar shows from one moment to another: no series, but their occurrences.

https://learn.microsoft.com/graph/api/calendar-list-calendarview
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from syncline.sandbox.microsoft365.calendar.expansion import Window, instances
from syncline.sandbox.microsoft365.errors import bad_request
from syncline.sandbox.microsoft365.moments import instant
from syncline.sandbox.microsoft365.state.item import Event

from .calendars import calendar_of
from .event_rows import row, wished
from .listing import page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syncline.sandbox.microsoft365.call import Call, Reply


LONGEST: Final = timedelta(days=1825)
"""https://github.com/microsoftgraph/microsoft-graph-docs/issues/6284"""


def window_of(query: Mapping[str, str]) -> Window:
    """Read the window: both ends are needed, in UTC where they name no offset."""
    given = {name.lower(): value for name, value in query.items()}
    moments = []
    for name in ("startDateTime", "endDateTime"):
        if not given.get(name.lower()):
            text = (
                "This request requires a time window specified by the query string parameters StartDateTime and "
                "EndDateTime."
            )
            raise bad_request(text, "ErrorInvalidParameter")
        try:
            # A plus sign that nobody escaped arrives as a blank.
            moments.append(instant(given[name.lower()].replace(" ", "+")))
        except ValueError:
            raise bad_request(f"The value of the parameter '{name}' is invalid.", "ErrorInvalidParameter") from None
    window = Window(*moments)
    if window.end < window.start:
        raise bad_request("The end of the time window lies before its start.", "ErrorInvalidParameter")
    if window.end - window.start > LONGEST:
        text = (
            "Your request can't be completed. The range between the start and end dates is greater than the allowed "
            f"range. Maximum number of days: {LONGEST.days}"
        )
        raise bad_request(text, "ErrorInvalidRequest")
    return window


def listed(call: Call) -> Reply:
    """Answer single events, occurrences and exceptions, by their start."""
    window, options = window_of(call.query), wished(call)
    events = [item for item in calendar_of(call).items.values() if isinstance(item, Event)]
    found = [(event, one) for event in events for one in instances(event.shape, window)]
    found.sort(key=lambda pair: pair[1].span.begins)
    return page(call, options, found, lambda pair: row(call, *pair), f"users('{call.names['user']}')/calendarView")
