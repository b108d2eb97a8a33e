"""GetStreamingEvents: https://learn.microsoft.com/exchange/client-developer/web-service-reference/getstreamingevents-operation.

The answer is a sequence of whole envelopes over one response that stays open for ConnectionTimeout minutes. Servers put
Notification and the wrong subscriptions' ids into the namespace of messages, though the schema says types; clients
(Microsoft's Managed API, exchangelib) read them there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.sandbox.exchange.errors import ItemError
from syncline.sandbox.exchange.messages import failure, success
from syncline.sandbox.exchange.notifying import event
from syncline.sandbox.exchange.request import parts, text
from syncline.sandbox.exchange.xmltext import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from syncline.sandbox.exchange.context import Context
    from syncline.sandbox.exchange.state.happening import Happening
    from syncline.sandbox.exchange.subscriptions import Subscriptions
    from syncline.sandbox.exchange.xmltext import Element

_NAME = "GetStreamingEvents"
_OK = "<m:ConnectionStatus>OK</m:ConnectionStatus>"
_CLOSED = "<m:ConnectionStatus>Closed</m:ConnectionStatus>"


def stream(context: Context, request: Element) -> Iterator[str]:
    """Answer the content of one envelope after the other."""
    subscriptions, owner = context.subscriptions, context.caller.user
    wanted = [text_of(one).strip() for one in parts(request, "SubscriptionIds")]
    try:
        for one in wanted:
            subscriptions.find(one, owner)
        subscriptions.enter(owner)
    except ItemError as error:
        yield _messages(failure(_NAME, error, _wrong(subscriptions.missing(wanted)) + _CLOSED))
        return
    try:
        yield from _told(subscriptions, wanted, int(text(request, "ConnectionTimeout")))
    finally:
        subscriptions.leave(owner)


def _told(subscriptions: Subscriptions, wanted: Sequence[str], minutes: int) -> Iterator[str]:
    pace = subscriptions.pace
    left = minutes * pace.minute
    ends = pace.now() + left
    yield _messages(success(_NAME, _OK))
    while not subscriptions.closed:  # what waits is told, however short the time
        news = subscriptions.wait(wanted, min(pace.heartbeat, left))
        missing = subscriptions.missing(wanted)
        if missing:
            error = ItemError("ErrorSubscriptionNotFound")
            yield _messages(failure(_NAME, error, _wrong(missing) + _CLOSED))
            return
        yield _messages(success(_NAME, _notifications(news) + ("" if news else _OK)))
        left = ends - pace.now()
        if left <= 0:
            break
    yield _messages(success(_NAME, _CLOSED))


def _notifications(news: Mapping[str, Sequence[Happening]]) -> str:
    inside = "".join(
        f"<m:Notification><t:SubscriptionId>{identifier}</t:SubscriptionId>{''.join(map(event, happenings))}"
        "</m:Notification>"
        for identifier, happenings in news.items()
    )
    return f"<m:Notifications>{inside}</m:Notifications>" if inside else ""


def _wrong(identifiers: Sequence[str]) -> str:
    inside = "".join(f"<m:SubscriptionId>{one}</m:SubscriptionId>" for one in identifiers)
    return f"<m:ErrorSubscriptionIds>{inside}</m:ErrorSubscriptionIds>" if inside else ""


def _messages(message: str) -> str:
    return f"<m:ResponseMessages>{message}</m:ResponseMessages>"
