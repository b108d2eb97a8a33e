"""Rows to JSON and back. Instants are ISO 8601 with their offset; tuples are lists; what is empty is left out.

Whole numbers have 64 bits at most: orjson reads longer ones as fractions (https://github.com/ijl/orjson#int).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

import orjson

from syncline.records.record import Record

if TYPE_CHECKING:
    from syncline.records.link import Link, Seen
    from syncline.records.record import Values


def _plain(thing: object) -> object:
    if isinstance(thing, Mapping):
        return dict(thing)
    if isinstance(thing, datetime):
        return thing.isoformat()
    raise TypeError(f"a {type(thing).__name__} cannot be stored")


_slow_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"), default=_plain).encode
_OPTIONS = orjson.OPT_PASSTHROUGH_DATACLASS


def encode(thing: object) -> str:
    """Write JSON; mappings of any kind become objects. Raises `TypeError` for what JSON does not know."""
    return encoded(thing) or _slow_encode(thing)


def encoded(thing: object) -> str:
    """Write JSON where all text is UTF-8, else answer an empty text: orjson refuses halves of surrogate pairs."""
    try:
        return orjson.dumps(thing, _plain, _OPTIONS).decode()
    except TypeError:
        return ""


def decode(text: str) -> Any:
    """Read JSON that `encode` wrote, halves of surrogate pairs included."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return json.loads(text)


def values_of(text: str) -> dict[str, Any]:
    """Read field values."""
    values: dict[str, Any] = decode(text)
    return values


def record_facts(record: Record) -> dict[str, Any]:
    """Put a record into what `encode` writes and `record_of` reads."""
    facts: dict[str, Any] = {"id": record.id, "version": record.version, "values": record.values}
    for name in _OPTIONAL:
        fact = getattr(record, name)
        if fact is not None:
            facts[name] = fact
    if record.attendees:
        facts["attendees"] = record.attendees
    if record.extra:
        facts["extra"] = record.extra
    if not record.in_scope:
        facts["in_scope"] = False
    return facts


def record_of(text: str) -> Record | None:
    """Read a record; the empty text is None."""
    if not text:
        return None
    facts: dict[str, Any] = decode(text)
    for name in _STAMPS:
        if name in facts:
            facts[name] = datetime.fromisoformat(facts[name])
    return Record(**facts)


_STAMPS = ("modified", "created", "active")
_OPTIONAL = (*_STAMPS, "owner", "uid", "trace", "marker", "not_representable")


def link_facts(link: Link) -> dict[str, Any]:
    """Put what a link knows of its records into what `encode` writes and `state_of` reads."""
    facts: dict[str, Any] = {"base": link.base}
    if link.salesforce_seen:
        facts["salesforce"] = link.salesforce_seen
    if link.mailbox_seen:
        facts["mailbox"] = link.mailbox_seen
    return facts


def state_of(text: str) -> tuple[Values, Seen, Seen]:
    """Read base, `salesforce_seen` and `mailbox_seen`."""
    state: dict[str, Any] = decode(text)
    return state["base"], state.get("salesforce", {}), state.get("mailbox", {})
