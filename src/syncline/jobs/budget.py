"""What Syncline may spend of an org's daily API requests, and what it has spent (SPEC 6.3)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from syncline.connectors.errors import RetryLaterError
from syncline.store.meters import Counted

if TYPE_CHECKING:
    from syncline.store.port import Store
    from syncline.store.rows import ConnectionRow

SHARE = 20
"""Percent of an org's daily requests that Syncline uses unless the set-up says otherwise."""
DAY = timedelta(hours=24)
_LATELY = timedelta(hours=3)
_FIRST = 0.8
"""Share of the budget after which first cycles wait: they are long, and the daily work must not stop for them."""
SETTING = "daily_share"


@dataclass(frozen=True, slots=True)
class Budget:
    """An org's budget of the last 24 hours. `allowed` and `org_limit` are None while the org has told nothing."""

    spent: int
    allowed: int | None
    forecast: int
    """What a day costs at the rate of the last hours."""
    org_used: int | None = None
    """What everybody together has used, as the org said last."""
    org_limit: int | None = None

    @property
    def left(self) -> int | None:
        """What may still be spent."""
        return None if self.allowed is None else max(self.allowed - self.spent, 0)

    @property
    def exhausted(self) -> bool:
        """Nothing may be asked of the org until hours that cost something have passed out of the day."""
        return self.allowed is not None and self.spent >= self.allowed

    @property
    def short(self) -> bool:
        """First cycles wait."""
        return self.allowed is not None and self.spent >= self.allowed * _FIRST


def budget_of(store: Store, org: ConnectionRow, now: datetime) -> Budget:
    """Answer an org's budget as all workers' counts tell it. An hour is counted until it has passed out wholly."""
    # An hour that has begun 24 hours ago is still in the day, a little.
    hours = store.hours(Counted.CALLS, now - DAY - timedelta(hours=1), [org.name])
    spent = sum(one.number for one in hours)
    lately = sum(one.number for one in hours if one.hour is not None and one.hour >= now - _LATELY)
    told = json.loads(store.setting(_name(org.name)) or "{}")
    limit = told.get("limit")
    share = org.settings.get(SETTING, SHARE)
    allowed = None if limit is None else limit * share // 100
    return Budget(spent, allowed, round(lately * DAY / _LATELY), told.get("used"), limit)


class BudgetSpentError(RetryLaterError):
    """Syncline's own share of an org's requests is spent."""

    code = "budget_spent"


def check_budget(store: Store, org: ConnectionRow, now: datetime) -> None:
    """Raise `BudgetSpentError` while an org is not to be asked anything."""
    budget = budget_of(store, org, now)
    if budget.exhausted:
        detail = f"{budget.spent} of the {budget.allowed} requests a day that are Syncline's share are spent."
        raise BudgetSpentError(detail, after=_to_next_hour(now))


def _to_next_hour(now: datetime) -> float:
    """Seconds until the oldest hour passes out of the day."""
    return (now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1) - now).total_seconds()


def note_usage(store: Store, org: str, usage: tuple[int, int]) -> None:
    """Keep what the org said: (used, limit) of everybody in the last 24 hours."""
    used, limit = usage
    told = json.dumps({"used": used, "limit": limit})
    if store.setting(_name(org)) != told:
        store.save_setup(settings={_name(org): told})


def _name(org: str) -> str:
    return f"usage:{org}"
