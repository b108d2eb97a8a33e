"""What persons did, as they would tell it: kept apart from everything that Syncline says of itself."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

_TOKEN = re.compile(r"v\d{6}")


def tokens(text: str) -> set[str]:
    """Answer the marks of typed values that stand in a text."""
    return set(_TOKEN.findall(text))


@dataclass
class Ledger:
    """Every value that a person types bears a mark of its own; every contact and event a name that nobody changes."""

    typed: set[str] = field(default_factory=set)
    given_up: set[str] = field(default_factory=set)
    """What a person saw and replaced, or destroyed."""
    made: Counter[str] = field(default_factory=Counter)
    """How often persons made a contact or event of this name, wherever."""
    made_by: dict[str, set[str]] = field(default_factory=dict)
    """The reps who made it."""
    went: dict[str, set[str]] = field(default_factory=dict)
    """By name, from where a person deleted it: `org`, or a rep's address; `owner` if it changed hands."""
    removed: set[str] = field(default_factory=set)
    """Ids of records that persons themselves deleted, merged, moved or destroyed."""
    renamed: set[str] = field(default_factory=set)
    """Names of contacts whose matching fields a person changed."""
    touched: set[str] = field(default_factory=set)
    """Names of what was edited on either side: where not everything flows both ways, the sides may rightly differ."""
    apart: set[str] = field(default_factory=set)
    """Names of what rightly need not be a pair any more: somebody took it out, or it was merged."""
    twins: set[str] = field(default_factory=set)
    """Names of contacts that a rep entered on both sides."""
    in_the_same_minute: set[str] = field(default_factory=set)
    """Names of contacts that a rep entered on both sides while a cycle ran: the one side may have been read by then."""
    put_back: set[str] = field(default_factory=set)
    """Names of contacts that a rep moved back into the folder."""
    merged: dict[str, str] = field(default_factory=dict)
    """Names of contacts that were merged, and into which."""
    begun_anew: bool = False
    """Whether everything was matched anew at some time."""
    everything_apart: bool = False
    """An admin narrowed what syncs at some time: contacts may rightly be without a pair."""
    events_apart: bool = False
    """The same for events."""
    refused: dict[str, str] = field(default_factory=dict)
    """Ids of records that a person refused to have deleted, each with its name."""
    refused_at: dict[str, datetime] = field(default_factory=dict)
    let_go: set[str] = field(default_factory=set)
    """Ids of records that a person let be deleted."""
    undone: set[str] = field(default_factory=set)
    """Names of what an undo was about: one side has its old value back, and the other keeps its own."""
    guests: dict[str, dict[str, str]] = field(default_factory=dict)
    """By meeting, whom its organizer invited last, each with the last answer, in the words of Salesforce."""
    invited_there: dict[str, set[str]] = field(default_factory=dict)
    """By meeting, whom somebody invited or took out in Salesforce."""
    series: set[str] = field(default_factory=set)
    """Names of events that are series, or were at some time."""
    org_series: dict[str, int] = field(default_factory=dict)
    """By name, how many occurrences of a series that was made in Salesforce must be there at least."""
    org_made: dict[str, int] = field(default_factory=dict)
    """By name, how many of them persons made, and left when they made it anew."""
    thrown_away: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By name and place, how many occurrences of such a series persons deleted."""
    _marks: int = 0

    def mark(self) -> str:
        """Answer the mark of a value that is typed now."""
        self._marks += 1
        mark = f"v{self._marks:06}"
        self.typed.add(mark)
        return mark

    def name(self) -> str:
        """Answer a name that nothing has had."""
        self._marks += 1
        return f"who {self._marks}"

    def create(self, name: str, rep: str) -> None:
        """Note that a person made this."""
        self.made[name] += 1
        self.made_by.setdefault(name, set()).add(rep)

    def leave(self, name: str, place: str) -> None:
        """Note that a person took this away from a place."""
        self.went.setdefault(name, set()).add(place)
        if name in self.org_series:  # the others go on
            self.org_series[name] -= 1
            self.thrown_away[name, "org" if place == "org" else "mailbox"] += 1
        else:
            self.apart.add(name)
        self.refused = {one: whose for one, whose in self.refused.items() if whose != name}

    def ask(self, name: str, guests: Iterable[str]) -> None:
        """Note who is asked to a meeting; those who were before have answered what they answered."""
        before = self.guests.get(name, {})
        self.guests[name] = {one: before.get(one, "New") for one in guests}

    def part_of(self, master: str) -> set[str]:
        """Answer the names of all that was merged into this, by whatever way."""
        found = {loser for loser, into in self.merged.items() if into == master and loser != master}
        for _ in self.merged:
            found |= {loser for loser, into in self.merged.items() if into in found and loser != master}
        return found

    def replaced(self, old: str) -> None:
        """Note that a person saw these values and replaced or destroyed them."""
        self.given_up |= tokens(old)
