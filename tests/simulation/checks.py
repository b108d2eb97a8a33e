"""What must hold once everything is at rest (SPEC 8), judged by the ledger: P1, P2, P4, P6, and that pairs agree."""

from __future__ import annotations

import unicodedata
from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from syncline.records.capability import SALESFORCE_CONTACT, fit
from syncline.records.fields import CONTACT_FIELDS
from syncline.records.normal import same
from syncline.records.words import Collection
from syncline.store.rows import Action
from tests.simulation import calendar, people
from tests.simulation.event_checks import events_apart
from tests.simulation.ledger import tokens
from tests.simulation.meeting_checks import meetings_apart
from tests.simulation.org_series_checks import org_series_apart
from tests.simulation.pairs import held_of, links_of
from tests.simulation.post.hands import WHO
from tests.simulation.series_checks import series_apart
from tests.support import house_people as hands

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from syncline.records.link import Link
    from syncline.store.rows import JournalRow
    from tests.simulation.world import World


BUSY = "Busy"
"""How the copy of a private event is called of which only the time syncs."""


def violations(world: World) -> list[str]:
    """Answer every promise that was not kept, in words."""
    return [
        *_deleted_unasked(world),
        *_deleted_though_refused(world),
        *_beyond_a_days_share(world),
        *_lost(world),
        *_doubled(world),
        *_contacts_apart(world),
        *events_apart(world),
        *meetings_apart(world),
        *series_apart(world),
        *org_series_apart(world),
        *(["P6: somebody was written to"] if world.mails_sent() else []),
    ]


# --- P1 ----------------------------------------------------------------------------------------------------------


def _deleted_unasked(world: World) -> Iterator[str]:
    for row in [*people.rows(world, deleted=True)]:
        name = row["AssistantName"]
        if row["Id"] not in world.ledger.removed and not _went(world, name) - {"org", "owner"}:
            yield f"P1: {name} was deleted in Salesforce, and nobody deleted it in a mailbox"
    for row in calendar.happenings(world, deleted=True):
        went = _went(world, row["Subject"]) - {"org"} if world.start.remove_deleted else set()
        if row["Id"] not in world.ledger.removed and not went:
            yield f"P1: the event {row['Subject']} was deleted in Salesforce, and nobody deleted it in a calendar"
    for rep in world.reps:
        for item in world.post.binned(rep):
            removed = world.ledger.removed | world.post.recalled
            if item.id not in removed and not _went(world, item.name) & {"org", "owner"}:
                filtered = world.ledger.everything_apart
                if not filtered:
                    yield f"P1: {item.name} was deleted in the mailbox, and nobody deleted it in Salesforce"


def _deleted_though_refused(world: World) -> Iterator[str]:
    for row in _own_deletions(world):
        if row.record_id in world.ledger.refused and row.at > world.ledger.refused_at[row.record_id]:
            yield f"P1: {world.ledger.refused[row.record_id]} was deleted, and a person had refused that"


def _beyond_a_days_share(world: World) -> Iterator[str]:
    most = world.start.guard
    asked: dict[tuple[str, Collection], list[datetime]] = {}
    for row in _own_deletions(world) if most else ():
        if row.record_id not in world.ledger.let_go:
            asked.setdefault((row.rep, row.collection), []).append(row.at)
    for (rep, collection), times in asked.items():
        times.sort()
        if any(late - early < timedelta(hours=24) for early, late in zip(times, times[most:], strict=False)):
            yield f"P1: more than {most} {collection} of {rep} were deleted within a day, and nobody had said so"


def _own_deletions(world: World) -> list[JournalRow]:
    """What cycles deleted; an undo is a person's word."""
    rows = world.store.journal(limit=100_000)
    return [row for row in rows if row.action is Action.DELETE and not row.undoes]


def _went(world: World, name: str) -> set[str]:
    if name == BUSY:
        return {place for places in world.ledger.went.values() for place in places}
    return world.ledger.went.get(name, set())


# --- P2 ----------------------------------------------------------------------------------------------------------


def _lost(world: World) -> Iterator[str]:
    ledger = world.ledger
    missing = ledger.typed - ledger.given_up
    if missing:
        held = _everything(world)
        for mark in sorted(mark for mark in missing if mark not in held):
            yield f"P2: {mark} is neither on a side nor in the journal"


def everything_in_salesforce(world: World) -> set[str]:
    """Answer the marks of all typed values that stand in Salesforce, the recycle bin included."""
    return tokens(repr(_in_salesforce(world)))


def _in_salesforce(world: World) -> list[Any]:
    contacts = ", ".join(field.salesforce for field in CONTACT_FIELDS.values())
    org = world.org.admin
    return [
        org.query(f"SELECT {contacts} FROM Contact", deleted=True),  # noqa: S608 - our own words
        org.query("SELECT Subject, Location, Description FROM Event", deleted=True),
    ]


def _everything(world: World) -> str:
    told = [
        _in_salesforce(world),
        [world.post.everything(rep) for rep in world.reps],
        [(dict(row.before), row.whole) for row in world.store.journal(limit=100_000)],
    ]
    return repr(told)


# --- P4 ----------------------------------------------------------------------------------------------------------


