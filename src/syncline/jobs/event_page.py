"""The page of an event in the rep's own calendar, asked for at the moment when somebody wants to see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.connectors.web_address import KINDS, web_address
from syncline.jobs.connections import Connections
from syncline.planner.from_settings import event_policy
from syncline.records.words import Collection

if TYPE_CHECKING:
    from syncline.jobs.connections import Connector
    from syncline.store.port import Store
    from syncline.store.rows import RepRow


def event_page(store: Store, connector: Connector, rep: RepRow, event: str) -> str:
    """Answer the address; empty where the mail system tells none, or does not have the event. Writes nothing.

    Raises `ConnectorError`.
    """
    rows = {row.name: row for row in store.connections()}
    settings = {row.name: row.settings for row in store.configurations()}
    if not rep.mailbox or rep.configuration not in settings or rep.mail not in rows or rows[rep.mail].kind not in KINDS:
        return ""
    connections = Connections(rows, connector)
    try:
        policy = event_policy(settings[rep.configuration])
        mailbox = connections.mail(rep.mail).open(rep, dict.fromkeys(Collection), (rows[rep.org].org_id,), policy)
        [told] = mailbox.whole(Collection.EVENTS, [event])
    finally:
        connections.close()
    return web_address(told) if isinstance(told, str) else ""
