"""Google Workspace and the service account that acts for its users."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.connectors.cursors import readable
from syncline.connectors.google.account import Account
from syncline.connectors.google.cursor import read_cursor
from syncline.connectors.google.line import Line
from syncline.connectors.google.looking import LookingMailbox
from syncline.connectors.google.mailbox import GoogleMailbox
from syncline.connectors.google.memory import Memory
from syncline.connectors.google.notifier import CalendarNotifier
from syncline.connectors.google.probe import GoogleProbe
from syncline.connectors.mark import Mark
from syncline.connectors.opening import OpensMailboxes
from syncline.connectors.transport import pooled_session

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    import requests

    from syncline.connectors.google.settings import GoogleSettings
    from syncline.connectors.opening import Opening
    from syncline.records.words import Collection


class GoogleConnection(OpensMailboxes[GoogleMailbox]):
    """See `OpensMailboxes`."""

    def __init__(
        self,
        settings: GoogleSettings,
        *,
        clock: Callable[[], datetime],
        session_factory: Callable[[], requests.Session] = pooled_session,
        memory: Memory | None = None,
        only_looking: bool = False,
    ) -> None:
        """`clock` answers the current instant, aware. `memory` is what an earlier connection has learned."""
        super().__init__(only_looking=only_looking)
        self._clock = clock
        self._line = Line(settings, session_factory, memory or Memory(clock), clock)

    @property
    def calls(self) -> Mapping[str, int]:
        """How many requests of each operation were made so far; a batch of calls is one."""
        return self._line.watch.calls

    def _mailbox(self, address: str, cursors: Mapping[Collection, str | None], opening: Opening) -> GoogleMailbox:
        """`address` is the user's primary address or an alias. A calendar is listed whole, and a date is in no zone."""
        kind = LookingMailbox if self._only_looking else GoogleMailbox
        return kind(Account(address, self._line), readable(cursors, read_cursor), opening.mark)

    def probe(self, address: Callable[[], str], *, installation: str, org_id: str) -> GoogleProbe:
        """Answer what a connection test looks with; `address` is asked for when the server has been reached."""
        return GoogleProbe(lambda: Account(address(), self._line), Mark(installation, org_id))

    def account(self, address: str) -> Account:
        """Answer a mailbox as its single operations take it."""
        return Account(address, self._line)

    def notifier(self) -> CalendarNotifier:
        """Answer who is asked to tell our web hook of changes."""
        return CalendarNotifier(self.account, self._clock)

    def close(self) -> None:
        """Let go of sockets."""
        self._line.close()
