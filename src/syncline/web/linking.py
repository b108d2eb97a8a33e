"""Where people see a record itself: its page in Salesforce, and in the mailbox where there is one.

What object an id is of is told by its first three characters: https://help.salesforce.com/s/articleView?id=000385203.
Lightning: https://developer.salesforce.com/docs/platform/lwc/guide/use-navigate-url-addressable.html
(`/lightning/r/OBJECT/ID/view`). Outlook on the web of an Exchange server, beside EWS, opens an item by its EWS id. Of
events elsewhere the mail system is asked when somebody wants to see them; of contacts there it tells no address.
https://learn.microsoft.com/en-us/exchange/client-developer/web-service-reference/webclientreadformquerystring
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode, urlsplit

from django.urls import reverse

from syncline.connectors.web_address import KINDS
from syncline.jobs.why.named import is_salesforce_id
from syncline.records.words import Collection

if TYPE_CHECKING:
    from collections.abc import Iterable

    from syncline.store.port import SetUp
    from syncline.store.rows import RepRow

_OBJECTS = {"001": "Account", "003": "Contact", "00Q": "Lead", "00U": "Event"}
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

    def salesforce(self, org: str, record_id: str) -> str:
        """Answer the address of a record's page, over the sign-in where no My Domain is known; empty where none is."""
        row, kind = self._rows.get(org), _OBJECTS.get(record_id[:3])
        home = _home(str(row.settings.get("login_url", ""))) if row is not None else ""
        if not home or kind is None or not is_salesforce_id(record_id):
            return ""
        page = f"/lightning/r/{kind}/{record_id}/view"
        return f"{home}/?startURL={quote(page, safe='')}" if home in _SIGN_INS else home + page

    def mailbox(self, rep: RepRow, collection: Collection | None, record_id: str) -> str:
        """Answer the address of a record in the rep's mailbox; empty where nothing leads to one."""
        row = self._rows.get(rep.mail)
        if row is None or collection is None or not record_id or not record_id.isprintable():
            return ""
        if row.kind in KINDS and collection is Collection.EVENTS:
            return f"{reverse('event', args=[rep.id])}?{urlencode({'id': record_id})}"
        home = _home(str(row.settings.get("ews_url", ""))) if row.kind == "exchange" else ""
        page = f"/owa/?ItemID={quote(record_id, safe='')}&exvsurl=1&viewmodel={_VIEWS[collection]}"
        return home + page if home else ""

    def either(self, rep: RepRow, collection: Collection, record_id: str) -> dict[str, str]:
        """Answer the address of a record on whichever side its id is of, by where it leads."""
        if is_salesforce_id(record_id):
            return self.both(rep, collection, record_id, "")
        return self.both(rep, collection, "", record_id)

    def both(self, rep: RepRow, collection: Collection | None, salesforce: str, mailbox: str) -> dict[str, str]:
        """Answer the addresses of both records of a pair, by where they lead; empty ones where there is none."""
        return {
            "salesforce": self.salesforce(rep.org, salesforce),
            "mailbox": self.mailbox(rep, collection, mailbox),
        }


def whose(store: SetUp, ids: Iterable[str]) -> dict[str, RepRow]:
    """Answer the reps of these ids by id, those that are there yet. One query."""
    return {rep.id: rep for rep in store.reps(sorted(set(ids)))}


def _home(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme in {"https", "http"} and parts.netloc else ""
