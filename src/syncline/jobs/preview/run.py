"""Run a configuration for the sake of seeing what it does."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from syncline.jobs.preview.counting import Counting
from syncline.jobs.preview.outcome import Outcome
from syncline.jobs.preview.scratch import ScratchStore
from syncline.jobs.preview.tape import Tape
from syncline.jobs.run import Round

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from syncline.jobs.connections import Connector
    from syncline.jobs.preview.tape import Entry
    from syncline.store.port import Store

SAMPLE = 20
"""How many items of each sort are listed unless more are asked for; all are counted."""


def preview(
    store: Store,
    connector: Connector,
    configuration: str,
    clock: Callable[[], datetime],
    new_id: Callable[[], str],
    *,
    sample: int = SAMPLE,
    progress: Callable[[str, str, int], None] = lambda _rep, _what, _done: None,
    workers: int = 4,
) -> dict[str, Any]:
    """Answer what the next cycle would do if the configuration were active, as plain values.

    `connector` makes connections that only look. The configuration may be active or not; reps that a person paused
    stay paused, the org's main switch does not count. Neither side and nothing in `store` is written.
    """
    scratch = _scratch(store, configuration)
    tape = Tape(connector)
    round_ = Round(scratch, tape, clock, new_id, workers=workers, progress=progress)
    report = round_.run()
    counting = Counting(sample)
    reps = [rep for rep in scratch.reps() if rep.configuration == configuration]
    entries: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in tape.entries:
        entries[entry.rep].append(entry)
    outcomes = [Outcome(rep, scratch, store, entries[rep.id]) for rep in reps]
    for outcome in outcomes:
        outcome.into(counting)
    return {
        "configuration": configuration,
        "active": next(row.active for row in store.configurations() if row.name == configuration),
        "reps": counting.reps,
        "totals": counting.totals(),
        "items": counting.items,
        "problems": [problem for outcome in outcomes for problem in outcome.problems()],
        "calls": report.calls,
    }


def _scratch(store: Store, configuration: str) -> ScratchStore:
    """A store in which this configuration alone is active."""
    rows = [replace(row, active=row.name == configuration) for row in store.configurations()]
    org = next(row.org for row in rows if row.name == configuration)
    scratch = ScratchStore(store)
    reps = store.reps()
    scratch.save_setup(connections=store.connections(), configurations=rows, reps=reps, settings={f"org:{org}": "{}"})
    scratch.take_feed(org)
    for rep in reps:
        if rep.configuration == configuration:
            scratch.take(rep)
    return scratch
