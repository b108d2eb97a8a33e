"""Google Workspace, out of the rows of the store."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from syncline.connectors.google.connection import GoogleConnection
from syncline.connectors.google.memory import Memory
from syncline.connectors.google.settings import CALENDAR_URL, PEOPLE_URL, GoogleSettings
from syncline.connectors.probing import Step
from syncline.connectors.reach import steps_to

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from syncline.store.rows import ConnectionRow


class GoogleKind:
    """See `MailKind`."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._memories: dict[str, Memory] = {}
        """How long mailboxes are to be left alone, by connection: it outlives the connections of one round."""

    def domains(self, row: ConnectionRow) -> frozenset[str]:
        """See `MailKind`."""
        return frozenset(row.settings.get("additional_domains", ()))

    def connect(self, row: ConnectionRow, *, only_looking: bool) -> GoogleConnection:
        """See `MailKind`."""
        memory = self._memories.setdefault(row.name, Memory(self._clock))
        return GoogleConnection(google_settings(row), clock=self._clock, memory=memory, only_looking=only_looking)

    def steps(
        self,
        row: ConnectionRow,
        address: Callable[[], str],
        *,
        installation: str,
        org_id: str,
        timeout: tuple[float, float],
    ) -> list[Step]:
        """See `MailKind`; the key is read before anything is sent."""
        connect, read = timeout
        settings = replace(google_settings(row), connect_timeout=connect, read_timeout=read)
        probe = GoogleConnection(settings, clock=self._clock).probe(address, installation=installation, org_id=org_id)
        bundle = str(settings.ca_bundle) if settings.ca_bundle else None
        way = steps_to(settings.calendar_url, self._clock, ca_bundle=bundle, proxy=settings.proxy, timeout=connect)
        return [Step("key", lambda: probe.key(settings.key)), *way, *probe.steps()]


def google_settings(row: ConnectionRow) -> GoogleSettings:
    """Answer what a connection to Google Workspace is made of."""
    bundle = row.settings.get("ca_bundle")
    return GoogleSettings(
        key=row.secrets["service_account_key"],
        calendar_url=row.settings.get("calendar_url") or CALENDAR_URL,
        people_url=row.settings.get("people_url") or PEOPLE_URL,
        additional_domains=frozenset(row.settings.get("additional_domains", ())),
        ca_bundle=Path(bundle) if bundle else None,
        proxy=row.settings.get("proxy"),
    )
