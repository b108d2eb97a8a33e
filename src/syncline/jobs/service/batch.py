"""The cycles of one job: who of it may run, each by itself, and when everybody is due again."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from syncline.connectors.errors import RetryLaterError, SignInAgainError, StopConnectionError
from syncline.jobs.org_turn import in_force
from syncline.jobs.orgs import org_state
from syncline.jobs.rep_turn import settings_of
from syncline.jobs.service.ailing import Ailing
from syncline.store.schedule import Turn, Whose

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from concurrent.futures import Executor
    from datetime import datetime

    from syncline.engine.cycle import Settings
    from syncline.jobs.rep_turn import Outcome, RepTurn
    from syncline.jobs.service.pace import Pace
    from syncline.store.port import Store
    from syncline.store.rows import ConfigurationRow, RepRow

ELSEWHERE = 30.0
"""Seconds after which a mailbox that another process was working on is looked at again."""


@dataclass(slots=True)
class Batch:
    """Runs once."""

    store: Store
    turn: RepTurn
    clock: Callable[[], datetime]
    chance: Callable[[], float]
    pace: Pace
    configurations: Mapping[str, ConfigurationRow]
    _settings: dict[str, Settings] = field(default_factory=dict)
    _org_ids: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _outcomes: dict[str, Outcome] = field(default_factory=dict)

    def run(self, ids: Sequence[str], pool: Executor | None, stopping: Callable[[], bool]) -> dict[str, int]:
        """Run the cycles of those who may, as many at once as the pool has threads; without one, in turn.

        Answers what came of it in figures, without anybody's name.

        Who is not run any more because of `stopping` is due again when their claim ends.
        """
        paces = {turn.name: turn.pace for turn in self.store.turns(Whose.REP, ids)}
        ready = self._ready(ids)
        self._settings = {name: settings_of(self.store, self.configurations[name]) for name in _configurations(ready)}
        ailing = Ailing(self.store, self.pace.slowest)
        trials = ailing.trials(self.clock())
        now_on = self._split(ready, ailing.closed(self.clock()), trials)

        def one(rep: RepRow) -> None:
            if not stopping():
                settings, org_ids = self._settings[rep.configuration], self._org_ids[rep.org]
                outcome = self.turn.run(rep, settings, org_ids, wait=False)
                self._outcomes[rep.id] = outcome
                # Each for itself: one that takes long is no reason for the others to wait.
                self.store.save_turns([self._next(rep.id, outcome, paces.get(rep.id, 0.0))])

        if pool is None:
            for rep in now_on:
                one(rep)
        else:
            list(pool.map(one, now_on))
        for mail in {rep.mail for rep in now_on}:
            self._tell(ailing, mail, [rep for rep in now_on if rep.mail == mail], trial=mail in trials)
        return figures(self._outcomes.values())

    def _ready(self, ids: Sequence[str]) -> list[RepRow]:
        """Who was linked when the job was made may be paused, or in trouble, by now."""
        reps = [rep for rep in self.store.reps(ids) if in_force(rep, self.configurations) and not rep.problem]
        states = {org: org_state(self.store, org) for org in {rep.org for rep in reps}}
        pinned = {row.name: row.org_id for row in self.store.connections(secrets=False)}
        self._org_ids = {org: (pinned[org], *state.former) for org, state in states.items() if not state.paused}
        return [rep for rep in reps if rep.org in self._org_ids and rep.mailbox and rep.user_id]

    def _split(self, reps: Sequence[RepRow], closed: Mapping[str, datetime], trials: set[str]) -> list[RepRow]:
        """Put off those whose mail system does not work; one of them tries whether it does again."""
        tried = set[str]()
        now_on: list[RepRow] = []
        for rep in reps:
            if rep.mail not in closed or (rep.mail in trials and rep.mail not in tried):
                tried.add(rep.mail)
                now_on.append(rep)
        late = [rep for rep in reps if rep not in now_on]
        self.store.save_turns(Turn(Whose.REP, rep.id, closed[rep.mail], self.pace.slowest) for rep in late)
        return now_on

    def _next(self, rep: str, outcome: Outcome, before: float) -> Turn:
        pace, wait = before or self.pace.slowest, outcome.wait
        if outcome.counts is not None:
            pace = self.pace.after(before, busy=_wrote(outcome.counts))
        if isinstance(outcome.error, RetryLaterError):
            wait = outcome.error.after or 0.0
        delay = ELSEWHERE if outcome.elsewhere else self.pace.delay(pace, self.chance(), wait)
        return Turn(Whose.REP, rep, self.clock() + timedelta(seconds=delay), before if outcome.elsewhere else pace)

    def _tell(self, ailing: Ailing, mail: str, reps: Sequence[RepRow], *, trial: bool) -> None:
        """Let everybody on a mail connection know what those who used it met with."""
        outcomes = [self._outcomes[rep.id] for rep in reps if rep.id in self._outcomes]
        grave = [one.error for one in outcomes if isinstance(one.error, (StopConnectionError, SignInAgainError))]
        if grave:
            ailing.failed(mail, self.clock(), trial=trial)
            self.turn.stop(self._everybody(mail), grave[0])
        elif trial and any(one.counts is not None for one in outcomes):
            ailing.well(mail)
            self.store.hasten(Whose.REP, [rep.id for rep in self._everybody(mail)], self.clock())

    def _everybody(self, mail: str) -> list[RepRow]:
        return [rep for rep in self.store.reps() if rep.mail == mail and in_force(rep, self.configurations)]


def _configurations(reps: Sequence[RepRow]) -> set[str]:
    return {rep.configuration for rep in reps}


def _wrote(counts: Mapping[str, Mapping[str, Mapping[str, int]]]) -> bool:
    return any(_sum(counts, what) for what in ("created", "updated", "deleted"))


def _sum(counts: Mapping[str, Mapping[str, Mapping[str, int]]], what: str) -> int:
    return sum(way[what] for collection in counts.values() for way in collection.values())


def figures(outcomes: Iterable[Outcome]) -> dict[str, int]:
    """Sum up what turns did."""
    known = list(outcomes)
    done = [one.counts for one in known if one.counts is not None]
    written = {what: sum(_sum(one, what) for one in done) for what in ("created", "updated", "deleted", "failed")}
    return {"reps": len(done), "stopped": sum(one.error is not None for one in known), **written}
