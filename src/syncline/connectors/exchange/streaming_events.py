"""GetStreamingEvents: one answer that stays open, with a whole document in it for each piece of news.

https://learn.microsoft.com/exchange/client-developer/web-service-reference/getstreamingevents-operation
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from syncline.connectors.errors import BadAnswerError
from syncline.connectors.exchange.answer import read_document
from syncline.connectors.exchange.refusals import error_of
from syncline.connectors.exchange.soap import M, T, m, t
from syncline.connectors.unreachable import unreachable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from syncline.connectors.exchange.account import Account
    from syncline.connectors.exchange.answer import Message
    from syncline.connectors.exchange.soap import Element

_OPERATION = "GetStreamingEvents"
_END = re.compile(rb"</(?:[\w.-]+:)?Envelope\s*>")
_FOLDERS = frozenset({f"{T}ParentFolderId", f"{T}OldParentFolderId", f"{T}FolderId"})
_FORGOTTEN = frozenset(
    [
        "ErrorSubscriptionNotFound",
        "ErrorInvalidSubscription",
        "ErrorExpiredSubscription",
        "ErrorMissedNotificationEvents",
        "ErrorReadEventsFailed",
        "ErrorInvalidWatermark",
    ]
)


class News(NamedTuple):
    """In which folder of which subscription something happened."""

    subscription: str
    folder: str


def stream(account: Account, subscriptions: Sequence[str], minutes: int) -> Iterator[list[News]]:
    """Answer what the server tells, an empty list at each sign of life, until it closes after `minutes` (1 to 30).

    It ends early when the server has forgotten a subscription: subscribe again, and look for what was missed meanwhile.
    Raises what a refusal means, and `RetryLaterError` when the line breaks.
    """
    payload = m(
        _OPERATION,
        m("SubscriptionIds", *(t("SubscriptionId", text=one) for one in subscriptions)),
        m("ConnectionTimeout", text=str(minutes)),
    )
    for document in _documents(account, payload):
        answer = read_document(document, _OPERATION, account.protocol.server)
        if answer.fault is not None:
            raise error_of(answer.fault, _OPERATION)
        for message in answer.messages:
            if message.code in _FORGOTTEN:
                return
            if not message.ok:
                raise error_of(message, _OPERATION)
            yield _news(message)
            if message.element.findtext(f"{M}ConnectionStatus") == "Closed":
                return
    raise BadAnswerError(f"{account.protocol.server} broke off while it told what happens")


def _documents(account: Account, payload: Element) -> Iterator[bytes]:
    waiting = b""
    try:
        for chunk in account.hanging(payload):
            waiting += chunk
            while (end := _END.search(waiting)) is not None:
                yield waiting[: end.end()]
                waiting = waiting[end.end() :]
    except OSError as error:
        raise unreachable(error, _OPERATION, account.protocol.server) from error


def _news(message: Message) -> list[News]:
    """Read events; servers put Notification into the namespace of messages, the schema into that of the types."""
    found: dict[News, None] = {}
    for notification in message.element.iter(f"{M}Notification", f"{T}Notification"):
        subscription = notification.findtext(f"{T}SubscriptionId") or ""
        for reference in notification.iter(*_FOLDERS):
            found[News(subscription, reference.get("Id", ""))] = None
    return list(found)
