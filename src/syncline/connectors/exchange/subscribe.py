"""Subscribe and Unsubscribe: asks to be told what happens in some folders of a mailbox.

https://learn.microsoft.com/exchange/client-developer/exchange-web-services/how-to-stream-notifications-about-mailbox-events-by-using-ews-in-exchange
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.connectors.errors import BadAnswerError
from syncline.connectors.exchange.account import expect
from syncline.connectors.exchange.soap import Element, M, m, t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syncline.connectors.exchange.account import Account

_KINDS = ("CreatedEvent", "ModifiedEvent", "MovedEvent", "DeletedEvent", "CopiedEvent")


def subscribe(account: Account, folders: Sequence[Element]) -> str:
    """Begin a subscription to folders; answers its id. One call.

    Raises what a refusal means; `ThrottledError` where the account has too many subscriptions.
    """
    wanted = m(
        "StreamingSubscriptionRequest",
        t("FolderIds", *folders),
        t("EventTypes", *(t("EventType", text=kind) for kind in _KINDS)),
    )
    message = expect(account.call(m("Subscribe", wanted)), "Subscribe")
    identifier = message.element.findtext(f"{M}SubscriptionId")
    if not identifier:
        raise BadAnswerError("Subscribe answered success without an id")
    return identifier


def unsubscribe(account: Account, subscription: str) -> None:
    """End a subscription. One call. Raises what a refusal means: servers forget subscriptions by themselves, too."""
    expect(account.call(m("Unsubscribe", m("SubscriptionId", text=subscription))), "Unsubscribe")
