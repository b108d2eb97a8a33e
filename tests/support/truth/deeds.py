"""What may happen to one half of a pair since it was last in step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import structs

from syncline.connectors.port import Whereabouts
from syncline.records.fields import PRIVATE
from syncline.records.words import Side
from tests.support.truth.scene import FUTURE, OTHER_OWNER, PAST

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.support.truth.scene import Scene

FROM_SALESFORCE = "from Salesforce"
FROM_MAILBOX = "from mailbox"


def _nothing(_scene: Scene) -> None:
    return


def _edit_in_salesforce(scene: Scene) -> None:
    scene.shelf(Side.SALESFORCE).edit(scene.theirs, {scene.telling: FROM_SALESFORCE})


def _hide(scene: Scene) -> None:
    scene.shelf(Side.SALESFORCE).edit(scene.theirs, {scene.telling: "nobody sees this"})
    scene.world.org.hidden.add(scene.theirs)


def _break_in_salesforce(scene: Scene) -> None:
    _edit_in_salesforce(scene)
    scene.world.org.unreadable.add(scene.theirs)


def _merge(scene: Scene) -> None:
    master = scene.put_in_salesforce({**scene.values, scene.telling: "master"})
    scene.world.org.masters[scene.theirs] = master
    scene.shelf(Side.SALESFORCE).remove(scene.theirs)


def _change_hands(scene: Scene) -> None:
    scene.replace(Side.SALESFORCE, owner=OTHER_OWNER)


def _change_hands_unseen(scene: Scene) -> None:
    _change_hands(scene)
    scene.world.org.hidden.add(scene.theirs)


def _private(side: Side) -> Callable[[Scene], None]:
    def happen(scene: Scene) -> None:
        record_id = scene.theirs if side is Side.SALESFORCE else scene.mine
        scene.shelf(side).edit(record_id, {"Sensitivity": PRIVATE})

    return happen


def _away(where: Whereabouts) -> Callable[[Scene], None]:
    return lambda scene: scene.shelf(Side.MAILBOX).remove(scene.mine, where)


def _new_id(scene: Scene) -> None:
    old = scene.shelf(Side.MAILBOX).records[scene.mine]
    scene.shelf(Side.MAILBOX).remove(scene.mine, Whereabouts.HERE)
    scene.mine = scene.put_in_mailbox(dict(old.values), old.trace)


def _edit_in_mailbox(scene: Scene) -> None:
    scene.shelf(Side.MAILBOX).edit(scene.mine, {scene.telling: FROM_MAILBOX})


def _break_in_mailbox(scene: Scene) -> None:
    _edit_in_mailbox(scene)
    scene.world.mailbox.unreadable.add(scene.mine)


def _becomes_series(scene: Scene) -> None:
    _edit_in_mailbox(scene)
    record = scene.shelf(Side.MAILBOX).records[scene.mine]
    scene.shelf(Side.MAILBOX).records[scene.mine] = structs.replace(record, not_representable="recurring")


IN_SALESFORCE: Mapping[str, Callable[[Scene], None]] = {
    "same": _nothing,
    "changed": _edit_in_salesforce,
    "deleted": lambda scene: scene.shelf(Side.SALESFORCE).remove(scene.theirs),
    "merged": _merge,
    "not visible": _hide,
    "cannot be read": _break_in_salesforce,
    "not listed": lambda scene: scene.lose_silently(Side.SALESFORCE),
    "out of filter": lambda scene: scene.replace(Side.SALESFORCE, in_scope=False),
    "other owner": _change_hands,
    "other's, unseen": _change_hands_unseen,
    "made private": _private(Side.SALESFORCE),
}
"""What may have happened in Salesforce. *not listed*: gone, no tombstone, and a whole listing does not have it.
*other's, unseen*: it changed hands and the rep cannot see it any more."""

IN_MAILBOX: Mapping[str, Callable[[Scene], None]] = {
    "same": _nothing,
    "changed": _edit_in_mailbox,
    "deleted": _away(Whereabouts.DELETED),
    "moved out": _away(Whereabouts.ELSEWHERE),
    "vanished": _away(Whereabouts.UNKNOWN),
    "not listed": lambda scene: scene.lose_silently(Side.MAILBOX),
    "new id": _new_id,
    "cannot be read": _break_in_mailbox,
    "made private": _private(Side.MAILBOX),
    "made a series": _becomes_series,
    "moved to past": lambda scene: _edit_times(scene, PAST),
    "moved far ahead": lambda scene: _edit_times(scene, FUTURE),
}
"""What may have happened in the mailbox. *vanished*: a tombstone, and it is found nowhere. *not listed*: gone, no
tombstone, and a whole listing does not have it."""


def _edit_times(scene: Scene, times: Mapping[str, str | bool | int | None]) -> None:
    scene.shelf(Side.MAILBOX).edit(scene.mine, {**times, scene.telling: FROM_MAILBOX})
