"""Google Workspace, out of the rows of the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.connectors.errors import StopConnectionError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from syncline.cli.mail.kind import MailServer
    from syncline.connectors.probing import Step
    from syncline.store.rows import ConnectionRow

_TO_COME = "Google Workspace is not connected by this version yet"


class GoogleKind:
    """See `MailKind`."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock

    def domains(self, row: ConnectionRow) -> frozenset[str]:
        """See `MailKind`."""
        return frozenset(row.settings.get("additional_domains", ()))

    def connect(self, row: ConnectionRow, *, only_looking: bool) -> MailServer:  # noqa: ARG002 - see `MailKind`
        """See `MailKind`."""
        raise StopConnectionError(_TO_COME)

    def steps(
        self,
        row: ConnectionRow,  # noqa: ARG002 - see `MailKind`
        address: Callable[[], str],  # noqa: ARG002
        *,
        installation: str,  # noqa: ARG002
        org_id: str,  # noqa: ARG002
        timeout: tuple[float, float],  # noqa: ARG002
    ) -> list[Step]:
        """See `MailKind`."""
        raise StopConnectionError(_TO_COME)
