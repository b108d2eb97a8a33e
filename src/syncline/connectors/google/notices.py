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


def read_notice(headers: Mapping[str, str], secrets: Mapping[str, str]) -> Notice | None:
    """Answer the message if its secret is that of its channel, None for anything else.

    `headers` are found whatever their case; `secrets` are those of the channels that are open, by id.
    """
    told = {name.lower(): value for name, value in headers.items()}
    channel, shown = told.get("x-goog-channel-id", ""), told.get("x-goog-channel-token", "")
    state, secret = told.get("x-goog-resource-state", ""), secrets.get(channel)
    if secret is None or state not in _KNOWN or not hmac.compare_digest(secret.encode(), shown.encode()):
        return None
    return Notice(channel, news=state != "sync")
