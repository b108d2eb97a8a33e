"""What persons do to series in the calendar: make, edit, move and cancel occurrences, repeat otherwise, call off."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from tests.simulation import meetings, series_reading
from tests.simulation.people import chosen

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.simulation.events import Event
    from tests.simulation.post.hands import Thing
    from tests.simulation.world import World
    from tests.support.series_hands import SeriesHands

HOMES = ("Europe/Berlin", "Europe/Berlin", "America/New_York")
RULES = (
    "FREQ=DAILY;COUNT=6", "FREQ=WEEKLY;COUNT=5", "FREQ=DAILY;INTERVAL=3;COUNT=5", "FREQ=WEEKLY",
    "FREQ=WEEKLY;INTERVAL=2;COUNT=4", "FREQ=DAILY;UNTIL={until}", "FREQ=MONTHLY;BYDAY={nth};COUNT=3",
    "FREQ=MONTHLY;BYDAY={nth}", "FREQ=YEARLY;BYMONTH={month};BYDAY={nth};COUNT=2", "FREQ=MONTHLY;COUNT=3",
    "FREQ=MONTHLY", "FREQ=YEARLY;COUNT=2", "FREQ=YEARLY",
)  # fmt: skip
"""The last ones go by the day of the month."""
_ON_ANY_DAY, _IN_EVERY_MONTH = 9, 28
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WEEKS = 4
"""So many weekdays of a name every month has; one that comes after them is the last."""


def rule_from(start: str, value: int, rules: Sequence[str] = RULES) -> str:
    """Answer a rule. What every mail system has words for: none goes by a day that not every month has."""
    first = date.fromisoformat(start[:10])
    until = first + timedelta(days=20)
    if first.day > _IN_EVERY_MONTH:
        rules = [one for one in rules if one not in RULES[_ON_ANY_DAY:]]
    told = {"until": f"{until:%Y%m%d}T215959Z", "nth": _nth(first, value // len(rules)), "month": first.month}
    return rules[value % len(rules)].format(**told)


def _nth(day: date, value: int) -> str:
    """Answer the how-manieth of its name a day is in its month; the fourth may be meant as the last."""
    week = (day.day - 1) // 7 + 1
    last = (day + timedelta(days=7)).month != day.month
    return f"{-1 if week > _WEEKS or (last and value % 2) else week}{_DAYS[day.weekday()]}"


def _start(world: World, value: int) -> str:
    """When a series begins: on a day that every month has, and by a clock that shows the same date as UTC's."""
    home = HOMES[value % len(HOMES)]
    day = world.clock().astimezone(ZoneInfo(home)).date() + timedelta(days=value % 9)
    day = day.replace(day=min(day.day, _IN_EVERY_MONTH))
    return f"{day}T{8 + value % 8:02}:00:00@{home}"


def _later(text: str, minutes: int) -> str:
    wall, _, home = text.partition("@")
    hours, rest = divmod(int(wall[11:13]) * 60 + int(wall[14:16]) + minutes, 60)
    return f"{wall[:11]}{hours:02}:{rest:02}:00@{home}"


