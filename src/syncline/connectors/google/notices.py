"""What Calendar posts to our web hook, read without believing it: only the secret of a channel makes it true.

https://developers.google.com/workspace/calendar/api/guides/push#receiving-notifications: everything stands in headers,
and nothing of what changed.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_KNOWN = frozenset({"sync", "exists", "not_exists"})


@dataclass(frozen=True, slots=True)
class Notice:
    """A message that proved to be Google's. `news` is false for the first one, which says that the channel works."""

    channel: str
    news: bool


def read_notice(headers: Mapping[str, str], secret: str) -> Notice | None:
    """Answer the message if it shows the secret that its channel was opened with, None for anything else.

    `headers` are found whatever their case.
    """
    told = {name.lower(): value for name, value in headers.items()}
    channel, shown = told.get("x-goog-channel-id", ""), told.get("x-goog-channel-token", "")
    state = told.get("x-goog-resource-state", "")
    if not secret or state not in _KNOWN or not hmac.compare_digest(secret.encode(), shown.encode()):
        return None
    return Notice(channel, news=state != "sync")
