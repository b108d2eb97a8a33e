"""What a calendar shows of its series, as somebody reads it who knows nothing of what was synced."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from syncline.cli.mail.live import LiveMail
from syncline.engine.unrolled import is_series, reads_series
from syncline.planner.policy import EventPolicy
from syncline.records.record import Record
from syncline.records.recurrence.instances import instances
from tests.simulation.line import Line, Wire

if TYPE_CHECKING:
    from syncline.records.recurrence.instances import Instance
    from tests.simulation.world import World

HOME = "Europe/Berlin"
AHEAD = timedelta(days=92)


def read(world: World, rep: str, id_: str) -> Record | None:
    """Read one event whole."""
    line = Line("judge", world.post.application, Wire())
    live = LiveMail(world.post.connection(line), world.domains, world.installation)
    mailbox = reads_series(live.open(world.row(rep), {}, ["00D"], EventPolicy()))
    found = mailbox.series([id_])[0] if mailbox is not None else None
    return found if isinstance(found, Record) else None


def occurrences(world: World, rep: str, id_: str, *, past: timedelta = timedelta()) -> list[Instance]:
    """Answer what lies ahead of a series, and so far back; nothing of a single event."""
    record = read(world, rep, id_)
    if record is None or not is_series(record):
        return []
    return list(instances(record.values, world.clock() - past, world.clock() + AHEAD, HOME))
