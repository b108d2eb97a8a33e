"""What every item has in common: its id and version, its times, what Syncline stamped on it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from syncline.connectors.errors import BadAnswerError
from syncline.connectors.exchange.properties import ITEM_MARKER, SEARCH_KEY, Extended, Key, extended_values
from syncline.connectors.exchange.soap import Element, T, field_path
from syncline.records.normal import clean
from syncline.records.record import marker_trace

if TYPE_CHECKING:
    from collections.abc import Mapping

_TRACE = "search:"
_MARK = marker_trace("")


class Facts(NamedTuple):
    """What is read of every item; `created` and `modified` are by the server's clock, to the second."""

    id: str
    version: str
    created: datetime | None
    modified: datetime | None
    trace: str | None
    marker: str | None
    extended: Mapping[Key, str]


def common_paths(*more: Extended) -> list[Element]:
    """Ask for what `facts_of` reads, and for other extended properties."""
    uris = ("item:ItemClass", "item:Body", "item:DateTimeCreated", "item:LastModifiedTime")
    return [*map(field_path, uris), *(one.path() for one in (SEARCH_KEY, ITEM_MARKER, *more))]


def facts_of(item: Element) -> Facts:
    """Read what every item has in common."""
    id_, version = reference_of(item)
    extended = extended_values(item)
    search_key = extended.get(SEARCH_KEY.key)
    return Facts(
        id=id_,
        version=version,
        created=time_of(item.findtext(f"{T}DateTimeCreated")),
        modified=time_of(item.findtext(f"{T}LastModifiedTime")),
        trace=search_trace(search_key) if search_key else None,
        marker=extended.get(ITEM_MARKER.key),
        extended=extended,
    )


def reference_of(item: Element) -> tuple[str, str]:
    """Answer an item's id and change key."""
    reference = item.find(f"{T}ItemId")
    if reference is None:
        raise BadAnswerError("the server answered an item without an id")
    return reference.get("Id", ""), reference.get("ChangeKey", "")


def body_of(item: Element) -> str:
    """Answer the body as plain text in normal form; empty if there is none."""
    return clean(item.findtext(f"{T}Body") or "", lines=True)


def time_of(text: str | None) -> datetime | None:
    """Read an instant; Exchange writes UTC where no zone is asked for."""
    return datetime.fromisoformat(text) if text else None


def search_trace(search_key: str) -> str:
    """Make the trace of an item whose search key (Base64) is known: it stays the same when the item is moved."""
    return _TRACE + search_key


def read_trace(trace: str) -> tuple[Extended, str] | None:
    """Answer which property to search by, and for what; None for a trace that is not ours."""
    for prefix, prop in ((_TRACE, SEARCH_KEY), (_MARK, ITEM_MARKER)):
        if trace.startswith(prefix):
            return prop, trace.removeprefix(prefix)
    return None
