"""Random histories of series in a calendar: at rest Salesforce holds what the calendar shows, each occurrence once."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from syncline.engine.unrolling import AHEAD
from syncline.planner.policy import DeleteGuard, EventPolicy, SeriesPolicy
from syncline.planner.scope import span
from syncline.records.fields import RECURRENCE
from syncline.records.moments import instant_of
from syncline.records.recurrence.instances import instances
from syncline.records.words import Collection, Direction
from tests.support.series_mailbox import SeriesMailbox
from tests.support.series_org import SeriesOrg
from tests.support.world import World, idle

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from syncline.records.record import Record, Values

EVENTS = Collection.EVENTS
IN = EventPolicy(direction=Direction.TO_SALESFORCE, remove_deleted=True, series=SeriesPolicy.OCCURRENCES)
RULES = (
    "FREQ=DAILY;COUNT=6",
    "FREQ=WEEKLY",
    "FREQ=WEEKLY;INTERVAL=2;COUNT=3",
    "FREQ=MONTHLY;COUNT=4",
    "FREQ=DAILY;INTERVAL=3;COUNT=5",
)
SEEDS, STEPS = (*range(30), 143, 152, 527, 540), 14


class History:
    """One rep's calendar, and somebody who works on it."""

    def __init__(self, seed: int, series: SeriesPolicy) -> None:
        self.random = random.Random(seed)
        self.world = World(events=replace(IN, series=series), guard=DeleteGuard(at_least=100_000))
        if series is SeriesPolicy.SERIES:
            self.world.org = SeriesOrg(self.world.clock)
        self.mailbox = SeriesMailbox(self.world.clock)
        self.world.mailbox = self.mailbox
        self.number = 0

    @property
    def records(self) -> dict[str, Record]:
        return self.mailbox.shelves[EVENTS].records

    def series(self) -> list[str]:
        return [one for one, record in self.records.items() if RECURRENCE in record.values]

    def put(self) -> None:
        self.number += 1
        start = f"2026-03-{self.random.randint(3, 20):02}T{self.random.randint(8, 17):02}:00:00@Europe/Berlin"
        values = {"Subject": f"Talk {self.number}", "Start": start, "End": start.replace(":00:00", ":30:00")}
        record = self.mailbox.shelves[EVENTS].put(values, uid=f"uid-{self.number}")
        if self.random.random() < 0.7:
            self.mailbox.repeat(record.id, self.random.choice(RULES))

    def repeat(self) -> None:
        if self.records:
            one = self.random.choice(sorted(self.records))
            self.mailbox.repeat(one, self.random.choice((None, *RULES)))

    def alter(self) -> None:
        if not (own := self.series()):
            return
        one = self.random.choice(own)
        shown = list(instances(self.records[one].values, *self.window(), "Europe/Berlin"))
        if shown:
            original, values = self.random.choice(shown)
            later = {label: str(values[label]).replace(":00@", ":10@") for label in ("Start", "End")}
            self.mailbox.alter(one, original, self.random.choice((None, {"Subject": f"other {original}"}, later)))

    def rename(self) -> None:
        if self.records:
            self.number += 1
            one = self.random.choice(sorted(self.records))
            self.mailbox.shelves[EVENTS].edit(one, {"Subject": f"Talk {self.number}"})

    def delete(self) -> None:
        if self.records:
            self.mailbox.shelves[EVENTS].remove(self.random.choice(sorted(self.records)))

    def stumble(self) -> None:
        """The server fails to read something for one cycle."""
        self.mailbox.unreadable.update(self.random.sample(sorted(self.records), min(2, len(self.records))))
        self.cycle()
        self.mailbox.unreadable.clear()
        self.world.wait(hours=1)

    def lose(self) -> None:
        """A request that makes series is lost, or its answer; or the org makes fewer occurrences than it was told."""
        if isinstance(self.world.org, SeriesOrg):
            self.world.org.lost_before = self.random.randint(0, 1)
            self.world.org.lost_after = self.random.randint(0, 1)
            self.world.org.most = self.random.choice((3, 1000, 1000))

    def cycle(self) -> None:
        self.world.cycle()

    def step(self) -> None:
        deeds: tuple[Callable[[], None], ...] = (
            self.put,
            self.repeat,
            self.alter,
            self.alter,
            self.rename,
            self.delete,
        )
        self.random.choice((*deeds, self.lose, self.stumble, self.cycle, self.cycle))()
        self.world.wait(minutes=1)

    def window(self) -> tuple[datetime, datetime]:
        inside = span(IN, "Europe/Berlin", self.world.clock())
        return inside.since, min(inside.until, self.world.clock() + AHEAD)

    def shown(self) -> list[tuple[str, str]]:
        """What the calendar shows inside the window."""
        found: list[Values] = []
        for record in self.records.values():
            if RECURRENCE in record.values:
                found += [one.values for one in instances(record.values, *self.window(), "Europe/Berlin")]
            else:
                found.append(record.values)
        return sorted(map(told, found))

    def held(self) -> list[tuple[str, str]]:
        return sorted(told(record.values) for record in self.world.org.shelves[EVENTS].records.values())


def told(values: Values) -> tuple[str, str]:
    return instant_of(str(values["Start"])).isoformat(), str(values["Subject"])


@pytest.mark.parametrize("series", [SeriesPolicy.OCCURRENCES, SeriesPolicy.SERIES])
@pytest.mark.parametrize("seed", SEEDS)
def test_salesforce_holds_what_the_calendar_shows(seed: int, series: SeriesPolicy) -> None:
    history = History(seed, series)
    for _ in range(STEPS):
        history.step()
    if isinstance(history.world.org, SeriesOrg):
        history.world.org.lost_before = history.world.org.lost_after = 0
    history.world.wait(days=1)
    for _ in range(3):
        history.cycle()
        history.world.wait(hours=7)
    history.cycle()
    assert idle(history.world.cycle())
    # What is past stays as it was, and what comes nearer comes in once a day.
    since, until = (history.world.clock() + ahead for ahead in (timedelta(days=1), AHEAD - timedelta(days=1)))
    held, shown = (
        [one for one in rows if since.isoformat() <= one[0] < until.isoformat()]
        for rows in (history.held(), history.shown())
    )
    assert held == shown
