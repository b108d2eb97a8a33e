"""The connector keeps the port's contract against the sandbox server."""

from __future__ import annotations

from tests.contract.mailbox_contract import MailboxContract


class TestExchangeMailbox(MailboxContract):
    """Without a socket; the fixture `stage` is that of this folder."""
