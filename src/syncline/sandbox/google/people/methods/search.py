"""https://developers.google.com/people/api/rest/v1/people/searchContacts.

A word is found at the beginning of a word of names, addresses, numbers and organizations. Google asks for a request
without a query first, to warm its cache; here nothing is cold.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from syncline.sandbox.google.call import Reply
from syncline.sandbox.google.people import masks, persons

if TYPE_CHECKING:
    from collections.abc import Iterator

    from syncline.sandbox.google.call import Call

DEFAULT: Final = 10
MOST: Final = 30
_SEARCHED: Final = {
    "names": ("displayName", "givenName", "familyName"), "nicknames": ("value",), "emailAddresses": ("value",),
    "phoneNumbers": ("value",), "organizations": ("name", "title", "department"),
}  # fmt: skip


def search_contacts(call: Call) -> Reply:
    """Answer the contacts that have all words of the query, 30 at most."""
    fields = masks.read(call.one("readMask"), "readMask")
    most = call.number("pageSize", DEFAULT, MOST, least=0) or DEFAULT
    words = call.one("query").casefold().split()
    if not words:
        return Reply({})
    found = [entry for entry in call.account.book.people.all_living() if _has(entry.values, words)]
    results = [{"person": persons.shown(entry, entry.now, fields)} for entry in found[:most]]
    return Reply({"results": results} if results else {})


def _has(values: dict[str, Any], words: list[str]) -> bool:
    held = [part for text in _texts(values) for part in (text.casefold(), *re.split(r"[\s@.]+", text.casefold()))]
    return all(any(one.startswith(word) for one in held) for word in words)


def _texts(values: dict[str, Any]) -> Iterator[str]:
    for field, names in _SEARCHED.items():
        for entry in values.get(field, ()):
            yield from (str(entry[name]) for name in names if entry.get(name))
