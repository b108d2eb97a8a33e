"""What a connection to Google Workspace is made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

CALENDAR_URL = "https://www.googleapis.com"
PEOPLE_URL = "https://people.googleapis.com"


@dataclass(frozen=True, slots=True)
class GoogleSettings:
    """The service account's key, addresses and limits.

    `key` is the text of the JSON key file. `calendar_url` and `people_url` are the roots of the services: with or
    without the `/calendar/v3` or `/v1` that every call begins with. `ca_bundle` names a file of certificates to trust
    instead of the public ones. `proxy` is a URL; None takes the environment's. Time-outs are seconds.
    """

    key: str = field(repr=False)
    calendar_url: str = CALENDAR_URL
    people_url: str = PEOPLE_URL
    additional_domains: frozenset[str] = frozenset()
    ca_bundle: Path | None = None
    proxy: str | None = field(default=None, repr=False)
    connect_timeout: float = 10.0
    read_timeout: float = 60.0
    event_page: int = 2500
    """The most that a page of events holds (https://developers.google.com/workspace/calendar/api/v3/reference/events/list)."""
    contact_page: int = 1000
    """The most of a page of contacts (https://developers.google.com/people/api/rest/v1/people.connections/list)."""
    people_batch: int = 200
    """The most of one batchGet, batchCreateContacts and batchUpdateContacts."""
    event_batch: int = 50
    """Calls in one request to the batch endpoint. Its page says 1,000 by now, and said 50 for years: clients split at
    50 (https://developers.google.com/workspace/calendar/api/guides/batch)."""

    @property
    def calendar_root(self) -> str:
        """The root of the Calendar service, without its version."""
        return self.calendar_url.rstrip("/").removesuffix("/calendar/v3")

    @property
    def people_root(self) -> str:
        """The root of the People service, without its version."""
        return self.people_url.rstrip("/").removesuffix("/v1")
