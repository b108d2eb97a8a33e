"""Plan a batch with the planner alone, in the order in which the engine asks it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from msgspec import structs

from syncline.planner.claims import claim
from syncline.planner.decide import Pair, decide
from syncline.planner.decision import Create, Decision, End, Follow, Settle, Why
from syncline.planner.keys import identity_of, keys_of
from syncline.planner.match import Doubtful, Field, Match, identity_keys, match
from syncline.planner.merge import Sides, merge
from syncline.planner.policy import DeletePolicy
from syncline.planner.revival import BACK_IN_FOLDER, comes_anew, is_back
from syncline.records.link import Link
from syncline.records.record import Record
from syncline.records.words import Collection, Gone, Side
from tests.fuzz.people import THERE, here

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tests.fuzz.rep import Rep

CONTACTS = Collection.CONTACTS


@dataclass(slots=True)
class Plan:
    """What is to be done about a batch."""

    decisions: list[Decision] = field(default_factory=list)
    creates: list[Create] = field(default_factory=list)
    asked: dict[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    """Kind of doubt and candidates, by the id of the newcomer; what is parked for its direction has no candidates."""
    noted: dict[str, Link] = field(default_factory=dict)
    """Ended links whose records were seen again and that stay ended."""

    def told(self) -> list[str]:
        """Answer the plan as lines that do not depend on the order of planning."""
        return sorted([*map(repr, self.decisions), *map(repr, self.creates), repr(sorted(self.asked.items()))])


def plan(rep: Rep, side: Side, ids: Sequence[str]) -> Plan:
    """Plan what was seen of these records of one side."""
    made = Plan()
    links = {link.id: link for one in ids if (link := rep.live(side, one)) is not None}
    strangers = [one for one in ids if not rep.holding(side, one)]
    moved = _follow_traces(rep, strangers) if side is Side.MAILBOX else {}
    revived = _revive(rep, side, ids, made)
    links = {link.id: link for link in (*_unrivalled(rep, [*revived, *moved.values()]), *links.values())}
    again = {link.id for link in revived}
    made.decisions = [_decide(rep, link, whole=link.id in again) for link in links.values()]
    linked = {link.record_id(side) for link in links.values()} | {link.record_id(side) for link in made.noted.values()}
    linked |= {one.master for one in made.decisions if isinstance(one, Follow)}
    fresh = [record for one in ids if one not in linked and (record := rep.records(side).get(one)) is not None]
    if side is Side.MAILBOX:
        _from_mailbox(rep, fresh, made)
    else:
        _from_salesforce(rep, fresh, made)
    return made


def _follow_traces(rep: Rep, ids: Iterable[str]) -> dict[str, Link]:
    found: dict[str, Link] = {}
    records = [rep.folder.shelf.records[one] for one in ids]
    by_trace = {trace: one for one in sorted(records, key=lambda one: one.id) for trace in one.traces}
    for link in sorted(rep.links.values(), key=lambda link: (link.live, link.id)):
        record = by_trace.get(link.trace or "")
        if record is not None and link.mailbox_id != record.id and _same_item(rep, link):
            found[record.id] = structs.replace(link, mailbox_id=record.id, ended=None, ended_at=None)
    return found


def _same_item(rep: Rep, link: Link) -> bool:
    if not link.live:
        return link.ended in BACK_IN_FOLDER and rep.visible(link.salesforce_id) is not None
    return link.mailbox_id not in rep.folder.shelf.records


def _revive(rep: Rep, side: Side, ids: Iterable[str], made: Plan) -> list[Link]:
    alive: list[Link] = []
    ended = {link.id: link for one in ids if rep.live(side, one) is None for link in rep.holding(side, one)}
    for link in ended.values():
        there = rep.visible(link.salesforce_id) if side is Side.SALESFORCE else None
        mine = rep.folder.shelf.records.get(link.mailbox_id)
        qualifies = there is not None and rep.belonging.qualifies(there)
        if is_back(link, there, qualifies=qualifies) and mine is not None:
            alive.append(structs.replace(link, ended=None, ended_at=None, owner=rep.ground.user(rep.number)))
        elif not comes_anew(link, there, qualifies=qualifies):
            made.noted[link.id] = _noted(rep, link, side)
    return alive


def _unrivalled(rep: Rep, links: list[Link]) -> list[Link]:
    """Leave out what would go on with a record that another live pair holds by now."""
    own = {link.id for link in links}
    taken = {
        (side, one.record_id(side)) for one in rep.links.values() if one.live and one.id not in own for side in Side
    }
    free: list[Link] = []
    for link in links:
        spots = {(side, link.record_id(side)) for side in Side}
        if taken.isdisjoint(spots):
            taken |= spots
            free.append(link)
    return free


def _noted(rep: Rep, link: Link, side: Side) -> Link:
    version = rep.records(side)[link.record_id(side)].version
    if side is Side.SALESFORCE:
        return structs.replace(link, salesforce_version=version)
    return structs.replace(link, mailbox_version=version)


def _decide(rep: Rep, link: Link, *, whole: bool) -> Decision:
    """Decide about a pair; `whole`: it lives again, so both halves are looked at."""
    salesforce, mailbox = rep.half(Side.SALESFORCE, link), rep.half(Side.MAILBOX, link)
    if whole:
        salesforce = salesforce or rep.visible(link.salesforce_id)
        mailbox = mailbox or rep.folder.shelf.records.get(link.mailbox_id)
    deletes = rep.rules.deletes is DeletePolicy.BOTH and rep.rules.direction.may_write(Side.SALESFORCE)
    if mailbox is Gone.DELETED and salesforce is None and deletes:
        salesforce = rep.visible(link.salesforce_id) or Gone.UNKNOWN
    owner = rep.org.shelf.records[link.salesforce_id].owner if link.salesforce_id in rep.org.shelf.records else None
    record = salesforce if isinstance(salesforce, Record) else None
    pair = Pair(
        link,
        salesforce,
        mailbox,
        THERE,
        here(rep.number),
        master=rep.ground.masters.get(link.salesforce_id),
        left_scope=salesforce is not None and rep.belonging.left_scope(link, record, owner),
        salesforce_modified=record.modified if record else None,
        mailbox_modified=mailbox.modified if isinstance(mailbox, Record) else None,
    )
    return decide(pair, rep.rules)


def _from_mailbox(rep: Rep, fresh: list[Record], made: Plan) -> None:
    if not rep.rules.direction.may_write(Side.SALESFORCE):
        made.asked.update({record.id: ("direction", ()) for record in fresh})
        return
    if not fresh:
        return
    keys = {one.id: keys_of(CONTACTS, one.values) for one in fresh}
    wanted = {key for own in keys.values() for key in own}
    visible = [one for one in rep.org.shelf.records.values() if rep.visible(one.id) is not None]
    candidates = [one for one in visible if wanted.intersection(keys_of(CONTACTS, one.values))]
    linked = _linked(rep, made)
    own = {key for one in keys.values() for key in identity_of(CONTACTS, one)}
    outcomes = match(
        CONTACTS,
        Field(
            fresh,
            candidates,
            {link.salesforce_id for link in linked},
            [one for one in _unlinked(rep, linked, wanted) if one.id not in keys],
            frozenset(key for link in linked for key in link.keys if own.intersection(link.keys)),
            keys,
        ),
        rep.ties,
    )
    for record in fresh:
        match outcomes[record.id]:
            case Match(found):
                made.decisions.append(_pair_up(rep, found, record))
            case Doubtful(kind, ids):
                made.asked[record.id] = (kind, ids)
            case _:
                made.creates.append(Create(Side.SALESFORCE, record))


def _from_salesforce(rep: Rep, fresh: list[Record], made: Plan) -> None:
    fit = [one for one in fresh if rep.rules.direction.may_write(Side.MAILBOX) and rep.belonging.qualifies(one)]
    wanted = {key for one in fit for key in keys_of(CONTACTS, one.values)}
    linked = _linked(rep, made)
    free = _unlinked(rep, linked, wanted)
    claims = claim(CONTACTS, fit, [*free, *_left_behind(rep, fit, linked, free)], rep.ties)
    for record in fit:
        match claims.get(record.id):
            case Match(found):
                made.decisions.append(_pair_up(rep, record, found))
            case Doubtful(kind, ids):
                made.asked[record.id] = (kind, ids)
            case _:
                made.creates.append(Create(Side.MAILBOX, record))


def _linked(rep: Rep, made: Plan) -> list[Link]:
    """The live links, those of this batch included."""
    links = {link.id: link for link in rep.links.values() if link.live}
    for one in made.decisions:
        if isinstance(one, Settle):
            links[one.link.id] = one.link
        elif isinstance(one, End):
            links.pop(one.link.id, None)
        elif isinstance(one, Follow):
            links[one.link.id] = structs.replace(one.link, salesforce_id=one.master)
    return list(links.values())


def _unlinked(rep: Rep, linked: Iterable[Link], wanted: set[str]) -> list[Record]:
    taken = {link.mailbox_id for link in linked}
    free = [one for one in rep.folder.shelf.records.values() if one.id not in taken and _open(rep, one)]
    return [one for one in free if wanted.intersection(keys_of(CONTACTS, one.values))]


def _left_behind(rep: Rep, fit: list[Record], linked: list[Link], besides: list[Record]) -> list[Record]:
    """Mailbox records whose link has ended and that are still there."""
    keys = {key for record in fit for key in identity_keys(CONTACTS, record)}
    taken = {link.mailbox_id for link in linked} | {one.id for one in besides}
    lives = {link.id for link in linked}
    ended = {link.mailbox_id for link in rep.links.values() if link.id not in lives and keys.intersection(link.keys)}
    return [rep.folder.shelf.records[one] for one in sorted(ended - taken) if one in rep.folder.shelf.records]


def _open(rep: Rep, record: Record) -> bool:
    """Whether something is unsettled of a mailbox record; what an ended link has noted is not."""
    return all(link.mailbox_version != record.version for link in rep.holding(Side.MAILBOX, record.id))


def _pair_up(rep: Rep, salesforce: Record, mailbox: Record) -> Settle:
    sides = Sides(salesforce.values, mailbox.values, THERE, here(rep.number), salesforce.modified, mailbox.modified)
    link = Link(
        f"{rep.number}:{salesforce.id}/{mailbox.id}",
        f"rep {rep.number}",
        CONTACTS,
        salesforce.id,
        mailbox.id,
        salesforce_version=salesforce.version,
        mailbox_version=mailbox.version,
        trace=mailbox.trace,
        owner=salesforce.owner or "",
        keys=identity_keys(CONTACTS, mailbox),
    )
    return Settle(link, merge(None, sides, rep.rules), salesforce, mailbox, Why.FIRST_MATCH)
