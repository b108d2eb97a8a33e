"""What each kind of mail system answers: live connections, and the steps of a connection test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from syncline.connectors.notices import Deaf, Heard
    from syncline.connectors.port import Mailbox
    from syncline.connectors.probing import Step
    from syncline.planner.policy import EventPolicy
    from syncline.records.words import Collection
    from syncline.store.rows import ConnectionRow


class MailServer(Protocol):
    """A connector's connection to one mail system, shared by all its mailboxes."""

    @property
    def calls(self) -> Mapping[str, int]:
        """How many calls of each operation were made so far."""

    def open(
        self,
        address: str,
        cursors: Mapping[Collection, str | None],
        *,
        installation: str,
        org_id: str,
        former_orgs: frozenset[str],
        take_over: bool,
        zone: str,
        events: EventPolicy,
    ) -> Mailbox:
        """Open a rep's mailbox for one cycle, without any call.

        `cursors` are those that the cycle starts from. `installation` and `org_id` mark the contacts folder; `zone` is
        the rep's. `events` tells the window of those connectors that cannot read a whole calendar, and whether mail may
        be caused.
        """

    def close(self) -> None:
        """Let go of sockets."""


@runtime_checkable
class TellsByItself(Protocol):
    """A server that keeps a line open and tells of changes on it."""

    def listen(
        self, reps: Mapping[str, Mapping[Collection, str | None]], *, minutes: int, stop: Callable[[], bool]
    ) -> Iterator[Heard | Deaf]:
        """Hear which mailboxes change, for so many minutes. `reps` are cursors by address, 200 at most.

        `stop` is asked at each sign of life. Raises `ConnectorError` when the line breaks.
        """


class MailKind(Protocol):
    """One kind of mail system. It lives as long as the process and remembers what connections learned of servers."""

    def domains(self, row: ConnectionRow) -> frozenset[str]:
        """Answer the mail domains that a connection serves; empty serves all."""

    def connect(self, row: ConnectionRow, *, only_looking: bool) -> MailServer:
        """Make a connection; nothing is sent yet. `only_looking` answers writes as if they had happened."""

    def steps(
        self,
        row: ConnectionRow,
        address: Callable[[], str],
        *,
        installation: str,
        org_id: str,
        timeout: tuple[float, float],
    ) -> list[Step]:
        """Answer the steps of a connection test as far as one mailbox; `timeout` is (connect, read) in seconds.

        `address` is asked for when the server was reached; it may wait.
        """
