"""A history as data: what people do, in which order, under which settings. Drawn from a seed, kept as one line."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from random import Random
from typing import NamedTuple

from syncline.planner.policy import ConflictPolicy, DeletePolicy, Ties
from syncline.records.words import Direction

DIRECTIONS = (Direction.BOTH, Direction.TO_SALESFORCE, Direction.TO_MAILBOX)
TIES = (Ties.ASK, Ties.MOST_RECENTLY_UPDATED)
PEOPLE = 6
SYNC = "sync"
ROUND = "round"


class Deed(NamedTuple):
    """Something that somebody does: to whom, where (0: in Salesforce; n: in the n-th mailbox), and a choice more."""

    kind: str
    where: int = 0
    who: int = 0
    what: int = 0


@dataclass(frozen=True, slots=True)
class History:
    """Settings, people's deeds, and the seed by which batches and reps are shuffled."""

    order: int
    mailboxes: int
    direction: Direction
    conflicts: ConflictPolicy
    deletes: DeletePolicy
    ties: Ties
    wide: bool
    """The configuration takes all contacts, whoever owns them."""
    deeds: tuple[Deed, ...]

    def as_json(self) -> str:
        """Answer the history as one line."""
        return json.dumps(asdict(self))


def from_json(line: str) -> History:
    """Read what `as_json` wrote."""
    said = json.loads(line)
    return History(
        order=said["order"],
        mailboxes=said["mailboxes"],
        direction=Direction(said["direction"]),
        conflicts=ConflictPolicy(said["conflicts"]),
        deletes=DeletePolicy(said["deletes"]),
        ties=Ties(said["ties"]),
        wide=said["wide"],
        deeds=tuple(Deed(*deed) for deed in said["deeds"]),
    )


IN_SALESFORCE = (
    *("edit",) * 6, "edit long", "empty", "rename", "add", "add", "delete", "delete", "undelete", "undelete", "own",
    "own", "merge", "hide", "show", "show",
)  # fmt: skip
IN_MAILBOX = (
    *("edit",) * 6, "edit long", "empty", "rename", "add", "add", "delete", "delete", "out", "lose", "back", "back",
    "copy", "renumber",
)  # fmt: skip


def draw(seed: int) -> History:
    """Draw the history of a seed: one population, in step or not yet, perturbed on both sides, once or twice."""
    dice = Random(seed)
    mailboxes = dice.choice((1, 1, 2, 2, 3))
    people = dice.randint(2, PEOPLE)
    deeds = _population(dice, mailboxes, people)
    if dice.random() < 0.8:
        deeds.append(Deed(SYNC))
    for _ in range(dice.choice((1, 1, 2))):
        deeds += _perturbed(dice, mailboxes, people)
        deeds.append(Deed(dice.choice((SYNC, SYNC, ROUND))))
    return History(
        order=dice.randrange(2**32),
        mailboxes=mailboxes,
        direction=dice.choice((Direction.BOTH, *DIRECTIONS)),
        conflicts=dice.choice(tuple(ConflictPolicy)),
        deletes=dice.choice(tuple(DeletePolicy)),
        ties=dice.choice(TIES),
        wide=dice.random() < 0.3,
        deeds=tuple(deeds),
    )


def _population(dice: Random, mailboxes: int, people: int) -> list[Deed]:
    """Who is there before the first cycle; the same person may be everywhere."""
    return [
        Deed("add", where, who, dice.choice((0, 0, 0, 0, *range(VARIANTS))))
        for who in dice.sample(range(PEOPLE), people)
        for where in range(mailboxes + 1)
        if dice.random() < 0.5
    ]


VARIANTS = 6


def _perturbed(dice: Random, mailboxes: int, people: int) -> list[Deed]:
    """Both sides change independently of each other; in time, what they do is mixed."""
    deeds = [
        Deed(dice.choice(IN_MAILBOX if where else IN_SALESFORCE), where, dice.randrange(PEOPLE), dice.randrange(100))
        for where in range(mailboxes + 1)
        for _ in range(dice.randint(0, people))
    ]
    dice.shuffle(deeds)
    return deeds
