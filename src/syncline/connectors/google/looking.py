"""A mailbox that is only looked at, for a preview (SPEC 3.8): the group is not made, and not marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.connectors.google.mailbox import GoogleMailbox
from syncline.connectors.mark import NoFolderYetError
from syncline.connectors.only_looking import OnlyLooking
from syncline.connectors.port import Page, Whereabouts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syncline.connectors.port import Trail
    from syncline.records.words import Collection


class LookingMailbox(OnlyLooking, GoogleMailbox):
    """Reads as `GoogleMailbox` does; a group that is not there yet is empty."""

    def changes(self, collection: Collection, cursor: str | None) -> Page:
        """See `GoogleMailbox`."""
        try:
            return super().changes(collection, cursor)
        except NoFolderYetError:
            return Page("", more=False)

    def locate(self, collection: Collection, trails: Sequence[Trail]) -> list[Whereabouts]:
        """See `GoogleMailbox`."""
        try:
            return super().locate(collection, trails)
        except NoFolderYetError:
            return [Whereabouts.UNKNOWN for _ in trails]
