"""What people do to records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import structs

from syncline.connectors.port import Whereabouts
from tests.fuzz.history import IN_MAILBOX, IN_SALESFORCE, PEOPLE, VARIANTS
from tests.fuzz.people import FREE, person, texts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from syncline.records.record import Record, Value
    from tests.fuzz.history import Deed
    from tests.fuzz.place import Ground, Place


def act(ground: Ground, deed: Deed) -> None:
    """Do it. What cannot be done (nobody is there to be edited) is left."""
    ground.clock.wait(seconds=7)
    place = ground.places[min(deed.where, ground.mailboxes)]
    if deed.kind not in (IN_MAILBOX if place.number else IN_SALESFORCE):
        return
    if deed.kind in _TO_NOBODY:
        _TO_NOBODY[deed.kind](ground, place, deed)
        return
    found = ground.of(place, deed.who)
    if found:
        _TO_SOMEBODY[deed.kind](ground, place, found[deed.what % len(found)], deed)


def _arrive(ground: Ground, place: Place, record: Record, who: int) -> None:
    memory = ground.memory
    if any(one != record.id for one in ground.of(place, who)):
        memory.unclear.add(who)
    memory.who[record.id] = who
    memory.by_hand.add(record.id)


def _add(ground: Ground, place: Place, deed: Deed) -> None:
    variant = deed.what if deed.what < VARIANTS else 0
    if variant or "Surname" not in person(deed.who, 0):
        ground.memory.unclear.add(deed.who)
    values = {**person(deed.who, variant), FREE[deed.what % len(FREE)]: _typed(ground)}
    owner = ground.user(1 + deed.what % ground.mailboxes) if not place.number else None
    _arrive(ground, place, place.shelf.put(values, owner=owner), deed.who)


def _typed(ground: Ground, more: str = "") -> str:
    text = f"typed {len(ground.memory.typed)}{more}"
    ground.memory.typed.add(text)
    return text


def _change(ground: Ground, place: Place, record_id: str, changes: dict[str, Value | None]) -> None:
    old = place.shelf.records[record_id].values
    ground.memory.given_up |= {str(old[label]) for label in changes if label in old}
    new = place.shelf.edit(record_id, changes).values
    cut = {str(value) for value in changes.values() if value is not None} - texts(new)
    ground.memory.typed -= cut  # the server did not take it, and the person saw that
    ground.memory.typed |= {str(new[label]) for label in changes if label in FREE and label in new}


def _edit(ground: Ground, place: Place, record_id: str, deed: Deed) -> None:
    _change(ground, place, record_id, {FREE[deed.what % len(FREE)]: _typed(ground)})


def _edit_long(ground: Ground, place: Place, record_id: str, deed: Deed) -> None:
    """More than Salesforce holds, and untidy: only the mailbox keeps it whole."""
    _change(ground, place, record_id, {FREE[deed.what % 2]: _typed(ground, "  " + "x" * 150)})


def _empty(ground: Ground, place: Place, record_id: str, deed: Deed) -> None:
    _change(ground, place, record_id, {FREE[deed.what % len(FREE)]: None})


def _rename(ground: Ground, place: Place, record_id: str, deed: Deed) -> None:
    ground.memory.unclear |= {deed.who, *_sharing(deed.who)}
    names: list[dict[str, Value | None]] = [
        {"EmailAddress1": f"new{deed.what}@elsewhere.example"},
        {"GivenName": "Renamed"},
        {"CompanyName": "Nowhere Ltd"},
        {"CompanyName": None},
        {"EmailAddress1": None},
    ]
    place.shelf.edit(record_id, names[deed.what % len(names)])


def _sharing(who: int) -> set[int]:
    return {one for one in range(PEOPLE) if person(one, 0).items() & person(who, 0).items()}


def _take_away(ground: Ground, place: Place, record_id: str, where: Whereabouts) -> None:
    place.away[record_id] = place.shelf.records[record_id]
    place.shelf.remove(record_id, where)


def _delete(ground: Ground, place: Place, record_id: str, _deed: Deed) -> None:
    record = place.shelf.records[record_id]
    ground.memory.given_up |= texts(record.values)
    ground.memory.deleted |= {record_id, record.trace or record_id}
    _take_away(ground, place, record_id, Whereabouts.DELETED)


def _out(ground: Ground, place: Place, record_id: str, _deed: Deed) -> None:
    _take_away(ground, place, record_id, Whereabouts.ELSEWHERE)


def _lose(ground: Ground, place: Place, record_id: str, _deed: Deed) -> None:
    _take_away(ground, place, record_id, Whereabouts.UNKNOWN)


def _back(ground: Ground, place: Place, deed: Deed) -> None:
    """What was taken out of the folder is put back: under a new id, with its old trace."""
    gone = [one for one in place.away if ground.memory.who[one] == deed.who]
    if gone:
        old = place.away.pop(gone[deed.what % len(gone)])
        record = place.shelf.put(old.values)
        place.shelf.records[record.id] = structs.replace(record, trace=old.trace, marker=old.marker)
        _arrive(ground, place, record, deed.who)


def _undelete(ground: Ground, place: Place, deed: Deed) -> None:
    """Salesforce gives a record back under its old id."""
    gone = [one for one in place.away if ground.memory.who[one] == deed.who and one not in ground.masters]
    if gone:
        old = place.away.pop(gone[deed.what % len(gone)])
        place.shelf.records[old.id] = old
        place.shelf.edit(old.id, {})
        ground.memory.deleted.discard(old.id)
        _arrive(ground, place, place.shelf.records[old.id], deed.who)


def _copy(ground: Ground, place: Place, record_id: str, deed: Deed) -> None:
    """Copy and paste: a second item, which in some clients carries the first one's trace."""
    old = place.shelf.records[record_id]
    record = place.shelf.put(old.values)
    if deed.what % 2:
        place.shelf.records[record.id] = structs.replace(record, trace=old.trace)
    _arrive(ground, place, record, deed.who)


