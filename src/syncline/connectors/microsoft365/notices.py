"""What Graph posts to our web hook, read without believing it: only the secret of a subscription makes it true.

https://learn.microsoft.com/graph/change-notifications-delivery-webhooks and
https://learn.microsoft.com/graph/change-notifications-lifecycle-events
"""

from __future__ import annotations

import hmac
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST = 1_000
"""Notifications that one post may hold; Graph sends far fewer."""


class News(StrEnum):
    """What a notification is about."""

    CHANGED = "changed"
    """Something changed; a cycle will find out what."""
    REAUTHORIZE = "reauthorizationRequired"
    """The subscription has to be renewed soon."""
    REMOVED = "subscriptionRemoved"
    """Graph took the subscription away: make another, and read what changed meanwhile."""
    MISSED = "missed"
    """Notifications were lost: read what changed."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One notification that proved to be Graph's."""

    subscription: str
    news: News


def read_notices(body: bytes, secret: str) -> list[Notice]:
    """Answer the notifications that tell the secret of their subscriptions; anything else is left out."""
    try:
        told = json.loads(body)
    except ValueError:
        return []
    entries = told.get("value") if isinstance(told, dict) else None
    if not isinstance(entries, list):
        return []
    found = (_notice(one, secret) for one in entries[:MOST] if isinstance(one, dict))
    return list(dict.fromkeys(one for one in found if one is not None))


def _notice(entry: Mapping[str, Any], secret: str) -> Notice | None:
    subscription, shown = entry.get("subscriptionId"), entry.get("clientState")
    if not isinstance(subscription, str) or not isinstance(shown, str):
        return None
    if not hmac.compare_digest(secret.encode(), shown.encode("utf-8", "replace")):
        return None
    try:
        news = News(entry["lifecycleEvent"]) if "lifecycleEvent" in entry else News.CHANGED
    except ValueError:
        return None
    return Notice(subscription, news)
