"""Edits as EWS wants them: one update for each field, and a shown name that follows the name it was made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.connectors.exchange.attendees_write import attendee_updates
from syncline.connectors.exchange.contact_write import contact_updates, display_name
from syncline.connectors.exchange.event_write import event_updates
from syncline.connectors.exchange.get_items import ITEMS, look_items
from syncline.connectors.exchange.kept import html_of
from syncline.connectors.exchange.soap import T, field_path
from syncline.connectors.exchange.update_items import ItemChange
from syncline.connectors.outlook.names import NAMES, full_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from syncline.connectors.exchange.account import Account
    from syncline.connectors.exchange.answer import Message
    from syncline.connectors.exchange.soap import Element
    from syncline.connectors.port import Edit
    from syncline.records.record import Values


def contact_changes(account: Account, edits: Sequence[Edit]) -> list[ItemChange]:
    """Make the changes; where a name is among them, one call reads which names are shown now."""
    named = [edit.id for edit in edits if edit.changes.keys() & set(NAMES)]
    uris = [field_path(f"contacts:{name}") for name in ("DisplayName", *NAMES)]
    shown = dict(zip(named, look_items(account, named, uris), strict=True)) if named else {}
    return [_contact_change(edit, shown.get(edit.id)) for edit in edits]


def event_changes(account: Account, edits: Sequence[Edit], zone: str) -> list[ItemChange]:
    """Make the changes of events; all-day events begin at midnight in `zone`."""
    guests = attendee_updates(account, edits)
    return [ItemChange(edit.id, edit.version, [*_event_change(edit, zone), *guests.get(edit.id, ())]) for edit in edits]


def _event_change(edit: Edit, zone: str) -> Iterator[Element]:
    formatted = html_of(edit.kept) if edit.kept and "Body" in edit.changes else None
    return event_updates(edit.changes, edit.whole, zone, formatted)


def _contact_change(edit: Edit, shown: Message | None) -> ItemChange:
    updates = list(contact_updates(edit.changes))
    if shown is not None and _is_ours(shown):
        name = full_name(edit.whole)
        if name:
            updates += display_name(name)
    return ItemChange(edit.id, edit.version, updates)


def _is_ours(message: Message) -> bool:
    """Whether the name that Outlook shows says no more than the fields do: no title, middle name or a person's own."""
    item = message.first(ITEMS) if message.ok else None
    if item is None:
        return False
    held: Values = {name: text for name in NAMES if (text := item.findtext(T + name))}
    shown = item.findtext(f"{T}DisplayName") or ""
    return shown in {"", full_name(held)}
