"""Play a run: events in their order, cycles among them, then quiet - and see whether what was promised was kept."""

from __future__ import annotations

import zlib
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from syncline.store.changes import Changes
from tests.simulation import admin, calendar, desk, meetings, org_series, people, series, trouble
from tests.simulation.checks import everything_in_salesforce, violations
from tests.simulation.events import BETWEEN
from tests.simulation.world import World, build
from tests.support.house import quiet
from tests.support.house_crash import Killed
from tests.support.house_people import picture

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from wsgiref.types import StartResponse, WSGIEnvironment

    from tests.simulation.events import Case, Event
    from tests.simulation.line import Call, Line

T = TypeVar("T")

DEEDS = {
    **people.DEEDS, **calendar.DEEDS, **meetings.DEEDS, **series.DEEDS, **org_series.DEEDS, **admin.DEEDS, **desk.DEEDS
}  # fmt: skip
CYCLES = ("cycle",)
NOTICES = ("notice",)
"""A server tells of one rep: a cycle of that rep alone, twice where the notice comes twice. A lost one is none."""
UNDOS = ("undo",)
DEATHS_OF_THE_STORE = ("crash_commit",)
MOST = 40
"""Cycles within which everything must have come to rest, back-offs of hours included."""
_PAUSES = (30, 1300, 60, 90, 300, 1900, 7300, 7300, 22_000, 30, 30, 22_000)
_FOR_A_PERSON = "answer_"
"""How the codes of answers begin that cannot be carried out: the person is asked again, and told why."""
_KEPT_BACK = "would_mail"
"""The code of what waits for a person, because Microsoft 365 would mail people about it."""
_A_DAY = 86_500
_SOON = timedelta(minutes=30)
"""What is due within this time is waited for: what a mailbox may not show yet, what is looked at again."""
_LOOKED_FOR = 2
"""Cycles after which what no listing told of has been looked for."""


@dataclass(slots=True)
class Outcome:
    """What a run came to."""

    found: list[str]
    trace: list[str]
    injected: Counter[str]
    cycles: int = 0

    @property
    def digest(self) -> int:
        """A number that stands for the whole trace."""
        return zlib.crc32("\n".join(self.trace).encode())


