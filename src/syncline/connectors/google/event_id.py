"""Ids of events that Syncline makes: the intent's key, so that no attempt makes an event twice.

An id is 5 to 1024 characters of base32hex in small letters
(https://developers.google.com/workspace/calendar/api/v3/reference/events#id).
"""

from __future__ import annotations

import re
from base64 import b32hexencode

_ALREADY = re.compile(r"[a-v0-9]{26,1024}")
"""Keys of ours are hexadecimal; shorter ones could be anybody's word."""


def event_id(key: str) -> str:
    """Answer the id of the event that is made for a key."""
    if _ALREADY.fullmatch(key):
        return key
    return "k0000" + b32hexencode(key.encode()).decode().rstrip("=").lower()