def _doubled(world: World) -> Iterator[str]:
    ledger = world.ledger
    there = Counter(row["AssistantName"] for row in people.rows(world))
    there.update(row["Subject"] for row in calendar.happenings(world))
    yield from _too_many(world, there, "Salesforce")
    for rep in world.reps:
        mine = Counter(item.name for item in (*world.post.contacts(rep), *world.post.entries(rep)))
        for name in world.ledger.put_back & mine.keys():  # while it was away, what was merged into it took its name
            mine[name] -= len(world.ledger.part_of(name))
        yield from _too_many(world, mine, f"the mailbox of {rep}")
    if None in there or "" in there:
        yield "P4: something without a name was made"
    strangers = {name for name in there if name not in ledger.made_by and name != BUSY}
    if strangers:
        yield f"P4: nobody made {sorted(map(str, strangers))}"


def _too_many(world: World, counts: Counter[str], where: str) -> Iterator[str]:
    for name, count in counts.items():
        if (
            name not in {BUSY, *world.ledger.series, *world.ledger.org_series}
            and count > max(1, world.ledger.made[name])
            and not (_strangers(world, name) or _asked(world, name))
        ):
            yield f"P4: {name} stands {count} times in {where}, and persons made it {world.ledger.made[name]} times"


def _asked(world: World, name: str) -> bool:
    """Whether a rep entered it on both sides while a cycle ran, and is asked whether the two are one."""
    if name not in world.ledger.in_the_same_minute:
        return False
    mine = {item.id for rep in world.reps for item in world.post.contacts(rep) if item.name == name}
    return any(row.record_id in mine for row in world.store.unresolved())


def _strangers(world: World, name: str) -> bool:
    """Whether matching had rightly nobody to find when the two sides were matched for the first time, or anew.

    They bore different matching values; or the one was somebody else's by then, whom the rep does not see.
    """
    ledger = world.ledger
    apart = name in ledger.renamed and (ledger.begun_anew or name in ledger.twins)
    return apart or ("owner" in _went(world, name) and (ledger.begun_anew or name in ledger.put_back))


# --- the sides agree ---------------------------------------------------------------------------------------------


def _contacts_apart(world: World) -> Iterator[str]:
    if world.contacts["direction"] == "none":
        return
    theirs = hands.contacts(world)
    for rep in world.reps:
        mine = {item.id: item.shown for item in world.post.contacts(rep)}
        links = links_of(world, rep, Collection.CONTACTS)
        held = held_of(world, rep)
        for link in links:
            if link.id not in held:
                yield from _one_pair(world, link, mine.get(link.mailbox_id), theirs.get(link.salesforce_id))
        if not world.one_way and not world.ledger.everything_apart:
            yield from _without_pair(world, rep, links, mine, theirs)


def _one_pair(world: World, link: Link, mine: Mapping[str, str] | None, theirs: dict[str, str] | None) -> Iterator[str]:
    if mine is None or theirs is None:
        yield f"a live pair has only one half: {link.salesforce_id} mailbox={mine is not None} org={theirs is not None}"
        return
    names = {mine.get(WHO, ""), theirs.get(WHO, "")}
    if names & (world.ledger.undone | (world.ledger.touched if world.one_way else set())):
        return
    for label, field in CONTACT_FIELDS.items():
        one, two = mine.get(label), theirs.get(label)
        cut = fit(SALESFORCE_CONTACT, {label: one}).get(label) if one else None
        if not same(field, one, two) and not same(field, cut, two) and not _rewritten(world, label, one, two):
            yield f"the sides differ in {label} of {theirs.get(WHO)}: {one!r} and {two!r}"


def _rewritten(world: World, label: str, one: str | None, two: str | None) -> bool:
    """Whether the org's own automation made the difference."""
    if not world.start.automation or one is None or two is None or label not in {"HomePhone", "BusinessCity"}:
        return False
    return _bare(one) == _bare(two)


def _bare(text: str) -> str:
    """A value without what the org's automation rewrites, as far as both sides hold it."""
    return unicodedata.normalize("NFKC", text).replace(" ", "").casefold()[:20]


def _without_pair(
    world: World, rep: str, links: list[Link], mine: dict[str, Mapping[str, str]], theirs: dict[str, dict[str, str]]
) -> Iterator[str]:
    paired = {link.mailbox_id for link in links} | {link.salesforce_id for link in links}
    asked = {row.record_id for row in world.store.unresolved(rep=f"acme/{rep}")}
    asked |= {one.id for row in world.store.unresolved(rep=f"acme/{rep}") for one in row.candidates}
    asked |= held_of(world, rep)
    for record_id, values in mine.items():
        if record_id not in paired | asked and values.get(WHO) not in world.ledger.apart:
            yield f"{values.get(WHO)} of the mailbox never reached Salesforce"
    owner = world.org.user_id(rep)
    owners = {row["Id"]: row["OwnerId"] for row in people.rows(world)}
    for record_id, values in theirs.items():
        left = record_id in paired | asked or values.get(WHO) in world.ledger.apart
        if owners[record_id] == owner and not left:
            yield f"{values.get(WHO)} of Salesforce never reached the mailbox of {rep}"
