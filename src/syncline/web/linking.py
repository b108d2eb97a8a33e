"""Where people see a record itself: its page in Salesforce, and in the mailbox where its address follows from its id.

Lightning: https://developer.salesforce.com/docs/platform/lwc/guide/use-navigate-url-addressable.html
(`/lightning/r/OBJECT/ID/view`). Outlook on the web of an Exchange server, beside EWS, opens an item by its EWS id:
https://learn.microsoft.com/en-us/exchange/client-developer/web-service-reference/webclientreadformquerystring
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from syncline.records.words import Collection

if TYPE_CHECKING:
    from syncline.store.port import SetUp

_OBJECTS = {Collection.CONTACTS: "Contact", Collection.EVENTS: "Event"}
_SIGN_INS = frozenset({"https://login.salesforce.com", "https://test.salesforce.com"})
"""Of every org: after the sign-in they lead to `startURL`, in the user's own org."""
_VIEWS = {
    Collection.CONTACTS: "PersonaCardViewModelFactory",
    Collection.EVENTS: "ICalendarItemDetailsViewModelFactory",
}


class Links:
    """Addresses of records. The connections are read once."""

    def __init__(self, store: SetUp) -> None:
        self._rows = {row.name: row for row in store.connections(secrets=False)}

    def salesforce(self, org: str, collection: Collection | None, record_id: str) -> str:
        """Answer the address of a record's page, over the sign-in where no My Domain is known; empty without an org."""
        row = self._rows.get(org)
        home = _home(str(row.settings.get("login_url", ""))) if row is not None else ""
        if not home or collection is None or not record_id:
            return ""
        page = f"/lightning/r/{_OBJECTS[collection]}/{quote(record_id, safe='')}/view"
        return f"{home}/?startURL={quote(page, safe='')}" if home in _SIGN_INS else home + page

    def mailbox(self, mail: str, collection: Collection | None, record_id: str) -> str:
        """Answer the address of a record in the rep's mailbox; empty where no id leads to one."""
        row = self._rows.get(mail)
        if row is None or row.kind != "exchange" or collection is None or not record_id.isprintable():
            return ""
        home = _home(str(row.settings.get("ews_url", "")))
        if not home or not record_id:
            return ""
        return f"{home}/owa/?ItemID={quote(record_id, safe='')}&exvsurl=1&viewmodel={_VIEWS[collection]}"


def _home(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme in {"https", "http"} and parts.netloc else ""
