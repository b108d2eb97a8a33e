"""The rules of Salesforce's event series of Lightning: `Recurrence2PatternText`.

A series of Lightning holds a rule of RFC 5545 behind `RRULE:`, in a zone that stands in `Recurrence2PatternTimeZone`:
https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_event.htm,
the examples of https://developer.salesforce.com/docs/atlas.en-us.change_data_capture.meta/change_data_capture/cdc_standard_objects_task_event_recurring.htm
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.records.recurrence.errors import NotRepresentableError
from syncline.records.recurrence.rrule_read import read_rrule
from syncline.records.recurrence.rrule_write import rrule_of

if TYPE_CHECKING:
    from syncline.records.recurrence.pattern import Recurrence

_PREFIX = "RRULE:"
LONGEST_TEXT = 512
"""What the recorded describe of a real org allows."""


def pattern_text(rule: Recurrence, start: str) -> str:
    """Write a Lightning series' rule; `start` is that of the first occurrence. Raises `NotRepresentableError`.

    A rule without an end is refused: Salesforce makes a number of occurrences at once, and more only when somebody
    edits the series, so that it would run dry.
    https://help.litify.com/hc/en-us/articles/360047568453-Exceptions-to-1-1-Event-Sync
    """
    if rule.count is None and rule.until is None:
        raise NotRepresentableError("no_end")
    text = _PREFIX + rrule_of(rule, start)
    if len(text) > LONGEST_TEXT:
        raise NotRepresentableError("too_long")
    return text


def read_pattern_text(text: str, start: str) -> Recurrence:
    """Read a Lightning series' rule; `start` is that of the first occurrence, in the pattern's own zone."""
    return read_rrule(text, start)
