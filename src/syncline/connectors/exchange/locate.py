"""Where records went that left their folder: looked for before any deletion is believed (SPEC 4.4).

On Exchange a move gives an item a new id, but its search key and our mark go along.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.connectors.exchange.find_items import Found, find_items
from syncline.connectors.exchange.folder_calls import list_kind, look_at
from syncline.connectors.exchange.items import read_trace
from syncline.connectors.exchange.soap import Element, distinguished, folder_reference
from syncline.connectors.port import Trail, Whereabouts
from syncline.records.words import Collection

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syncline.connectors.exchange.account import Account

_CLASSES = {Collection.CONTACTS: "IPF.Contact", Collection.EVENTS: "IPF.Appointment"}
_FOLDERS_PER_CALL = 100
_MOST_TELLING = (Whereabouts.HERE, Whereabouts.ELSEWHERE, Whereabouts.DELETED)
"""A copy that lives counts before one that was deleted: then nothing is taken away from anybody."""


class Search:
    """Looks through one mailbox; its list of folders is read once per cycle."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._places: dict[Collection, list[tuple[Element, Whereabouts]]] = {}

    def locate(self, collection: Collection, own: str, trails: Sequence[Trail]) -> list[Whereabouts]:
        """Find the trails in their own folder `own`, in Deleted Items and what is recoverable, or anywhere else."""
        return [_verdict(found) for found in self.find(collection, own, trails)]

    def find(self, collection: Collection, own: str, trails: Sequence[Trail]) -> list[list[tuple[Found, Whereabouts]]]:
        """Answer every item that carries each trail's trace, with where it is."""
        wanted = [read_trace(trail.trace) if trail.trace else None for trail in trails]
        sought = [one for one in wanted if one is not None]
        if not sought:
            return [[] for _ in trails]
        places = self._places.get(collection)
        if places is None:
            places = self._places[collection] = self._list(collection, own)
        found: list[tuple[Found, Whereabouts]] = []
        for start in range(0, len(places), _FOLDERS_PER_CALL):
            part = places[start : start + _FOLDERS_PER_CALL]
            folders = [reference for reference, _ in part]
            found += [(one, part[one.folder][1]) for one in find_items(self._account, folders, sought)]
        return [[(one, place) for one, place in found if mark is not None and one.carries(mark)] for mark in wanted]

    def _list(self, collection: Collection, own: str) -> list[tuple[Element, Whereabouts]]:
        deleted_items = look_at(self._account, [distinguished("deleteditems")])[0]
        deleted = {deleted_items.id} if deleted_items else set()
        parents = list_kind(self._account, _CLASSES[collection])
        others = [
            (folder_reference(one), Whereabouts.DELETED if _inside(one, deleted, parents) else Whereabouts.ELSEWHERE)
            for one in parents
            if one != own
        ]
        return [
            (folder_reference(own), Whereabouts.HERE),
            (distinguished("deleteditems"), Whereabouts.DELETED),
            (distinguished("recoverableitemsdeletions"), Whereabouts.DELETED),
            *others,
        ]


def _inside(folder: str, outer: set[str], parents: dict[str, str]) -> bool:
    """Whether a folder stands in one of `outer`, however deep."""
    passed: set[str] = set()
    parent = parents.get(folder)
    while parent is not None and parent not in passed:
        if parent in outer:
            return True
        passed.add(parent)
        parent = parents.get(parent)
    return False


def _verdict(found: list[tuple[Found, Whereabouts]]) -> Whereabouts:
    seen = {place for _, place in found}
    return next((place for place in _MOST_TELLING if place in seen), Whereabouts.UNKNOWN)
