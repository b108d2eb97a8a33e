"""Carry a plan out on dicts: write, journal, and keep the links, as the engine does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import structs

from syncline.connectors.port import Whereabouts
from syncline.planner.decision import Delete, End, Follow, Settle, Wait, Why
from syncline.planner.keys import identity_of, keys_of
from syncline.planner.match import identity_keys
from syncline.planner.merge import differences, observed, overwritten, settled_link
from syncline.records.capability import fit
from syncline.records.link import NOTHING_SEEN, Ended, Link
from syncline.records.words import Collection, Side
from tests.fuzz.people import THERE, here

if TYPE_CHECKING:
    from syncline.planner.decision import Create, Decision
    from syncline.records.record import Record
    from tests.fuzz.planning import Plan
    from tests.fuzz.rep import Rep


def carry_out(rep: Rep, plan: Plan) -> int:
    """Carry everything out. Answers how many records were written to, made, or deleted."""
    rep.parked.update({one: _version(rep, one) for one in plan.asked})
    for link in plan.noted.values():
        rep.keep(link)
    done = 0
    for kind in (End, Settle, Follow, Wait):  # as in the engine: what is merged finds whoever goes on in this batch
        done += sum(_carry_out(rep, one) for one in plan.decisions if isinstance(one, kind))
    for create in plan.creates:
        done += _create(rep, create)
    return done + sum(_delete(rep, one) for one in plan.decisions if isinstance(one, Delete))


def _version(rep: Rep, record_id: str) -> str:
    side = Side.MAILBOX if record_id in rep.folder.shelf.records else Side.SALESFORCE
    return rep.records(side)[record_id].version


def _carry_out(rep: Rep, decision: Decision) -> int:
    match decision:
        case End(link, ended, _):
            rep.keep(_noting(rep, structs.replace(link, ended=ended)))
        case Follow(link, master):
            _follow(rep, link, master)
        case Settle():
            return _settle(rep, decision)
    return 0


def _noting(rep: Rep, link: Link) -> Link:
    """Note the versions of what is there, so that it is not planned again until it changes."""
    here, there = rep.folder.shelf.records.get(link.mailbox_id), rep.visible(link.salesforce_id)
    link = structs.replace(link, mailbox_version=here.version) if here else link
    return structs.replace(link, salesforce_version=there.version) if there else link


def _follow(rep: Rep, link: Link, master: str) -> None:
    if rep.live(Side.SALESFORCE, master) is not None:
        rep.keep(structs.replace(link, ended=Ended.DELETED_IN_SALESFORCE))
    else:
        rep.keep(structs.replace(link, salesforce_id=master, salesforce_version=""))


def _settle(rep: Rep, settle: Settle) -> int:
    link = settled_link(settle.link, settle.merged)
    done = 0
    records = {Side.SALESFORCE: settle.salesforce, Side.MAILBOX: settle.mailbox}
    for side in Side:
        writes, record = settle.merged.writes(side), records[side]
        if writes:
            # In Salesforce the request that writes reads first, and what it finds is journaled as well.
            holds = rep.records(side)[link.record_id(side)].values
            rep.ground.memory.journal.append(overwritten(writes, holds))
            record = _write(rep, side, link.record_id(side), writes)
            link = observed(link, side, record.values) if side is Side.SALESFORCE else link
            done += 1
        if record is not None:
            link = link.with_version(side, record.version)
    if settle.mailbox is not None:
        keys = identity_keys(Collection.CONTACTS, settle.mailbox)
        link = structs.replace(link, keys=keys, trace=settle.mailbox.trace or link.trace)
    if settle.salesforce is not None and settle.salesforce.owner:
        link = structs.replace(link, owner=settle.salesforce.owner)
    rep.keep(link)
    return done


def _write(rep: Rep, side: Side, record_id: str, writes: dict[str, str | bool | int | None]) -> Record:
    place = rep.org if side is Side.SALESFORCE else rep.folder
    return place.shelf.edit(record_id, writes)


def _create(rep: Rep, create: Create) -> int:
    """Copy a record and link the two; where the copy differs from what was meant, that is noted."""
    source, side = create.source, create.side
    there = side is Side.SALESFORCE
    held = here(rep.number)
    sent = fit(THERE if there else held, source.values)
    owner = rep.ground.user(rep.number) if there else None
    made = (rep.org if there else rep.folder).shelf.put(sent, owner=owner)
    rep.ground.memory.who[made.id] = rep.ground.memory.who[source.id]
    base = {label: value for label, value in source.values.items() if label in THERE and label in held}
    seen = differences(base, made.values if there else sent)
    salesforce, mailbox = (made, source) if there else (source, made)
    keys = keys_of(Collection.CONTACTS, source.values)
    link = Link(
        f"{rep.number}:{salesforce.id}/{mailbox.id}",
        f"rep {rep.number}",
        Collection.CONTACTS,
        salesforce.id,
        mailbox.id,
        base=base,
        salesforce_seen=seen if there else NOTHING_SEEN,
        mailbox_seen=NOTHING_SEEN if there else seen,
        salesforce_version=salesforce.version,
        mailbox_version=mailbox.version,
        trace=mailbox.trace,
        made_on=side,
        owner=salesforce.owner or "",
        keys=identity_of(Collection.CONTACTS, keys),
    )
    rep.keep(link)
    return 1


def _delete(rep: Rep, delete: Delete) -> int:
    """Take a record away, journaled whole first."""
    place = rep.org if delete.side is Side.SALESFORCE else rep.folder
    record_id = delete.link.record_id(delete.side)
    record = place.shelf.records.get(record_id)
    if record is not None:
        rep.ground.memory.journal.append(record.values)
        place.away[record_id] = record
        if delete.why is Why.DELETED_ON_OTHER_SIDE:
            rep.ground.memory.deleted.add(record_id)  # others whose pair holds it follow
        place.shelf.remove(record_id, Whereabouts.DELETED)
    rep.keep(structs.replace(delete.link, ended=delete.ended))
    return 1 if record is not None else 0
