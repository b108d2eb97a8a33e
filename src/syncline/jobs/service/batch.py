"""The cycles of one job, each by itself, and when everybody is due again."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog
from structlog.contextvars import bound_contextvars

from syncline.connectors.errors import RetryLaterError
from syncline.jobs.org_turn import in_force
from syncline.jobs.rep_turn import Outcome, settings_of, stops_mail
from syncline.jobs.service.ailing import Ailing
from syncline.jobs.service.choosing import Choice, Chooser
from syncline.jobs.service.defects import DefectError, told_where
from syncline.jobs.service.figures import log_cycle, wrote
from syncline.jobs.service.stopping import ToldToStopError
from syncline.store.errors import StoreUnavailableError
from syncline.store.schedule import Turn, Whose

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from concurrent.futures import Executor
    from datetime import datetime

    from syncline.engine.cycle import Settings
    from syncline.jobs.rep_turn import RepTurn
    from syncline.jobs.service.pace import Pace
    from syncline.store.port import Store
    from syncline.store.rows import ConfigurationRow, RepRow

LEFT = 30.0
"""Seconds after which a mailbox is looked at again of which nothing was done: another process was working on it."""
HUNG = 3.0
"""How many times longer a mailbox waits at most that gave no answer in time, again and again."""


@dataclass(slots=True)
class Batch:
    """Runs once."""

    store: Store
    turn: RepTurn
    clock: Callable[[], datetime]
    chance: Callable[[], float]
    pace: Pace
    configurations: Mapping[str, ConfigurationRow]
    _outcomes: dict[str, Outcome] = field(default_factory=dict)

    def run(self, ids: Sequence[str], pool: Executor | None, stopping: Callable[[], bool]) -> list[Outcome]:
        """Run the cycles of those who may, as many at once as the pool has threads; without one, in turn.

        Who is not run any more because of `stopping`, or is broken off by it, is left to the next worker.
        """
        ailing = Ailing(self.store, self.pace.slowest)
        choice = Chooser(self.store, self.turn, ailing, self.configurations, self.clock()).choose(ids)
        names = {rep.configuration for rep in choice.reps}
        settings = {name: settings_of(self.store, self.configurations[name]) for name in names}

        def one(rep: RepRow) -> None:
            if not stopping():
                self._one(rep, settings[rep.configuration], choice)
            if stopping() and rep.id not in self._outcomes:
                self._leave(rep, choice, 0.0)

        if pool is None:
            for rep in choice.reps:
                one(rep)
        else:
            list(pool.map(one, choice.reps))
        self._tell(ailing, choice)
        return list(self._outcomes.values())

    def _one(self, rep: RepRow, settings: Settings, choice: Choice) -> None:
        """Each for itself: one that takes long, or meets with a defect, is no reason for the others to wait."""
        name = self.turn.new_id()
        with bound_contextvars(cycle=name):
            self._named(name, rep, settings, choice)

    def _named(self, name: str, rep: RepRow, settings: Settings, choice: Choice) -> None:
        try:
            outcome = self.turn.run(rep, settings, choice.org_ids[rep.org], name=name, wait=False)
        except ToldToStopError:
            return
        except StoreUnavailableError:
            # This thread's connection broke; where the database is back, the others go on, else this raises as well.
            self._leave(rep, choice, LEFT)
            return
        except Exception as error:  # noqa: BLE001 - whatever it is: it is one rep's, and shows as theirs
            outcome = Outcome(error=self._defect(rep, error))
        log_cycle(outcome)
        self._outcomes[rep.id] = outcome
        self.store.next_turn(self._next(rep.id, outcome, choice), choice.dues.get(rep.id, self.clock()))

    def _leave(self, rep: RepRow, choice: Choice, seconds: float) -> None:
        """Let a rep be due again soon, as if nothing had been begun."""
        due = self.clock() + timedelta(seconds=seconds)
        turn = Turn(Whose.REP, rep.id, due, choice.paces.get(rep.id, 0.0))
        self.store.next_turn(turn, choice.dues.get(rep.id, self.clock()))

    def _defect(self, rep: RepRow, error: Exception) -> DefectError:
        structlog.get_logger().error("cycle broken off by a defect", **told_where(error))
        found = DefectError(type(error).__name__)
        self.turn.stop([rep], found)
        return found

    def _next(self, rep: str, outcome: Outcome, choice: Choice) -> Turn:
        before = choice.paces.get(rep, 0.0)
        pace, wait = before or self.pace.slowest, outcome.wait
        if outcome.counts is not None:
            pace = self.pace.after(before, busy=wrote(outcome.counts))
        if isinstance(outcome.error, RetryLaterError):
            wait = outcome.error.after or 0.0
        if outcome.hung:
            # Each attempt holds a thread until it is given up: many of them would take what the others need.
            pace = min(max(before, self.pace.slowest) * 2, self.pace.slowest * HUNG)
            wait = max(wait, pace)
        heard = rep in choice.heard and outcome.counts is not None
        delay = LEFT if outcome.left else self.pace.delay(pace, self.chance(), wait, heard=heard)
        return Turn(Whose.REP, rep, self.clock() + timedelta(seconds=delay), before if outcome.left else pace)

    def _tell(self, ailing: Ailing, choice: Choice) -> None:
        """Let everybody on a mail connection know what those who used it met with."""
        for mail in sorted({rep.mail for rep in choice.reps}):
            ids = [rep.id for rep in choice.reps if rep.mail == mail and rep.id in self._outcomes]
            outcomes, trial = [self._outcomes[one] for one in ids], mail in choice.trials
            grave = [one.error for one in outcomes if one.error is not None and stops_mail(one.error)]
            if grave:
                ailing.failed(mail, self.clock(), trial=trial)
                self.turn.stop(self._everybody(mail), grave[0])
            elif trial and any(one.counts is not None for one in outcomes):
                ailing.well(mail)
                self.store.hasten(Whose.REP, [rep.id for rep in self._everybody(mail)], self.clock())

    def _everybody(self, mail: str) -> list[RepRow]:
        return [rep for rep in self.store.reps() if rep.mail == mail and in_force(rep, self.configurations)]
