"""Reading rows out of answers: nothing that was answered is believed before its shape was looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from syncline.connectors.errors import BadAnswerError
from syncline.connectors.salesforce.api import DATA, QUERIES
from syncline.connectors.salesforce.composite import Part
from syncline.connectors.salesforce.refusals import request_error
from syncline.connectors.salesforce.soql import query_path

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from syncline.connectors.salesforce.api import Row
    from syncline.connectors.salesforce.client import Client
    from syncline.connectors.salesforce.composite import PartAnswer


@dataclass(frozen=True, slots=True)
class Rows:
    """One page of a query's answer; `following` is where the rest is."""

    rows: list[Row]
    following: str | None


def page_of(body: Any) -> Rows:
    """Read the answer to a query. Raises `BadAnswerError`."""
    try:
        rows, done = body["records"], body["done"]
        following = None if done else body["nextRecordsUrl"]
    except (KeyError, TypeError) as error:
        raise BadAnswerError("The org's answer to a query is not a list of records.") from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise BadAnswerError("The org's answer to a query holds something that is not a record.")
    if following is not None and not str(following).startswith(DATA.rsplit("/", 1)[0]):
        raise BadAnswerError("The org's answer to a query continues elsewhere.")
    return Rows(rows, following)


def query(client: Client, kind: str, statement: str, *, asked: Collection[str] = ()) -> Rows:
    """Ask one query and answer its first page."""
    return page_of(client.call(kind, "GET", query_path(statement), asked=asked))


def all_rows(client: Client, kind: str, answer: PartAnswer, *, asked: Collection[str] = ()) -> Iterator[Row]:
    """Answer every row of a query that was part of a Composite request.

    The org may answer fewer rows a page than were asked for: a row that is not on the first page is not missing.
    https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/headers_queryoptions.htm
    """
    if not answer.ok:
        raise request_error(client.actor, answer.status, answer.body, asked=asked)
    page = page_of(answer.body)
    yield from page.rows
    told: set[str] = set()
    while page.following:
        if page.following in told:
            raise BadAnswerError("The org's answer to a query goes round in a circle.", code="endless_listing")
        told.add(page.following)
        page = page_of(client.call(kind, "GET", page.following))
        yield from page.rows


def queries(
    client: Client, kind: str, statements: Sequence[str], *, asked: Collection[str] = (), deleted: bool = False
) -> list[list[Row]]:
    """Ask queries, five in a request, and answer the rows of each."""
    answered: list[list[Row]] = []
    for start in range(0, len(statements), QUERIES):
        parts = [
            Part(f"q{number}", "GET", query_path(statement, deleted=deleted))
            for number, statement in enumerate(statements[start : start + QUERIES])
        ]
        answers = client.composite(kind, parts)
        answered += [list(all_rows(client, kind, answers[part.name], asked=asked)) for part in parts]
    return answered


def instant_in(row: Row, field: str) -> datetime | None:
    """Read an instant such as `2022-03-28T19:09:58.000+0000`."""
    told = row.get(field)
    if not isinstance(told, str) or not told:
        return None
    try:
        return datetime.fromisoformat(told)
    except ValueError as error:
        raise BadAnswerError(f"The org writes {field} in a form that is not an instant.") from error


def day_in(row: Row, field: str) -> datetime | None:
    """Read a date such as `2022-03-28` as its first instant in UTC."""
    told = text_in(row, field)
    return instant_in({field: f"{told}T00:00:00+00:00"}, field) if told else None


def text_in(row: Row, field: str) -> str | None:
    """Read text, through a relationship if the field is written with a dot; None if there is none."""
    told: Any = row
    for name in field.split("."):
        told = told.get(name) if isinstance(told, dict) else None
    return told if isinstance(told, str) and told else None
