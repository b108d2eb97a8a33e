"""Edits of contacts as Graph wants them: what is written together with what stands beside it is read first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.connectors.microsoft365.contact_read import QUERY
from syncline.connectors.microsoft365.contact_write import LISTED, contact_changes
from syncline.connectors.microsoft365.get_items import look_items
from syncline.connectors.microsoft365.update_items import Change
from syncline.connectors.port import ItemError, Missing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syncline.connectors.microsoft365.items import Items
    from syncline.connectors.port import Edit


def changes_of(items: Items, edits: Sequence[Edit]) -> list[Change | Missing | ItemError]:
    """Make the changes; one call for twenty contacts reads lists, addresses and shown names where they are needed."""
    wanted = [edit.id for edit in edits if edit.changes.keys() & LISTED]
    looked = dict(zip(wanted, look_items(items, wanted, QUERY), strict=True)) if wanted else {}
    made: list[Change | Missing | ItemError] = []
    for edit in edits:
        held = looked.get(edit.id, {})
        if isinstance(held, (Missing, ItemError)):
            made.append(held)
        else:
            made.append(Change(edit.id, edit.version, contact_changes(edit, held)))
    return made
