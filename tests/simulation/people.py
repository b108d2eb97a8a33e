"""What persons do to contacts, on either side. Each deed picks among what is there, and tells the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from syncline.records.fields import CONTACT_FIELDS
from tests.simulation.typing_in import LABELS, NAMES, text
from tests.support import house_people as hands

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from syncline.sandbox.exchange import Folder, Item
    from tests.simulation.events import Event
    from tests.simulation.world import World

    T = TypeVar("T")

WHO = "AssistantName"
"""The field in which a contact bears its name; nobody ever edits it."""


def chosen(found: Sequence[T], pick: int) -> T | None:
    """Pick one, if there is any."""
    return found[pick % len(found)] if found else None


def rows(world: World, *, deleted: bool = False) -> list[dict[str, Any]]:
    """The contacts in Salesforce, or those in the recycle bin, by id."""
    found = world.org.admin.query("SELECT Id, AssistantName, OwnerId, IsDeleted FROM Contact ORDER BY Id", deleted=True)
    return [row for row in found if row["IsDeleted"] is deleted]


def items(world: World, rep: str) -> list[Item]:
    """The contacts in a rep's folder, oldest first; none while there is no folder of that name."""
    folder = sync_folder(world, rep)
    return sorted(folder.items.values(), key=lambda item: item.number) if folder else []


def sync_folder(world: World, rep: str) -> Folder | None:
    """The folder that syncs, wherever it is and whatever it is called now."""
    known = world.ledger.folders.get(rep)
    found = [one for one in world.mailbox(rep).folders.values() if one.name == "Salesforce_Sync" or one.id == known]
    if found:
        world.ledger.folders[rep] = found[0].id
    return found[0] if found else None


def name_of(item: Item) -> str:
    """The name that a contact in a mailbox bears."""
    return hands.shown(item).get(WHO, "")


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
    hands.put(world, fields, rep=rep, folder=sync_folder(world, rep))


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
    hands.put(world, {**fields, "Body": world.ledger.mark()}, rep=rep, folder=sync_folder(world, rep))
    hands.add(world, {**fields, "JobTitle": world.ledger.mark()}, rep=rep)


def edit_mailbox(world: World, event: Event) -> None:
    """A rep changes a field in the mailbox."""
    rep = world.rep(event.value)
    item = chosen(items(world, rep), event.pick)
    if item is None:
        return
    label = LABELS[event.value // 10 % len(LABELS)]
    before = hands.shown(item)
    _note_edit(world, before, label)
    hands.edit(world, item, rep=rep, **{label: text(world.ledger, label, event.value, short=False)})


def edit_org(world: World, event: Event) -> None:
    """The owner, or a colleague who may, changes a field in Salesforce."""
    row = chosen(rows(world), event.pick)
    if row is None:
        return
    label = LABELS[event.value // 10 % len(LABELS)]
    _note_edit(world, hands.held(world, row["Id"]), label)
    value = text(world.ledger, label, event.value, short=True)
    world.org.admin.update(row["Id"], {CONTACT_FIELDS[label].salesforce: value})


def _note_edit(world: World, before: dict[str, str], label: str) -> None:
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
    if item := chosen(items(world, rep), event.pick):
        world.mailbox(rep).edit(item, {})


def trash(world: World, event: Event) -> None:
    """A rep deletes a contact in Outlook: it is in Deleted Items."""
    rep = world.rep(event.value)
    if item := chosen(items(world, rep), event.pick):
        world.ledger.leave(name_of(item), rep)
        world.ledger.removed.add(world.mailbox(rep).trash(item).id)


def erase(world: World, event: Event) -> None:
    """A rep deletes a contact for good (Shift and Delete)."""
    rep = world.rep(event.value)
    if item := chosen(items(world, rep), event.pick):
        world.ledger.leave(name_of(item), rep)
        world.ledger.replaced(repr(hands.shown(item)))
        mailbox = world.mailbox(rep)
        with mailbox.lock:
            mailbox.remove_item(item)


def move_out(world: World, event: Event) -> None:
    """A rep moves a contact to the Contacts folder."""
    rep = world.rep(event.value)
    if item := chosen(items(world, rep), event.pick):
        world.ledger.apart.add(name_of(item))
        hands.move(world, item, world.mailbox(rep).well_known("contacts"), rep=rep)


def move_back(world: World, event: Event) -> None:
    """A rep moves a contact back, out of Contacts or Deleted Items."""
    rep = world.rep(event.value)
    mailbox = world.mailbox(rep)
    folder = sync_folder(world, rep)
    away = [*mailbox.well_known("contacts").items.values(), *mailbox.well_known("deleteditems").items.values()]
    item = chosen([one for one in away if one.kind == "Contact"], event.pick)
    if item is not None and folder is not None and folder.parent is mailbox.well_known("contacts"):
        world.ledger.put_back.add(name_of(item))
        world.ledger.made[name_of(item)] += name_of(item) in {name_of(one) for one in items(world, rep)}
        hands.move(world, item, folder, rep=rep)


def copy(world: World, event: Event) -> None:
    """A rep copies a contact within the folder: our mark is copied with it."""
    rep = world.rep(event.value)
    if item := chosen(items(world, rep), event.pick):
        world.ledger.create(name_of(item), rep)
        mailbox = world.mailbox(rep)
        with mailbox.lock:
            mailbox.copy_item(item, item.folder)


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
    rep = world.rep(event.value)
    mailbox = world.mailbox(rep)
    with mailbox.lock:
        for item in [*items(world, rep), *mailbox.well_known("calendar").items.values()]:
            mailbox.move_item(item, item.folder)
    mailbox.expire_sync_states()


def rename_folder(world: World, event: Event) -> None:
    """A rep renames the folder that syncs, or names it as it was."""
    rep = world.rep(event.value)
    folder = sync_folder(world, rep)
    if folder is not None and folder.extended:
        _call(world, rep, folder, "Customers" if folder.name == "Salesforce_Sync" else "Salesforce_Sync")


def _call(world: World, rep: str, folder: Folder, name: str) -> None:
    mailbox = world.mailbox(rep)
    with mailbox.lock:
        folder.name = name
        mailbox.change_folder(folder)


def delete_folder(world: World, event: Event) -> None:
    """A rep moves the folder that syncs to Deleted Items, or back."""
    rep = world.rep(event.value)
    folder = sync_folder(world, rep)
    if folder is not None and folder.extended:
        mailbox = world.mailbox(rep)
        home = mailbox.well_known("contacts")
        with mailbox.lock:
            mailbox.move_folder(folder, mailbox.well_known("deleteditems") if folder.parent is home else home)


def mend_folders(world: World) -> None:
    """Everybody puts the folder back where it belongs."""
    for rep in world.reps:
        folder = sync_folder(world, rep)
        mailbox = world.mailbox(rep)
        if folder is None:
            continue
        if folder.name != "Salesforce_Sync":
            _call(world, rep, folder, "Salesforce_Sync")
        if folder.parent is not mailbox.well_known("contacts"):
            with mailbox.lock:
                mailbox.move_folder(folder, mailbox.well_known("contacts"))


DEEDS: dict[str, Callable[[World, Event], None]] = {
    deed.__name__: deed
    for deed in (
        put, add, twin, edit_mailbox, edit_org, touch_org, touch_mailbox, trash, erase, move_out, move_back, copy,
        delete_org, undelete_org, merge_org, change_owner, renumber, rename_folder, delete_folder,
    )
}  # fmt: skip
