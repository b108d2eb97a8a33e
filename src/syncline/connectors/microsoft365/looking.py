"""A mailbox that is only looked at, for a preview (SPEC 3.8): the folder is not made, and not marked."""

from __future__ import annotations

from syncline.connectors.microsoft365.mailbox import Microsoft365Mailbox
from syncline.connectors.only_looking import OnlyLooking


class LookingMailbox(OnlyLooking, Microsoft365Mailbox):
    """Reads as `Microsoft365Mailbox` does; a folder that is not there yet is empty."""
