"""The occurrences of a series, each as an item that nobody keeps: what a calendar view shows, and what ids mean.

https://learn.microsoft.com/exchange/client-developer/exchange-web-services/how-to-access-a-recurring-series-by-using-ews-in-exchange
"""

from __future__ import annotations

from collections import deque
from datetime import UTC, date, datetime
from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree

from syncline.sandbox.recurrence import WEEKDAYS, Recurrence

from . import occurrences
from .errors import ItemError
from .ids import MalformedIdError, item_id, parse
from .state.item import Item
from .xmltext import TYPES, T, children, local, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .state.mailbox import Mailbox

_PATTERNS = {
    "DailyRecurrence": "daily",
    "WeeklyRecurrence": "weekly",
    "AbsoluteMonthlyRecurrence": "absoluteMonthly",
    "RelativeMonthlyRecurrence": "relativeMonthly",
    "AbsoluteYearlyRecurrence": "absoluteYearly",
    "RelativeYearlyRecurrence": "relativeYearly",
}
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_DAYS = {
    "Day": range(7),
    "Weekday": range(5),
    "WeekendDay": range(5, 7),
    **{name.title(): (number,) for number, name in enumerate(WEEKDAYS)},
}


def is_master(item: Item) -> bool:
    """Whether an item repeats."""
    return item.kind == "CalendarItem" and "Recurrence" in item.values


def rule(master: Item) -> Recurrence:
    """Read the rule of a series."""
    pattern, limit = children(etree.fromstring(f'<r xmlns:t="{TYPES}">{master.values["Recurrence"]}</r>'))
    until, count = text_of(limit.find(f"{T}EndDate")), text_of(limit.find(f"{T}NumberOfOccurrences"))
    month = text_of(pattern.find(f"{T}Month"))
    return Recurrence(
        _PATTERNS[local(pattern)],
        int(text_of(pattern.find(f"{T}Interval")) or 1),
        date.fromisoformat(text_of(limit.find(f"{T}StartDate"))[:10]),
        _days(text_of(pattern.find(f"{T}DaysOfWeek"))),
        _DAYS[text_of(pattern.find(f"{T}FirstDayOfWeek")) or "Sunday"][0],
        int(text_of(pattern.find(f"{T}DayOfMonth")) or 0),
        _MONTHS.index(month) + 1 if month else 0,
        (text_of(pattern.find(f"{T}DayOfWeekIndex")) or "First").lower(),
        date.fromisoformat(until[:10]) if until else None,
        int(count) if count else None,
    )


def _days(names: str) -> tuple[int, ...]:
    return tuple(sorted({day for name in names.split() for day in _DAYS[name]}))


def starts(master: Item) -> Iterator[datetime]:
    """Answer the instants at which the rule has occurrences: the same wall time each, in the series' own zone."""
    zone = occurrences.zone_of(master)
    time = zone.wall(master.values["Start"]).time()
    for day in rule(master).dates():
        yield zone.instant(datetime.combine(day, time))


def between(master: Item, start: datetime, end: datetime) -> Iterator[Item]:
    """Answer the occurrences that a window shows, changed ones by their own times."""
    lasts = master.values["End"] - master.values["Start"]
    done = occurrences.kept(master)
    for one in done.values():
        if one.item is not None and overlap(one.item.values["Start"], one.item.values["End"], start, end):
            yield one.item
    for original in starts(master):
        if original >= end:
            return
        if original not in done and overlap(original, original + lasts, start, end):
            yield _made(master, original)


def overlap(begins: datetime, ends: datetime, start: datetime, end: datetime) -> bool:
    """Whether a window shows something, which may last no time at all."""
    return (begins < end and ends > start) or (begins == ends and start <= begins < end)


