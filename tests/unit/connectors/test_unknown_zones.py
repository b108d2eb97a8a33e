"""A zone that nobody knows: the instant of a timed event stays, whole days stay days, on every mail system."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.unit.connectors.test_ends_of_time import exchange, google, graph

if TYPE_CHECKING:
    from collections.abc import Callable

    from syncline.records.record import Record

NAMES = ("Mordor Standard Time", "tzone://Microsoft/Custom", "Customized Time Zone", "../../etc/passwd", "Mars/Olympus")


@pytest.mark.parametrize("read", [exchange, graph, google])
@pytest.mark.parametrize("zone", NAMES)
def test_a_timed_event_keeps_its_instant(read: Callable[..., Record], zone: str) -> None:
    record = read("2026-07-01T12:00:00", "2026-07-01T13:00:00", zone, all_day=False)
    assert (record.values["Start"], record.values["End"]) == ("2026-07-01T12:00:00@UTC", "2026-07-01T13:00:00@UTC")
    assert record.not_representable is None


@pytest.mark.parametrize("read", [exchange, graph, google])
@pytest.mark.parametrize("zone", NAMES)
def test_whole_days_stay_days(read: Callable[..., Record], zone: str) -> None:
    record = read("2026-07-01T00:00:00", "2026-07-03T00:00:00", zone, all_day=True)
    assert (record.values["Start"], record.values["End"]) == ("2026-07-01", "2026-07-03")
