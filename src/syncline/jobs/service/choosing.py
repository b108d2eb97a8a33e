"""Who of a job's reps may be worked on now, and until when the others are put off."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from syncline.jobs.budget import BudgetSpentError, budget_of, check_budget
from syncline.jobs.org_turn import in_force
from syncline.jobs.orgs import org_state
from syncline.store.schedule import Turn, Whose

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from syncline.jobs.rep_turn import RepTurn
    from syncline.jobs.service.ailing import Ailing
    from syncline.store.port import Store
    from syncline.store.rows import ConfigurationRow, RepRow

_HOUR = timedelta(hours=1)


@dataclass(slots=True)
class Choice:
    """Filled by `choose`."""

    reps: list[RepRow] = field(default_factory=list)
    org_ids: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The ids of each org, its own first, then those it had before."""
    paces: dict[str, float] = field(default_factory=dict)
    dues: dict[str, datetime] = field(default_factory=dict)
    """When each turn was due as the work began."""
    heard: set[str] = field(default_factory=set)
    """Reps whose server tells of changes by itself."""
    trials: set[str] = field(default_factory=set)
    """Mail connections that do not work, of which one rep tries whether they do again."""


@dataclass(frozen=True, slots=True)
class Chooser:
    """Looks at the state of everything a cycle needs, at one instant."""

    store: Store
    turn: RepTurn
    ailing: Ailing
    configurations: Mapping[str, ConfigurationRow]
    now: datetime

    def choose(self, ids: Sequence[str]) -> Choice:
        """Answer who may be worked on; who was linked when the job was made may be paused, or in trouble, by now."""
        turns = self.store.turns(Whose.REP, ids)
        choice = Choice(paces={turn.name: turn.pace for turn in turns}, dues={turn.name: turn.due for turn in turns})
        choice.heard = {turn.name for turn in self.store.turns(Whose.PUSH, ids) if turn.due > self.now}
        reps = [rep for rep in self.store.reps(ids) if in_force(rep, self.configurations) and rep.linked]
        reps = self._affordable(choice, reps)
        choice.trials = self.ailing.trials({rep.mail for rep in reps}, self.now)
        choice.reps = self._with_working_mail(choice, reps)
        return choice

    def _affordable(self, choice: Choice, reps: Sequence[RepRow]) -> list[RepRow]:
        """Leave out the reps of orgs that are switched off, and put off those of orgs whose budget is spent."""
        rows = {row.name: row for row in self.store.connections(secrets=False)}
        able: list[RepRow] = []
        for org in sorted({rep.org for rep in reps}):
            state, own = org_state(self.store, org), [rep for rep in reps if rep.org == org]
            if state.paused:
                continue
            try:
                check_budget(self.store, rows[org], self.now)
            except BudgetSpentError as error:
                self.turn.stop(own, error)
                self._put_off(choice, own, self.now + timedelta(seconds=error.after or 0.0))
                continue
            choice.org_ids[org] = (rows[org].org_id, *state.former)
            firsts = [rep for rep in own if not choice.paces.get(rep.id)]
            if firsts and budget_of(self.store, rows[org], self.now).short:
                self._put_off(choice, firsts, self.now + _HOUR)
                own = [rep for rep in own if rep not in firsts]
            able += own
        return able

    def _with_working_mail(self, choice: Choice, reps: Sequence[RepRow]) -> list[RepRow]:
        """Put off those whose mail system does not work; one of them tries."""
        closed = self.ailing.closed(self.now)
        tried = set[str]()
        able: list[RepRow] = []
        for rep in reps:
            if rep.mail not in closed or (rep.mail in choice.trials and rep.mail not in tried):
                tried.add(rep.mail)
                able.append(rep)
            else:
                self._put_off(choice, [rep], closed[rep.mail])
        return able

    def _put_off(self, choice: Choice, reps: Sequence[RepRow], until: datetime) -> None:
        self.store.save_turns(Turn(Whose.REP, rep.id, until, choice.paces.get(rep.id, 0.0)) for rep in reps)
