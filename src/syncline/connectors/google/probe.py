"""The steps of a connection test on Google Workspace, as far as one mailbox. Nothing is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from syncline.connectors.errors import SignInAgainError
from syncline.connectors.google.account import calendar_call
from syncline.connectors.google.group_calls import list_groups
from syncline.connectors.google.groups import GROUP_NAME, is_ours
from syncline.connectors.google.key import read_key
from syncline.connectors.google.scopes import SCOPES
from syncline.connectors.probing import Seen, Step

if TYPE_CHECKING:
    from collections.abc import Callable

    from syncline.connectors.google.account import Account
    from syncline.connectors.mark import Mark


@dataclass(slots=True)
class GoogleProbe:
    """Looks at one mailbox through the service account. `account` is asked for first when Google is reached."""

    account: Callable[[], Account]
    mark: Mark

    def key(self, text: str) -> Seen:
        """Read the key file. Nothing is sent."""
        key = read_key(text)
        return Seen(f"the key {key.id} of {key.email} is readable")

    def steps(self) -> list[Step]:
        """Answer the steps in their order."""
        scopes = [Step(f"scope_{scope.rpartition('/')[2]}", self._scope(scope)) for scope in SCOPES]
        return [
            *scopes,
            Step("sign_in", self.sign_in),
            Step("calendar_folder", self.calendar),
            Step("contacts_folder", self.contacts),
        ]

    def _scope(self, scope: str) -> Callable[[], Seen]:
        def look() -> Seen:
            """Ask for a token with one scope: which one the delegation lacks, Google does not say."""
            account = self.account()
            try:
                account.line.sign_in.token(account.address, (scope,))
            except SignInAgainError as error:
                if error.code != "google_delegation_missing":
                    raise
                detail = f"the delegation lacks {scope}, or the whole of it is missing"
                raise SignInAgainError(detail, code="google_scope_missing") from error
            return Seen(f"the delegation covers {scope}")

        return look

    def sign_in(self) -> Seen:
        """Ask for the token that a cycle uses."""
        account = self.account()
        account.line.sign_in.token(account.address, SCOPES)
        return Seen("the service account acts for the mailbox")

    def calendar(self) -> Seen:
        """Look at the primary calendar: the API may be off, or the user without the service."""
        account = self.account()
        query = (("maxResults", "1"), ("fields", "timeZone"))
        account.calendar(calendar_call("calendar.events.list", "GET", "/calendars/primary/events", query))
        return Seen("the primary calendar opens")

    def contacts(self) -> Seen:
        """Look for the group that syncs, and at its mark."""
        found = next((one for one in list_groups(self.account()) if is_ours(one)), None)
        if found is None:
            return Seen(f"{GROUP_NAME} is not there yet: the first cycle makes it")
        owner = self.mark.owner(found.marker)
        if owner not in {None, self.mark.installation}:
            return Seen(f"another installation syncs {GROUP_NAME}", "other_installation")
        return Seen(f"{GROUP_NAME} is there")