@dataclass
class Run:
    """One run under way."""

    case: Case
    world: World = field(init=False)
    injected: Counter[str] = field(default_factory=Counter)
    cycles: int = 0
    _worked_meanwhile: bool = False
    _armed: list[Event] = field(default_factory=list)
    _trouble: trouble.Trouble = field(default_factory=trouble.Trouble)

    def __post_init__(self) -> None:
        self.world = build(self.case.start)
        self.world.wire.meet = self._meet

    def play(self) -> Outcome:
        """Play all events, come to rest, and check."""
        for event in self.case.events:
            self._one(event)
        found = self._rest()
        trace = [*self.world.wire.trace, *self._written()]
        return Outcome(found, trace, self.injected, self.cycles)

    def _one(self, event: Event) -> None:
        if event.at != BETWEEN or event.kind in trouble.KINDS:
            self._armed.append(event)
        elif event.kind in DEATHS_OF_THE_STORE:
            self.injected[event.kind] += 1
            self.world.store.arm(event.value, carried_out=bool(event.pick % 2))
        elif event.kind in CYCLES:
            self.cycle()
        elif event.kind in NOTICES:
            self.injected[event.kind] += 1
            for _ in range(1 + event.value % 2):
                self.cycle(f"acme/{self.world.rep(event.pick)}")
        elif event.kind in UNDOS:
            self._undo(event)
        else:
            self._do(event)

    def _do(self, event: Event) -> None:
        self._worked_meanwhile = self._worked_meanwhile or event.at != BETWEEN
        self.injected[event.kind if event.at == BETWEEN else f"{event.kind} during a cycle"] += 1
        self.world.wire.trace.append(f"* {event.kind} {event.pick} {event.value}")
        if event.kind != "lock_row":  # who saves a record in Salesforce by hand waits until it is free
            self.world.org.setup.unlock()
        DEEDS[event.kind](self.world, event)

    def cycle(self, only: str | None = None) -> dict[str, Any] | None:
        """Run one cycle, of everybody or one rep, with what is armed; answers its report, None if the process died."""
        self.cycles += 1
        return self._at_work(lambda: self.world.sync(only=only))

    def _undo(self, event: Event) -> None:
        self.injected[event.kind] += 1
        self.world.wire.trace.append(f"* {event.kind} {event.pick} {event.value}")
        self._at_work(lambda: desk.undo(self.world, event))

    def _at_work(self, work: Callable[[], T]) -> T | None:
        """Let Syncline work with what is armed; None if the process died."""
        self.world.wire.begin()
        self._worked_meanwhile = False
        try:
            return work()
        except Killed:
            self.world.restart()
            return None
        finally:
            self.world.store.disarm()
            self._trouble.over()
            for line in (self.world.org_faults, self.world.mail_line):
                line.disarm()
            left, self._armed = self._armed, []
            for event in left:
                if event.kind in DEEDS:
                    self._do(replace(event, at=BETWEEN))

    def _meet(self, call: Call, line: Line, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes] | None:
        happening: Event | None = None
        waiting: list[Event] = []
        for event in self._armed:
            if event.at > call.number or (
                event.kind in trouble.KINDS and (happening or not trouble.fits(event.kind, call))
            ):
                waiting.append(event)
            elif event.kind in trouble.KINDS:
                happening = event
            else:
                self._do(event)
        self._armed = waiting
        if happening is not None:
            self.injected[happening.kind] += 1
            self.world.wire.trace.append(f"! {happening.kind}")
            if call.server == "org" and call.writes and happening.kind in trouble.LOSES and self._worked_meanwhile:
                # The race that is left (SPEC P2): saved between our reading and our writing, and the answer lost.
                self.world.ledger.given_up |= everything_in_salesforce(self.world)
            return self._trouble.act(happening, call, line, environ, start)
        return self._trouble.go_on(call, line, environ, start) if self._trouble.lasting else None

    def _rest(self) -> list[str]:
        """Nothing goes wrong any more and nobody does anything: come to rest within a bound."""
        self._armed = []
        world = self.world
        for row in world.store.reps():
            if row.paused:
                world.store.commit(Changes(reps=[replace(row, paused=False)]))
        for rep in world.reps:
            world.post.mend_folder(rep)
        if self.injected["short_page"]:  # what the server kept to itself, it tells from now on
            admin.expire_all(world)
        quiet_for = 0
        for number in range(MOST):
            report = self.cycle()
            failing = {code for code in world.errors() if not code.startswith(_FOR_A_PERSON)} - {_KEPT_BACK}
            idle = report is not None and quiet(report) and not world.due(_SOON) and not failing
            quiet_for = quiet_for + 1 if idle else 0
            if quiet_for > 1 and number > _LOOKED_FOR:
                return self._at_rest()
            # Whether the rep may still see a record is asked once a day.
            pause = _A_DAY if failing == {"not_visible"} else _PAUSES[number % len(_PAUSES)]
            world.clock.advance(timedelta(seconds=pause))
        return [f"P3: not at rest after {MOST} cycles: {world.errors()} {report}"]

    def _at_rest(self) -> list[str]:
        before = self._picture()
        self.world.clock.advance(timedelta(minutes=5))
        report = self.cycle()
        after = self._picture()
        moved = [name for name in after if before[name] != after[name]]
        found = [f"P3: the cycle after the last one changed {moved}"] if moved else []
        if report is None or not quiet(report):
            found.append("P3: the cycle after the last one wrote")
        return found + violations(self.world)

    def _picture(self) -> dict[str, Any]:
        return {**picture(self.world), "post": sorted(map(repr, self.world.post.versions()))}

    def _written(self) -> list[str]:
        rows = self.world.store.journal(limit=100_000)
        return [f"{row.id} {row.at} {row.side} {row.action} {_told(row.before)} {_told(row.after)}" for row in rows]


def _told(values: Mapping[str, Any]) -> str:
    """Values without the order of their fields, which says nothing."""
    return repr(sorted(values.items()))


def play(case: Case) -> Outcome:
    """Play a case from its beginning."""
    return Run(case).play()
