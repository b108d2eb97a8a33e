"""A mail system of any kind, as `jobs` wants it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.cli.mail.kind import TellsByItself
from syncline.connectors.notices import TellsTheHook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from syncline.cli.mail.kind import MailServer
    from syncline.connectors.notices import Deaf, Heard, Notifier
    from syncline.connectors.port import Mailbox
    from syncline.planner.policy import EventPolicy
    from syncline.records.words import Collection
    from syncline.store.rows import RepRow


class LiveMail:
    """One mail system."""

    def __init__(self, connection: MailServer, domains: frozenset[str], installation: str) -> None:
        """`domains` are those that the connection serves; empty serves all."""
        self._connection = connection
        self._domains = domains
        self._installation = installation

    def open(
        self, rep: RepRow, cursors: Mapping[Collection, str | None], org_ids: Sequence[str], events: EventPolicy
    ) -> Mailbox:
        """Open one rep's mailbox for one cycle."""
        return self._connection.open(
            rep.mailbox,
            cursors,
            installation=self._installation,
            org_id=org_ids[0],
            former_orgs=frozenset(org_ids[1:]),
            take_over=bool(rep.reset),
            zone=rep.zone,
            events=events,
        )

    def listen(
        self, cursors: Mapping[str, Mapping[Collection, str | None]], minutes: int, stop: Callable[[], bool]
    ) -> Iterator[Heard | Deaf] | None:
        """Hear of changes for so many minutes; None where the kind of server tells nothing over an open line."""
        if not isinstance(self._connection, TellsByItself):
            return None
        return self._connection.listen(cursors, minutes=minutes, stop=stop)

    def notifier(self) -> Notifier | None:
        """Answer who is asked to tell our web hook of changes, if the kind of server does that."""
        return self._connection.notifier() if isinstance(self._connection, TellsTheHook) else None

    def allows(self, address: str) -> bool:
        """Tell whether the address is in a domain of this connection."""
        return serves(self._domains, address)

    def requests(self) -> int:
        """Answer how many calls were made."""
        return sum(self._connection.calls.values())

    def close(self) -> None:
        """Let go of sockets."""
        self._connection.close()


def serves(domains: frozenset[str], address: str) -> bool:
    """Tell whether an address is in one of the domains; no domains serve all."""
    return not domains or address.rpartition("@")[2].lower() in domains
