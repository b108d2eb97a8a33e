"""What came of a state, in words: what was done, why, and what is there afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from syncline.records.words import Side
from syncline.store.rows import Action
from tests.support.world import REP

if TYPE_CHECKING:
    from syncline.records.link import Link
    from syncline.records.record import Values
    from syncline.store.rows import JournalRow
    from tests.support.truth.scene import Scene


@dataclass(frozen=True, slots=True)
class Outcome:
    """What Syncline did, the words it gives for it, and what is there then."""

    verdict: str
    reason: str
    then: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What stood on both sides, and how the pair was, at one moment."""

    held: dict[Side, dict[str, Values]]
    link: Link | None
    journal: list[JournalRow]


def snapshot(scene: Scene) -> Snapshot:
    """Answer how things stand now."""
    held: dict[Side, dict[str, Values]] = {
        side: {one.id: dict(one.values) for one in scene.shelf(side).records.values()} for side in Side
    }
    return Snapshot(held, scene.link(), scene.world.store.journal(rep=REP))


def outcome(scene: Scene, before: Snapshot) -> Outcome:
    """Tell what became of things since `before`."""
    after = snapshot(scene)
    deeds = [*_written(before, after), *_of_the_pair(before, after)]
    told = [row for row in reversed(after.journal) if row not in before.journal]
    reasons = _reasons(scene, before, after, told)
    return Outcome(" + ".join(deeds or _waiting(scene)), ", ".join(reasons), ", ".join(_then(scene, after, told)))


def _written(before: Snapshot, after: Snapshot) -> list[str]:
    deeds: list[str] = []
    for side in Side:
        old, new = before.held[side], after.held[side]
        if new.keys() - old.keys():
            deeds.append(f"create in {side}")
        if old.keys() - new.keys():
            deeds.append(f"delete in {side}")
        if any(old[one] != new[one] for one in old.keys() & new.keys()):
            deeds.append(f"write in {side}")
    return deeds


def _of_the_pair(before: Snapshot, after: Snapshot) -> list[str]:
    old, new = before.link, after.link
    if new is None:
        return []
    if old is None:
        return ["link"]
    if old.live and not new.live:
        return ["end"]
    if new.live and not old.live:
        return ["go on"]
    if old.live and old.salesforce_id != new.salesforce_id:
        return ["follow"]
    return ["follow"] if old.live and old.mailbox_id != new.mailbox_id else []


def _waiting(scene: Scene) -> list[str]:
    if scene.world.store.errors(rep=REP):
        return ["wait"]
    return ["ask"] if scene.world.store.unresolved(rep=REP) else ["nothing"]


def _reasons(scene: Scene, before: Snapshot, after: Snapshot, told: list[JournalRow]) -> list[str]:
    """The words that Syncline itself keeps beside what it did: ended, journal, errors, unresolved items, parked."""
    store = scene.world.store
    words: list[str] = []
    if after.link is not None and after.link.ended is not None and (before.link is None or before.link.live):
        words.append(after.link.ended)
    words += [row.code for row in store.errors(rep=REP)]
    words += [row.kind for row in store.unresolved(rep=REP)]
    words += ["conflict" if row.action is Action.LOST_IN_CONFLICT else row.reason for row in told]
    words += _parked(scene)
    return list(dict.fromkeys(words)) or [_quiet(scene, before, after)]


def _parked(scene: Scene) -> list[str]:
    ids = {Side.SALESFORCE: scene.theirs, Side.MAILBOX: scene.mine}
    rows = [row for side in Side for row in scene.world.store.sightings(REP, scene.collection, side, [ids[side]])]
    return [row.reason for row in rows if row.due is None and row.reason]


def _quiet(scene: Scene, before: Snapshot, after: Snapshot) -> str:
    """The word for what leaves no trace in the store."""
    link = after.link
    deeds = _written(before, after)
    if any(deed.startswith("create") for deed in deeds):
        return "new"
    if link is None:
        return "not_looked_at"
    if not link.live:
        return "ended"
    if before.link is None:
        return "first_match"
    if deeds:
        return "changed"
    return _going_on(scene, before.link, link)


def _going_on(scene: Scene, old: Link, link: Link) -> str:
    if not old.live:
        return "back"
    moved = (old.salesforce_id, old.mailbox_id) != (link.salesforce_id, link.mailbox_id)
    return "same_record" if moved else _in_step(scene, link)


def _in_step(scene: Scene, link: Link) -> str:
    """Whether both sides hold what was agreed; else a change was let be, or not told of, or lies out of sight."""
    for side in Side:
        record = scene.record(side, link.record_id(side))
        if record is None:
            return "not_told"
        if record.values != link.base:
            return "direction" if not link.seen(side) or _own(link, side, record.values) else "out_of_sight"
    return "in_step"


def _own(link: Link, side: Side, holds: Values) -> bool:
    return dict(link.held(side)) == dict(holds)


def _then(scene: Scene, after: Snapshot, told: list[JournalRow]) -> list[str]:
    words = [_there(scene, after, side) for side in Side]
    if after.link is not None:
        words.append("linked" if after.link.live else f"ended: {after.link.ended}")
    store = scene.world.store
    words += [f"asked: {row.kind}" for row in store.unresolved(rep=REP)]
    words += [f"error: {row.code}" for row in store.errors(rep=REP)]
    return words + [f"journal: {row.action} on {row.side}" for row in told]


def _there(scene: Scene, after: Snapshot, side: Side) -> str:
    held = sorted(map(scene.told, after.held[side].values()))
    return f"{side}: {' + '.join(held) if held else 'nothing'}"
