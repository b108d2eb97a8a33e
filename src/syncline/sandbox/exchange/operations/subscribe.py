"""Subscribe: https://learn.microsoft.com/exchange/client-developer/web-service-reference/subscribe-operation."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from syncline.sandbox.exchange.errors import ItemError
from syncline.sandbox.exchange.messages import one
from syncline.sandbox.exchange.xmltext import T, children, local, text_of

if TYPE_CHECKING:
    from syncline.sandbox.exchange.context import Context
    from syncline.sandbox.exchange.xmltext import Element


def run(context: Context, request: Element) -> str:
    """Begin a subscription, streaming or pull; push, by which the server calls an address, is not offered."""
    return one("Subscribe", lambda: _subscribe(context, children(request)[0]))


def _subscribe(context: Context, wanted: Element) -> str:
    kind = local(wanted)
    named = wanted.find(f"{T}FolderIds")
    everywhere = wanted.get("SubscribeToAllFolders") in {"true", "1"}
    if kind == "PushSubscriptionRequest" or (named is None) is not everywhere:
        raise ItemError("ErrorInvalidSubscriptionRequest")
    folders = None if named is None else [context.folder(element).id for element in children(named)]
    events = wanted.find(f"{T}EventTypes")
    kinds = [text_of(element).strip() for element in children(events)] if events is not None else []
    subscriptions = context.subscriptions
    identifier = subscriptions.add(context.caller.user, context.mailbox, folders, kinds)
    answer = f"<m:SubscriptionId>{identifier}</m:SubscriptionId>"
    if kind == "PullSubscriptionRequest":
        idle = timedelta(minutes=int(text_of(wanted.find(f"{T}Timeout"))))
        answer += f"<m:Watermark>{subscriptions.keep_for_pulling(identifier, idle, context.clock())}</m:Watermark>"
    return answer
