"""What an org offers to the editor of configurations: asked once, and remembered for some minutes."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.cache import cache

from syncline.connectors.errors import ConnectorError
from syncline.web.asked import around, store_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    from django.http import HttpRequest

    from syncline.connectors.port import OrgFields
    from syncline.jobs.connections import OrgConnection
    from syncline.store.rows import ConnectionRow

    Answer = TypeVar("Answer")

_FRESH = 300
"""Seconds. Whoever made a field in Setup a moment ago asks for it anew."""


@dataclass(frozen=True, slots=True)
class Offered:
    """What is known of an org's fields: `fields` None and why, where it did not answer or was not asked."""

    fields: OrgFields | None = None
    trouble: str = ""


def remembered(request: HttpRequest, org: str) -> Offered:
    """Answer what an org said some minutes ago, without asking it."""
    row = org_row(request, org)
    return Offered(cache.get(_key(row)) if row is not None else None)


def offered(request: HttpRequest, org: str, *, again: bool = False) -> Offered:
    """Answer what an org offers; asks it if nothing is remembered, or `again`. One request."""
    known = Offered() if again else remembered(request, org)
    row = org_row(request, org)
    if row is None or known.fields is not None:
        return known
    try:
        fields = asked(request, row, lambda connection: connection.fields())
    except ConnectorError as error:
        return Offered(trouble=f"{error.detail} {error.remedy}")
    cache.set(_key(row), fields, _FRESH)
    return Offered(fields)


def asked(request: HttpRequest, row: ConnectionRow, ask: Callable[[OrgConnection], Answer]) -> Answer:
    """Ask an org something over a connection that only looks. Raises `ConnectorError`."""
    connection = around(request).looking().org(row)
    try:
        return ask(connection)
    finally:
        connection.close()


def org_row(request: HttpRequest, org: str) -> ConnectionRow | None:
    """Answer the connection of an org with its secrets; None where there is none of that name."""
    return next((row for row in store_of(request).connections() if row.name == org and row.kind == "salesforce"), None)


def _key(row: ConnectionRow) -> str:
    """Another address or user is another answer."""
    text = json.dumps([row.name, dict(row.settings)], sort_keys=True, default=str)
    return f"org-fields:{hashlib.sha256(text.encode()).hexdigest()}"
