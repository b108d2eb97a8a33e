"""The states that a rep can be in, and how many are in which."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

IN_STEP = "in step"
NOT_STARTED, INITIAL = "not started", "initial sync in progress"


@dataclass(frozen=True, slots=True)
class State:
    """How a state is called, how it looks, and what it means."""

    word: str
    tone: str
    means: str


STATES = (
    State("failing", "bad", "Something of theirs fails; the errors say what."),
    State("held", "bad", "A person has to let deletions go, or refuse them."),
    State("marked for reset", "warn", "Their records are matched anew at the next cycle."),
    State("reset in progress", "warn", "Their records are being matched anew."),
    State(INITIAL, "warn", "The first reading has not come to its end."),
    State(NOT_STARTED, "warn", "No cycle has run yet."),
    State(IN_STEP, "good", "Everything that may sync does."),
    State("paused", "", "A person stopped them; links are kept."),
    State("org paused", "", "The main switch of their org is off."),
    State("configuration not active", "", "They are named in a configuration that is not active."),
    State("not in a configuration", "", "No configuration names them."),
)
TONES = {state.word: state.tone for state in STATES}


def headline(counts: Mapping[str, int]) -> tuple[str, str]:
    """Say how everything is, in a word or two and in a sentence. `counts` are reps by state, as `summed` answers."""
    expected = sum(count for word, count in counts.items() if TONES[word])
    there = counts.get(IN_STEP, 0)
    if not expected:
        return "nobody syncs", "Nobody syncs: no active configuration has a rep."
    if there == expected:
        return IN_STEP, "Everything is in step."
    if there + counts.get(NOT_STARTED, 0) + counts.get(INITIAL, 0) == expected:
        return "first sync", f"The first sync is on its way: {there} of {expected} reps are in step."
    return "not in step", "Not everything is in step."


@dataclass(frozen=True, slots=True)
class InState:
    """How many reps between an org and a mail system are in a state."""

    org: str
    mail: str
    state: str
    reps: int


def summed(counts: Iterable[InState]) -> dict[str, int]:
    """Answer how many are in each state all together, gravest first; states that nobody is in are left out."""
    sums: Counter[str] = Counter()
    for one in counts:
        sums[one.state] += one.reps
    return {state.word: sums[state.word] for state in STATES if sums[state.word]}
