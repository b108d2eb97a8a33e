"""The steps of a connection test on an Exchange server, as far as one mailbox. Nothing is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from syncline.connectors.errors import StopCollectionError, StopRepError
from syncline.connectors.exchange.folder_calls import find_child, look_at
from syncline.connectors.exchange.folders import FOLDER_NAME
from syncline.connectors.exchange.soap import distinguished
from syncline.connectors.probing import Seen, Step

if TYPE_CHECKING:
    from collections.abc import Callable

    from syncline.connectors.exchange.account import Account
    from syncline.connectors.exchange.watch import Watch
    from syncline.connectors.mark import Mark


@dataclass(slots=True)
class ExchangeProbe:
    """Looks at one mailbox through the service account. `account` is asked for first when the server is reached."""

    account: Callable[[], Account]
    watch: Watch
    mark: Mark
    _refused: StopRepError | None = field(default=None, init=False)

    def steps(self) -> list[Step]:
        """Answer the steps in their order."""
        return [
            Step("sign_in", self.sign_in),
            Step("version", self.version),
            Step("impersonation", self.impersonation),
            Step("contacts_folder", self.contacts),
            Step("calendar_folder", self.calendar),
        ]

    def sign_in(self) -> Seen:
        """Sign in with the service account: a refusal that is about the mailbox alone is kept for its own step."""
        account = self.account()
        try:
            look_at(account, [distinguished("msgfolderroot")])
        except StopRepError as error:
            self._refused = error
        return Seen("the server takes the service account")

    def version(self) -> Seen:
        """Tell the server's build; one that is too old was refused with the sign-in."""
        build = self.watch.build
        return Seen(f"Exchange {build}") if build else Seen("the server does not tell its version", "version_unknown")

    def impersonation(self) -> Seen:
        """Tell whether the service account may act for the mailbox."""
        if self._refused is not None:
            raise self._refused
        return Seen("the service account acts for the mailbox")

    def contacts(self) -> Seen:
        """Look for the folder that syncs, and at its marker."""
        if look_at(self.account(), [distinguished("contacts")]) == [None]:
            detail = "the mailbox has no default contacts folder"
            raise StopCollectionError(detail, code="no_contacts_folder")
        found = find_child(self.account(), "contacts", FOLDER_NAME)
        if not found:
            return Seen(f"{FOLDER_NAME} is not there yet: the first cycle makes it")
        owner = self.mark.owner(found[0].marker)
        if owner not in {None, self.mark.installation}:
            return Seen(f"another installation syncs {FOLDER_NAME}", "other_installation")
        return Seen(f"{FOLDER_NAME} is there")

    def calendar(self) -> Seen:
        """Look at the default calendar."""
        if look_at(self.account(), [distinguished("calendar")]) == [None]:
            detail = "the mailbox has no default calendar"
            raise StopCollectionError(detail, code="no_calendar")
        return Seen("the default calendar opens")
