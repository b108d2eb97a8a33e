"""The demonstration's parts: sandbox servers in a process of their own, their set-up applied, cycles until in step."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from syncline.cli.failures import WRONG_USE, CommandError
from syncline.cli.progress import shown_progress
from syncline.cli.setup_file.plan import plan
from syncline.cli.setup_file.read import read
from syncline.cli.setup_file.secrets import Surroundings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from syncline.cli.session import Session
    from syncline.store.port import Store

MOST_CYCLES = 5
_PATIENCE = 10


@contextmanager
def sandbox_process(arguments: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Run `syncline sandbox` beside this process, on a core of its own; answers its first line. It ends with us."""
    command = [sys.executable, "-m", "syncline.cli.main", "sandbox", "--with-parent", *arguments]
    # In a session of its own: Ctrl-C is for us, and the sandbox goes when its standard input ends.
    with subprocess.Popen(  # noqa: S603 - our own program
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        if process.stdout is None or process.stdin is None:
            raise CommandError("sandbox", "the sandbox has no streams", "Report this: it is a defect of Syncline.")
        try:
            first = process.stdout.readline()
            if not first:
                raise CommandError("sandbox", "the sandbox did not start", "Its own words stand above.")
            described: dict[str, Any] = json.loads(first)
            yield described
        finally:
            process.stdin.close()
            try:
                process.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()


def apply_setup(session: Session, store: Store, setup: dict[str, Any]) -> None:
    """Apply the sandbox's set-up to a store that is still empty. Raises `CommandError` for one that is not."""
    if store.connections() or store.reps():
        message = f"{session.folder.path} holds a set-up already, and the demonstration would replace it"
        raise CommandError("folder_in_use", message, "Name a folder that is not there yet, or none.", WRONG_USE)
    around = Surroundings(session.folder.path, session.machine.environment)
    document = read(json.dumps(setup), "the sandbox's set-up", around)
    plan(document, store, session.machine.now()).write(store)


def cycles_until_in_step(session: Session, store: Store) -> dict[str, Any]:
    """Run cycles until everything is in step, a few at most. Answers the last report with all counts summed up."""
    reports: list[dict[str, Any]] = []
    while len(reports) < MOST_CYCLES and not (reports and reports[-1]["in_step"]):
        with shown_progress(session) as progress:
            reports.append(session.cycle(store, None, lambda: False, progress))
    sums: dict[str, Any] = {}
    for report in reports:
        sums = _added(sums, {"reps": report["reps"], "calls": report["calls"]})
    return {**reports[-1], **sums, "cycles": len(reports), "page": None}


def _added(one: dict[str, Any], two: dict[str, Any]) -> dict[str, Any]:
    """Add counts of the same shape."""
    added = dict(one)
    for key, value in two.items():
        added[key] = _added(added.get(key, {}), value) if isinstance(value, dict) else added.get(key, 0) + value
    return added
