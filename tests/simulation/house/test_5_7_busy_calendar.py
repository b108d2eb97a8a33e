"""SPEC 5.7, P3: a calendar of two years with 5,000 events, 300 of them series, a third of these with exceptions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from syncline.records.words import Collection
from tests.support.busy_calendar import fill
from tests.support.house import quiet
from tests.support.house_people import events
from tests.support.house_tables import events_with
from tests.support.series_desk import Desk, exchange, google, microsoft365

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("made", "series", "size"),
    [(exchange, "series", 1), (exchange, "occurrences", 10), (google, "series", 10), (microsoft365, "series", 10)],
    ids=lambda value: getattr(value, "__name__", str(value)),
)
def test_it_syncs_once_and_then_writes_nothing(made: Callable[..., Desk], series: str, size: int) -> None:
    desk = made(events=events_with(series=series))
    fill(desk.hands, 4700 // size, 300 // size)
    first = desk.house.sync()
    assert first["errors"] == 0
    there = {one["Id"]: one for one in events(desk.house)}
    assert len(there) == desk.house.link_count(Collection.EVENTS)
    assert len(there) > 5000 // size
    moved = [one for one in there.values() if one["Subject"].endswith("(moved)")]
    assert 90 // size <= len(moved) <= 100 // size
    for _ in range(2):
        desk.house.wait(minutes=5)
        assert quiet(desk.house.sync())
    assert {one["Id"]: one for one in events(desk.house)} == there
    assert desk.hands.mails() == 0
