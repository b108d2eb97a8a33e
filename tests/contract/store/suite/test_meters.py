"""What was done and spent, by the hour (SPEC 6.3, 7.9)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from syncline.store.meters import Count, Counted
from tests.support.store_samples import NOW

if TYPE_CHECKING:
    from syncline.store.port import Store

CALLS, CYCLES = Counted.CALLS, Counted.CYCLES
HOUR = NOW.replace(minute=0, second=0, microsecond=0)


def test_counts_of_an_hour_add_up(store: Store) -> None:
    store.count([Count(CALLS, "acme", 3), Count(CALLS, "mail", 1)], NOW)
    store.count([Count(CALLS, "acme", 4)], NOW + timedelta(hours=1))
    store.count([Count(CALLS, "acme", 5), Count(CYCLES, "", 2)], NOW)
    later = HOUR + timedelta(hours=1)
    assert store.hours(CALLS, HOUR) == [
        Count(CALLS, "acme", 8, HOUR), Count(CALLS, "mail", 1, HOUR), Count(CALLS, "acme", 4, later)
    ]  # fmt: skip
    assert store.hours(CALLS, later) == [Count(CALLS, "acme", 4, later)]
    assert store.hours(CALLS, HOUR, ["mail"]) == [Count(CALLS, "mail", 1, HOUR)]


def test_totals_outlive_the_hours(store: Store) -> None:
    store.count([Count(CALLS, "acme", 3)], NOW)
    store.count([Count(CALLS, "acme", 4), Count(CYCLES, "", 1)], NOW + timedelta(days=2))
    store.forget_hours(NOW + timedelta(days=1))
    assert [one.number for one in store.hours(CALLS, HOUR)] == [4]
    assert store.totals() == [Count(CALLS, "acme", 7), Count(CYCLES, "", 1)]


def test_nothing_is_counted_as_nothing(store: Store) -> None:
    store.count([Count(CALLS, "acme", 0)], NOW)
    assert sum(one.number for one in store.totals()) == 0
