"""What is kept of an item before it is deleted: its properties for people to read, and its stream to bring it back.

Only the stream holds everything: photo, attachments, categories, properties that EWS has no name for. It is opaque.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from syncline.connectors.exchange.export_items import export_items
from syncline.connectors.exchange.get_items import whole_items

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syncline.connectors.exchange.account import Account
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
    try:
        root = etree.fromstring(whole, etree.XMLParser(huge_tree=True, resolve_entities=False, no_network=True))
    except (etree.XMLSyntaxError, ValueError):
        return None
    return root.findtext(_STREAM)
