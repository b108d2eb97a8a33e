"""Response messages: one per element of a batch, in the request's order, whether it worked or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .errors import ItemError
from .xmltext import escape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from .xmltext import Element


def success(name: str, content: str) -> str:
    """Write one message of success."""
    return (
        f'<m:{name}ResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode>{content}'
        f"</m:{name}ResponseMessage>"
    )


def failure(name: str, error: ItemError, empty: str = "") -> str:
    """Write one message of failure; `empty` is the container that the schema wants all the same."""
    details = f"<m:MessageXml>{''.join(error.details)}</m:MessageXml>" if error.details else ""
    return (
        f'<m:{name}ResponseMessage ResponseClass="Error"><m:MessageText>{escape(error.text)}</m:MessageText>'
        f"<m:ResponseCode>{error.code}</m:ResponseCode><m:DescriptiveLinkKey>0</m:DescriptiveLinkKey>{details}{empty}"
        f"</m:{name}ResponseMessage>"
    )


def each(name: str, elements: Iterable[Element], act: Callable[[Element], str], *, empty: str = "") -> str:
    """Answer a batch: `act` makes the content of each success."""
    messages = []
    for element in elements:
        try:
            messages.append(success(name, act(element)))
        except ItemError as error:
            messages.append(failure(name, error, empty))
    return f"<m:ResponseMessages>{''.join(messages)}</m:ResponseMessages>"


def one(name: str, act: Callable[[], str], *, empty: str = "") -> str:
    """Answer an operation that has a single result."""
    try:
        message = success(name, act())
    except ItemError as error:
        message = failure(name, error, empty)
    return f"<m:ResponseMessages>{message}</m:ResponseMessages>"
