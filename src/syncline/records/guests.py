"""What an edit of who takes part comes to: whom to add, and whom to take out of a list that holds others besides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from syncline.records.attendees import Attendee, normal_address, read_attendees
from syncline.records.fields import ATTENDEES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syncline.records.record import Value, Values


@dataclass(frozen=True, slots=True)
class GuestList:
    """Whom an event is to have, and who was known to be in: of these alone somebody is taken out."""

    wanted: Mapping[str, Attendee]
    known: frozenset[str]

    @classmethod
    def of(cls, changes: Mapping[str, Value | None], held: Values) -> GuestList:
        """Read an edit's change of attendees, and what the side held."""
        wanted = {one.address: one for one in read_attendees(str(changes.get(ATTENDEES) or ""))}
        return cls(wanted, frozenset(one.address for one in read_attendees(str(held.get(ATTENDEES) or ""))))

    def stays(self, address: str) -> bool:
        """Whether somebody who is in the list stays there; whoever is unknown does."""
        found = normal_address(address)
        return found in self.wanted or found not in self.known

    def added(self, there: set[str]) -> list[Attendee]:
        """Answer who is new, in order; `there` are the addresses in the list."""
        held = {normal_address(one) for one in there}
        return [self.wanted[one] for one in sorted(self.wanted.keys() - held - self.known)]
