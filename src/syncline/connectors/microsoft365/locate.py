"""Where records went that left their folder: looked for before any deletion is believed (SPEC 4.4).

Immutable ids stay when an item is moved (https://learn.microsoft.com/graph/outlook-immutable-id), so that an item is
asked for by its own. One that the server told to be removed, and that no folder has any more, was deleted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.connectors.errors import BadAnswerError
from syncline.connectors.microsoft365.account import Request
from syncline.connectors.microsoft365.batches import all_read
from syncline.connectors.microsoft365.folder_calls import look_at, own_calendars
from syncline.connectors.microsoft365.items import Items
from syncline.connectors.port import Trail, Whereabouts
from syncline.records.words import Collection

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syncline.connectors.microsoft365.folders import Folders
    from syncline.connectors.microsoft365.refusals import Reply


class Search:
    """Looks through one mailbox during one cycle."""

    def __init__(self, folders: Folders) -> None:
        self._folders = folders
        self._tombstones: set[str] = set()
        self._inside_deleted: dict[str, bool] = {}

    def note(self, gone: Sequence[str]) -> None:
        """Take note of what the server told to be removed."""
        self._tombstones.update(gone)

    def locate(self, items: Items, trails: Sequence[Trail]) -> list[Whereabouts]:
        """Find records in their own folder, in Deleted Items, or anywhere else."""
        ids = [trail.id for trail in trails]
        if items.collection is Collection.CONTACTS:
            return self._contacts(items, ids)
        return self._events(items, ids)

    def _contacts(self, items: Items, ids: Sequence[str]) -> list[Whereabouts]:
        replies = _asked(items, [f"{items.at(one)}?$select=id,parentFolderId" for one in ids])
        return [self._contact(items, one, reply) for one, reply in zip(ids, replies, strict=True)]

    def _contact(self, items: Items, id_: str, reply: Reply) -> Whereabouts:
        if not reply.ok:
            return self._nowhere(id_) if reply.missing else Whereabouts.UNKNOWN
        parent = _text(reply, "parentFolderId")
        if parent == items.folder:
            return Whereabouts.HERE
        return Whereabouts.DELETED if self._deleted(items, parent) else Whereabouts.ELSEWHERE

    def _deleted(self, items: Items, folder: str) -> bool:
        """Whether a folder is Deleted Items or stands in it, however deep."""
        deleted = self._folders.deleted_items()
        passed: list[str] = []
        while folder and folder != deleted and folder not in passed and folder not in self._inside_deleted:
            passed.append(folder)
            found = look_at(items.account, folder)
            folder = found.parent if found is not None else ""
        verdict = folder == deleted if deleted else False
        verdict = self._inside_deleted.get(folder, verdict)
        self._inside_deleted.update(dict.fromkeys(passed, verdict))
        return verdict

    def _events(self, items: Items, ids: Sequence[str]) -> list[Whereabouts]:
        """Ask the calendar first. What exists and stands in no calendar at all is in Deleted Items."""
        here = _those(ids, _asked(items, [f"{items.inside(one)}?$select=id" for one in ids]))
        away = [one for one in ids if one not in here]
        replies = _asked(items, [f"{items.at(one)}?$select=id" for one in away])
        alive = sorted(_those(away, replies))
        elsewhere = self._in_other_calendars(items, alive) if alive else set()
        unclear = [one for one, reply in zip(away, replies, strict=True) if not reply.ok and not reply.missing]
        verdicts = dict.fromkeys(unclear, Whereabouts.UNKNOWN) | dict.fromkeys(alive, Whereabouts.DELETED)
        verdicts |= dict.fromkeys(elsewhere, Whereabouts.ELSEWHERE)
        verdicts |= dict.fromkeys(here, Whereabouts.HERE)
        return [verdicts.get(one) or self._nowhere(one) for one in ids]

    def _in_other_calendars(self, items: Items, ids: Sequence[str]) -> set[str]:
        others = [one for one in own_calendars(items.account) if one != items.folder]
        asked = [(Items(items.account, items.collection, calendar), one) for calendar in others for one in ids]
        replies = _asked(items, [f"{calendar.inside(one)}?$select=id" for calendar, one in asked])
        return _those([one for _, one in asked], replies)

    def _nowhere(self, id_: str) -> Whereabouts:
        return Whereabouts.DELETED if id_ in self._tombstones else Whereabouts.UNKNOWN


def _asked(items: Items, paths: Sequence[str]) -> list[Reply]:
    return all_read(items.account, f"{items.name}:locate", [Request("GET", path) for path in paths])


def _those(ids: Sequence[str], replies: Sequence[Reply]) -> set[str]:
    return {one for one, reply in zip(ids, replies, strict=True) if reply.ok}


def _text(reply: Reply, name: str) -> str:
    if not isinstance(reply.body, dict):
        raise BadAnswerError("Graph answered success without an object")
    return str(reply.body.get(name) or "")
