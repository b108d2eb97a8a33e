"""The steps of a connection test on Microsoft 365, as far as one mailbox. Nothing is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from cryptography.x509 import load_pem_x509_certificate

from syncline.connectors.errors import StopCollectionError, StopRepError
from syncline.connectors.microsoft365.folder_calls import default_calendar, deleted_items, list_folders
from syncline.connectors.microsoft365.folders import FOLDER_NAME
from syncline.connectors.probing import Seen, Step

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from syncline.connectors.mark import Mark
    from syncline.connectors.microsoft365.account import Account
    from syncline.connectors.microsoft365.sign_in import SignIn

NEEDED = ("Contacts.ReadWrite", "Calendars.ReadWrite")
_SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Microsoft365Probe:
    """Looks at one mailbox through the app. `account` is asked for first when Graph is reached."""

    sign_in: SignIn
    account: Callable[[], Account]
    mark: Mark
    clock: Callable[[], datetime]

    def steps(self) -> list[Step]:
        """Answer the steps in their order."""
        return [
            Step("sign_in", self.signed_in),
            Step("app_roles", self.app_roles),
            Step("mailbox", self.mailbox),
            Step("contacts_folder", self.contacts),
            Step("calendar_folder", self.calendar),
            Step("deleted_items", self.deleted_items),
        ]

    def signed_in(self) -> Seen:
        """Sign in, and look how long the certificate is good for, if there is one."""
        self.sign_in.token()
        pem = self.sign_in.certificate
        if not pem:
            return Seen("Microsoft Entra takes the app and its secret")
        ends = load_pem_x509_certificate(pem.encode()).not_valid_after_utc
        text = f"Microsoft Entra takes the app and its certificate, valid until {ends.date().isoformat()}"
        return Seen(text, "microsoft365_certificate_expires" if ends - self.clock() < _SOON else "")

    def app_roles(self) -> Seen:
        """Tell what the app was granted for the whole tenant; what Exchange grants by RBAC stands in no token."""
        roles = self.sign_in.token().roles
        wide = [role for role in NEEDED if role in roles]
        if wide:
            return Seen(f"the token carries {', '.join(wide)}: for every mailbox", "microsoft365_reaches_everybody")
        return Seen(
            "the token carries no role on mailboxes: they are granted by RBAC for Applications, mailbox by mailbox"
        )

    def mailbox(self) -> Seen:
        """Tell whether the app reaches the mailbox, and whether there is one."""
        try:
            next(iter(list_folders(self.account())), None)
        except StopRepError as error:
            if error.code == "microsoft365_outside_scope" and not self.sign_in.token().roles:
                detail = f"{error.detail}; neither the tenant nor Exchange grants the app anything here"
                raise StopRepError(detail, code="microsoft365_not_granted") from error
            raise
        return Seen("the app reaches the mailbox")

    def contacts(self) -> Seen:
        """Look for the folder that syncs, and at its marker."""
        folders = list(list_folders(self.account()))
        found = next((one for one in folders if one.name.casefold() == FOLDER_NAME.casefold()), None)
        if found is None:
            return Seen(f"{FOLDER_NAME} is not there yet: the first cycle makes it")
        if self.mark.owner(found.marker) not in {None, self.mark.installation}:
            return Seen(f"another installation syncs {FOLDER_NAME}", "other_installation")
        return Seen(f"{FOLDER_NAME} is there")

    def calendar(self) -> Seen:
        """Look at the default calendar."""
        if default_calendar(self.account()) is None:
            raise StopCollectionError("the mailbox has no default calendar", code="no_calendar")
        return Seen("the default calendar opens")

    def deleted_items(self) -> Seen:
        """Look at Deleted Items, where deletions are told from moves."""
        if deleted_items(self.account()) is None:
            return Seen("the app may not see Deleted Items", "microsoft365_deleted_items_hidden")
        return Seen("Deleted Items can be told from other folders")
