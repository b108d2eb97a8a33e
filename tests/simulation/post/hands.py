"""What a person can do in a mailbox, whatever system it is on. What a system does not know is not done there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime
    from wsgiref.types import WSGIApplication

    from tests.simulation.line import Line
    from tests.support.series_hands import SeriesHands

WHO = "AssistantName"
"""The field in which a contact bears its name; an event bears it in its subject."""


@dataclass(frozen=True, slots=True)
class Thing:
    """A contact or an event. `id` is what a link knows it by; `shown` holds a contact's values by their labels."""

    id: str
    name: str
    raw: Any
    shown: Mapping[str, str] = field(default_factory=dict)
    place: str | None = None
    end: datetime | None = None
    """Events: when it ends; None where it takes whole days."""
    all_day: bool = False
    hosted: bool = True
    """Events: whether it is the rep's own; else a copy of somebody's meeting."""


class Hands(Protocol):
    """All mailboxes of one mail system. Lists are in the order in which things were made."""

    kind: str
    recalled: set[str]
    """Ids of copies that went because their meeting did, or because their owner was taken out of it."""

    @property
    def application(self) -> WSGIApplication:
        """The server."""

    def connection(self, line: Line) -> Any:
        """Make a connector's connection over a line."""

    def add(self, rep: str) -> None:
        """Give a rep a mailbox."""

    def contacts(self, rep: str) -> Sequence[Thing]:
        """What is in the folder that syncs."""

    def away(self, rep: str) -> Sequence[Thing]:
        """Contacts that could be put into it."""

    def entries(self, rep: str) -> Sequence[Thing]:
        """What is in the calendar."""

    def binned(self, rep: str) -> Sequence[Thing]:
        """Contacts and events that were thrown away and are still to be had."""

    def put(self, rep: str, fields: Mapping[str, str]) -> None:
        """Add a contact."""

    def edit(self, rep: str, thing: Thing, label: str, value: str | None) -> None:
        """Change a field of a contact; None empties it."""

    def touch(self, rep: str, thing: Thing) -> None:
        """Save a contact as it is."""

    def trash(self, rep: str, thing: Thing) -> str:
        """Throw something away; answers its id there."""

    def erase(self, rep: str, thing: Thing) -> bool:
        """Delete a contact for good. Answers whether that can be done here."""

    def move_out(self, rep: str, thing: Thing) -> None:
        """Take a contact out of the folder."""

    def move_back(self, rep: str, thing: Thing) -> bool:
        """Put a contact into the folder. Answers whether the folder is there."""

    def copy(self, rep: str, thing: Thing) -> bool:
        """Copy a contact within the folder. Answers whether that can be done here."""

    def renumber(self, rep: str) -> None:
        """Move the mailbox to another server: new ids."""

    def expire(self, rep: str) -> None:
        """Forget where reading had stopped."""

    def rename_folder(self, rep: str) -> None:
        """Rename the folder that syncs, or name it as it was."""

    def delete_folder(self, rep: str) -> None:
        """Throw the folder that syncs away, or take it back."""

    def mend_folder(self, rep: str) -> None:
        """Put the folder where it belongs, under its name."""

    def enter(
        self, rep: str, name: str, times: tuple[datetime, datetime] | tuple[date, date], zone: str, place: str
    ) -> None:
        """Put an event into the calendar."""

    def edit_place(self, rep: str, thing: Thing, place: str) -> None:
        """Change where an event is."""

    def shift(self, rep: str, thing: Thing, start: datetime, end: datetime) -> None:
        """Change when an event is, in UTC."""

    def hide(self, rep: str, thing: Thing) -> None:
        """Make an event private, or public again."""

    def invite(self, rep: str, thing: Thing, guests: Sequence[str]) -> None:
        """Say anew who takes part in an event of one's own; whoever has a mailbox here gets a copy, or loses it."""

    def reply(self, rep: str, thing: Thing, guest: str, answer: str) -> None:
        """Let somebody's answer arrive: `accepted`, `tentative` or `declined`."""

    def calendar(self, rep: str) -> SeriesHands:
        """A rep's hands on series."""

    def everything(self, rep: str) -> list[Any]:
        """All values that are anywhere in the mailbox."""

    def versions(self) -> list[Any]:
        """What changes with every write."""

    def mails(self) -> int:
        """How many mails a real system would have sent."""
