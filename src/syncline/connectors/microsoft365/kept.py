"""What is kept of an item before it is deleted: everything that Graph tells of it, and a contact's photo.

JSON, for people to read and for `restore` to make it anew of. Photo: https://learn.microsoft.com/graph/api/profilephoto-get.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from syncline.connectors.microsoft365.account import IMMUTABLE, Request
from syncline.connectors.microsoft365.batches import all_read
from syncline.connectors.microsoft365.contact_read import EXTENDED
from syncline.connectors.microsoft365.extended import BIRTHDAY_LOCAL, EMAIL1_ORIGINAL, ITEM_MARKER, expand
from syncline.connectors.microsoft365.refusals import item_error
from syncline.connectors.port import ItemError, Missing
from syncline.records.words import Collection

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from syncline.connectors.microsoft365.items import Items
    from syncline.connectors.microsoft365.refusals import Reply

_EVERYTHING = {
    Collection.CONTACTS: expand([ITEM_MARKER, BIRTHDAY_LOCAL, EMAIL1_ORIGINAL, *EXTENDED.values()]),
    Collection.EVENTS: expand([ITEM_MARKER]),
}


def kept_items(items: Items, ids: Sequence[str]) -> list[str | Missing | ItemError]:
    """Answer items as JSON, bodies as they were written (HTML included)."""
    query = _EVERYTHING[items.collection]
    operation = f"{items.name}:whole"
    requests = [Request("GET", f"{items.inside(one)}?{query}", prefer=IMMUTABLE) for one in ids]
    replies = all_read(items.account, operation, requests)
    here = [one for one, reply in zip(ids, replies, strict=True) if reply.ok and items.here(reply.body)]
    photos = _photos(items, here) if items.collection is Collection.CONTACTS else {}
    return [_kept(items, one, reply, photos) for one, reply in zip(ids, replies, strict=True)]


def _photos(items: Items, ids: Sequence[str]) -> dict[str, str]:
    """Answer photos (Base64) of those who have one: in a batch, Graph answers bytes so."""
    requests = [Request("GET", f"{items.at(one)}/photo/$value") for one in ids]
    replies = all_read(items.account, "contacts:photo", requests)
    found = zip(ids, replies, strict=True)
    return {one: reply.body for one, reply in found if reply.ok and isinstance(reply.body, str) and reply.body}


def _kept(items: Items, id_: str, reply: Reply, photos: Mapping[str, str]) -> str | Missing | ItemError:
    if reply.missing:
        return Missing(id_)
    if not reply.ok:
        return item_error(reply)
    if not items.here(reply.body):
        return Missing(id_)
    held: dict[str, Any] = {"item": reply.body}
    if id_ in photos:
        held["photo"] = photos[id_]
    return json.dumps(held, ensure_ascii=False)


def kept_body(whole: str) -> Mapping[str, Any] | None:
    """Answer an event's body as it was written; None if another system kept it.

    https://learn.microsoft.com/graph/api/resources/itembody
    """
    told = read_kept(whole)[0].get("body")
    return {"contentType": told["contentType"], "content": told["content"]} if isinstance(told, dict) else None


def read_kept(whole: str) -> tuple[Mapping[str, Any], str]:
    """Answer item and photo of what was kept; both empty if another system kept it."""
    try:
        held = json.loads(whole)
        item = held["item"]
    except (ValueError, KeyError, TypeError):
        return {}, ""
    return (item if isinstance(item, dict) else {}), str(held.get("photo") or "")
