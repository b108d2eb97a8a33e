"""A mailbox that is only looked at: what would be written is answered as if it had been, and never sent.

For a preview (SPEC 3.8). The folder is not made, and not marked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.connectors.exchange.folders import NoFolderYetError
from syncline.connectors.exchange.mailbox import ExchangeMailbox
from syncline.connectors.port import Page, Whereabouts, Written
from syncline.records.record import marker_trace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syncline.connectors.port import Conflict, Draft, Edit, ItemError, Mention, Missing, Trail
    from syncline.records.words import Collection


class LookingMailbox(ExchangeMailbox):
    """Reads as `ExchangeMailbox` does; a folder that is not there yet is empty."""

    def changes(self, collection: Collection, cursor: str | None) -> Page:
        """See `ExchangeMailbox`."""
        try:
            return super().changes(collection, cursor)
        except NoFolderYetError:
            return Page("", more=False)

    def locate(self, collection: Collection, trails: Sequence[Trail]) -> list[Whereabouts]:
        """See `ExchangeMailbox`."""
        try:
            return super().locate(collection, trails)
        except NoFolderYetError:
            return [Whereabouts.UNKNOWN for _ in trails]

    def create(self, collection: Collection, drafts: Sequence[Draft]) -> list[Written | ItemError]:  # noqa: ARG002
        """Make nothing."""
        return [Written(f"preview:{draft.key}", "", trace=marker_trace(draft.key)) for draft in drafts]

    def update(
        self,
        collection: Collection,  # noqa: ARG002 - the port's
        edits: Sequence[Edit],
    ) -> list[Written | Conflict | Missing | ItemError]:
        """Change nothing."""
        return [Written(edit.id, edit.version) for edit in edits]

    def delete(
        self,
        collection: Collection,  # noqa: ARG002 - the port's
        targets: Sequence[Mention],
    ) -> list[Written | Conflict | Missing | ItemError]:
        """Take nothing away."""
        return [Written(target.id, target.version) for target in targets]
