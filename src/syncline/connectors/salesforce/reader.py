"""The integration user's view of the org: the port's `OrgReader`."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from syncline.connectors.port import OrgUser
from syncline.connectors.salesforce import soql
from syncline.connectors.salesforce.feed import feed, start
from syncline.connectors.salesforce.rows import queries, text_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syncline.connectors.port import FeedPage
    from syncline.connectors.salesforce.api import Row
    from syncline.connectors.salesforce.client import Client

_COLUMNS = ("Id", "Username", "Email", "IsActive", "TimeZoneSidKey", "Profile.Name")


class SalesforceReader:
    """Reads the feed and the users of one org."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def start(self) -> str:
        """See `OrgReader`. One request."""
        return start(self._client)

    def feed(self, cursor: str, *, attendees: bool = False) -> FeedPage:
        """See `OrgReader`. One request, two with attendees. Raises `ResyncError` for a cursor of another kind."""
        return feed(self._client, cursor, attendees=attendees)

    def contacts_of(self, accounts: Sequence[str]) -> list[str]:
        """See `OrgReader`. One request for some hundred accounts, none for none."""
        wanted = [account for account in accounts if soql.is_id(account)]
        statements = [
            soql.select(("Id",), "Contact", [soql.within("AccountId", group)])
            for group in soql.packed(soql.text(account) for account in wanted)
        ]
        answered = queries(self._client, "contacts of accounts", statements, asked=("AccountId", "Contact"))
        return [str(row.get("Id")) for row in chain.from_iterable(answered)]

    def users(self, usernames: Sequence[str]) -> list[OrgUser]:
        """See `OrgReader`. One request for some thousand names."""
        return self._users(usernames, "Username")

    def members(self, profiles: Sequence[str]) -> list[OrgUser]:
        """See `OrgReader`. One request for 2,000 users. The integration user is nobody's rep, whatever its profile.

        Profile.Name is what Setup shows, in the language of the org for profiles that came with it:
        https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_profile.htm
        """
        found = self._users(profiles, "Profile.Name", "IsActive = true")
        return [user for user in found if user.username.casefold() != self._client.actor.username.casefold()]

    def profiles(self) -> list[str]:
        """Answer the names of all profiles of the org. One request."""
        rows = chain.from_iterable(queries(self._client, "profiles", [soql.select(("Name",), "Profile")]))
        return sorted(name for row in rows if (name := text_in(row, "Name")))

    def _users(self, wanted: Sequence[str], column: str, *more: str) -> list[OrgUser]:
        statements = [
            soql.select(_COLUMNS, "User", [soql.within(column, group), *more])
            for group in soql.packed(soql.text(name) for name in dict.fromkeys(wanted))
        ]
        return [_user(row) for row in chain.from_iterable(queries(self._client, "users", statements, asked=_COLUMNS))]

    def org_id(self) -> str:
        """See `OrgReader`. No request but the sign-in."""
        return self._client.org_id


def _user(row: Row) -> OrgUser:
    return OrgUser(
        id=str(row.get("Id", "")),
        username=text_in(row, "Username") or "",
        email=text_in(row, "Email") or "",
        active=row.get("IsActive") is True,
        zone=text_in(row, "TimeZoneSidKey") or "UTC",
        profile=text_in(row, "Profile.Name") or "",
    )