def _made(master: Item, original: datetime) -> Item:
    """Make an occurrence; what its master is and was not changed, it is."""
    values = {name: value for name, value in master.values.items() if name not in occurrences.OF_MASTER}
    values |= {"Start": original, "End": original + (values["End"] - values["Start"]), "OriginalStart": original}
    values |= {"CalendarItemType": "Occurrence", "IsRecurring": True}
    return Item(
        master.kind, master.folder, master.number, values, dict(master.extended), master.created, master.modified,
        master.modified_by, master.change, list(master.attachments), occurrences.occurrence_id(master, original),
    )  # fmt: skip


def on_day(master: Item, day: int) -> Item:
    """Answer the occurrence that the rule has on the day of an id. Raises ItemError where there is none."""
    wanted = date.fromordinal(day + occurrences.FIRST_DAY)
    zone = occurrences.zone_of(master)
    for original in starts(master):
        found = zone.wall(original).date()
        if found == wanted:
            return _one(master, original, "ErrorItemNotFound")
        if found > wanted:
            break
    raise ItemError("ErrorItemNotFound")


def by_index(master: Item, index: int) -> Item:
    """Answer the occurrence of an InstanceIndex, counted from 1, deleted ones too. Raises ItemError."""
    if not is_master(master):
        raise ItemError("ErrorCalendarCannotUseIdForOccurrenceId")
    original = next(islice(starts(master), index - 1, None), None) if index > 0 else None
    if original is None:
        raise ItemError("ErrorCalendarOccurrenceIndexIsOutOfRecurrenceRange")
    return _one(master, original, "ErrorCalendarOccurrenceIsDeletedFromRecurrence")


def _one(master: Item, original: datetime, deleted: str) -> Item:
    done = occurrences.kept(master).get(original)
    if done is None:
        return _made(master, original)
    if done.item is None:
        raise ItemError(deleted)
    return done.item


def master_of(item: Item) -> Item | None:
    """Answer the series of an occurrence; None for what is none."""
    if item.values.get("CalendarItemType") not in {"Occurrence", "Exception"}:
        return None
    return next((one for one in item.folder.items.values() if is_master(one) and _has(one, item)), None)


def _has(master: Item, item: Item) -> bool:
    return master.number == item.number or any(one.item is item for one in occurrences.kept(master).values())


def edit(mailbox: Mailbox, item: Item, master: Item) -> Item:
    """Let an occurrence be what `item` says; answers what is kept of it, an exception."""
    return occurrences.edit_occurrence(mailbox, master, item.values["OriginalStart"], item.values)


def cancel(mailbox: Mailbox, item: Item, master: Item) -> None:
    """Take an occurrence out of its series."""
    occurrences.cancel_occurrence(mailbox, master, item.values["OriginalStart"].astimezone(UTC))


def end_written(item: Item, *, last: bool) -> str:
    """Write t:FirstOccurrence or t:LastOccurrence of a master; a series without end has no last one."""
    if not is_master(item):
        return ""
    repeats = rule(item)
    if last and repeats.until is None and repeats.count is None:
        return ""
    left = (original for original in starts(item) if _stays(item, original))
    original = (deque(left, 1) or [None])[0] if last else next(left, None)
    if original is None:
        return ""
    found = _one(item, original, "ErrorItemNotFound")
    name = "LastOccurrence" if last else "FirstOccurrence"
    return f"<t:{name}>{occurrences.occurrence_info(found.values['OriginalStart'], found)}</t:{name}>"


def _stays(item: Item, original: datetime) -> bool:
    done = occurrences.kept(item).get(original)
    return done is None or done.item is not None


def find(mailbox: Mailbox, identifier: str) -> Item | None:
    """Answer the item, or the occurrence, of an id."""
    held = mailbox.items.get(identifier)
    if held is not None:
        return held
    try:
        reference = parse(identifier)
    except MalformedIdError:
        return None
    master = mailbox.items.get(item_id(mailbox.guid, reference.folder, reference.number)) if reference.day else None
    return on_day(master, reference.day) if master is not None and is_master(master) else None
