"""Where a mail system shows one of its events in a browser, as it tells itself.

Microsoft Graph tells `webLink` (https://learn.microsoft.com/graph/api/resources/event), Google Calendar `htmlLink`
(https://developers.google.com/workspace/calendar/api/v3/reference/events). Neither tells such an address of a contact,
and none is documented.
"""

from __future__ import annotations

import json
from urllib.parse import urlsplit

KINDS = frozenset({"microsoft365", "google"})
"""The kinds of connections that have to be asked for it."""
_NAMES = ("webLink", "htmlLink")


def web_address(whole: str) -> str:
    """Answer the address out of what `whole` answered of an event; empty where none is told that a browser may open."""
    told = json.loads(whole)
    told = told.get("item", told)  # of Microsoft's items other things are kept beside what Graph tells
    found = next((told[name] for name in _NAMES if isinstance(told.get(name), str)), "")
    return found if _opens(found) else ""


def _opens(address: str) -> bool:
    try:
        return urlsplit(address).scheme == "https"
    except ValueError:  # it is no address at all
        return False