def enter_series(world: World, event: Event) -> None:
    """A rep enters a series."""
    rep, name, start = world.rep(event.pick), world.ledger.name(), _start(world, event.value)
    world.ledger.create(name, rep)
    world.ledger.series.add(name)
    values = {"Subject": name, "Location": world.ledger.mark(), "Start": start, "End": _later(start, 45)}
    guests = _guests(world, name, event.value // 7) if world.start.attendees and event.value % 2 else ()
    world.post.calendar(rep).put(values, rule_from(start, event.value // 9), guests)


def _guests(world: World, name: str, value: int) -> tuple[str, ...]:
    """Whom an organizer asks to all of a series: known people and a stranger, none of whom syncs."""
    dice = Random(value)
    guests = dice.sample((*meetings.KNOWN, meetings.STRANGER), dice.randint(0, len(meetings.KNOWN) + 1))
    world.ledger.ask(name, guests)
    return tuple(guests)


def invite_series(world: World, event: Event) -> None:
    """A rep says anew who takes part in a series."""
    if world.start.attendees and (found := _one(world, event)):
        rep, item = found
        world.post.invite(rep, item, _guests(world, item.name, event.value // 7))


def reply_series(world: World, event: Event) -> None:
    """Somebody answers for all of a series."""
    found = _one(world, event)
    if found and world.ledger.guests.get(found[1].name):
        meetings.answer(world, *found, event.value)


def _one(world: World, event: Event) -> tuple[str, Thing] | None:
    """A series of a rep's, or what was one."""
    rep = world.rep(event.value)
    item = chosen([one for one in world.post.entries(rep) if one.name in world.ledger.series], event.pick)
    return (rep, item) if item is not None else None


def _hands(world: World, rep: str, item: Thing) -> tuple[SeriesHands, str]:
    """A rep's hands on an event, and when it, or its series, begins."""
    hands, record = world.post.calendar(rep), series_reading.read(world, rep, item.id)
    start = str(record.values["Start"]) if record is not None else ""
    hands.know(item.id, start)
    return hands, start


def repeat(world: World, event: Event) -> None:
    """A rep lets it repeat by another rule, or makes a single event of it."""
    if found := _one(world, event):
        rep, item = found
        _note_gone(world, rep, item)
        hands, start = _hands(world, rep, item)
        hands.repeat(item.id, "" if event.value % 4 == 0 else rule_from(start, event.value // 4))


def make_series(world: World, event: Event) -> None:
    """A rep makes a series of a single event."""
    rep = world.rep(event.value)
    singles = [one for one in world.post.entries(rep) if _may_repeat(world, one)]
    if item := chosen(singles, event.pick):
        world.ledger.series.add(item.name)
        hands, start = _hands(world, rep, item)
        hands.repeat(item.id, rule_from(start, event.value // 4))


def _may_repeat(world: World, one: Thing) -> bool:
    """An event by the clock that was made here, and whom nobody else has a copy of."""
    strange = world.ledger.series | world.ledger.org_series.keys() | world.ledger.guests.keys() | world.ledger.apart
    return one.hosted and not one.all_day and one.name not in strange


def alter(world: World, event: Event) -> None:
    """A rep changes where one occurrence is, and perhaps when."""
    if found := _one(world, event):
        rep, item = found
        shown = chosen(series_reading.occurrences(world, rep, item.id), event.value // 7)
        if shown is None:
            return
        world.ledger.replaced(str(shown.values.get("Location")))
        values = {"Location": world.ledger.mark()}
        if event.value % 3 == 0 and str(shown.values["End"])[11:13] < "20":
            values |= {label: _later(str(shown.values[label]), 70) for label in ("Start", "End")}
        _hands(world, rep, item)[0].alter(item.id, shown.original, values)


def cancel(world: World, event: Event) -> None:
    """A rep cancels one occurrence."""
    if found := _one(world, event):
        rep, item = found
        if shown := chosen(series_reading.occurrences(world, rep, item.id), event.value // 7):
            _note_gone(world, rep, item)
            _hands(world, rep, item)[0].cancel(item.id, shown.original)


def _note_gone(world: World, rep: str, item: Thing) -> None:
    """What was typed for occurrences that go, goes with them; and the copies may go."""
    for shown in series_reading.occurrences(world, rep, item.id, past=timedelta(days=400)):
        if shown.values.get("Location") != item.place:
            world.ledger.replaced(str(shown.values.get("Location")))
    world.ledger.went.setdefault(item.name, set()).add(rep)


DEEDS: dict[str, Callable[[World, Event], None]] = {
    deed.__name__: deed for deed in (enter_series, repeat, make_series, alter, cancel, invite_series, reply_series)
}
