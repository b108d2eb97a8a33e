"""Times that a calendar may hold and Salesforce does not.

14 days at most: https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_event.htm
(DurationInMinutes). Years from 1700 to 4000:
https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_soql_select_dateformats.htm
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from syncline.records.moments import length, start_instant

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syncline.records.record import Value

LONGEST: Final = timedelta(days=14)
_FIRST_YEAR, _LAST_YEAR = 1700, 4000


def unheld_times(times: Mapping[str, Value]) -> str | None:
    """Say why Salesforce would not hold these times: `end_before_start`, `longer_than_14_days`, `year_out_of_range`.

    Raises `ValueError` or `UnknownZoneError` for what is no time.
    """
    start, end = str(times["Start"]), str(times["End"])
    lasts = length(start, end)
    if lasts < timedelta():
        return "end_before_start"
    if lasts > LONGEST:
        return "longer_than_14_days"
    held = all(_FIRST_YEAR <= start_instant(one, "UTC").year <= _LAST_YEAR for one in (start, end))
    return None if held else "year_out_of_range"
