"""Microsoft 365, out of the rows of the store."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from syncline.connectors.microsoft365.connection import Microsoft365Connection
from syncline.connectors.microsoft365.settings import PUBLIC, Microsoft365Settings
from syncline.connectors.pauses import Pauses
from syncline.connectors.reach import steps_to

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from syncline.connectors.probing import Step
    from syncline.store.rows import ConnectionRow


class Microsoft365Kind:
    """See `MailKind`."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._pauses: dict[tuple[str, str], Pauses] = {}
        """How long mailboxes asked to be left alone, by connection and tenant."""

    def domains(self, row: ConnectionRow) -> frozenset[str]:
        """See `MailKind`; a tenant may have any number of domains, so that none are named by default."""
        return frozenset(row.settings.get("additional_domains", ()))

    def connect(self, row: ConnectionRow, *, only_looking: bool) -> Microsoft365Connection:
        """See `MailKind`."""
        settings = microsoft365_settings(row)
        pauses = self._pauses.setdefault((row.name, settings.tenant), Pauses(self._clock))
        return Microsoft365Connection(settings, clock=self._clock, pauses=pauses, only_looking=only_looking)

    def steps(
        self,
        row: ConnectionRow,
        address: Callable[[], str],
        *,
        installation: str,
        org_id: str,
        timeout: tuple[float, float],
    ) -> list[Step]:
        """See `MailKind`."""
        connect, read = timeout
        settings = replace(microsoft365_settings(row), connect_timeout=connect, read_timeout=read)
        connection = Microsoft365Connection(settings, clock=self._clock)
        way = steps_to(settings.root, self._clock, ca_bundle=settings.ca_bundle, proxy=settings.proxy, timeout=connect)
        return [*way, *connection.probe(address, installation=installation, org_id=org_id).steps()]


def microsoft365_settings(row: ConnectionRow) -> Microsoft365Settings:
    """Answer what a connection to Microsoft 365 is made of."""
    return Microsoft365Settings(
        tenant=row.settings["tenant"],
        client_id=row.settings["client_id"],
        client_secret=row.secrets.get("client_secret", ""),
        certificate=row.secrets.get("certificate", ""),
        authority=row.settings.get("authority", PUBLIC),
        graph_url=row.settings.get("graph_url", ""),
        ca_bundle=row.settings.get("ca_bundle"),
        proxy=row.settings.get("proxy"),
    )
