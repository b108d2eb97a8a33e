"""What a person does to single occurrences of a series, as Exchange keeps it: exceptions beside their master.

A changed occurrence is an item of its own, which no folder lists: its id stands in the master's ModifiedOccurrences. A
deleted one is named in DeletedOccurrences. Either changes the master, which is what SyncFolderItems tells of.
https://learn.microsoft.com/exchange/client-developer/exchange-web-services/calendars-and-ews-in-exchange
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from .errors import ItemError
from .ids import item_id
from .state.item import Item
from .xmltext import escape, instant
from .zones import find

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from .state.mailbox import Mailbox
    from .zones import Zone

FIRST_DAY = date(1900, 1, 1).toordinal() - 1
"""The day before the first that an id can name."""
_EXCEPTIONS = "exceptions"
"""Where a master keeps them, under a name that no property has."""


class _Exception(NamedTuple):
    """An occurrence that is not as the rule says; without an item it was deleted."""

    original: datetime
    item: Item | None


def repeat(mailbox: Mailbox, master: Item, recurrence: str | None) -> None:
    """Make an event a series, by the XML inside t:Recurrence, or single again; exceptions go, as Exchange lets them."""
    with mailbox.lock:
        master.values.pop(_EXCEPTIONS, None)
        master.values["CalendarItemType"] = "RecurringMaster" if recurrence else "Single"
        if recurrence:
            master.values["Recurrence"] = recurrence
        else:
            master.values.pop("Recurrence", None)
        _show(mailbox, master, {})


def edit_occurrence(mailbox: Mailbox, master: Item, original: datetime, values: Mapping[str, Any]) -> Item:
    """Change one occurrence; `original` is the instant at which the rule has it."""
    with mailbox.lock:
        done = kept(master)
        before = done.get(original)
        if before is not None and before.item is None:
            raise ItemError("ErrorItemNotFound")
        item = before.item if before and before.item else _exception(mailbox, master, original)
        item.values |= {**values, **_IS_EXCEPTION}
        item.change = mailbox.next_change()
        _show(mailbox, master, {**done, original: _Exception(original, item)})
        return item


def cancel_occurrence(mailbox: Mailbox, master: Item, original: datetime) -> None:
    """Delete one occurrence."""
    with mailbox.lock:
        _show(mailbox, master, {**kept(master), original: _Exception(original, None)})


def kept(master: Item) -> dict[datetime, _Exception]:
    """What was done to single occurrences, by the instants at which the rule has them."""
    return dict(master.values.get(_EXCEPTIONS, {}))


def _exception(mailbox: Mailbox, master: Item, original: datetime) -> Item:
    values = {name: value for name, value in master.values.items() if name not in OF_MASTER}
    lasts = values["End"] - values["Start"]
    values |= {"Start": original, "End": original + lasts, "OriginalStart": original, **_IS_EXCEPTION}
    now = mailbox.clock()
    number, change = mailbox.next_number(), mailbox.next_change()
    item = Item(master.kind, master.folder, number, values, {}, now, now, mailbox.name, change)
    item.id = occurrence_id(master, original)
    mailbox.items[item.id] = item
    return item


def zone_of(master: Item) -> Zone:
    """The zone in which a series repeats."""
    zone: Zone = master.values.get("StartTimeZone") or find("UTC")
    return zone


def occurrence_id(master: Item, original: datetime) -> str:
    """Make the id of an occurrence, changed or not: its master's with the day that the rule has for it."""
    day = zone_of(master).wall(original).date().toordinal() - FIRST_DAY
    return item_id(master.folder.mailbox.guid, master.folder.number, master.number, day)


_IS_EXCEPTION = {"CalendarItemType": "Exception", "IsRecurring": True}
_SHOWN = ("ModifiedOccurrences", "DeletedOccurrences")
OF_MASTER = frozenset({"Recurrence", _EXCEPTIONS, *_SHOWN})
"""What an occurrence does not have of its master."""


def _show(mailbox: Mailbox, master: Item, done: dict[datetime, _Exception]) -> None:
    """Write the lists that clients read, and let the master be changed."""
    master.values[_EXCEPTIONS] = done
    changed = [(one.original, one.item) for _, one in sorted(done.items()) if one.item is not None]
    deleted = [one.original for _, one in sorted(done.items()) if one.item is None]
    lists = ("".join(_told(*one) for one in changed), "".join(map(_gone, deleted)))
    for name, inside in zip(_SHOWN, lists, strict=True):
        master.values.pop(name, None)
        if inside:
            master.values[name] = inside
    mailbox.change_item(master)


def _told(original: datetime, item: Item) -> str:
    return f"<t:Occurrence>{occurrence_info(original, item)}</t:Occurrence>"


def occurrence_info(original: datetime, item: Item) -> str:
    """Write what stands inside an element of t:OccurrenceInfoType."""
    start, end = instant(item.values["Start"]), instant(item.values["End"])
    reference = f'<t:ItemId Id="{escape(item.id)}" ChangeKey="{escape(item.change_key)}"/>'
    times = f"<t:Start>{start}</t:Start><t:End>{end}</t:End>"
    return f"{reference}{times}<t:OriginalStart>{instant(original)}</t:OriginalStart>"


def _gone(original: datetime) -> str:
    return f"<t:DeletedOccurrence><t:Start>{instant(original)}</t:Start></t:DeletedOccurrence>"
