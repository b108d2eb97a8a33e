"""What persons do to event series in Salesforce: make them, make them anew otherwise, delete them from a day on.

What is done to one occurrence is done as to any event there.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from tests.simulation import calendar
from tests.simulation.people import chosen
from tests.simulation.series import rule_from

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.simulation.events import Event
    from tests.simulation.world import World

RULES = (
    "FREQ=DAILY;COUNT=4", "FREQ=WEEKLY;COUNT=4", "FREQ=DAILY;INTERVAL=3;COUNT=3", "FREQ=DAILY;COUNT=6",
    "FREQ=MONTHLY;BYDAY={nth};COUNT=3", "FREQ=MONTHLY;COUNT=3", "FREQ=YEARLY;COUNT=2",
)  # fmt: skip
_SHIFTS = (timedelta(hours=1), timedelta(minutes=-30), timedelta(days=1), timedelta(days=7), timedelta())


def enter_org_series(world: World, event: Event) -> None:
    """A rep makes a series in Salesforce; every fifth takes whole days."""
    rep, name = world.rep(event.pick), world.ledger.name()
    day = world.clock().date() + timedelta(days=2 + event.value % 9)
    world.ledger.create(name, rep)
    given = {"Subject": name, "Location": world.ledger.mark(), **_times(day, event.value)}
    given["Recurrence2PatternText"] = _pattern(day, event.value // 9)
    world.org.as_user(rep).create("Event", given)
    world.ledger.org_series[name] = world.ledger.org_made[name] = len(_rows(world, name))


def _pattern(day: date, value: int) -> str:
    return f"RRULE:{rule_from(day.isoformat(), value, RULES)}"


def _times(day: date, value: int) -> dict[str, Any]:
    if value % 5 == 0:
        start = end = datetime.combine(day, datetime.min.time(), UTC)
    else:  # by the clock of Berlin the same day
        start = datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=6 + value % 12)
        end = start + timedelta(minutes=45)
    return {"IsAllDayEvent": start == end, "StartDateTime": _told(start), "EndDateTime": _told(end)}


def _told(when: datetime) -> str:
    return f"{when:%Y-%m-%dT%H:%M:%S}.000Z"


def _rows(world: World, name: str) -> list[dict[str, Any]]:
    """The occurrences of a series, by their starts."""
    found = [row for row in calendar.happenings(world) if row["Subject"] == name]
    return sorted(found, key=lambda row: (row["StartDateTime"], row["Id"]))


def _some(world: World, event: Event) -> tuple[str, list[dict[str, Any]]] | None:
    """A series that was made in Salesforce and of which something is there."""
    alive = {row["Subject"] for row in calendar.happenings(world)}
    name = chosen([one for one in world.ledger.org_series if one in alive], event.pick)
    return (name, _rows(world, name)) if name is not None else None


def remake(world: World, event: Event) -> None:
    """Its owner changes the rule of a series or when it begins: Salesforce makes it anew, from that day on."""
    found = _some(world, event)
    if found is None:
        return
    name, rows = found
    whole = [world.org.admin.get(row["Id"]) for row in rows]
    of_series = [row for row in whole if row["StartDateTime"] >= row["Recurrence2PatternStartDate"]]
    first = of_series[0 if event.value % 3 else event.value // 3 % len(of_series)] if of_series else None
    if first is None:
        return
    start = datetime.fromisoformat(first["StartDateTime"].replace("+0000", "+00:00"))
    changes = {"Recurrence2PatternText": _pattern(start.date(), event.value // 5)}
    if not first["IsAllDayEvent"] and event.value % 2:
        changes = {"StartDateTime": _told(start + _SHIFTS[event.value // 2 % len(_SHIFTS)])}
    (owner,) = world.ledger.made_by[name]
    world.org.as_user(owner).remake(first["Id"], changes)
    _note_gone(world, name, rows)


def _note_gone(world: World, name: str, before: list[dict[str, Any]]) -> None:
    """What went, went for a person's deed; what the rep threw away in the calendar may go there yet."""
    ledger, now = world.ledger, _rows(world, name)
    gone = {row["Id"] for row in before} - {row["Id"] for row in now}
    ledger.removed |= gone
    ledger.went.setdefault(name, set()).add("org")
    ledger.thrown_away[name, "org"] += len(gone)
    ledger.org_made[name] = len(now)
    ledger.org_series[name] = len(now) - ledger.thrown_away[name, "mailbox"]


def end_org_series(world: World, event: Event) -> None:
    """Its owner deletes a series from a day on."""
    if found := _some(world, event):
        name, rows = found
        (owner,) = world.ledger.made_by[name]
        for row in rows[event.value % len(rows) :]:
            world.org.as_user(owner).delete(row["Id"])
        _note_gone(world, name, rows)


DEEDS: dict[str, Callable[[World, Event], None]] = {
    deed.__name__: deed for deed in (enter_org_series, remake, end_org_series)
}
