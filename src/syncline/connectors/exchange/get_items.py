"""GetItem: items by id, with the properties that are asked for.

https://learn.microsoft.com/exchange/client-developer/web-service-reference/getitem-operation
"""

from __future__ import annotations

from copy import deepcopy
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from lxml import etree

from syncline.connectors.errors import BadAnswerError
from syncline.connectors.exchange import series_read
from syncline.connectors.exchange.batches import in_shrinking_batches
from syncline.connectors.exchange.contact_read import contact_paths, contact_record
from syncline.connectors.exchange.event_read import event_paths, event_record
from syncline.connectors.exchange.refusals import MISSING, item_error
from syncline.connectors.exchange.resolve_names import resolve
from syncline.connectors.exchange.soap import M, field_path, item_reference, m, paths, t
from syncline.connectors.port import ItemError, Missing
from syncline.records.record import Record
from syncline.records.words import Collection

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from syncline.connectors.exchange.account import Account
    from syncline.connectors.exchange.answer import Message
    from syncline.connectors.exchange.soap import Element

Result = TypeVar("Result")

ITEMS = f"{M}Items"
WHOLE_BATCH = 20
"""Whole items are large, and a server stops a batch after a minute."""


def read_items(account: Account, collection: Collection, ids: Sequence[str]) -> list[Record | Missing | ItemError]:
    """Read records, bodies as plain text."""
    contacts = collection is Collection.CONTACTS
    more = contact_paths() if contacts else event_paths()
    shape = m("ItemShape", t("BaseShape", text="IdOnly"), t("BodyType", text="Text"), paths(more))
    messages = _get(account, ids, shape, account.settings.read_batch)
    owner = account.primary_smtp_address
    read: Callable[[Element], Record]
    if contacts:
        read = partial(contact_record, address_of=lambda name: account.names.address(name, partial(resolve, account)))
    else:
        read = partial(event_record, owner=owner)
    return [_result(id_, message, read) for id_, message in zip(ids, messages, strict=True)]


def read_series(account: Account, ids: Sequence[str]) -> list[Record | Missing | ItemError]:
    """Read series whole: their masters, then at once every occurrence of them that was changed.

    One occurrence that cannot be read makes its series one that could not be read: nothing is taken for absent.
    """
    more = [*event_paths(), *map(field_path, series_read.URIS)]
    shape = m("ItemShape", t("BaseShape", text="IdOnly"), t("BodyType", text="Text"), paths(more))
    messages = _get(account, ids, shape, account.settings.read_batch)
    masters = [_result(id_, message, _itself) for id_, message in zip(ids, messages, strict=True)]
    told = [one for one in masters if not isinstance(one, Missing | ItemError)]
    changed = [id_ for master in told for id_ in series_read.changed_ids(master)]
    found = dict(zip(changed, read_items(account, Collection.EVENTS, changed), strict=True)) if changed else {}
    return [_series(account, id_, master, found) for id_, master in zip(ids, masters, strict=True)]


def _series(
    account: Account, id_: str, master: Element | Missing | ItemError, found: Mapping[str, Record | Missing | ItemError]
) -> Record | Missing | ItemError:
    if isinstance(master, Missing | ItemError):
        return master
    records: dict[str, Record] = {}
    for occurrence in series_read.changed_ids(master):
        one = found[occurrence]
        if not isinstance(one, Record):
            return one if isinstance(one, ItemError) else Missing(id_)
        records[occurrence] = one
    return series_read.series_record(master, account.primary_smtp_address, records)


def whole_items(account: Account, ids: Sequence[str]) -> list[str | Missing | ItemError]:
    """Read everything that EWS tells of the items, as XML; bodies as they were written, HTML included."""
    shape = m("ItemShape", t("BaseShape", text="AllProperties"), t("BodyType", text="Best"))
    messages = _get(account, ids, shape, WHOLE_BATCH)
    return [_result(id_, message, _text) for id_, message in zip(ids, messages, strict=True)]


def look_items(account: Account, ids: Sequence[str], more: Sequence[Element] = ()) -> list[Message]:
    """Read ids and change keys, and the properties named in `more`."""
    shape = m("ItemShape", t("BaseShape", text="IdOnly"))
    if more:
        shape.append(paths(more))
    return _get(account, ids, shape, account.settings.read_batch)


def _get(account: Account, ids: Sequence[str], shape: Element, size: int) -> list[Message]:
    def payload(batch: Sequence[str]) -> Element:
        return m("GetItem", deepcopy(shape), m("ItemIds", *map(item_reference, batch)))

    return in_shrinking_batches(account, ids, size, payload)


def _result(id_: str, message: Message, read: Callable[[Element], Result]) -> Result | Missing | ItemError:
    if message.code in MISSING:
        return Missing(id_)
    if not message.ok:
        return item_error(message)
    item = message.first(ITEMS)
    if item is None:
        raise BadAnswerError("GetItem answered success without an item")
    return read(item)


def _itself(item: Element) -> Element:
    return item


def _text(item: Element) -> str:
    return etree.tostring(item, encoding="unicode")
