"""Many things in few calls, so that one bad thing fails alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from syncline.connectors.errors import TimedOutError
from syncline.connectors.exchange.account import matched, operation_of
from syncline.connectors.exchange.refusals import error_of, general, splits, stopped, unclear

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from syncline.connectors.exchange.account import Account
    from syncline.connectors.exchange.answer import Message
    from syncline.connectors.exchange.soap import Element

Thing = TypeVar("Thing")


def in_batches(
    account: Account, things: Sequence[Thing], size: int, payload_of: Callable[[Sequence[Thing]], Element]
) -> list[Message]:
    """Ask for all things, at most `size` of them per call, and answer their messages in order.

    Raises when a whole batch was refused for a reason that is none of the things' own. A call refused for its content
    is halved until the thing that is to blame stands alone. Where the server stopped half-way, because a batch may take
    a minute at most, the rest is asked again in batches as large as what it managed.
    """
    messages: list[Message] = []
    while len(messages) < len(things):
        batch = _ask(account, things[len(messages) : len(messages) + size], payload_of)
        if all(general(one) for one in batch) and not (len(batch) == 1 and unclear(batch[0])):
            raise error_of(batch[0], "the whole batch")
        asked = len(batch)
        while stopped(batch[-1]):
            batch.pop()
        size = max(1, len(batch)) if len(batch) < asked else size
        messages += batch
    return messages


def in_shrinking_batches(
    account: Account, things: Sequence[Thing], size: int, payload_of: Callable[[Sequence[Thing]], Element]
) -> list[Message]:
    """Read things as `in_batches` does; what did not come in time is asked for again in batches a quarter as large.

    Only for reading: nobody knows whether a write that was not answered in time happened.
    """
    messages: list[Message] = []
    while len(messages) < len(things):
        batch = things[len(messages) : len(messages) + size]
        try:
            messages += in_batches(account, batch, size, payload_of)
        except TimedOutError:
            if len(batch) == 1:
                raise
            size = max(1, len(batch) // 4)
    return messages


def _ask(account: Account, things: Sequence[Thing], payload_of: Callable[[Sequence[Thing]], Element]) -> list[Message]:
    payload = payload_of(things)
    answer = account.attempt(payload)
    if answer.fault is None:
        return matched(answer, len(things), operation_of(payload))
    if not splits(answer.fault):
        raise error_of(answer.fault, operation_of(payload))
    if len(things) == 1:
        return [answer.fault]
    half = len(things) // 2
    return _ask(account, things[:half], payload_of) + _ask(account, things[half:], payload_of)
