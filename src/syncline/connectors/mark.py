"""Who syncs a mailbox's contacts: stands on the folder or group itself, so that a second installation notices."""

from __future__ import annotations

import json
from dataclasses import dataclass

from syncline.connectors.errors import StopCollectionError, StopRepError


class NoFolderYetError(Exception):
    """The folder is not there, and would be made if this were more than looking."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Who syncs a folder: an installation, and the org whose contacts are in it. `former` are ids that org had."""

    installation: str
    org: str
    former: frozenset[str] = frozenset()
    only_looking: bool = False
    """Nothing is made and nothing marked."""
    take_over: bool = False
    """A person has said that this installation shall sync the mailbox, whoever else did."""

    def text(self) -> str:
        """Write the mark as it stands on the folder."""
        return json.dumps({"installation": self.installation, "org": self.org})

    def calendar_text(self) -> str:
        """Write the mark as it stands on the calendar: unlike a folder's, for such are looked for by their marks."""
        return json.dumps({"installation": self.installation, "org": self.org, "collection": "events"})

    def calendar_owner(self, marker: str | None) -> str | None:
        """Answer the installation that syncs the calendar, whichever org into.

        A calendar cannot be put away for another org, and within an installation configurations see to that.
        """
        try:
            return str(json.loads(marker or "")["installation"])
        except (ValueError, KeyError, TypeError):
            return None

    def owner(self, marker: str | None) -> str | None:
        """Answer the installation that a folder's marker names; None if nobody may be said to sync it.

        Raises `StopCollectionError` if it syncs into another org.
        """
        try:
            held = json.loads(marker or "")
            installation, org = str(held["installation"]), str(held["org"])
        except (ValueError, KeyError, TypeError):
            return None
        if installation == self.installation and org in self.former:
            return None
        if org != self.org:
            raise StopCollectionError("the folder syncs into another org", code="other_org")
        return installation

    def may_claim(self, owner: str | None) -> bool:
        """Tell whether the folder that `owner` marked is to be marked as ours; nothing is, while only looking.

        Two installations would undo each other's work, and double every event: `StopRepError` if another syncs it and
        nobody has said that we shall.
        """
        if owner is not None and not self.take_over:
            raise StopRepError("another installation syncs the mailbox", code="other_installation")
        return not self.only_looking
