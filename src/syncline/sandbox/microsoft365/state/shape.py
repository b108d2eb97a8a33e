"""When an event is: values that do not change, so that what was can be compared with what is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from syncline.sandbox.microsoft365.zones import Zone
    from syncline.sandbox.recurrence import Recurrence


class Span(NamedTuple):
    """From a wall time in a zone up to another. All-day events are from midnight to midnight."""

    start: datetime
    end: datetime
    zone: Zone
    end_zone: Zone
    all_day: bool = False

    @property
    def begins(self) -> datetime:
        """The instant of the start."""
        return self.zone.instant(self.start)

    @property
    def ends(self) -> datetime:
        """The instant of the end."""
        return self.end_zone.instant(self.end)


@dataclass(frozen=True, slots=True)
class Shape:
    """`moved` has every occurrence with something of its own, by the ordinal of its original date; None: same time."""

    span: Span
    recurrence: Recurrence | None = None
    moved: Mapping[int, Span | None] = field(default_factory=dict)
    cancelled: frozenset[int] = frozenset()
