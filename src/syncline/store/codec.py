"""Rows to JSON and back. Instants are ISO 8601 with their offset; tuples are lists; what is empty is left out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

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


encode = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"), default=_plain).encode
"""Write JSON; mappings of any kind become objects. Raises `TypeError` for what JSON does not know."""

decode: Any = json.JSONDecoder().decode
"""Read JSON that `encode` wrote."""


def values_of(text: str) -> dict[str, Any]:
    """Read field values."""
    values: dict[str, Any] = decode(text)
    return values


def record_facts(record: Record) -> dict[str, Any]:
    """Put a record into what `encode` writes and `record_of` reads."""
    facts: dict[str, Any] = {"id": record.id, "version": record.version, "values": record.values}
    facts |= {name: fact for name in _OPTIONAL if (fact := getattr(record, name)) is not None}
    facts |= {name: fact for name in ("attendees", "extra") if (fact := getattr(record, name))}
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
