"""Bring deleted items back whole: out of Deleted Items where Graph can move them, else made anew of what was kept.

A contact is moved by the folder that it names (`parentFolderId`, https://learn.microsoft.com/graph/api/contact-update);
an event cannot be moved. What is made anew bears the key of the attempt, by which a repeated one finds it.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from syncline.connectors.coming_back import ELSEWHERE, NOT_KEPT, VANISHED
from syncline.connectors.microsoft365.account import Request
from syncline.connectors.microsoft365.batches import in_batches
from syncline.connectors.microsoft365.contact_read import item_id
from syncline.connectors.microsoft365.event_write import times_of
from syncline.connectors.microsoft365.extended import ITEM_MARKER, extended_values, written
from syncline.connectors.microsoft365.get_items import read_items
from syncline.connectors.microsoft365.kept import read_kept
from syncline.connectors.microsoft365.made import find_made
from syncline.connectors.microsoft365.refusals import item_error
from syncline.connectors.port import ItemError, Missing, Trail, Whereabouts, Written
from syncline.records.record import Record
from syncline.records.words import Collection

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from syncline.connectors.microsoft365.items import Items
    from syncline.connectors.microsoft365.locate import Search
    from syncline.connectors.port import Lost

_TOLD: Mapping[Collection, frozenset[str]] = MappingProxyType(
    {
        Collection.CONTACTS: frozenset(
            {"id", "changeKey", "createdDateTime", "lastModifiedDateTime", "parentFolderId", "flag"}
        ),
        Collection.EVENTS: frozenset(
            {
                "id", "changeKey", "createdDateTime", "lastModifiedDateTime", "iCalUId", "uid", "webLink", "type",
                "bodyPreview", "hasAttachments", "isCancelled", "isOrganizer", "isDraft", "organizer", "responseStatus",
                "seriesMasterId", "occurrenceId", "onlineMeeting", "onlineMeetingUrl", "onlineMeetingProvider",
                "isOnlineMeeting", "originalStartTimeZone", "originalEndTimeZone", "originalStart", "transactionId",
                "attendees", "locations", "calendar", "cancelledOccurrences",
            }
        ),
    }
)  # fmt: skip
"""What Graph tells and does not take. Attendees are left out because writing them invites them by mail."""


def restore_items(items: Items, losts: Sequence[Lost], search: Search, zone: str) -> list[Written | ItemError]:
    """Bring items back into their folder. What stands there already is answered as it is; days are of `zone`."""
    made = find_made(items, [lost.key for lost in losts])
    places = search.locate(items, [Trail(lost.id, lost.trace) for lost in losts])
    ids = [_brought(items, lost, place, made.get(lost.key), zone) for lost, place in zip(losts, places, strict=True)]
    known = [one for one in ids if isinstance(one, str)]
    records = iter(read_items(items, known))
    return [_written(next(records)) if isinstance(one, str) else one for one in ids]


def _brought(items: Items, lost: Lost, place: Whereabouts, made: Record | None, zone: str) -> str | ItemError:
    if made is not None:
        return made.id
    if place is Whereabouts.HERE:
        return lost.id
    if place is Whereabouts.ELSEWHERE:
        return ELSEWHERE
    if place is Whereabouts.DELETED and items.collection is Collection.CONTACTS and _moved(items, lost.id):
        return lost.id
    return _made_anew(items, lost, zone)


def _moved(items: Items, id_: str) -> bool:
    """Move a contact back, if it moves."""
    (reply,) = in_batches(items.account, "contacts:move", [Request("PATCH", items.at(id_), _home(items))])
    return reply.ok and isinstance(reply.body, dict) and reply.body.get("parentFolderId") == items.folder


def _home(items: Items) -> dict[str, str]:
    return {"parentFolderId": items.folder}


def _made_anew(items: Items, lost: Lost, zone: str) -> str | ItemError:
    item, photo = read_kept(lost.whole)
    if not item:
        return NOT_KEPT
    body = {name: value for name, value in item.items() if _writable(items, name, value)}
    body["singleValueExtendedProperties"] = written(extended_values(item) | {ITEM_MARKER: lost.key})
    if items.collection is Collection.EVENTS:
        # What is told is in UTC; the values know in which zones the times were meant.
        body |= times_of(lost.values, zone) | {"transactionId": lost.key}
    operation = f"{items.name}:restore"
    (reply,) = in_batches(items.account, operation, [Request("POST", items.home, body)])
    if not reply.ok:
        return item_error(reply)
    made = item_id(reply.body)
    if photo:
        in_batches(items.account, "contacts:photo", [_picture(items, made, photo)])
    return made


def _writable(items: Items, name: str, value: Any) -> bool:
    if "@" in name or name.endswith("ExtendedProperties"):
        return False
    return name not in _TOLD[items.collection] and value not in (None, [], {})


def _picture(items: Items, id_: str, photo: str) -> Request:
    return Request("PUT", f"{items.at(id_)}/photo/$value", photo, kind="image/jpeg")


def _written(record: Record | Missing | ItemError) -> Written | ItemError:
    if isinstance(record, Record):
        return Written(record.id, record.version, after=record.values)
    return VANISHED if isinstance(record, Missing) else record