def _renumber(ground: Ground, place: Place, record_id: str, deed: Deed) -> None:
    old = place.shelf.records[record_id]
    place.shelf.remove(record_id, Whereabouts.HERE)
    record = place.shelf.put(old.values)
    place.shelf.records[record.id] = structs.replace(record, trace=old.trace, marker=old.marker)
    ground.memory.who[record.id] = deed.who
    if record_id in ground.memory.by_hand:
        ground.memory.by_hand.add(record.id)


def _own(ground: Ground, place: Place, record_id: str, deed: Deed) -> None:
    owner = ground.user(1 + deed.what % (ground.mailboxes + 1))
    record = place.shelf.edit(record_id, {})
    place.shelf.records[record_id] = structs.replace(record, owner=owner)


def _merge(ground: Ground, place: Place, record_id: str, deed: Deed) -> None:
    """Merge somebody into somebody else, whom the record is about from now on."""
    others = [one for one in place.shelf.records if one != record_id]
    if others:
        master = others[deed.what % len(others)]
        ground.memory.unclear |= {deed.who, ground.memory.who[master]}
        ground.masters[record_id] = master
        _delete(ground, place, record_id, deed)


def _hide(ground: Ground, _place: Place, record_id: str, deed: Deed) -> None:
    ground.memory.unclear.add(deed.who)
    ground.hidden[1 + deed.what % ground.mailboxes].add(record_id)


def _show(ground: Ground, place: Place, record_id: str, deed: Deed) -> None:
    ground.hidden[1 + deed.what % ground.mailboxes].discard(record_id)
    place.shelf.edit(record_id, {})


_TO_NOBODY: Mapping[str, Callable[[Ground, Place, Deed], None]] = {"add": _add, "back": _back, "undelete": _undelete}
_TO_SOMEBODY: Mapping[str, Callable[[Ground, Place, str, Deed], None]] = {
    "edit": _edit,
    "edit long": _edit_long,
    "empty": _empty,
    "rename": _rename,
    "delete": _delete,
    "out": _out,
    "lose": _lose,
    "copy": _copy,
    "renumber": _renumber,
    "own": _own,
    "merge": _merge,
    "hide": _hide,
    "show": _show,
}
