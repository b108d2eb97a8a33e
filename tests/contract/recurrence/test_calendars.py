"""Series out of other people's calendars, expanded by us and by recurring-ical-events: the same occurrences."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

from syncline.records.moments import instant_of, is_date
from syncline.records.recurrence.errors import NotRepresentableError
from syncline.records.recurrence.instances import instances
from tests.support.calendars import files, groups, judged, series_of

YEARS = timedelta(days=800)
REFUSED = {
    "added_dates",
    "another_calendar",
    "count_and_until",
    "no_occurrence",
    "no_rule",
    "several_rules",
    "start_outside_pattern",
    "unknown_zone",
}
"""Rules that no pattern says, and zones that nobody knows: reported, and no series is made."""


def when(text: str) -> str:
    return text if is_date(text) else instant_of(text).isoformat()


def fate(master: Any, overrides: list[Any]) -> str:
    """What becomes of a series: `same`, `other`, or the rule that cannot be expressed."""
    try:
        values = series_of(master, overrides)
    except NotRepresentableError as refused:
        return refused.rule
    begin = master["DTSTART"].dt
    since = datetime(begin.year, begin.month, begin.day, tzinfo=UTC) - timedelta(days=2)
    until = since + YEARS
    ours = sorted(when(str(one.values["Start"])) for one in instances(values, since, until, "UTC"))
    theirs = sorted(when(text) for text in judged(master, overrides, since, until))
    return "same" if ours == theirs else "other"


def test_others_see_the_same_occurrences() -> None:
    fates = [(path.stem, fate(*group)) for path in files() for group in groups(path)]
    assert [path for path, one in fates if one == "other"] == []
    told = Counter(one for _path, one in fates)
    assert told["same"] >= 300
    assert set(told) == REFUSED | {"same"}
