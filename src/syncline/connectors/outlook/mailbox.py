"""What a mailbox of Exchange and one of Microsoft 365 tell of themselves alike: both sync a folder of Outlook's."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from syncline.records.words import Side

if TYPE_CHECKING:
    from syncline.records.words import Collection


class Account(Protocol):
    """Where the mailbox is reached."""

    @property
    def clock_offset(self) -> timedelta:
        """How far the server's clock is ahead of ours, by the Date of its last answer."""


class Folders(Protocol):
    """The folders that sync, looked at once."""

    @property
    def adopted(self) -> bool:
        """Whether Salesforce_Sync bore the mark of this org when it was opened."""

    def known(self, collection: Collection) -> str | None:
        """Answer the id of the folder that is read, None before it was looked at."""


A = TypeVar("A", bound=Account)
F = TypeVar("F", bound=Folders)


class OutlookMailbox(Generic[A, F]):
    """The part of `connectors.port.Mailbox` that rests on folders alone."""

    def __init__(self, account: A, folders: F) -> None:
        self._account = account
        self._folders = folders

    @property
    def side(self) -> Side:
        """Which side this is."""
        return Side.MAILBOX

    def clock_offset(self) -> timedelta:
        """Answer how far the server's clock is ahead of ours, by the Date of its last answer."""
        return self._account.clock_offset

    def lag(self, collection: Collection) -> timedelta:  # noqa: ARG002 - the port's
        """A write shows at once."""
        return timedelta()

    @property
    def adopted(self) -> bool:
        """Whether Salesforce_Sync bore the mark of this org when it was opened."""
        return self._folders.adopted

    def known(self, collection: Collection) -> str | None:
        """Answer the id of the folder that is read, None before the first `changes`."""
        return self._folders.known(collection)

    def recognised(self, collection: Collection) -> str | None:
        """Answer the id of the folder that is read: the mailbox's own id is part of it."""
        return self._folders.known(collection)
