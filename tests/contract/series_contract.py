"""Series of every mail system, told as one: a rule, the first occurrence, and what was done to single ones.

A subclass gives the fixtures `stage` and `hands`, both of one calendar.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from dateutil.rrule import rrulestr

from syncline.connectors.port import Missing, ReadsSeries
from syncline.records.fields import EXCEPTIONS, RECURRENCE
from syncline.records.moments import is_date
from syncline.records.recurrence.exceptions import read_exceptions
from syncline.records.recurrence.instances import instances
from tests.contract.mailbox_stage import EVENTS, follow, listed, mentioned, only

if TYPE_CHECKING:
    from syncline.connectors.port import ItemError
    from syncline.records.record import Record, Value
    from tests.contract.mailbox_stage import Stage
    from tests.support.series_hands import SeriesHands

FIRST = "2026-03-23T09:00:00@Europe/Berlin"
"""A Monday; clocks change on the 29th."""
TALK: dict[str, Value] = {
    "Subject": "Jour fixe",
    "Start": FIRST,
    "End": FIRST.replace("09:", "10:"),
    "Location": "Room 1",
}
WEEKLY = "FREQ=WEEKLY;BYDAY=MO"
SINCE, UNTIL = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 5, 1, tzinfo=UTC)


def read(stage: Stage, id_: str) -> Record:
    return only(told(stage, id_))


def told(stage: Stage, id_: str) -> Record | Missing | ItemError:
    mailbox = stage.open()
    assert isinstance(mailbox, ReadsSeries)
    (found,) = mailbox.series([id_])
    return found


def shown(record: Record, until: datetime = UNTIL) -> list[tuple[str, str, str]]:
    """Original date, wall time and subject of every occurrence."""
    found = instances(record.values, SINCE, until, "UTC")
    return [(one.original, str(one.values["Start"])[5:16], str(one.values["Subject"])) for one in found]


def act(hands: SeriesHands, id_: str, day: str, number: int) -> None:
    """Change an occurrence, cancel one, change the whole series."""
    if number == 0:
        hands.alter(id_, day, {"Subject": "Later"})
    elif number == 1:
        hands.cancel(id_, day)
    else:
        hands.change(id_, {"Subject": "Weekly"})


class SeriesContract:
    """What `ReadsSeries` says."""

    def test_a_series_is_one_record(self, stage: Stage, hands: SeriesHands) -> None:
        id_ = hands.put(TALK, WEEKLY)
        record = read(stage, id_)
        assert (record.id, record.not_representable) == (id_, None)
        assert (record.values["Start"], record.values["Location"]) == (FIRST, "Room 1")
        assert record.values[RECURRENCE] == "FREQ=WEEKLY;BYDAY=MO@Europe/Berlin"
        assert EXCEPTIONS not in record.values
        assert [one[1] for one in shown(record)][:3] == ["03-23T09:00", "03-30T09:00", "04-06T09:00"]

    def test_what_was_done_to_single_ones_is_part_of_it(self, stage: Stage, hands: SeriesHands) -> None:
        id_ = hands.put(TALK, WEEKLY)
        version = read(stage, id_).version
        hands.cancel(id_, "2026-03-30")
        cancelled = read(stage, id_)
        later = {"Start": "2026-04-07T11:00:00@Europe/Berlin", "End": "2026-04-07T12:00:00@Europe/Berlin"}
        hands.alter(id_, "2026-04-06", {"Subject": "Late", **later})
        hands.alter(id_, "2026-04-13", {"Location": "Room 2"})
        record = read(stage, id_)
        assert len({version, cancelled.version, record.version}) == 3
        done = read_exceptions(str(record.values[EXCEPTIONS]))
        assert done == {
            "2026-03-30": None,
            "2026-04-06": {"Subject": "Late", **later},
            "2026-04-13": {"Location": "Room 2"},
        }
        assert shown(record)[:3] == [
            ("2026-03-23", "03-23T09:00", "Jour fixe"),
            ("2026-04-06", "04-07T11:00", "Late"),
            ("2026-04-13", "04-13T09:00", "Jour fixe"),
        ]

    def test_a_moved_occurrence_may_be_cancelled_then(self, stage: Stage, hands: SeriesHands) -> None:
        id_ = hands.put(TALK, WEEKLY)
        hands.alter(id_, "2026-04-06", {"Subject": "Late"})
        hands.cancel(id_, "2026-04-06")
        assert read_exceptions(str(read(stage, id_).values[EXCEPTIONS])) == {"2026-04-06": None}

    def test_whole_days_repeat_as_dates(self, stage: Stage, hands: SeriesHands) -> None:
        fair: dict[str, Value] = {"Subject": "Fair", "Start": "2026-03-27", "End": "2026-03-28"}
        id_ = hands.put(fair, "FREQ=DAILY;COUNT=4")
        hands.cancel(id_, "2026-03-30")
        record = read(stage, id_)
        assert record.values[RECURRENCE] == "FREQ=DAILY;COUNT=4@"
        assert [one[1] for one in shown(record)] == ["03-27", "03-28", "03-29"]

    @pytest.mark.parametrize(
        ("zone", "summer"), [("America/New_York", "2026-03-08"), ("Australia/Sydney", "2026-04-05"), ("UTC", "")]
    )
    def test_it_repeats_by_the_clock_of_its_own_zone(
        self, stage: Stage, hands: SeriesHands, zone: str, summer: str
    ) -> None:
        """The rep is in Berlin; clocks change on another day there, and the other way round."""
        start = f"2026-03-02T23:30:00@{zone}"
        id_ = hands.put(
            {"Subject": "Call", "Start": start, "End": f"2026-03-03T00:30:00@{zone}"}, "FREQ=WEEKLY;COUNT=7"
        )
        hands.cancel(id_, "2026-04-06")
        record = read(stage, id_)
        assert str(record.values[RECURRENCE]).endswith(f"@{zone}")
        found = list(instances(record.values, SINCE, UNTIL, "UTC"))
        assert [one.original for one in found] == [
            "2026-03-02", "2026-03-09", "2026-03-16", "2026-03-23", "2026-03-30", "2026-04-13",
        ]  # fmt: skip
        assert {str(one.values["Start"])[11:] for one in found} == {f"23:30:00@{zone}"}
        assert summer or zone == "UTC"

    @pytest.mark.parametrize(
        ("rule", "start"),
        [
            ("FREQ=DAILY;INTERVAL=3;COUNT=5", "2026-03-23"),
            ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;COUNT=6", "2026-03-23"),
            ("FREQ=MONTHLY;BYMONTHDAY=15;COUNT=6", "2026-03-15"),
            ("FREQ=MONTHLY;BYDAY=4MO;COUNT=6", "2026-03-23"),
            ("FREQ=MONTHLY;BYDAY=-1FR;COUNT=6", "2026-03-27"),
            ("FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=23;COUNT=3", "2026-03-23"),
            ("FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU;COUNT=3", "2026-03-29"),
            ("FREQ=WEEKLY;BYDAY=MO;UNTIL=20260601T070000Z", "2026-03-23"),
        ],
    )
    def test_rules_happen_when_dateutil_says(self, stage: Stage, hands: SeriesHands, rule: str, start: str) -> None:
        times: dict[str, Value] = {label: FIRST.replace("2026-03-23", start) for label in ("Start", "End")}
        record = read(stage, hands.put({"Subject": "Series", **times}, rule))
        judge = rrulestr(rule.replace("T070000Z", ""), dtstart=datetime.fromisoformat(start))
        found = shown(record, datetime(2040, 1, 1, tzinfo=UTC))
        assert [one[0] for one in found] == [f"{day:%Y-%m-%d}" for day in judge]

    def test_single_events_are_read_as_ever(self, stage: Stage, hands: SeriesHands) -> None:
        id_ = hands.put(TALK)
        assert read(stage, id_) == stage.open().read(EVENTS, [id_])[0]

    def test_a_single_event_becomes_a_series_and_back(self, stage: Stage, hands: SeriesHands) -> None:
        id_ = hands.put(TALK)
        hands.repeat(id_, WEEKLY)
        assert RECURRENCE in read(stage, id_).values
        hands.repeat(id_, "")
        again = read(stage, id_)
        assert (again.not_representable, RECURRENCE in again.values) == (None, False)
        assert not is_date(str(again.values["Start"]))

    def test_a_listing_tells_of_series_alone(self, stage: Stage, hands: SeriesHands) -> None:
        id_ = hands.put(TALK, WEEKLY)
        hands.alter(id_, "2026-03-30", {"Subject": "Late"})
        hands.cancel(id_, "2026-04-06")
        versions, cursor = listed(stage, EVENTS)
        assert versions.keys() == {id_}
        for number, day in enumerate(("2026-04-13", "2026-04-20", "2026-04-27")):
            act(hands, id_, day, number)
            pages, cursor = follow(stage.open({EVENTS: cursor}), EVENTS, cursor)
            assert mentioned(pages).keys() == {id_}
            assert all(id_ not in page.gone for page in pages)

    def test_a_series_that_is_gone_is_missing(self, stage: Stage, hands: SeriesHands) -> None:
        id_ = hands.put(TALK, WEEKLY)
        hands.alter(id_, "2026-03-30", {"Subject": "Late"})
        hands.trash(id_)
        assert told(stage, id_) == Missing(id_)

    def test_reading_many_keeps_the_order(self, stage: Stage, hands: SeriesHands) -> None:
        ids = [hands.put({**TALK, "Subject": f"Series {number}"}, WEEKLY) for number in range(7)]
        for id_ in ids[::2]:
            hands.cancel(id_, "2026-03-30")
        mailbox = stage.open()
        assert isinstance(mailbox, ReadsSeries)
        found = [only(one) for one in mailbox.series([*ids, ids[0]])]
        assert [one.id for one in found] == [*ids, ids[0]]
        assert [one.values["Subject"] for one in found[:7]] == [f"Series {number}" for number in range(7)]
        assert [EXCEPTIONS in one.values for one in found[:7]] == [True, False] * 3 + [True]
