"""Play a history: people's deeds, rounds of planning until nothing is left to do, and the promises at the end."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

from syncline.planner.policy import Rules
from syncline.records.words import Collection, Side
from tests.fuzz import promises
from tests.fuzz.carrying import carry_out
from tests.fuzz.deeds import act
from tests.fuzz.history import ROUND, SYNC, Deed
from tests.fuzz.place import Ground
from tests.fuzz.planning import plan
from tests.fuzz.rep import Rep

if TYPE_CHECKING:
    from tests.fuzz.history import History

MOST_ROUNDS = 200


class BrokenPromiseError(AssertionError):
    """A history ended otherwise than promised."""


@dataclass(slots=True)
class Play:
    """One history being played."""

    history: History
    ground: Ground = field(init=False)
    reps: list[Rep] = field(init=False)
    dice: Random = field(init=False)
    twice: bool = field(init=False)
    """Whether every batch is planned in two orders, and the plans are compared (P8): in every fourth history."""
    rounds: int = 0
    """The most rounds that it took to come to rest."""

    def __post_init__(self) -> None:
        said = self.history
        self.ground = Ground(said.mailboxes)
        rules = Rules(Collection.CONTACTS, said.direction, said.conflicts, said.deletes)
        numbers = range(1, said.mailboxes + 1)
        self.reps = [Rep(number, self.ground, rules, said.ties, said.wide) for number in numbers]
        self.dice = Random(said.order)
        self.twice = said.order % 4 == 0

    def run(self) -> None:
        """Play everything. Raises `BrokenPromiseError`."""
        try:
            self._run()
        except LookupError as error:
            raise BrokenPromiseError(f"P4: something is done to what is not there: {error!r}") from error

    def _run(self) -> None:
        for deed in self.history.deeds:
            if deed.kind == SYNC:
                self.rest()
            elif deed.kind == ROUND:
                self.round()
            else:
                act(self.ground, deed)
        if self.history.deeds[-1:] != (Deed(SYNC),):
            self.rest()
        if self.round():
            raise BrokenPromiseError("P3: the round after the last one writes again")
        broken = promises.broken(self.ground, self.reps)
        if broken:
            raise BrokenPromiseError(broken)

    def rest(self) -> None:
        """Run rounds until one writes nothing and changes no link."""
        for number in range(1, MOST_ROUNDS + 1):
            before = [dict(rep.links) for rep in self.reps]
            wrote = self.round()
            if not wrote and before == [rep.links for rep in self.reps]:
                self.rounds = max(self.rounds, number)
                return
        raise BrokenPromiseError(f"P3: no rest after {MOST_ROUNDS} rounds")

    def round(self) -> int:
        """Let every rep's cycle run once, in any order. Answers how much was written."""
        self.ground.clock.wait(minutes=5)
        return sum(self._cycle(rep) for rep in self.dice.sample(self.reps, len(self.reps)))

    def _cycle(self, rep: Rep) -> int:
        wrote = 0
        before = promises.standing(self.ground)
        for side in (Side.MAILBOX, Side.SALESFORCE):
            ids = rep.unsettled(side)
            self.dice.shuffle(ids)
            ids.sort(key=lambda one: one in rep.records(side))  # one batch holds what went and what came, as a rule
            while ids:
                size = self.dice.randint(1, len(ids))
                batch, ids = ids[:size], ids[size:]
                wrote += self._batch(rep, side, batch)
        if wrote and (broken := promises.torn(self.ground, rep, before)):
            raise BrokenPromiseError(broken)
        return wrote

    def _batch(self, rep: Rep, side: Side, ids: list[str]) -> int:
        made = plan(rep, side, ids)
        if self.twice and len(ids) > 1 and made.told() != plan(rep, side, ids[::-1]).told():
            raise BrokenPromiseError("P8: the same batch in another order makes another plan")
        return carry_out(rep, made)

    def trace(self) -> str:
        """Everything that stands at the end, for comparing two plays."""
        shelves = [sorted(map(repr, place.shelf.records.values())) for place in self.ground.places]
        links = [sorted(map(repr, rep.links.values())) for rep in self.reps]
        return repr((shelves, links, self.ground.memory.journal))
