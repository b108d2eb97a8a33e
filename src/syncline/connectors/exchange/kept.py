"""What is kept of an item before it is deleted: its properties for people to read, and its stream to bring it back.

Only the stream holds everything: photo, attachments, categories, properties that EWS has no name for. It is opaque.
Of the properties, the body is written back as it was formatted
(https://learn.microsoft.com/exchange/client-developer/web-service-reference/body).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from syncline.connectors.exchange.export_items import export_items
from syncline.connectors.exchange.get_items import whole_items
from syncline.connectors.exchange.soap import T

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syncline.connectors.exchange.account import Account
    from syncline.connectors.exchange.soap import Element
    from syncline.connectors.port import ItemError, Missing

_STREAM = "Stream"


def kept_items(account: Account, ids: Sequence[str]) -> list[str | Missing | ItemError]:
    """Answer items as XML: the item as EWS writes it, and its stream (Base64) beside it. Two calls for twenty items."""
    results = whole_items(account, ids)
    readable = [id_ for id_, result in zip(ids, results, strict=True) if isinstance(result, str)]
    streams = iter(export_items(account, readable))
    return [_kept(result, next(streams)) if isinstance(result, str) else result for result in results]


def _kept(item: str, stream: str | Missing | ItemError) -> str | Missing | ItemError:
    return f"<Kept>{item}<{_STREAM}>{stream}</{_STREAM}></Kept>" if isinstance(stream, str) else stream


def stream_of(whole: str) -> str | None:
    """Answer the stream in what `kept_items` answered; None if there is none, as in what was kept long ago."""
    root = _read(whole)
    return root.findtext(_STREAM) if root is not None else None


def html_of(whole: str) -> str | None:
    """Answer the body in what `kept_items` answered, as it was formatted; None if it was plain."""
    root = _read(whole)
    found = root.find(f".//{T}Body[@BodyType='HTML']") if root is not None else None
    return found.text if found is not None else None


def _read(whole: str) -> Element | None:
    try:
        return etree.fromstring(whole, etree.XMLParser(huge_tree=True, resolve_entities=False, no_network=True))
    except (etree.XMLSyntaxError, ValueError):
        return None
