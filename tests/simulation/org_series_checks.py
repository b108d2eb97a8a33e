"""What must hold of series made in Salesforce once everything is at rest: nothing of them is lost or stands twice.

That their pairs agree is held as of all events.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tests.simulation import calendar
from tests.simulation.event_checks import ends

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.simulation.world import World


def org_series_apart(world: World) -> Iterator[str]:
    """Answer what is wrong with series that were made in Salesforce."""
    rows = calendar.happenings(world)
    alive = Counter(row["Subject"] for row in rows)
    for name, least in world.ledger.org_series.items():
        most = world.ledger.org_made[name]
        if alive[name] < least:
            yield f"P1: {alive[name]} occurrences of {name} are left in Salesforce, and persons left {least}"
        if alive[name] > most and name not in world.ledger.undone:
            yield f"P4: {alive[name]} occurrences of {name} stand in Salesforce, and persons made {most}"
    there = Counter((row["Subject"], ends(row)) for row in rows)
    for rep in world.reps:
        mine = Counter((item.name, item.end) for item in world.post.entries(rep) if item.end is not None)
        for (name, end), count in mine.items():
            once = name in world.ledger.org_series.keys() - world.ledger.renamed - world.ledger.undone
            if once and count > max(1, there[name, end]):
                yield f"P4: the occurrence of {name} until {end} stands {count} times in the calendar of {rep}"
