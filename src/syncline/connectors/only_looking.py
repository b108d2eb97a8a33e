"""Writes that are answered as if they had happened, and never sent: for a preview (SPEC 3.8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.connectors.mark import NoFolderYetError
from syncline.connectors.port import Page, Whereabouts, Written
from syncline.records.record import marker_trace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syncline.connectors.port import Conflict, Draft, Edit, ItemError, Mention, Missing, Trail
    from syncline.records.words import Collection


class OnlyLooking:
    """What is different about a mailbox that is only looked at; stands before the connector's own class.

    A folder that is not there yet is empty.
    """

    def changes(self, collection: Collection, cursor: str | None) -> Page:
        """Read as the connector does."""
        try:
            page: Page = super().changes(collection, cursor)  # type: ignore[misc]  # the connector's
        except NoFolderYetError:
            return Page("", more=False)
        return page

    def locate(self, collection: Collection, trails: Sequence[Trail]) -> list[Whereabouts]:
        """Look as the connector does."""
        try:
            found: list[Whereabouts] = super().locate(collection, trails)  # type: ignore[misc]  # the connector's
        except NoFolderYetError:
            return [Whereabouts.UNKNOWN for _ in trails]
        return found

    def create(self, collection: Collection, drafts: Sequence[Draft]) -> list[Written | ItemError]:  # noqa: ARG002 - the port's
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
