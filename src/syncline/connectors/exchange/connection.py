"""One Exchange server and the service account that reaches its mailboxes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.connectors.cursors import readable
from syncline.connectors.exchange.account import Account
from syncline.connectors.exchange.anchor import Anchor
from syncline.connectors.exchange.autodiscover.asking import Asking
from syncline.connectors.exchange.autodiscover.search import Search
from syncline.connectors.exchange.autodiscover.srv import look_up
from syncline.connectors.exchange.autodiscover.trust import Trust
from syncline.connectors.exchange.cursor import read_cursor
from syncline.connectors.exchange.lines import Lines
from syncline.connectors.exchange.listen import Listener
from syncline.connectors.exchange.looking import LookingMailbox
from syncline.connectors.exchange.mailbox import ExchangeMailbox
from syncline.connectors.exchange.memory import Memory
from syncline.connectors.exchange.probe import ExchangeProbe
from syncline.connectors.exchange.sessions import one_socket
from syncline.connectors.exchange.watch import Watch
from syncline.connectors.mark import Mark
from syncline.connectors.opening import OpensMailboxes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime

    from requests.adapters import BaseAdapter

    from syncline.connectors.exchange.settings import ExchangeSettings
    from syncline.connectors.notices import Deaf, Heard
    from syncline.connectors.opening import Opening
    from syncline.records.words import Collection


class ExchangeConnection(OpensMailboxes[ExchangeMailbox]):
    """See `OpensMailboxes`; at most `max_connections` calls are under way at a time."""

    def __init__(
        self,
        settings: ExchangeSettings,
        *,
        clock: Callable[[], datetime],
        adapter: Callable[[], BaseAdapter] = one_socket,
        srv: Callable[[str], list[str]] = look_up,
        memory: Memory | None = None,
        only_looking: bool = False,
    ) -> None:
        """`clock` answers the current instant, aware. `adapter` makes the transport of each session.

        `srv` looks SRV records up. `memory` is what an earlier connection of the same set-up has learned.
        """
        super().__init__(only_looking=only_looking)
        self._settings = settings
        self._lines = Lines(settings, adapter, _search(settings, adapter, srv), memory or Memory(clock))
        self._watch = Watch(clock)

    @property
    def calls(self) -> Mapping[str, int]:
        """How many calls of each EWS operation were made so far."""
        return self._watch.calls

    @property
    def build(self) -> str | None:
        """The server's build, such as `15.2.1118.7`; None before its first answer."""
        return self._watch.build

    def _mailbox(self, address: str, cursors: Mapping[Collection, str | None], opening: Opening) -> ExchangeMailbox:
        """`address` is the primary or a proxy SMTP address. A calendar is listed whole."""
        kind = LookingMailbox if self._only_looking else ExchangeMailbox
        return kind(self._account(address), readable(cursors, read_cursor), opening.mark, zone=opening.zone)

    def probe(self, address: Callable[[], str], *, installation: str, org_id: str) -> ExchangeProbe:
        """Answer what a connection test looks with; `address` is asked for when the server has been reached."""
        return ExchangeProbe(lambda: self._account(address()), self._watch, Mark(installation, org_id))

    def url(self, address: str) -> str:
        """Answer the address of a mailbox's web services: the fixed one, or what Autodiscover tells."""
        return self._lines.url(address)

    def _account(self, address: str) -> Account:
        return Account(address, self._lines, self._settings, self._watch)

    def listen(
        self,
        reps: Mapping[str, Mapping[Collection, str | None]],
        *,
        minutes: int = 30,
        stop: Callable[[], bool] = lambda: False,
    ) -> Iterator[Heard | Deaf]:
        """Hear which collections of which mailboxes change, until the server closes after `minutes` (1 to 30).

        `reps` are cursors by address, at most `listen.MOST_MAILBOXES`; contacts without a cursor are not listened to.
        `stop` is asked at each sign of life, every half minute at least. See `Listener.listen` for what is raised.
        """
        anchors: dict[str, Anchor] = {}

        def account_of(address: str, anchor: str) -> Account:
            leading = anchors.setdefault(anchor, Anchor(anchor))
            return Account(address, self._lines, self._settings, self._watch, anchor=leading)

        cursors = {address: readable(texts, read_cursor) for address, texts in reps.items()}
        return Listener(account_of, cursors, minutes=minutes, stop=stop).listen()

    def close(self) -> None:
        """Close all sessions that are not in use."""
        self._lines.close()


def _search(settings: ExchangeSettings, adapter: Callable[[], BaseAdapter], srv: Callable[[str], list[str]]) -> Search:
    named = settings.autodiscover_url
    return Search(Asking(settings, adapter), Trust(settings.domains, named), srv, named=named)
