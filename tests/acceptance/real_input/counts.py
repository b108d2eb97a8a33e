"""How many events of each file had which fate: the reviewed baseline, and the table for people.

`python -m tests.acceptance.real_input --write` writes the baseline anew; its difference is to be read.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from tests.acceptance.real_input.journey import new_house, travel

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tests.acceptance.real_input.calendars import Load, Part
    from tests.acceptance.real_input.journey import Fate, Journey, Switch

BASELINE = Path(__file__).with_name("counts.json")


def send(load: Load, switch: Switch, url: str) -> Journey:
    """Send files through a house of their own."""
    house = new_house()
    switch.application = house.exchange
    return travel(((part.title, event) for part in load.parts for event in part.events()), house, url)


def counts(part: Part, journey: Journey) -> dict[str, int]:
    """Count the fates of a file's events by name; the sum is the number of events in its text."""
    found = Counter(_name(fate) for fate in journey.fates if fate.source == part.title)
    if unread := part.written() - found.total():
        found["file: icalendar finds no event in it"] = unread
    return dict(sorted(found.items()))


def _name(fate: Fate) -> str:
    detail = fate.refused or fate.reported
    return f"{fate.outcome}: {detail}" if detail else fate.outcome


def baseline() -> dict[str, dict[str, int]]:
    """The counts of every file as they were last reviewed; files without events are left out."""
    known: dict[str, dict[str, int]] = json.loads(BASELINE.read_text())
    return known


def write(found: Mapping[str, Mapping[str, int]]) -> None:
    """Make these counts the baseline."""
    BASELINE.write_text(json.dumps({title: one for title, one in sorted(found.items()) if one}, indent=1) + "\n")


def total(found: Iterable[Mapping[str, int]]) -> Counter[str]:
    """Add the counts of files."""
    added: Counter[str] = Counter()
    for one in found:
        added.update(one)
    return added
