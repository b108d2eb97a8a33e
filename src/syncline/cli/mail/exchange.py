"""Exchange servers, out of the rows of the store."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from syncline.connectors.exchange.connection import ExchangeConnection
from syncline.connectors.exchange.memory import Memory
from syncline.connectors.exchange.settings import ExchangeSettings
from syncline.connectors.probing import Seen, Step
from syncline.connectors.reach import Way, steps_to

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from syncline.store.rows import ConnectionRow


class ExchangeKind:
    """See `MailKind`."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._memories: dict[tuple[str, frozenset[str], str | None], Memory] = {}
        """What was learned about servers, by connection: it outlives the connections of one round."""

    def domains(self, row: ConnectionRow) -> frozenset[str]:
        """See `MailKind`."""
        return exchange_settings(row).domains

    def connect(self, row: ConnectionRow, *, only_looking: bool) -> ExchangeConnection:
        """See `MailKind`."""
        settings = exchange_settings(row)
        found_by = (row.name, settings.domains, settings.autodiscover_url)
        memory = self._memories.setdefault(found_by, Memory(self._clock))
        return ExchangeConnection(settings, clock=self._clock, memory=memory, only_looking=only_looking)

    def steps(
        self,
        row: ConnectionRow,
        address: Callable[[], str],
        *,
        installation: str,
        org_id: str,
        timeout: tuple[float, float],
    ) -> list[Step]:
        """See `MailKind`; without a fixed address Autodiscover is the first step."""
        connect, read = timeout
        settings = replace(exchange_settings(row), connect_timeout=connect, read_timeout=read)
        connection = ExchangeConnection(settings, clock=self._clock)
        probe = connection.probe(address, installation=installation, org_id=org_id)
        bundle = str(settings.ca_bundle) if settings.ca_bundle else None
        if settings.ews_url is not None:
            way = steps_to(settings.ews_url, self._clock, ca_bundle=bundle, proxy=settings.proxy, timeout=connect)
            return [*way, *probe.steps()]

        def found() -> Way:
            return Way(connection.url(address()), self._clock, bundle, connect)

        return [
            Step("autodiscover", lambda: Seen(f"the web services are at {found().url}")),
            *([] if settings.proxy else [Step("connection", lambda: found().connection())]),
            *([] if settings.proxy else [Step("certificate", lambda: found().certificate())]),
            *probe.steps(),
        ]


def exchange_settings(row: ConnectionRow) -> ExchangeSettings:
    """Answer what a connection to Exchange is made of."""
    bundle = row.settings.get("ca_bundle")
    return ExchangeSettings(
        ews_url=row.settings.get("ews_url"),
        service_account=row.settings["service_account"],
        password=row.secrets["password"],
        auth=row.settings.get("auth", "auto"),
        ca_bundle=Path(bundle) if bundle else None,
        proxy=row.settings.get("proxy"),
        additional_domains=frozenset(row.settings.get("additional_domains", ())),
        autodiscover_url=row.settings.get("autodiscover_url"),
    )
