"""What changed in the org, for everybody at once, in one request: ids and stamps, no values.

Deleted and merged records are seen by `queryAll`, which answers the recycle bin too:
https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_queryall.htm

The fifth of the five queries that one Composite request may hold is the trail of changes in Setup: whatever is done to
anybody's permissions is entered there, taking them away included, and entries stay.
https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_setupaudittrail.htm

Whoever is invited, answers, or is taken out of an event in Salesforce leaves the event's own stamp as it was; the
relation has a stamp of its own, and `queryAll` answers deleted ones:
https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_eventrelation.htm
That is a sixth query, so a second request, and asked for only where somebody's calendar is to follow.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from syncline.connectors.errors import BadAnswerError
from syncline.connectors.port import EVENT_RELATION, SETUP, FeedPage, FeedRow
from syncline.connectors.salesforce import soql
from syncline.connectors.salesforce.api import PAGE
from syncline.connectors.salesforce.composite import Part
from syncline.connectors.salesforce.cursor import Mark, read, write
from syncline.connectors.salesforce.refusals import refused_code, request_error
from syncline.connectors.salesforce.rows import Rows, instant_in, page_of, text_in
from syncline.connectors.salesforce.young import young_since

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from syncline.connectors.salesforce.api import Row
    from syncline.connectors.salesforce.client import Client
    from syncline.connectors.salesforce.composite import PartAnswer


@dataclass(frozen=True, slots=True)
class Watched:
    """One object of the feed. Account and User are watched because their renames touch no contact."""

    name: str
    columns: tuple[str, ...]
    deleted: bool = False
    stamp: str = "SystemModstamp"
    """The column by which it is ordered; the second of `columns`."""
    owner: str = "OwnerId"

    def since(self, mark: Mark) -> Part:
        """Ask what follows a mark, oldest first. The page is cut by stamp and id: no locator of the org can expire."""
        tail = f"ORDER BY {self.stamp}, Id LIMIT {PAGE}"
        statement = soql.select(self.columns, self.name, [mark.condition(self.stamp)], tail)
        return Part(self.name, "GET", soql.query_path(statement, deleted=self.deleted))

    def newest(self) -> Part:
        """Ask for the newest stamp."""
        statement = soql.select((self.stamp,), self.name, tail=f"ORDER BY {self.stamp} DESC LIMIT 1")
        return Part(self.name, "GET", soql.query_path(statement, deleted=self.deleted))


WATCHED = (
    Watched(
        "Contact",
        ("Id", "SystemModstamp", "OwnerId", "IsDeleted", "MasterRecordId", "AccountId", "LastModifiedById"),
        deleted=True,
    ),
    Watched("Event", ("Id", "SystemModstamp", "OwnerId", "IsDeleted", "LastModifiedById"), deleted=True),
    Watched("Account", ("Id", "SystemModstamp", "CreatedDate")),
    Watched("User", ("Id", "SystemModstamp")),
    Watched(SETUP, ("Id", "CreatedDate"), stamp="CreatedDate"),
)
RELATIONS = Watched(
    EVENT_RELATION,
    ("Id", "SystemModstamp", "EventId", "Event.OwnerId", "IsDeleted", "LastModifiedById"),
    deleted=True,
    owner="Event.OwnerId",
)
_LATER = {SETUP: "User", EVENT_RELATION: "Event"}
"""What a cursor may not name, and where it starts then: what was not watched by then."""
_QUERIES = 5
"""How many queries a Composite request holds:
https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_composite.htm"""


def start(client: Client) -> str:
    """Answer the cursor of this instant: the newest stamp of each object. An empty object has that of all."""
    answers = client.composite("start", [watched.newest() for watched in WATCHED])
    stamps = {watched.name: _stamps(_page(client, watched, answers), watched) for watched in WATCHED}
    newest = max((stamp for told in stamps.values() for stamp in told), default=None)
    if newest is None:
        raise BadAnswerError("The org shows no record to the integration user, not even itself.")
    return write({name: Mark(max(told, default=newest)) for name, told in stamps.items()})


def feed(client: Client, cursor: str, *, attendees: bool = False) -> FeedPage:
    """Answer what changed since the cursor. While one object has more, only such objects are asked."""
    everything = (*WATCHED, RELATIONS) if attendees else WATCHED
    marks = read(cursor, tuple(watched.name for watched in everything), _LATER)
    unfinished = [watched for watched in everything if marks[watched.name].after is not None]
    asked = unfinished or list(everything)
    answers = _answers(client, [watched.since(marks[watched.name]) for watched in asked])
    rows: list[FeedRow] = []
    for watched in asked:
        page = _page(client, watched, answers)
        rows += [_row(watched, row) for row in page.rows]
        marks[watched.name] = _moved(marks[watched.name], page, watched)
    rows.sort(key=lambda row: (row.stamp, row.id))
    return FeedPage(
        tuple(rows),
        write(marks),
        more=_unfinished(marks),
        young_since=young_since(client),
        tells_setup=SETUP not in answers or not _hidden(answers[SETUP]),
    )


def _answers(client: Client, parts: Sequence[Part]) -> dict[str, PartAnswer]:
    answers: dict[str, PartAnswer] = {}
    for first in range(0, len(parts), _QUERIES):
        answers |= client.composite("feed", parts[first : first + _QUERIES])
    return answers


def _unfinished(marks: Mapping[str, Mark]) -> bool:
    return any(mark.after is not None for mark in marks.values())


def _hidden(answer: PartAnswer) -> bool:
    """Whether the integration user may not look at the trail of changes in Setup."""
    return not answer.ok and refused_code(answer.body) == "INVALID_TYPE"


def _page(client: Client, watched: Watched, answers: Mapping[str, PartAnswer]) -> Rows:
    answer = answers[watched.name]
    if watched.name == SETUP and _hidden(answer):
        return Rows([], None)
    if not answer.ok:
        raise request_error(client.actor, answer.status, answer.body, asked=_COLUMNS)
    return page_of(answer.body)


_COLUMNS = frozenset(column for watched in (*WATCHED, RELATIONS) for column in (*watched.columns, watched.name))


def _stamps(page: Rows, watched: Watched) -> list[str]:
    return [_stamp(row, watched) for row in page.rows]


def _moved(mark: Mark, page: Rows, watched: Watched) -> Mark:
    if not page.rows:
        return Mark(mark.stamp)
    last = page.rows[-1]
    if page.following or len(page.rows) == PAGE:
        return Mark(_stamp(last, watched), str(last.get("Id")))
    return Mark(max(mark.stamp, _stamp(last, watched)))


def _stamp(row: Row, watched: Watched) -> str:
    instant_in(row, watched.stamp)
    stamp = text_in(row, watched.stamp)
    if stamp is None:
        raise BadAnswerError("The org answers a record without a stamp.")
    return stamp


def _row(watched: Watched, row: Row) -> FeedRow:
    stamp = _stamp(row, watched)
    return FeedRow(
        name=watched.name,
        id=str(row.get("Id", "")),
        stamp=stamp,
        owner=text_in(row, watched.owner),
        deleted=row.get("IsDeleted") is True,
        master=text_in(row, "MasterRecordId"),
        account=text_in(row, "AccountId"),
        made=text_in(row, "CreatedDate") == stamp,
        by=text_in(row, "LastModifiedById"),
        event=text_in(row, "EventId"),
    )
