"""One tenant of Microsoft 365 and the app that reaches its mailboxes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.connectors.cursors import readable
from syncline.connectors.mark import Mark
from syncline.connectors.microsoft365.account import Account, Wire
from syncline.connectors.microsoft365.cursor import read_cursor
from syncline.connectors.microsoft365.looking import LookingMailbox
from syncline.connectors.microsoft365.mailbox import Microsoft365Mailbox, Terms
from syncline.connectors.microsoft365.notifier import GraphNotifier
from syncline.connectors.microsoft365.probe import Microsoft365Probe
from syncline.connectors.microsoft365.sign_in import SignIn
from syncline.connectors.microsoft365.subscriptions import Subscriptions
from syncline.connectors.opening import OpensMailboxes
from syncline.connectors.pauses import Pauses
from syncline.connectors.transport import Transport, pooled_session
from syncline.connectors.watching import Watching
from syncline.planner.scope import span

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    import requests

    from syncline.connectors.microsoft365.settings import Microsoft365Settings
    from syncline.connectors.opening import Opening
    from syncline.records.words import Collection


class Microsoft365Connection(OpensMailboxes[Microsoft365Mailbox]):
    """See `OpensMailboxes`."""

    def __init__(
        self,
        settings: Microsoft365Settings,
        *,
        clock: Callable[[], datetime],
        session_factory: Callable[[], requests.Session] = pooled_session,
        pauses: Pauses | None = None,
        only_looking: bool = False,
    ) -> None:
        """`clock` answers the current instant, aware. `pauses` are those that an earlier connection was asked for."""
        super().__init__(only_looking=only_looking)
        self._clock = clock
        self._watch = Watching(clock)
        proxies = {"http": settings.proxy, "https": settings.proxy} if settings.proxy else None
        self._transport = Transport(
            session_factory,
            timeout=(settings.connect_timeout, settings.read_timeout),
            ca_bundle=settings.ca_bundle,
            proxies=proxies,
        )
        self._wire = Wire(
            settings,
            self._transport,
            SignIn(settings, self._transport),
            self._watch,
            pauses or Pauses(clock),
        )

    @property
    def calls(self) -> Mapping[str, int]:
        """How many calls of each operation were made so far; a batch is one, sign-ins do not count."""
        return self._watch.calls

    def _mailbox(self, address: str, cursors: Mapping[Collection, str | None], opening: Opening) -> Microsoft365Mailbox:
        """`address` is the user's principal name, or the mailbox's address where they are the same.

        The events' policy tells the window that is looked at, and whether meetings may be changed that mail people.
        """
        policy = opening.events
        looked_at = span(policy, opening.zone, self._clock())
        terms = Terms(opening.mark, opening.zone, looked_at, policy.may_send_mail)
        kind = LookingMailbox if self._only_looking else Microsoft365Mailbox
        return kind(self._account(address), readable(cursors, read_cursor), terms, self._clock)

    def probe(self, address: Callable[[], str], *, installation: str, org_id: str) -> Microsoft365Probe:
        """Answer what a connection test looks with; `address` is asked for when Graph has been reached."""
        return Microsoft365Probe(
            self._wire.sign_in, lambda: self._account(address()), Mark(installation, org_id), self._clock
        )

    def subscriptions(self, address: str) -> Subscriptions:
        """Answer the change notifications of a mailbox."""
        return Subscriptions(self._account(address), self._clock)

    def notifier(self) -> GraphNotifier:
        """Answer who is asked to tell our web hook of changes."""
        return GraphNotifier(self.subscriptions)

    def _account(self, address: str) -> Account:
        return Account(address, self._wire)

    def close(self) -> None:
        """Let go of sockets."""
        self._transport.close()
