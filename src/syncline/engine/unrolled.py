"""A mailbox in which the occurrences of a series can be read and looked for like events of their own.

An occurrence has an id that no server knows: its master's and its date. Its trace is its date and its master's trace.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from msgspec import structs

from syncline.connectors.port import ItemError, Missing, Trail, Whereabouts
from syncline.records.capability.event_times import unheld_times
from syncline.records.fields import EXCEPTIONS, RECURRENCE
from syncline.records.record import Record
from syncline.records.recurrence.exceptions import read_exceptions
from syncline.records.recurrence.instances import instance
from syncline.records.recurrence.occurrences import happening
from syncline.records.recurrence.text import read_recurrence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from syncline.connectors.port import Mailbox, MakesSeries, Org, ReadsSeries
    from syncline.records.record import Value
    from syncline.records.words import Collection

RECURRING = "recurring"
"""What `read` calls a series."""
_AT = "\x1f"
"""Stands between a master's id and a date; no server's id has it."""
_TRACE = "occurrence:"


def occurrence_id(master: str, original: str) -> str:
    """Answer the id of an occurrence."""
    return f"{master}{_AT}{original}"


def with_occurrences(mailbox: Mailbox) -> Mailbox:
    """Answer the mailbox with its series unrolled, if it can tell series at all."""
    return cast("Mailbox", Unrolled(mailbox)) if reads_series(mailbox) is not None else mailbox


def reads_series(mailbox: Mailbox) -> ReadsSeries | None:
    """Answer a mailbox as one that can tell series; one that stands before another passes that one's words on."""
    return cast("ReadsSeries", mailbox) if hasattr(mailbox, "series") else None


def makes_series(org: Org) -> MakesSeries | None:
    """Answer an org as one in which series can be made."""
    return cast("MakesSeries", org) if hasattr(org, "make_series") else None


def master_of(record_id: str) -> tuple[str, str]:
    """Answer the master's id and the date of an occurrence; of anything else the id and nothing."""
    master, _, original = record_id.partition(_AT)
    return master, original


def occurrence_of(master: Record, original: str, values: Mapping[str, Value]) -> Record:
    """Answer an occurrence as the single event that it looks like."""
    return structs.replace(
        master,
        id=occurrence_id(master.id, original),
        values=dict(values),
        uid=f"{master.uid}/{original}" if master.uid else None,
        trace=f"{_TRACE}{original}:{master.trace}" if master.trace else None,
        not_representable=unheld_times(values),
        series=master.id,
    )


def is_series(record: Record) -> bool:
    """Whether a record is a series, whole."""
    return RECURRENCE in record.values


def present(master: Record, originals: Iterable[str]) -> set[str]:
    """Answer which of these dates a series has an occurrence of: its rule does, and nobody cancelled it."""
    rule = read_recurrence(str(master.values[RECURRENCE]))
    done = read_exceptions(str(master.values.get(EXCEPTIONS, "")))
    asked = [one for one in originals if done.get(one, {}) is not None]
    return happening(rule, str(master.values["Start"]), asked)


class Unrolled:
    """Everything but reading and looking for occurrences is the mailbox's own."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox

    def __getattr__(self, name: str) -> Any:
        return getattr(self._mailbox, name)

    def read(self, collection: Collection, ids: Sequence[str]) -> list[Record | Missing | ItemError]:
        """Read records; occurrences out of their series."""
        wanted: dict[str, list[str]] = {}
        for master, original in map(master_of, ids):
            if original:
                wanted.setdefault(master, []).append(original)
        found: dict[str, Record | Missing | ItemError] = {}
        for (master, originals), series in zip(wanted.items(), self._series(list(wanted)), strict=True):
            found |= _occurrences(master, series, originals)
        plain = [one for one in ids if one not in found]
        found |= zip(plain, self._mailbox.read(collection, plain), strict=True) if plain else ()
        return [found[one] for one in ids]

    def locate(self, collection: Collection, trails: Sequence[Trail]) -> list[Whereabouts]:
        """Look for records; an occurrence is deleted where its series does not have it, or was deleted itself."""
        masters = list(dict.fromkeys(master for master, original in (master_of(one.id) for one in trails) if original))
        series = dict(zip(masters, self._series(masters), strict=True))
        places = self._mailbox.locate(collection, [Trail(master_of(one.id)[0], _master_trace(one)) for one in trails])
        return [
            self._place(trail, series.get(master_of(trail.id)[0]), place)
            for trail, place in zip(trails, places, strict=True)
        ]

    def _place(self, trail: Trail, master: Record | Missing | ItemError | None, place: Whereabouts) -> Whereabouts:
        """What a series tells of itself counts; what cannot be read tells nothing."""
        original = master_of(trail.id)[1]
        if not original or isinstance(master, Missing) or master is None:
            return place
        if isinstance(master, ItemError):
            return Whereabouts.UNKNOWN
        return Whereabouts.HERE if is_series(master) and present(master, [original]) else Whereabouts.DELETED

    def _series(self, masters: Sequence[str]) -> list[Record | Missing | ItemError]:
        return cast("ReadsSeries", self._mailbox).series(masters) if masters else []


def _occurrences(
    master: str, series: Record | Missing | ItemError, originals: Sequence[str]
) -> dict[str, Record | Missing | ItemError]:
    ids = {one: occurrence_id(master, one) for one in originals}
    if isinstance(series, ItemError):
        return dict.fromkeys(ids.values(), series)
    there = present(series, originals) if isinstance(series, Record) and is_series(series) else set()
    return {
        id_: occurrence_of(series, one, instance(series.values, one))
        if one in there and isinstance(series, Record)
        else Missing(id_)
        for one, id_ in ids.items()
    }


def _master_trace(trail: Trail) -> str | None:
    if trail.trace is None or not trail.trace.startswith(_TRACE):
        return trail.trace
    return trail.trace.removeprefix(_TRACE).partition(":")[2]
