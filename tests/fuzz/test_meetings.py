"""Random histories of single events under every direction: nothing is lost, doubled or torn apart, all comes to rest.

Every event bears a name that nobody changes, every typed place a mark of its own.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from syncline.planner.policy import ConflictPolicy, DeleteGuard, EventPolicy
from syncline.records.fields import EVENT_FIELDS, PRIVATE
from syncline.records.moments import instant_of
from syncline.records.normal import same
from syncline.records.words import Collection, Direction, Side
from tests.support.memory_sides import START
from tests.support.world import REP, World, idle

if TYPE_CHECKING:
    from collections.abc import Callable

    from syncline.records.record import Record, Value
    from tests.support.memory_sides import Shelf

EVENTS = Collection.EVENTS
SEEDS, STEPS = (*range(60), 1034, 1366, 1404, 1458, 1469, 1580, 1836, 1968, 2124, 3148), 24
_MARK = re.compile(r"v\d{4}")


class History:
    """One rep with a calendar and events in Salesforce, and people who work on both."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.direction = self.dice.choice(
            (Direction.BOTH, Direction.BOTH, Direction.TO_MAILBOX, Direction.TO_SALESFORCE)
        )
        policy = EventPolicy(
            direction=self.direction,
            conflicts=self.dice.choice(tuple(ConflictPolicy)),
            remove_deleted=self.dice.random() < 0.7,
            private=self.dice.random() < 0.5,
            busy_only=self.dice.random() < 0.3,
            activated_at=START,
        )
        self.world = World(events=policy, guard=DeleteGuard(at_least=100_000))
        self.marks = 0
        self.typed: set[str] = set()
        self.seen_and_replaced: set[str] = set()
        self.deleted: dict[Side, set[str]] = {side: set() for side in Side}
        """Names of what people deleted on a side."""

    def shelf(self, side: Side) -> Shelf:
        return self.world.shelf(side, EVENTS)

    def mark(self) -> str:
        self.marks += 1
        self.typed.add(mark := f"v{self.marks:04}")
        return mark

    def times(self) -> dict[str, Value]:
        day, hour = self.dice.randint(4, 26), self.dice.randint(0, 20)
        if hour == 0:
            return {"Start": f"2026-03-{day:02}", "End": f"2026-03-{day + 1:02}"}
        zone = self.dice.choice(("Europe/Berlin", "America/New_York", "UTC"))
        return {
            "Start": f"2026-03-{day:02}T{hour:02}:00:00@{zone}",
            "End": f"2026-03-{day:02}T{hour + self.dice.randint(0, 3):02}:30:00@{zone}",
        }

    def enter(self) -> None:
        side = self.dice.choice(tuple(Side))
        self.marks += 1
        values = {"Subject": f"Talk {self.marks}", "Location": self.mark(), **self.times()}
        facts = {"owner": self.world.org.user_id} if side is Side.SALESFORCE else {"uid": f"uid-{self.marks}"}
        self.shelf(side).put(values, **facts)

    def _one(self) -> tuple[Side, Record] | None:
        side = self.dice.choice(tuple(Side))
        records = self.shelf(side).records
        return (side, records[self.dice.choice(sorted(records))]) if records else None

    def edit(self) -> None:
        if found := self._one():
            side, record = found
            self.seen_and_replaced |= set(_MARK.findall(str(record.values)))
            self.shelf(side).edit(record.id, {"Location": self.mark()})

    def shift(self) -> None:
        if found := self._one():
            side, record = found
            self.shelf(side).edit(record.id, dict(self.times()))

    def stretch(self) -> None:
        """Somebody lets a meeting end later, and leaves its start alone."""
        if (found := self._one()) and "T" in str(found[1].values["End"]):
            side, record = found
            later = str(record.values["End"]).replace(":30:00@", ":45:00@")
            self.shelf(side).edit(record.id, {"End": later})

    def hide(self) -> None:
        if found := self._one():
            side, record = found
            hidden = record.values.get("Sensitivity") == PRIVATE
            self.shelf(side).edit(record.id, {"Sensitivity": None if hidden else PRIVATE})

    def delete(self) -> None:
        if found := self._one():
            side, record = found
            self.deleted[side] |= {str(record.values["Subject"]), *self._whose(side, record.id)}
            self.shelf(side).remove(record.id)

    def _whose(self, side: Side, record_id: str) -> list[str]:
        """The names of the other halves: where only the time syncs, a copy bears another name."""
        links = self.world.store.links(REP, EVENTS, side, [record_id])
        others = [self.shelf(side.other).records.get(link.record_id(side.other)) for link in links]
        return [str(one.values["Subject"]) for one in others if one is not None]

    def meanwhile(self) -> None:
        """Somebody works on an event while a cycle writes."""
        deed = self.dice.choice((self.edit, self.shift, self.delete))
        for side in (self.world.mailbox, self.world.org):
            side.before_write = _once(deed)
        self.world.cycle()
        for side in (self.world.mailbox, self.world.org):
            side.before_write = lambda: None

    def stumble(self) -> None:
        """A server fails to read something for one cycle."""
        for side, end in ((Side.MAILBOX, self.world.mailbox), (Side.SALESFORCE, self.world.org)):
            records = sorted(self.shelf(side).records)
            end.unreadable.update(self.dice.sample(records, min(2, len(records))))
        self.world.cycle()
        self.world.mailbox.unreadable.clear()
        self.world.org.unreadable.clear()
        self.world.wait(hours=1)

    def cycle(self) -> None:
        self.world.cycle()

    def step(self) -> None:
        deeds: tuple[Callable[[], None], ...] = (
            self.enter, self.enter, self.edit, self.edit, self.shift, self.stretch, self.stretch, self.hide,
            self.delete, self.meanwhile, self.stumble, self.cycle, self.cycle, self.cycle,
        )  # fmt: skip
        self.dice.choice(deeds)()
        self.world.wait(seconds=self.dice.choice((0, 1, 40, 90)))

    # --- what must hold -------------------------------------------------------------------------------------------

    def findings(self) -> list[str]:
        return [*self._lost(), *self._doubled(), *self._torn(), *self._deleted_unasked(), *self._apart()]

    def _lost(self) -> list[str]:
        held = repr([[*self.shelf(side).records.values(), *self.shelf(side).bin.values()] for side in Side])
        held += repr([(dict(row.before), row.whole) for row in self.world.store.journal(limit=100_000)])
        return sorted(f"lost: {one}" for one in self.typed - self.seen_and_replaced if one not in held)

    def _doubled(self) -> list[str]:
        names = [(side, one.values["Subject"]) for side in Side for one in self.shelf(side).records.values()]
        busy = {"Busy"}
        return [f"doubled: {one}" for one, count in Counter(names).items() if count > 1 and one[1] not in busy]

    def _torn(self) -> list[str]:
        return [
            f"ends before it begins, on {side}: {dict(one.values)}"
            for side in Side
            for one in self.shelf(side).records.values()
            if _instant(one.values["End"]) <= _instant(one.values["Start"])
        ]

    def _deleted_unasked(self) -> list[str]:
        known = self.deleted[Side.SALESFORCE] | self.deleted[Side.MAILBOX] | {"Busy"}
        gone = [one.values["Subject"] for side in Side for one in self.shelf(side).bin.values()]
        return [f"deleted unasked: {one}" for one in gone if one not in known]

    def _apart(self) -> list[str]:
        if self.direction is not Direction.BOTH:
            return []
        return [
            f"{label} differs: {one.get(label)!r} in Salesforce, {two.get(label)!r} in the calendar"
            for one, two in self._pairs()
            for label in ("Subject", "Start", "End", "Location", "Sensitivity")
            if PRIVATE not in {one.get("Sensitivity"), two.get("Sensitivity")}
            and not same(EVENT_FIELDS[label], one.get(label), two.get(label))
        ]

    def _pairs(self) -> list[tuple[dict[str, Value], dict[str, Value]]]:
        there, here = self.shelf(Side.SALESFORCE).records, self.shelf(Side.MAILBOX).records
        links = self.world.links(EVENTS)
        return [(dict(there[one.salesforce_id].values), dict(here[one.mailbox_id].values)) for one in links]


def _instant(text: Value) -> str:
    return str(text) if "T" not in str(text) else instant_of(str(text)).isoformat()


def _once(deed: Callable[[], None]) -> Callable[[], None]:
    done: list[bool] = []

    def act() -> None:
        if not done:
            done.append(True)
            deed()

    return act


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_is_lost_doubled_or_torn_apart_and_all_comes_to_rest(seed: int) -> None:
    history = History(seed)
    for _ in range(STEPS):
        history.step()
    for _ in range(5):
        history.cycle()
        history.world.wait(hours=7)
    assert idle(history.world.cycle())
    assert history.findings() == []
