"""Writes that are answered as if they had happened, and never sent: for a preview (SPEC 3.8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.connectors.port import Written
from syncline.records.record import marker_trace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syncline.connectors.port import Conflict, Draft, Edit, ItemError, Mention, Missing
    from syncline.records.words import Collection


class OnlyLooking:
    """The writes of a mailbox that is only looked at; stands before the connector's own class."""

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
