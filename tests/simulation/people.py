"""What persons do to contacts, on either side. Each deed picks among what is there, and tells the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from syncline.records.fields import CONTACT_FIELDS
from tests.simulation.events import BETWEEN
from tests.simulation.post.hands import WHO
from tests.simulation.typing_in import LABELS, NAMES, text
from tests.support import house_people as hands

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tests.simulation.events import Event
    from tests.simulation.post.hands import Thing
    from tests.simulation.world import World

    T = TypeVar("T")


def chosen(found: Sequence[T], pick: int) -> T | None:
    """Pick one, if there is any."""
    return found[pick % len(found)] if found else None


def rows(world: World, *, deleted: bool = False) -> list[dict[str, Any]]:
    """The contacts in Salesforce, or those in the recycle bin, by id."""
    found = world.org.admin.query("SELECT Id, AssistantName, OwnerId, IsDeleted FROM Contact ORDER BY Id", deleted=True)
    return [row for row in found if row["IsDeleted"] is deleted]


def _new(world: World, event: Event) -> dict[str, str]:
    mark = world.ledger.mark()
    person = hands.person(event.value % 40)
    return {
        "GivenName": person["GivenName"],
        "Surname": f"{person['Surname']} {mark}",
        "EmailAddress1": f"{mark}@customer.example",
        "JobTitle": world.ledger.mark(),
        WHO: world.ledger.name(),
    }


def put(world: World, event: Event) -> None:
    """A rep adds a contact to the folder."""
    rep = world.rep(event.pick)
    fields = _new(world, event)
    world.ledger.create(fields[WHO], rep)
    world.post.put(rep, fields)


def add(world: World, event: Event) -> None:
    """A rep adds a contact in Salesforce."""
    rep = world.rep(event.pick)
    fields = _new(world, event)
    world.ledger.create(fields[WHO], rep)
    hands.add(world, fields, rep=rep)


def twin(world: World, event: Event) -> None:
    """A rep enters the same person on both sides, not quite alike."""
    rep = world.rep(event.pick)
    fields = _new(world, event)
    world.ledger.made_by.setdefault(fields[WHO], set()).add(rep)
    world.ledger.made[fields[WHO]] += 1
    world.ledger.touched.add(fields[WHO])
    world.ledger.twins.add(fields[WHO])
    if event.at != BETWEEN:
        world.ledger.in_the_same_minute.add(fields[WHO])
    world.post.put(rep, {**fields, "Body": world.ledger.mark()})
    hands.add(world, {**fields, "JobTitle": world.ledger.mark()}, rep=rep)


def edit_mailbox(world: World, event: Event) -> None:
    """A rep changes a field in the mailbox."""
    rep = world.rep(event.value)
    item = chosen(world.post.contacts(rep), event.pick)
    if item is None:
        return
    label = LABELS[event.value // 10 % len(LABELS)]
    _note_edit(world, item.shown, label)
    world.post.edit(rep, item, label, text(world.ledger, label, event.value, short=False))


def edit_org(world: World, event: Event) -> None:
    """The owner, or a colleague who may, changes a field in Salesforce."""
    row = chosen(rows(world), event.pick)
    if row is None:
        return
    label = LABELS[event.value // 10 % len(LABELS)]
    _note_edit(world, hands.held(world, row["Id"]), label)
    value = text(world.ledger, label, event.value, short=True)
    world.org.admin.update(row["Id"], {CONTACT_FIELDS[label].salesforce: value})


def _note_edit(world: World, before: Mapping[str, str], label: str) -> None:
    world.ledger.replaced(before.get(label, ""))
    name = before.get(WHO, "")
    if label in NAMES:
        world.ledger.renamed.add(name)
    world.ledger.touched.add(name)


def touch_org(world: World, event: Event) -> None:
    """Something saves a Salesforce contact without changing it."""
    if row := chosen(rows(world), event.pick):
        world.org.admin.update(row["Id"], {"AssistantName": row["AssistantName"]})


def touch_mailbox(world: World, event: Event) -> None:
    """Something saves a contact in the mailbox without changing it."""
    rep = world.rep(event.value)
    if item := chosen(world.post.contacts(rep), event.pick):
        world.post.touch(rep, item)


def trash(world: World, event: Event) -> None:
    """A rep deletes a contact: it is thrown away."""
    rep = world.rep(event.value)
    if item := chosen(world.post.contacts(rep), event.pick):
        world.ledger.leave(item.name, rep)
        _note_gone(world, item)
        world.ledger.removed.add(world.post.trash(rep, item))


def _note_gone(world: World, item: Thing) -> None:
    """What goes where nobody can get it back any more, the person gave up."""
    if world.post.kind == "google":
        world.ledger.replaced(repr(item.shown))


def erase(world: World, event: Event) -> None:
    """A rep deletes a contact for good (Shift and Delete)."""
    rep = world.rep(event.value)
    item = chosen(world.post.contacts(rep), event.pick)
    if item is not None and world.post.erase(rep, item):
        world.ledger.leave(item.name, rep)
        world.ledger.removed.add(item.id)
        world.ledger.replaced(repr(item.shown))


def move_out(world: World, event: Event) -> None:
    """A rep takes a contact out of the folder."""
    rep = world.rep(event.value)
    if item := chosen(world.post.contacts(rep), event.pick):
        world.ledger.apart.add(item.name)
        world.post.move_out(rep, item)


def move_back(world: World, event: Event) -> None:
    """A rep moves a contact back, from wherever it is."""
    rep = world.rep(event.value)
    item = chosen(world.post.away(rep), event.pick)
    there = {one.name for one in world.post.contacts(rep)}
    if item is not None and world.post.move_back(rep, item):
        world.ledger.put_back.add(item.name)
        world.ledger.made[item.name] += item.name in there


def copy(world: World, event: Event) -> None:
    """A rep copies a contact within the folder: our mark is copied with it."""
    rep = world.rep(event.value)
    item = chosen(world.post.contacts(rep), event.pick)
    if item is not None and world.post.copy(rep, item):
        world.ledger.create(item.name, rep)


def delete_org(world: World, event: Event) -> None:
    """Somebody deletes a Salesforce contact."""
    if row := chosen(rows(world), event.pick):
        for name in (row["AssistantName"], *world.ledger.part_of(row["AssistantName"])):
            world.ledger.leave(name, "org")
        world.ledger.removed.add(row["Id"])
        world.org.admin.delete(row["Id"])


def undelete_org(world: World, event: Event) -> None:
    """Somebody brings a Salesforce contact back."""
    if row := chosen(rows(world, deleted=True), event.pick):
        # Where the links were lost meanwhile, or a rep put it back into the folder, it may have been made anew.
        name = row["AssistantName"]
        anew = world.ledger.put_back | world.ledger.twins | world.ledger.merged.keys()
        world.ledger.made[name] += world.ledger.begun_anew or name in anew
        world.org.admin.undelete(row["Id"])


def merge_org(world: World, event: Event) -> None:
    """Somebody merges two Salesforce contacts."""
    found = rows(world)
    master, loser = chosen(found, event.pick), chosen(found, event.pick + 1 + event.value)
    if master is None or loser is None or master["Id"] == loser["Id"]:
        return
    names = {master["AssistantName"], loser["AssistantName"]}
    world.ledger.apart |= names
    world.ledger.renamed |= names
    world.ledger.touched |= names
    for name in names:
        if master["OwnerId"] != loser["OwnerId"]:  # to the loser's owner it is as if it had changed hands
            world.ledger.leave(name, "owner")
    world.ledger.merged[loser["AssistantName"]] = master["AssistantName"]
    world.ledger.removed.add(loser["Id"])
    world.org.admin.merge(master["Id"], loser["Id"])


def change_owner(world: World, event: Event) -> None:
    """A Salesforce contact changes hands: to one of the reps, or to somebody who does not sync."""
    row = chosen(rows(world), event.pick)
    if row is None:
        return
    owners = [*(world.org.user_id(rep) for rep in world.reps), world.org.admin.id]
    name = row["AssistantName"]
    world.ledger.leave(name, "owner")
    # Whom the rep does not see is not found: what waits in the folder for its first match is made anew.
    world.ledger.made[name] += world.ledger.begun_anew or name in world.ledger.put_back | world.ledger.twins
    world.org.admin.update(row["Id"], {"OwnerId": owners[event.value % len(owners)]})


def renumber(world: World, event: Event) -> None:
    """The mailbox is moved to another server: its items have new ids, and nobody did anything."""
    world.post.renumber(world.rep(event.value))


def rename_folder(world: World, event: Event) -> None:
    """A rep renames the folder that syncs, or names it as it was."""
    world.post.rename_folder(world.rep(event.value))


def delete_folder(world: World, event: Event) -> None:
    """A rep throws the folder that syncs away, or takes it back."""
    world.post.delete_folder(world.rep(event.value))


DEEDS: dict[str, Callable[[World, Event], None]] = {
    deed.__name__: deed
    for deed in (
        put, add, twin, edit_mailbox, edit_org, touch_org, touch_mailbox, trash, erase, move_out, move_back, copy,
        delete_org, undelete_org, merge_org, change_owner, renumber, rename_folder, delete_folder,
    )
}  # fmt: skip
