"""UserRecordAccess: how far a user may go with records, worked out for one query.

https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_userrecordaccess.htm:
a query names one user and up to 200 records, and asks for RecordId and some of the answers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from syncline.sandbox.salesforce.acting import Acting
from syncline.sandbox.salesforce.errors import RefusedError
from syncline.sandbox.salesforce.ids import long_id
from syncline.sandbox.salesforce.soql.answer import Answer
from syncline.sandbox.salesforce.soql.errors import malformed, unknown_column
from syncline.sandbox.salesforce.soql.lexer import unquote
from syncline.sandbox.salesforce.soql.syntax import Comparison, Joined, Path, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from syncline.sandbox.salesforce.soql.syntax import Query

NAME: Final = "UserRecordAccess"
MOST: Final = 200
_LEVELS: Final = ("None", "Read", "Edit", "Delete", "All")
_NEEDS: Final = {
    "HasReadAccess": 1, "HasEditAccess": 2, "HasDeleteAccess": 3, "HasTransferAccess": 3, "HasAllAccess": 4,
}  # fmt: skip
_FIELDS: Final = {name.lower(): name for name in ("RecordId", "MaxAccessLevel", *_NEEDS)}


def run(acting: Acting, query: Query) -> Answer:
    """Answer a query for access. Raises RefusedError for one that the object does not take."""
    names = [_name(query, item) for item in query.select]
    wanted = {"userid": list[str](), "recordid": list[str]()}
    for comparison in _comparisons(query):
        values = comparison.value if isinstance(comparison.value, tuple) else (comparison.value,)
        if str(comparison.path).lower() not in wanted or comparison.operator not in {"=", "IN"}:
            raise malformed("UserRecordAccess is filtered by UserId and RecordId only")
        wanted[str(comparison.path).lower()] += [unquote(one.quoted) for one in values if isinstance(one, Text)]
    if len(wanted["userid"]) != 1 or not 0 < len(wanted["recordid"]) <= MOST:
        raise malformed("UserRecordAccess needs one UserId and 1 to 200 RecordIds")
    user_id = long_id(wanted["userid"][0])
    if user_id not in acting.state.permissions:
        raise RefusedError("INVALID_QUERY_FILTER_OPERATOR", f"invalid ID field: {wanted['userid'][0]}")
    user = Acting(acting.state, user_id)
    rows = [_row(user, long_id(one) or one, names) for one in wanted["recordid"]]
    return Answer(len(rows), rows, lambda row, _base: row)


def _name(query: Query, item: object) -> str:
    name = str(item) if isinstance(item, Path) else ""
    if name.lower() not in _FIELDS:
        raise unknown_column(name, NAME, query.text, item.at if isinstance(item, Path) else 0)
    return _FIELDS[name.lower()]


def _comparisons(query: Query) -> Iterator[Comparison]:
    parts = query.where.parts if isinstance(query.where, Joined) and query.where.word == "AND" else (query.where,)
    for part in parts:
        if not isinstance(part, Comparison):
            raise malformed("UserRecordAccess is filtered by UserId and RecordId only")
        yield part


def _row(user: Acting, record_id: str, names: list[str]) -> dict[str, Any]:
    level = _level(user, record_id)
    told: dict[str, Any] = {"RecordId": record_id, "MaxAccessLevel": _LEVELS[level]}
    told |= {name: level >= need for name, need in _NEEDS.items()}
    return {"attributes": {"type": NAME}, **{name: told[name] for name in names}}


def _level(user: Acting, record_id: str) -> int:
    """Answer the place in the levels: sharing and object permission together."""
    row = user.state.row(record_id)
    sobject = user.state.schema.of_id(record_id)
    if row is None or sobject is None or row.get("IsDeleted") or not user.sees(sobject, row):
        return 0
    may = user.may.objects.get(sobject.name)
    if may is not None and "read" not in may:
        return 0
    if not user.edits(sobject, row) or not user.may.may("edit", sobject.name):
        return 1
    return 4 if user.deletes(sobject, row) and user.may.may("delete", sobject.name) else 2
