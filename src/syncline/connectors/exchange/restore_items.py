"""Bring deleted items back whole: out of Deleted Items or what is recoverable, else uploaded as they were kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from syncline.connectors.coming_back import ELSEWHERE, NOT_KEPT, VANISHED
from syncline.connectors.exchange.get_items import read_items
from syncline.connectors.exchange.kept import stream_of
from syncline.connectors.exchange.move_items import move_items
from syncline.connectors.exchange.upload_items import upload_items
from syncline.connectors.port import ItemError, Missing, Trail, Whereabouts, Written
from syncline.records.record import Record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syncline.connectors.exchange.account import Account
    from syncline.connectors.exchange.find_items import Found
    from syncline.connectors.exchange.locate import Search
    from syncline.connectors.port import Lost
    from syncline.records.words import Collection

_Ids: TypeAlias = "list[str | ItemError]"


def restore_items(
    account: Account, collection: Collection, folder: str, losts: Sequence[Lost], search: Search
) -> list[Written | ItemError]:
    """Bring items back into `folder`. What stands there already is answered as it is."""
    trails = [Trail(lost.id, lost.trace) for lost in losts]
    plans = [_plan(lost, found) for lost, found in zip(losts, search.find(collection, folder, trails), strict=True)]
    ids = _carry_out(account, folder, plans)
    known = [id_ for id_ in ids if isinstance(id_, str)]
    records = iter(read_items(account, collection, known))
    return [_written(next(records)) if isinstance(id_, str) else id_ for id_ in ids]


_Plan: TypeAlias = "tuple[str, str] | ItemError"
_HERE, _MOVE, _UPLOAD = "here", "move", "upload"


def _plan(lost: Lost, found: list[tuple[Found, Whereabouts]]) -> _Plan:
    places = {place: one.id for one, place in found}
    if Whereabouts.HERE in places:
        return _HERE, places[Whereabouts.HERE]
    if Whereabouts.DELETED in places:
        return _MOVE, places[Whereabouts.DELETED]
    if Whereabouts.ELSEWHERE in places:
        return ELSEWHERE
    stream = stream_of(lost.whole)
    return (_UPLOAD, stream) if stream else NOT_KEPT


def _carry_out(account: Account, folder: str, plans: Sequence[_Plan]) -> _Ids:
    moved = iter(move_items(account, folder, _those(plans, _MOVE)))
    uploaded = iter(upload_items(account, folder, _those(plans, _UPLOAD)))
    ids: _Ids = []
    for plan in plans:
        if isinstance(plan, ItemError):
            ids.append(plan)
        elif plan[0] == _HERE:
            ids.append(plan[1])
        else:
            id_ = next(moved if plan[0] == _MOVE else uploaded)
            ids.append(VANISHED if isinstance(id_, Missing) else id_)
    return ids


def _those(plans: Sequence[_Plan], what: str) -> list[str]:
    return [plan[1] for plan in plans if not isinstance(plan, ItemError) and plan[0] == what]


def _written(record: Record | Missing | ItemError) -> Written | ItemError:
    if isinstance(record, Record):
        return Written(record.id, record.version, after=record.values, trace=record.trace)
    return VANISHED if isinstance(record, Missing) else record
