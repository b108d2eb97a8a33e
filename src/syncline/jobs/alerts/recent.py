"""What was told lately, and by which way nothing gets through: for pages and commands to show."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from syncline.jobs.alerts.ways import DeliveryError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from syncline.jobs.alerts.run import Alert
    from syncline.jobs.alerts.ways import Way
    from syncline.store.port import SetUp

KEPT = 50
_RECENT = "alerts:recent"
_BROKEN = "alerts:broken"
TEST = "test"
"""The kind of an alert that a person asked for, to see whether it arrives."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """How telling went by one way; `reason` is empty where it arrived."""

    way: str
    reason: str = ""


def deliver(ways: Iterable[Way], alerts: Sequence[Alert]) -> list[Delivery]:
    """Tell by every way."""
    answers = []
    for way in ways:
        try:
            way.tell(alerts)
        except DeliveryError as error:
            answers.append(Delivery(way.name, str(error)))
        else:
            answers.append(Delivery(way.name))
    return answers


def remember(store: SetUp, alerts: Sequence[Alert], deliveries: Sequence[Delivery], now: datetime) -> None:
    """Keep what was told, the last few dozen, and which ways did not work the last time they were used."""
    at = now.isoformat(timespec="seconds")
    told = [one.as_json() | {"at": at} for one in alerts]
    arrived = any(not one.reason for one in deliveries)
    failed = {one.way: {"reason": one.reason, "at": at} for one in deliveries if one.reason}
    settings = {_BROKEN: json.dumps(failed)} if json.dumps(failed) != store.setting(_BROKEN) else {}
    if arrived and told:
        settings[_RECENT] = json.dumps([*told[::-1], *recent(store)][:KEPT])
    if settings:
        store.save_setup(settings=settings)


def recent(store: SetUp) -> list[dict[str, Any]]:
    """Answer the last alerts, the newest first: what was told and when (`at`, ISO 8601 in UTC)."""
    kept = store.setting(_RECENT)
    told: list[dict[str, Any]] = json.loads(kept) if kept else []
    return told


def broken(store: SetUp) -> dict[str, dict[str, str]]:
    """Answer the ways that did not work when they were used last, each with the reason and when."""
    kept = store.setting(_BROKEN)
    found: dict[str, dict[str, str]] = json.loads(kept) if kept else {}
    return found
