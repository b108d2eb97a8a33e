"""One mailbox is one rep's, by whatever address it is reached (SPEC 1.7), its primary one or a proxy.

The addresses do not tell; the folder that is read does, and that is known without asking.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from syncline.connectors.errors import StopRepError
from syncline.connectors.port import Recognisable

if TYPE_CHECKING:
    from syncline.engine.run import CollectionRun


def expect_sole(run: CollectionRun) -> None:
    """Note whose the folder is that was just opened. Raises `StopRepError` if another rep syncs it."""
    folder = run.mailbox.recognised(run.collection) if isinstance(run.mailbox, Recognisable) else None
    if folder is None:
        return
    mark = hashlib.sha256(folder.encode()).hexdigest()[:32]
    holder = run.store.setting(_whose(mark))
    if holder == run.rep.id:
        return
    configuration = _holding(run, holder, mark)
    if configuration:
        raise StopRepError(
            f"Another rep has the same mailbox under another address, in the configuration {configuration}.",
            code="mailbox_shared",
        )
    run.store.save_setup(settings={_whose(mark): run.rep.id, _of(run, run.rep.id): mark})


def _holding(run: CollectionRun, holder: str, mark: str) -> str:
    """Answer in which configuration a rep still syncs the folder; empty if not any more."""
    rows = run.store.reps([holder]) if holder else []
    linked = [row for row in rows if row.configuration and row.linked]
    return linked[0].configuration if linked and run.store.setting(_of(run, holder)) == mark else ""


def _whose(mark: str) -> str:
    return f"folder:{mark}"


def _of(run: CollectionRun, rep: str) -> str:
    return f"reads:{rep}:{run.collection}"
