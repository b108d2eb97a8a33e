"""What a person typed to name a record: an id, the link of its page, an address, or words of its name or subject."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from string import ascii_uppercase, digits
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

_SALESFORCE_ID = re.compile(r"[a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?")
_PREFIX = re.compile(r"0[0-9][a-zA-Z0-9]")
"""What ids of standard objects begin with."""
_CHECKSUM: Final = ascii_uppercase + digits[:6]
CONTACT_PREFIX, EVENT_PREFIX = "003", "00U"


@dataclass(frozen=True, slots=True)
class Named:
    """`ids` are tried on both sides; `words` all have to stand in what people call the record."""

    ids: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    @property
    def salesforce_id(self) -> str:
        """The Salesforce id that was named, in its long form; empty where none was."""
        return next((one for one in self.ids if is_salesforce_id(one)), "")

    @property
    def address(self) -> str:
        """The e-mail address that was named; empty where none was."""
        return self.words[0] if len(self.words) == 1 and "@" in self.words[0] else ""


def named(said: str) -> Named:
    """Understand what was typed. Names nothing where nothing was."""
    text = said.strip()
    if text.lower().startswith(("http://", "https://")):
        return Named(ids=tuple(dict.fromkeys(_ids_in_link(text))))
    words = tuple(word for word in (part.strip("\"'“”,;<>") for part in text.split()) if word)
    if len(words) != 1 or "@" in words[0]:
        return Named(words=words)
    return Named(ids=(long_form(words[0]),), words=() if is_salesforce_id(words[0]) else words)


def is_salesforce_id(text: str) -> bool:
    """Whether this is an id of a record in Salesforce: a word of a name never begins like one."""
    return _SALESFORCE_ID.fullmatch(text) is not None and _PREFIX.match(text) is not None


def long_form(text: str) -> str:
    """Write a Salesforce id of 15 characters in its form of 18, which tells upper from lower case; leave others alone.

    https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/field_types.htm
    """
    if len(text) != 15 or not is_salesforce_id(text):  # noqa: PLR2004 - the short form
        return text
    thirds = (text[start : start + 5] for start in (0, 5, 10))
    return text + "".join(_CHECKSUM[sum(char.isupper() << place for place, char in enumerate(one))] for one in thirds)


def _ids_in_link(link: str) -> list[str]:
    """Find ids in the address of a page: of Lightning and classic, Outlook on the web, Google Calendar."""
    parts = urlsplit(link)
    told = parse_qs(parts.query)
    eid = [_event_of(one) for one in told.get("eid", [])]
    path = [unquote(one) for one in parts.path.split("/") if one]
    record = [long_form(one) for one in path if is_salesforce_id(one)]
    found = [one for one in (*record, *told.get("itemid", []), *eid) if one]
    return found or path[-1:]


def _event_of(eid: str) -> str:
    """Read the event's id out of a link of Google Calendar: id and calendar, in Base64."""
    try:
        return base64.urlsafe_b64decode(eid + "=" * (-len(eid) % 4)).decode().partition(" ")[0]
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return ""
