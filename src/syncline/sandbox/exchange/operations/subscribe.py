"""Subscribe: https://learn.microsoft.com/exchange/client-developer/web-service-reference/subscribe-operation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.sandbox.exchange.errors import ItemError
from syncline.sandbox.exchange.messages import one
from syncline.sandbox.exchange.xmltext import M, T, children, text_of

if TYPE_CHECKING:
    from syncline.sandbox.exchange.context import Context
    from syncline.sandbox.exchange.xmltext import Element


def run(context: Context, request: Element) -> str:
    """Begin a streaming subscription; pull and push are not offered."""
    return one("Subscribe", lambda: _subscribe(context, request))


def _subscribe(context: Context, request: Element) -> str:
    wanted = request.find(f"{M}StreamingSubscriptionRequest")
    if wanted is None:
        raise ItemError("ErrorInvalidSubscriptionRequest")
    named = wanted.find(f"{T}FolderIds")
    everywhere = wanted.get("SubscribeToAllFolders") in {"true", "1"}
    if (named is None) is not everywhere:
        raise ItemError("ErrorInvalidSubscriptionRequest")
    folders = None if named is None else [context.folder(element).id for element in children(named)]
    events = wanted.find(f"{T}EventTypes")
    kinds = [text_of(element).strip() for element in children(events)] if events is not None else []
    identifier = context.subscriptions.add(context.caller.user, context.mailbox, folders, kinds)
    return f"<m:SubscriptionId>{identifier}</m:SubscriptionId>"
