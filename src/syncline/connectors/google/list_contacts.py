"""people.connections.list: all contacts of the rep, then what changed since a sync token.

https://developers.google.com/people/api/rest/v1/people.connections/list

The list knows no groups, so who is in the one that syncs is told by each contact's memberships. It is asked for names
and versions alone, although values would come along: writes show minutes later in it, and what it tells of a contact
may be older than what Syncline wrote there. Values are read by name, which answers what is (ADR 0014).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from syncline.connectors.errors import ResyncError
from syncline.connectors.google.account import items, people_call
from syncline.connectors.google.batch import ask_together
from syncline.connectors.google.contact_read import former_names, groups_of, is_deleted, name_of_resource, version_of
from syncline.connectors.google.groups import ABSENT
from syncline.connectors.google.list_events import next_cursor
from syncline.connectors.google.refusals import BAD_REQUEST, GONE
from syncline.connectors.port import Mention, Page

if TYPE_CHECKING:
    from syncline.connectors.google.account import Account
    from syncline.connectors.google.cursor import Cursor
    from syncline.connectors.google.groups import Groups
    from syncline.connectors.transport import Answer

OPERATION = "people.connections.list"
PATH = "/people/me/connections"
CONTACT_SOURCE = ("sources", "READ_SOURCE_TYPE_CONTACT")
"""The rep's own contact, without what somebody's profile adds to it."""


def list_contacts(account: Account, groups: Groups, cursor: Cursor, tombstones: set[str]) -> Page:
    """Answer the page that follows a cursor. One call, two where contacts left the group.

    The first page of a cycle comes with a look at the group: renamed, it tells nothing of it in its changes (SPEC 4.1).

    Contacts that were deleted are added to `tombstones`. Raises `ResyncError` where the token is over (they live seven
    days after the listing that they come from).
    """
    answer = _listed(account, groups, cursor)
    if answer.status in {BAD_REQUEST, GONE}:
        raise ResyncError(f"{OPERATION} does not take the cursor")
    people = items(answer, "connections")
    mentions = tuple(_mention(one) for one in people if _belongs(one, cursor.folder))
    gone = _gone(people, cursor.folder) if cursor.token else ()
    tombstones.update(name_of_resource(one) for one in people if is_deleted(one))
    if gone:
        groups.look_again(cursor.folder)
    following = next_cursor(account, cursor, answer, told=bool(mentions or gone))
    return Page(following.text(), bool(following.page), mentions=mentions, gone=gone)


def _listed(account: Account, groups: Groups, cursor: Cursor) -> Answer:
    call = people_call(OPERATION, "GET", PATH, _query(account, cursor))
    look = groups.unseen(cursor.folder)
    if look is None:
        return account.people(call, takes=_takes(cursor))
    seen, answer = ask_together(account, [look, call])
    groups.saw(cursor.folder, account.judged(look, seen, takes=ABSENT))
    return account.judged(call, answer, takes=_takes(cursor))


def _query(account: Account, cursor: Cursor) -> list[tuple[str, str]]:
    """All of it has to be alike on every page, and with every token."""
    query = [("personFields", "memberships,metadata"), CONTACT_SOURCE, ("requestSyncToken", "true")]
    query += [("pageSize", str(account.settings.contact_page))]
    query += [("syncToken", cursor.token)] if cursor.token else []
    return query + ([("pageToken", cursor.page)] if cursor.page else [])


def _takes(cursor: Cursor) -> frozenset[int]:
    """With a token of an earlier answer, a refusal of the request is one of the token."""
    return frozenset({BAD_REQUEST, GONE}) if cursor.token or cursor.page else frozenset()


def _belongs(person: dict[str, Any], group: str) -> bool:
    return not is_deleted(person) and group in groups_of(person)


def _mention(person: dict[str, Any]) -> Mention:
    return Mention(name_of_resource(person), version_of(person))


def _gone(people: list[dict[str, Any]], group: str) -> tuple[str, ...]:
    """Answer the names that are not in the group, or not any more; and those that contacts had before."""
    away = [name_of_resource(one) for one in people if not _belongs(one, group)]
    return tuple(dict.fromkeys([*away, *(name for one in people for name in former_names(one))]))
