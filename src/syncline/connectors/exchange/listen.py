"""Listening: which collection of which rep changed, seconds after it did (SPEC 6.1).

One connection hangs for up to 200 mailboxes, the first of which leads the others to the same server
(https://learn.microsoft.com/exchange/client-developer/exchange-web-services/how-to-maintain-affinity-between-group-of-subscriptions-and-mailbox-server).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.connectors.errors import ConnectorError, SignInAgainError, StopConnectionError
from syncline.connectors.exchange.soap import distinguished, folder_reference
from syncline.connectors.exchange.streaming_events import stream
from syncline.connectors.exchange.subscribe import subscribe, unsubscribe
from syncline.connectors.notices import Deaf, Heard
from syncline.records.words import Collection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from syncline.connectors.exchange.account import Account
    from syncline.connectors.exchange.cursor import Cursor
    from syncline.connectors.exchange.soap import Element

MOST_MAILBOXES = 200
"""More than these have to be listened to by several connections."""


class Listener:
    """Listens once: it subscribes, hears until the server closes, and unsubscribes. Who wants to go on begins again."""

    def __init__(
        self,
        account_of: Callable[[str, str], Account],
        reps: Mapping[str, Mapping[Collection, Cursor]],
        *,
        minutes: int,
        stop: Callable[[], bool],
    ) -> None:
        """`account_of` opens a mailbox behind an anchor's. `reps` are cursors by address; at most `MOST_MAILBOXES`."""
        self._account_of = account_of
        self._reps = reps
        self._minutes = minutes
        self._stop = stop
        self._subscriptions: dict[str, str] = {}
        """Address by subscription."""
        self._folders: dict[str, Collection] = {}

    def listen(self) -> Iterator[Heard | Deaf]:
        """Answer what is heard.

        First of all everything that is listened to: it may have changed before. Raises what stops the whole connection,
        and `RetryLaterError` when the line breaks; either way, what was missed is found by the next cycle.
        """
        addresses = list(self._reps)
        if not addresses:
            return
        anchor = addresses[0]
        try:
            for address in addresses:
                yield from self._begin(address, anchor)
            if self._subscriptions:
                yield from self._hear(self._account_of(anchor, anchor))
        finally:
            self._end(anchor)

    def _begin(self, address: str, anchor: str) -> Iterator[Heard | Deaf]:
        references = self._references(address)
        try:
            identifier = subscribe(self._account_of(address, anchor), references)
        except (SignInAgainError, StopConnectionError):
            raise
        except ConnectorError as error:
            yield Deaf(address, error)
            return
        self._subscriptions[identifier] = address
        collections = {Collection.EVENTS, *self._reps[address]}
        for collection in sorted(collections):
            yield Heard(address, collection)

    def _references(self, address: str) -> Sequence[Element]:
        """Name the folders: without a cursor the calendar has its own name, and Salesforce_Sync is not there yet."""
        cursors = self._reps[address]
        self._folders |= {cursor.folder: collection for collection, cursor in cursors.items()}
        references = [folder_reference(cursor.folder) for cursor in cursors.values()]
        return references if Collection.EVENTS in cursors else [*references, distinguished("calendar")]

    def _hear(self, account: Account) -> Iterator[Heard | Deaf]:
        for news in stream(account, list(self._subscriptions), self._minutes):
            heard: dict[Heard, None] = {}
            for one in news:
                address = self._subscriptions.get(one.subscription)
                # A folder that is none of ours is where something came from or went to, or the calendar under its name.
                collection = self._folders.get(one.folder, Collection.EVENTS)
                if address is not None and (one.folder in self._folders or self._unnamed(address)):
                    heard[Heard(address, collection)] = None
            yield from heard
            if self._stop():
                return

    def _unnamed(self, address: str) -> bool:
        return Collection.EVENTS not in self._reps[address]

    def _end(self, anchor: str) -> None:
        """Give the server its memory back; it would forget by itself half an hour later."""
        for identifier, address in self._subscriptions.items():
            try:
                unsubscribe(self._account_of(address, anchor), identifier)
            except ConnectorError:
                return
