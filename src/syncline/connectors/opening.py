"""What the connections to all mail systems have in common: how a rep's mailbox is opened for one cycle."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from syncline.connectors.closing import Closing
from syncline.connectors.mark import Mark
from syncline.planner.policy import EventPolicy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syncline.records.words import Collection

Mailbox = TypeVar("Mailbox")


@dataclass(frozen=True, slots=True)
class Opening:
    """What a mailbox is opened for: who syncs it, the rep's time zone (IANA), and how its events sync."""

    mark: Mark
    zone: str
    events: EventPolicy


class OpensMailboxes(Closing, Generic[Mailbox]):
    """Opens mailboxes. Shared between threads."""

    def __init__(self, *, only_looking: bool) -> None:
        """`only_looking` answers writes as if they had happened, and makes none."""
        self._only_looking = only_looking

    def open(
        self,
        address: str,
        cursors: Mapping[Collection, str | None],
        *,
        installation: str,
        org_id: str,
        former_orgs: frozenset[str] = frozenset(),
        take_over: bool = False,
        zone: str = "UTC",
        events: EventPolicy | None = None,
    ) -> Mailbox:
        """Open a rep's mailbox for one cycle, without any call.

        `cursors` are those that the cycle starts from, of all its collections: folders are looked at together.
        `installation` and `org_id` mark what syncs, the contacts folder or group; a mark of this installation with one
        of `former_orgs`, ids that the org had before, is replaced. With `take_over` the mark of another installation
        is, too: a person has said so by resetting the rep. `zone` is the rep's own (IANA).
        """
        mark = Mark(installation, org_id, former_orgs, self._only_looking, take_over)
        return self._mailbox(address, cursors, Opening(mark, zone, events or EventPolicy()))

    @abstractmethod
    def _mailbox(self, address: str, cursors: Mapping[Collection, str | None], opening: Opening) -> Mailbox:
        """Make the mailbox of an address; which addresses it may be known by, each mail system says itself."""
