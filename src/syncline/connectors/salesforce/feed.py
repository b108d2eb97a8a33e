"""What changed in the org, for everybody at once, in one request: ids and stamps, no values.

Deleted and merged records are seen by `queryAll`, which answers the recycle bin too:
https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_queryall.htm
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from syncline.connectors.errors import BadAnswerError
from syncline.connectors.port import FeedPage, FeedRow
from syncline.connectors.salesforce import soql
from syncline.connectors.salesforce.api import PAGE
from syncline.connectors.salesforce.composite import Part
from syncline.connectors.salesforce.cursor import Mark, read, write
from syncline.connectors.salesforce.refusals import request_error
from syncline.connectors.salesforce.rows import instant_in, page_of, text_in
from syncline.connectors.salesforce.young import young_since

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syncline.connectors.salesforce.api import Row
    from syncline.connectors.salesforce.client import Client
    from syncline.connectors.salesforce.composite import PartAnswer
    from syncline.connectors.salesforce.rows import Rows


@dataclass(frozen=True, slots=True)
class Watched:
    """One object of the feed. Account and User are watched because their renames touch no contact."""

    name: str
    columns: tuple[str, ...]
    deleted: bool = False

    def since(self, mark: Mark) -> Part:
        """Ask what follows a mark, oldest first. The page is cut by stamp and id: no locator of the org can expire."""
        tail = f"ORDER BY SystemModstamp, Id LIMIT {PAGE}"
        statement = soql.select(self.columns, self.name, [mark.condition()], tail)
        return Part(self.name, "GET", soql.query_path(statement, deleted=self.deleted))

    def newest(self) -> Part:
        """Ask for the newest stamp."""
        statement = soql.select(("SystemModstamp",), self.name, tail="ORDER BY SystemModstamp DESC LIMIT 1")
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
)
NAMES = tuple(watched.name for watched in WATCHED)


def start(client: Client) -> str:
    """Answer the cursor of this instant: the newest stamp of each object. An empty object has that of all."""
    answers = client.composite("start", [watched.newest() for watched in WATCHED])
    stamps = {name: _stamps(_page(client, answers[name])) for name in NAMES}
    newest = max((stamp for told in stamps.values() for stamp in told), default=None)
    if newest is None:
        raise BadAnswerError("The org shows no record to the integration user, not even itself.")
    return write({name: Mark(max(told, default=newest)) for name, told in stamps.items()})


def feed(client: Client, cursor: str) -> FeedPage:
    """Answer what changed since the cursor. While one object has more, only such objects are asked."""
    marks = read(cursor, NAMES)
    unfinished = [watched for watched in WATCHED if marks[watched.name].after is not None]
    asked = unfinished or list(WATCHED)
    answers = client.composite("feed", [watched.since(marks[watched.name]) for watched in asked])
    rows: list[FeedRow] = []
    for watched in asked:
        page = _page(client, answers[watched.name])
        rows += [_row(watched.name, row) for row in page.rows]
        marks[watched.name] = _moved(marks[watched.name], page)
    rows.sort(key=lambda row: (row.stamp, row.id))
    return FeedPage(tuple(rows), write(marks), more=_unfinished(marks), young_since=young_since(client))


def _unfinished(marks: Mapping[str, Mark]) -> bool:
    return any(mark.after is not None for mark in marks.values())


def _page(client: Client, answer: PartAnswer) -> Rows:
    if not answer.ok:
        raise request_error(client.actor, answer.status, answer.body, asked=_COLUMNS)
    return page_of(answer.body)


_COLUMNS = frozenset(column for watched in WATCHED for column in (*watched.columns, watched.name))


def _stamps(page: Rows) -> list[str]:
    return [_stamp(row) for row in page.rows]


def _moved(mark: Mark, page: Rows) -> Mark:
    if not page.rows:
        return Mark(mark.stamp)
    last = page.rows[-1]
    if page.following or len(page.rows) == PAGE:
        return Mark(_stamp(last), str(last.get("Id")))
    return Mark(max(mark.stamp, _stamp(last)))


def _stamp(row: Row) -> str:
    instant_in(row, "SystemModstamp")
    stamp = text_in(row, "SystemModstamp")
    if stamp is None:
        raise BadAnswerError("The org answers a record without a stamp.")
    return stamp


def _row(name: str, row: Row) -> FeedRow:
    return FeedRow(
        name=name,
        id=str(row.get("Id", "")),
        stamp=_stamp(row),
        owner=text_in(row, "OwnerId"),
        deleted=row.get("IsDeleted") is True,
        master=text_in(row, "MasterRecordId"),
        account=text_in(row, "AccountId"),
        made=text_in(row, "CreatedDate") == _stamp(row),
        by=text_in(row, "LastModifiedById"),
    )
