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
    """How a state is called, how it looks, and what it means: told to others, and to the rep."""

    word: str
    tone: str
    means: str
    own: str


STATES = (
    State("failing", "bad", "Something of theirs fails; the errors say what.", "Something of yours fails: see below."),
    State(
        "held", "bad", "A person has to let deletions go, or refuse them.", "Something waits for your word: see below."
    ),
    State(
        "marked for reset",
        "warn",
        "Their records are matched anew at the next cycle.",
        "Your records are matched anew at the next cycle.",
    ),
    State("reset in progress", "warn", "Their records are being matched anew.", "Your records are being matched anew."),
    State(
        INITIAL,
        "warn",
        "The first reading has not come to its end.",
        "Everything is being read for the first time, which can take hours. Go on working.",
    ),
    State(NOT_STARTED, "warn", "No cycle has run yet.", "Your first sync has not begun yet."),
    State(IN_STEP, "good", "Everything that may sync does.", "Everything that may sync does."),
    State(
        "paused",
        "",
        "A person stopped them; links are kept.",
        "You, or an administrator, paused your sync. Nothing is lost meanwhile.",
    ),
    State(
        "org paused",
        "",
        "The main switch of their org is off.",
        "An administrator has switched everybody's sync off for now.",
    ),
    State(
        "configuration not active",
        "",
        "They are named in a configuration that is not active.",
        "An administrator has prepared your sync, and not started it yet.",
    ),
    State(
        "not in a configuration",
        "",
        "No configuration names them.",
        "You are in no configuration. Ask an administrator if you should sync.",
    ),
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
