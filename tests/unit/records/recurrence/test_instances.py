"""The occurrences of a series as a calendar shows them: clocks that change, days, what was done to single ones."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from syncline.records.recurrence.exceptions import (
    NO_EXCEPTIONS,
    Exceptions,
    change_between,
    exceptions_text,
    read_exceptions,
)
from syncline.records.recurrence.instances import instances
from syncline.records.recurrence.rrule_read import read_rrule
from syncline.records.recurrence.text import recurrence_text

if TYPE_CHECKING:
    from syncline.records.record import Values

EVER = datetime(2000, 1, 1, tzinfo=UTC)


def series(start: str, end: str, rule: str, exceptions: Exceptions = NO_EXCEPTIONS) -> Values:
    text = exceptions_text(exceptions)
    told = {"Subject": "Jour fixe", "Start": start, "End": end, "Recurrence": recurrence_text(read_rrule(rule, start))}
    return {**told, **({"Exceptions": text} if text else {})}


def starts(values: Values, until: datetime, since: datetime = EVER, zone: str = "UTC") -> list[str]:
    return [str(one.values["Start"]) for one in instances(values, since, until, zone)]


@pytest.mark.parametrize(
    ("zone", "first", "expected"),
    [
        # Clocks go forward on 29 March 2026 in Berlin, back on 5 April in Sydney: nine o'clock stays nine o'clock.
        ("Europe/Berlin", "2026-03-23", ["08:00", "07:00"]),
        ("Australia/Sydney", "2026-03-30", ["22:00", "23:00"]),
    ],
)
def test_the_clock_on_the_wall_counts(zone: str, first: str, expected: list[str]) -> None:
    values = series(f"{first}T09:00:00@{zone}", f"{first}T10:00:00@{zone}", "FREQ=WEEKLY;COUNT=2")
    found = list(instances(values, EVER, datetime(2027, 1, 1, tzinfo=UTC), "UTC"))
    walls = [str(one.values["Start"]).partition("@")[0] for one in found]
    assert [wall[11:] for wall in walls] == ["09:00:00", "09:00:00"]
    told = [datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo(zone)) for wall in walls]
    assert [one.astimezone(UTC).strftime("%H:%M") for one in told] == expected


def test_days_are_days_in_every_zone() -> None:
    values = series("2026-03-28", "2026-03-30", "FREQ=YEARLY;COUNT=3")
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        assert starts(values, datetime(2030, 1, 1, tzinfo=UTC), zone=zone) == ["2026-03-28", "2027-03-28", "2028-03-28"]


DAILY = ("2026-03-02T09:00:00@UTC", "2026-03-02T10:00:00@UTC", "FREQ=DAILY")
LATER = {"Start": "2026-03-20T09:00:00@UTC", "End": "2026-03-20T10:00:00@UTC"}


def test_what_was_done_to_single_ones() -> None:
    done = {
        "2026-03-03": None,
        "2026-03-04": {"Subject": "Without coffee", "Location": "Garden"},
        "2026-03-05": {"Start": "2026-03-05T11:00:00@UTC", "End": "2026-03-05T12:00:00@UTC"},
    }
    found = list(instances(series(*DAILY, done), EVER, datetime(2026, 3, 6, tzinfo=UTC), "UTC"))
    assert [(one.original, one.values["Subject"], str(one.values["Start"])[11:13]) for one in found] == [
        ("2026-03-02", "Jour fixe", "09"),
        ("2026-03-04", "Without coffee", "09"),
        ("2026-03-05", "Jour fixe", "11"),
    ]
    assert "Recurrence" not in found[0].values
    assert found[1].values["Location"] == "Garden"


def test_a_window_is_of_where_an_occurrence_is_now() -> None:
    since, until = datetime(2026, 3, 4, tzinfo=UTC), datetime(2026, 3, 6, tzinfo=UTC)
    out = {"2026-03-05": LATER}
    into = {"2026-03-20": {"Start": "2026-03-05T07:00:00@UTC", "End": "2026-03-05T08:00:00@UTC"}}
    assert starts(series(*DAILY, out), until, since) == ["2026-03-04T09:00:00@UTC"]
    assert starts(series(*DAILY, into), until, since)[-1] == "2026-03-05T07:00:00@UTC"


def test_a_series_without_end_is_looked_at_as_far_as_asked() -> None:
    assert len(starts(series(*DAILY), datetime(2026, 3, 12, tzinfo=UTC))) == 10


def test_exceptions_read_as_they_were_written() -> None:
    done = {"2026-03-04": {"Subject": "x", "Location": None}, "2026-03-03": None}
    assert read_exceptions(exceptions_text(done)) == done
    assert exceptions_text(done) == exceptions_text(dict(reversed(done.items())))
    assert exceptions_text({}) == ""


def test_a_change_is_what_differs() -> None:
    series_values = {"Subject": "a", "Location": "b", "Body": "c"}
    assert change_between(series_values, {"Subject": "a", "Location": "d"}) == {"Location": "d", "Body": None}
