"""Counts in the database: an hour's row and a total's row of each, added to where they are."""

# ruff: noqa: D102, S608 - the port says what each method means; statements are put together from our own constants

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from syncline.store.database.session import LISTED, Part
from syncline.store.meters import Count, Counted, Meters

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from typing import LiteralString

_ADD: LiteralString = (
    "INSERT INTO store_count (what, label, hour, number) "
    "SELECT what, label, hour, number FROM json_to_recordset(%s) "
    "AS given(what text, label text, hour text, number bigint) "
    "ON CONFLICT (what, label, hour) DO UPDATE SET number = store_count.number + EXCLUDED.number"
)
_TOTAL = ""
"""What stands in the place of the hour in a total's row."""
_HOUR = "%Y-%m-%dT%H:00:00+00:00"


class Counts(Part, Meters):
    """Rows are written in one order, so that two workers never wait for each other in a ring."""

    def count(self, counts: Iterable[Count], now: datetime) -> None:
        sums: Counter[tuple[str, str, str]] = Counter()
        for one in counts:
            sums[one.what.value, one.label, _TOTAL] += one.number
            sums[one.what.value, one.label, now.strftime(_HOUR)] += one.number
        rows = [
            {"what": what, "label": label, "hour": hour, "number": number}
            for (what, label, hour), number in sorted(sums.items())
            if number
        ]
        with self._session.transaction("counting"):
            self._session.bulk(_ADD, rows)

    def hours(self, what: Counted, since: datetime, labels: Sequence[str] | None = None) -> list[Count]:
        found = self._session.rows(
            "SELECT label, number, hour::timestamptz FROM store_count WHERE what = %s AND hour >= %s "
            "AND (%s OR label = ANY(" + LISTED + ")) ORDER BY hour, label",
            what.value,
            since.isoformat(timespec="seconds"),
            labels is None,
            list(labels or ()),
        )
        return [Count(what, row[0], row[1], row[2]) for row in found]

    def totals(self) -> list[Count]:
        found = self._session.rows(
            "SELECT what, label, number FROM store_count WHERE hour = %s AND what = ANY(" + LISTED + ") "
            "ORDER BY what, label",
            _TOTAL,
            [one.value for one in Counted],  # a newer version beside this one may count more
        )
        return [Count(Counted(row[0]), row[1], row[2]) for row in found]

    def forget_hours(self, before: datetime) -> None:
        with self._session.transaction("forgetting counts"):
            self._session.execute(
                "DELETE FROM store_count WHERE hour <> %s AND hour < %s", _TOTAL, before.isoformat(timespec="seconds")
            )
