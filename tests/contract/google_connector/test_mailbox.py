"""The connector keeps the port's contract against the sandbox server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.contract.mailbox_contract import MailboxContract

if TYPE_CHECKING:
    from tests.contract.mailbox_stage import Stage
    from tests.support.google_stage import GoogleStage


class TestGoogleMailbox(MailboxContract):
    """Without a socket; the fixture `stage` is that of this folder."""

    if TYPE_CHECKING:

        @staticmethod
        def offers(stage: GoogleStage) -> Stage:
            """The stage offers what the suite asks for, and the connector what the port asks for."""
            return stage
