"""Zones made of rules, judged by dateutil's own reading of the same POSIX text."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from dateutil.tz import tzstr
from hypothesis import given
from hypothesis import strategies as st

from syncline.records.moments import UnknownZoneError, instant_of, zone_info, zone_of
from syncline.records.zones.posix import PREFIX, Change, Rules

HOUR = timedelta(hours=1)
BERLIN = Rules(HOUR, (Change(3, 5, 6, 0, 2 * HOUR, 2 * HOUR), Change(10, 5, 6, 0, 3 * HOUR, HOUR)))
SYDNEY = Rules(10 * HOUR, (Change(10, 1, 6, 0, 2 * HOUR, 11 * HOUR), Change(4, 1, 6, 0, 3 * HOUR, 10 * HOUR)))


@pytest.mark.parametrize(("rules", "place"), [(BERLIN, "Europe/Berlin"), (SYDNEY, "Australia/Sydney")])
def test_rules_are_the_zone_that_they_describe(rules: Rules, place: str) -> None:
    instants = (datetime(2026, 1, 1, tzinfo=UTC) + HOUR * hour for hour in range(24 * 365))
    assert all(
        one.astimezone(zone_info(rules.text())).utcoffset() == one.astimezone(zone_info(place)).utcoffset()
        for one in instants
    )


def test_a_moment_takes_rules_for_its_zone() -> None:
    moment = f"2026-07-01T09:00:00@{BERLIN.text()}"
    assert instant_of(moment) == datetime(2026, 7, 1, 7, tzinfo=UTC)
    assert zone_of(moment) == BERLIN.text()


_NAME = re.compile("<.*?>")
"""dateutil reads names of letters alone."""
_CHANGES = st.tuples(
    st.integers(3, 5),
    st.integers(9, 11),
    st.integers(1, 5),
    st.integers(0, 6),
    st.integers(0, 23),
    st.integers(-11, 12),
)


@given(_CHANGES, st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)))  # noqa: DTZ001 - wall times
def test_others_read_the_text_as_we_do(told: tuple[int, ...], wall: datetime) -> None:
    spring, autumn, week, weekday, hour, offset = told
    ahead, back = (
        Change(month, week, weekday, 0, HOUR * hour, HOUR * to)
        for month, to in ((spring, offset + 1), (autumn, offset))
    )
    rules = Rules(HOUR * offset, (ahead, back))
    assert Rules.read(rules.text()) == rules
    instant = wall.replace(tzinfo=UTC)
    judge = tzstr(_NAME.sub("XYZ", rules.text().removeprefix(PREFIX)))
    assert instant.astimezone(zone_info(rules.text())).utcoffset() == instant.astimezone(judge).utcoffset()


@pytest.mark.parametrize("text", ["TZ:", "TZ:nonsense", "TZ:<+01>-1<+02>-2,M3.5.0/2"])
def test_nonsense_is_no_zone(text: str) -> None:
    with pytest.raises(UnknownZoneError):
        zone_info(text)


def test_a_day_of_a_month_is_kept() -> None:
    rules = Rules(
        -HOUR * 3 - HOUR / 2,
        (Change(3, 0, 0, 21, HOUR * 24, -HOUR * 2), Change(9, 0, 0, 20, HOUR * 0, -HOUR * 3 - HOUR / 2)),
    )
    assert Rules.read(rules.text()) == rules
    assert rules.text() == "TZ:<-0330>3:30<-0200>2,J80/24,J263/0"
