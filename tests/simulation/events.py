"""A run as data: the world it begins in, and what happens in it, one event after the other.

An event says what happens by a word and two numbers, of which the world of that moment makes what it can: `pick`
chooses among what is there, `value` is what is typed, or how much. So an event stays meaningful when others before it
are taken out, and a list of events can be shrunk.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import Any

BETWEEN = -1
"""An event's place when it happens between two cycles."""


@dataclass(frozen=True, slots=True)
class Event:
    """What happens. `at` is the request of the next cycle before which it happens, or `BETWEEN` two cycles."""

    kind: str
    pick: int = 0
    value: int = 0
    at: int = BETWEEN

    def as_list(self) -> list[Any]:
        """Answer the event as JSON has it, without what is left at its default."""
        said = [self.kind, self.pick, self.value, self.at]
        usual = ("", 0, 0, BETWEEN)
        while said[-1] == usual[len(said) - 1]:
            said.pop()
        return said


@dataclass(frozen=True, slots=True)
class Start:
    """The world before the first event."""

    reps: int = 1
    contacts: str = "both"
    events: str = "to_salesforce"
    conflicts: str = "salesforce"
    deletes: str = "both"
    private: bool = False
    begins: str = "2026-03-02T09:00:00+00:00"
    mail: str = "exchange"
    org_ahead: int = 0
    """Seconds by which the org's clock is ahead of ours; the mail server's alike."""
    mail_ahead: int = 0
    page: int = 512
    """Changes that the mail server tells in one answer."""
    automation: bool = False
    """The org rewrites what is saved, as flows and triggers do."""
    remove_deleted: bool = True
    busy_only: bool = False
    """Private events sync as the time that they take."""
    attendees: bool = False
    relate: bool = False
    """New events are related to who takes part; the org shares activities."""
    series: str = ""
    """What becomes of series: `occurrences`, `series`, or nothing."""
    guard: int = 0
    """So many deletions of a day go through without a person's word (SPEC 6.4); 0 lets all through."""


@dataclass(frozen=True, slots=True)
class Case:
    """One run."""

    seed: int
    start: Start
    events: tuple[Event, ...] = field(default=())

    def with_events(self, events: tuple[Event, ...] | list[Event]) -> Case:
        """Answer the same run with other events."""
        return replace(self, events=tuple(events))

    def as_json(self) -> dict[str, Any]:
        """Answer what `case_of` reads; of the start only what is not usual."""
        usual = asdict(Start())
        start = {name: value for name, value in asdict(self.start).items() if value != usual[name]}
        return {"seed": self.seed, "start": start, "events": [event.as_list() for event in self.events]}


def case_of(told: dict[str, Any]) -> Case:
    """Read a case back."""
    events = tuple(Event(*one) for one in told["events"])
    return Case(told["seed"], Start(**told["start"]), events)
