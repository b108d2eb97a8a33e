"""The feed of one org: which records changed, read once for everybody, handed out to the reps whom it concerns."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from syncline.connectors.errors import BadAnswerError
from syncline.connectors.port import EVENT_RELATION, SETUP
from syncline.engine.rights import note_setup
from syncline.store.changes import Changes, FeedCommit
from syncline.store.rows import FeedRowSeen, InboxRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from syncline.connectors.port import FeedPage, FeedRow, OrgReader
    from syncline.store.port import Store
    from syncline.store.rows import RepRow, Watcher

REMEMBER = timedelta(minutes=20)
"""How long a row that was taken in is remembered; longer than the ten minutes by which the feed overlaps."""
USER_CHANGED = "user_changed"
"""Why a rep is looked up again: the feed told of a change of the user record, and nobody has looked at it yet."""
_STAMP = "%Y-%m-%dT%H:%M:%S.%f%z"


def read_feed(
    store: Store,
    reader: OrgReader,
    org: str,
    reps: Iterable[RepRow],
    wide: frozenset[str] = frozenset(),
    inviting: frozenset[str] = frozenset(),
) -> set[str]:
    """Take in everything that changed in the org. Answers the ids of users that changed.

    `wide` are the ids of reps whose configuration takes all contacts that they can see, whoever owns them; `inviting`
    those of reps whose calendars follow who is invited in Salesforce.
    The first time, only the place to start from is noted, and what the overlap would bring again: what exists by then
    is listed by each rep's own cycle.
    """
    cursor = store.feed_cursor(org)
    starting = not cursor
    reps = list(reps)
    users_of = {rep.id: rep.user_id for rep in reps}
    owners = {user: rep for rep, user in users_of.items() if user}
    audience = _Audience(users_of, {} if starting else owners, frozenset() if starting else wide, inviting)
    cursor = cursor or reader.start()
    users: set[str] = set()
    told = {cursor}
    oldest = ""
    more = True
    while more:
        page = reader.feed(cursor, attendees=bool(inviting))
        oldest = oldest or min((row.stamp for row in page.rows), default="")
        fresh = _fresh(store, org, page)
        note_setup(store, org, reps, page, fresh)
        users.update(row.id for row in fresh if row.name == "User" and not starting)
        if fresh or starting or page.cursor != cursor:
            changes = _commit(store, org, page, fresh, audience, oldest)
            if not starting:
                changes.inbox.extend(_of_accounts(store, reader, org, fresh, audience))
            changes.reps.extend(_to_look_up(store, reps, users))
            store.commit(changes)
        if page.more and page.cursor in told:
            raise BadAnswerError("The feed repeats the same page and never ends.", code="endless_listing")
        told.add(page.cursor)
        more, cursor = page.more, page.cursor
    return users


@dataclass(frozen=True, slots=True)
class _Audience:
    """Whom a record may concern: nobody but the reps of a configuration.

    A record that nobody has linked concerns its owner (by user id), and those who take what anybody owns.
    """

    users: Mapping[str, str]
    """The user id of each rep."""
    owners: Mapping[str, str]
    wide: frozenset[str]
    inviting: frozenset[str]


def _fresh(store: Store, org: str, page: FeedPage) -> list[FeedRow]:
    """Leave out what the overlap brought again."""
    seen = store.feed_seen(org, [row.id for row in page.rows])
    return [row for row in page.rows if seen.get(row.id) != _seen_as(row)]


def _seen_as(row: FeedRow) -> str:
    """Stamps have whole seconds: a deletion in the second of an edit bears the same one."""
    return f"{row.stamp}/deleted" if row.deleted else row.stamp


def _commit(
    store: Store, org: str, page: FeedPage, fresh: Sequence[FeedRow], audience: _Audience, oldest: str
) -> Changes:
    """Gather a page. What is as old as `oldest`, the first row that this reading brought, will be brought again."""
    newest = max((row.stamp for row in page.rows), default="")
    forget = min(_before(newest), oldest)
    # What may change without a new stamp is not remembered: the next reading hands it out once more.
    told = [row for row in fresh if not page.young_since or row.stamp < page.young_since or row.name == SETUP]
    feed = FeedCommit(org, page.cursor, [FeedRowSeen(row.id, _seen_as(row)) for row in told], forget)
    watchers: dict[str, list[Watcher]] = {}
    for watcher in store.watchers(org, [row.about for row in fresh]):
        watchers.setdefault(watcher.salesforce_id, []).append(watcher)
    inbox = [_inbox(rep, row) for row in fresh for rep in _concerned(row, watchers.get(row.about, ()), audience)]
    return Changes(feed=feed, inbox=inbox)


def _concerned(row: FeedRow, watchers: Sequence[Watcher], audience: _Audience) -> set[str]:
    """Answer the reps whom a row tells something new: not the one whose own write it is."""
    if row.name not in {"Contact", "Event", EVENT_RELATION}:
        return set()
    reps = {one.rep for one in watchers if not _known(one, row, audience)}
    reps &= audience.users.keys()
    linked = {one.rep for one in watchers if one.live}
    owner = audience.owners.get(row.owner or "")
    if owner is not None and owner not in linked:
        reps.add(owner)  # of a deletion too: its copy may not have been made yet
    if row.name == EVENT_RELATION:
        return reps & audience.inviting
    return reps | (audience.wide - linked if row.name == "Contact" else frozenset())


def _of_accounts(
    store: Store, reader: OrgReader, org: str, fresh: Sequence[FeedRow], audience: _Audience
) -> list[InboxRow]:
    """Tell the reps who hold a contact of a changed account: it may have another name, and touches no contact."""
    accounts = {row.id: row.stamp for row in fresh if row.name == "Account" and not row.made}
    contacts = reader.contacts_of(list(accounts)) if accounts and audience.users else []
    watchers = store.watchers(org, contacts)
    newest = max(accounts.values(), default="")
    return [
        InboxRow(one.rep, "Account", one.salesforce_id, newest)
        for one in watchers
        if one.live and one.rep in audience.users
    ]


def _known(watcher: Watcher, row: FeedRow, audience: _Audience) -> bool:
    """Whether a rep's link holds the record as the row tells of it: nobody else saved it in the same second."""
    own = row.by in {None, audience.users.get(watcher.rep)}
    return watcher.live and watcher.version == row.stamp and not row.deleted and own


def _to_look_up(store: Store, reps: Iterable[RepRow], users: set[str]) -> list[RepRow]:
    """Answer the reps whose user records changed: they are looked up again even if the process dies before that."""
    ids = [rep.id for rep in reps if rep.user_id in users]
    return [replace(rep, problem=rep.problem or USER_CHANGED) for rep in store.reps(ids)] if ids else []


def _inbox(rep: str, row: FeedRow) -> InboxRow:
    if row.name == EVENT_RELATION:  # that a relation is gone is no word about its event
        return InboxRow(rep, row.name, row.about, row.stamp, owner=row.owner)
    return InboxRow(rep, row.name, row.id, row.stamp, row.deleted, row.master, row.owner)


def _before(newest: str) -> str:
    """Answer the stamp, in Salesforce's form, before which nothing has to be remembered."""
    if not newest:
        return ""
    when = datetime.strptime(newest, _STAMP) - REMEMBER  # noqa: DTZ007 - the form has %z
    return when.strftime("%Y-%m-%dT%H:%M:%S.000+0000")
