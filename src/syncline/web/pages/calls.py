"""Salesforce API calls as the status page draws them: each hour's, and what is spent, left and forecast (SPEC 6.3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from syncline.jobs.budget import budget_of
from syncline.store.meters import Counted
from syncline.web.pages.chart import WIDTH, bars

if TYPE_CHECKING:
    from datetime import datetime

    from syncline.jobs.budget import Budget
    from syncline.store.port import Store
    from syncline.store.rows import ConnectionRow
    from syncline.web.pages.chart import Bar


@dataclass(frozen=True, slots=True)
class Calls:
    """An org's calls. Lengths are in the units of the drawing; `limit` is where the allowed end, None while unknown."""

    name: str
    budget: Budget
    bars: list[Bar]
    spent: int
    forecast: int
    limit: int | None


def calls(store: Store, org: ConnectionRow, now: datetime) -> Calls:
    """Answer the last 24 hours. The longest of spent, forecast and allowed fills the drawing."""
    budget = budget_of(store, org, now)
    whole = max(budget.spent, budget.forecast, budget.allowed or 0, 1)
    spent, forecast = (round(WIDTH * number / whole) for number in (budget.spent, budget.forecast))
    limit = None if budget.allowed is None else round(WIDTH * budget.allowed / whole)
    return Calls(org.name, budget, bars(_by_hour(store, org, now)), spent, forecast, limit)


def _by_hour(store: Store, org: ConnectionRow, now: datetime) -> list[tuple[datetime, int]]:
    begin = now.replace(minute=0, second=0, microsecond=0) - timedelta(hours=23)
    made = {one.hour: one.number for one in store.hours(Counted.CALLS, begin, [org.name])}
    hours = [begin + timedelta(hours=number) for number in range(24)]
    return [(hour, made.get(hour, 0)) for hour in hours]
