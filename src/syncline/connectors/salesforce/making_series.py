"""Event series of Lightning: made whole by a pattern, an event for each occurrence; these are events like any other.

Of a series only Recurrence2PatternText can be written, once, at create; its zone is that of the user who makes it. A
changed pattern deletes the series and makes it anew, in Salesforce itself too:
https://developer.salesforce.com/docs/platform/change-data-capture/guide/cdc-standard-objects-task-event-updating-recurring.html
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from syncline.connectors.port import NOT_CREATEABLE
from syncline.connectors.salesforce import soql
from syncline.connectors.salesforce.api import DATA
from syncline.connectors.salesforce.batches import WholeRefusedError, results_of
from syncline.connectors.salesforce.composite import Part
from syncline.connectors.salesforce.desk import select
from syncline.connectors.salesforce.refusals import item_error
from syncline.connectors.salesforce.relating import who_body
from syncline.connectors.salesforce.rows import instant_in, queries
from syncline.connectors.salesforce.series_rule import pattern_text, read_pattern_text
from syncline.records.fields import EVENT_FIELDS, RECURRENCE
from syncline.records.moments import is_date, moment_text, start_instant, zone_info
from syncline.records.normal import same
from syncline.records.recurrence.errors import NotRepresentableError
from syncline.records.recurrence.occurrences import occurrences
from syncline.records.recurrence.text import read_recurrence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from syncline.connectors.port import Draft, ItemError
    from syncline.connectors.salesforce.api import Row
    from syncline.connectors.salesforce.describe import Describes
    from syncline.connectors.salesforce.desk import Desk
    from syncline.connectors.salesforce.event_shape import EventShape
    from syncline.records.record import Record, Values
    from syncline.records.recurrence.pattern import Recurrence

TEXT: Final = "Recurrence2PatternText"
EXCEPTION: Final = "IsRecurrence2Exception"
START: Final = "Recurrence2PatternStartDate"
MOST: Final = 200
"""Occurrences of a series that is made as one: Salesforce makes a limited number, and does not say how many."""
_AT_ONCE = 10
"""Series made by one request: each is many events."""
_STARTS = 100


class MakingSeries:
    """A rep's event series."""

    def __init__(self, desk: Desk, shape: EventShape, seen: Describes) -> None:
        self._desk = desk
        self._shape = shape
        self._seen = seen

    def unfit(self, series: Values) -> str | None:
        """Say why a series cannot be made as one, by the name of what has no words there; None if it can."""
        event = self._seen.object("Event")
        fact = event.fields.get(TEXT.lower()) if event else None
        if fact is None or not fact.createable or not self._desk.client.writes:
            return NOT_CREATEABLE
        rule = read_recurrence(str(series[RECURRENCE]))
        try:
            pattern_text(rule, str(series["Start"]))
        except NotRepresentableError as refused:
            return refused.rule
        if rule.count is None or rule.count > MOST:
            return "too_many_occurrences"
        if self._shape.refuse(series):
            return "longer_than_14_days"
        return None if self._same_clock(rule, series) else "another_zone"

    def _same_clock(self, rule: Recurrence, series: Values) -> bool:
        """Whether the rep's own clock has it at the same instants: a series has no other in Salesforce."""
        if rule.all_day or rule.zone == self._shape.zone:
            return True
        start, zone = str(series["Start"]), self._shape.zone
        mine = moment_text(start_instant(start, zone).astimezone(zone_info(zone)), zone)
        meant, had = _instants(rule, start), _instants(replace(rule, zone=zone), mine)
        return all(one == next(had, None) for one in meant)

    def make(self, drafts: Sequence[Draft]) -> list[ItemError | None]:
        """Make series; answers which were refused, and why."""
        self._desk.people.learn([address for draft in drafts for address in draft.people])
        found: list[ItemError | None] = []
        for start in range(0, len(drafts), _AT_ONCE):
            found += self._some([self._body(draft) for draft in drafts[start : start + _AT_ONCE]])
        return found

    def _body(self, draft: Draft) -> dict[str, Any]:
        """No key and no UID: all occurrences would bear the same, and a key is one event's alone."""
        rule = read_recurrence(str(draft.values[RECURRENCE]))
        body = self._shape.new_body(draft.values) | {TEXT: pattern_text(rule, str(draft.values["Start"]))}
        return body | who_body(self._desk, self._desk.people.related(draft.people))

    def _some(self, bodies: Sequence[dict[str, Any]]) -> list[ItemError | None]:
        records = [{"attributes": {"type": self._shape.sobject}, **body} for body in bodies]
        body = {"allOrNone": False, "records": records}
        part = Part("made", "POST", f"{DATA}/composite/sobjects", body)
        answer = self._desk.client.separately("create", [part])["made"]
        try:
            results = results_of(self._desk.client, answer, len(bodies), asked=self._shape.columns)
            return [None if one.get("success") is True else item_error(one.get("errors")) for one in results]
        except WholeRefusedError:
            if len(bodies) == 1:
                return [item_error(answer.body)]
            return [refused for one in bodies for refused in self._some([one])]

    def made(self, several: Sequence[Values]) -> list[list[Record]]:
        """Answer the occurrences that there are of series of this pattern, start and subject, by their starts."""
        by_start: dict[str, list[Row]] = {}
        for row in self._rows(several):
            by_start.setdefault(_start_of(row), []).append(row)
        return [self._of(series, by_start) for series in several]

    def _of(self, series: Values, by_start: dict[str, list[Row]]) -> list[Record]:
        rows = by_start.get(self._start(series), [])
        mine = [self._shape.record(row) for row in rows if self._is_of(row, series)]
        return sorted(mine, key=lambda record: (str(record.values.get("Start")), record.id))

    def _is_of(self, row: Row, series: Values) -> bool:
        start = str(series["Start"])
        subject = EVENT_FIELDS["Subject"]
        if not row.get(EXCEPTION) and not same(subject, self._shape.values(row).get("Subject"), series.get("Subject")):
            return False
        rule = read_recurrence(str(series[RECURRENCE]))
        try:
            held = read_pattern_text(str(row.get(TEXT) or ""), start)
        except NotRepresentableError:
            return False
        return replace(held, zone=rule.zone) == rule and bool(row.get("IsAllDayEvent")) is is_date(start)

    def _rows(self, several: Sequence[Values]) -> Iterator[Row]:
        starts = sorted({self._start(series) for series in several})
        groups = [starts[first : first + _STARTS] for first in range(0, len(starts), _STARTS)]
        mine = [f"OwnerId = '{self._desk.user_id}'", "IsRecurrence2 = true", "GroupEventType != '3'"]
        statements = [
            select(self._shape, [*mine, soql.within(START, group)], more=(TEXT, START, EXCEPTION)) for group in groups
        ]
        for rows in queries(self._desk.client, "find", statements, asked=self._shape.columns):
            yield from rows

    def _start(self, series: Values) -> str:
        start = str(series["Start"])
        return soql.instant(start_instant(start, "UTC" if is_date(start) else self._shape.zone))


def _start_of(row: Row) -> str:
    told = instant_in(row, START)
    return soql.instant(told) if told else ""


def _instants(rule: Recurrence, start: str) -> Iterator[Any]:
    for one in occurrences(rule, start, start):
        yield start_instant(one.start, "UTC")
