"""A mailbox that is only looked at, for a preview (SPEC 3.8): the group is not made, and not marked."""

from __future__ import annotations

from syncline.connectors.google.mailbox import GoogleMailbox
from syncline.connectors.only_looking import OnlyLooking


class LookingMailbox(OnlyLooking, GoogleMailbox):
    """Reads as `GoogleMailbox` does; a group that is not there yet is empty."""
