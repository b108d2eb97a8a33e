"""/query, /queryAll and the pages that follow.

https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_query.htm
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from syncline.sandbox.salesforce.errors import RefusedError
from syncline.sandbox.salesforce.rest.call import Call, Reply
from syncline.sandbox.salesforce.soql.parser import parse
from syncline.sandbox.salesforce.soql.run import run

if TYPE_CHECKING:
    from syncline.sandbox.salesforce.soql.answer import Answer

LEAST, MOST = 200, 2_000
KEPT: Final = 40
_SIZE: Final = re.compile(r"batchSize\s*=\s*(\d+)", re.IGNORECASE)
_LOCATOR: Final = re.compile(r"(01g\w{12}\w{3})-(\d+)")


@dataclass(slots=True)
class Cursor:
    """An answer that the client has not read to its end."""

    user_id: str
    answer: Answer
    size: int


class Cursors:
    """The most recent query locators; older ones are forgotten."""

    def __init__(self) -> None:
        self._by_id: dict[str, Cursor] = {}

    def keep(self, name: str, cursor: Cursor) -> None:
        """Remember an answer under a new name."""
        self._by_id[name] = cursor
        while len(self._by_id) > KEPT:
            del self._by_id[next(iter(self._by_id))]

    def find(self, name: str, user_id: str) -> Cursor:
        """Find an answer of this user's. Raises RefusedError."""
        cursor = self._by_id.get(name)
        if cursor is None or cursor.user_id != user_id:
            raise RefusedError("INVALID_QUERY_LOCATOR", "invalid query locator")
        return cursor

    def forget(self) -> None:
        """Let all locators expire."""
        self._by_id.clear()


def query(call: Call) -> Reply:
    """Answer /query?q=."""
    return answer(call, call.argument("q"), deleted=False)


def query_all(call: Call) -> Reply:
    """Answer /queryAll?q=, which looks into the recycle bin and the archive."""
    return answer(call, call.argument("q"), deleted=True)


def more(call: Call, locator: str) -> Reply:
    """Answer the next page."""
    found = _LOCATOR.fullmatch(locator)
    if not found:
        raise RefusedError("INVALID_QUERY_LOCATOR", "invalid query locator")
    name, start = found.groups()
    cursor = call.service.cursors.find(name, call.acting.user_id)
    return Reply(200, _page(call, name, cursor, int(start)))


def answer(call: Call, text: str, *, deleted: bool) -> Reply:
    """Answer the first page of a query; the rest is kept under a locator."""
    found = run(call.acting, parse(text), deleted=deleted)
    cursor = Cursor(call.acting.user_id, found, _size(call))
    name = ""
    if len(found.rows) > cursor.size:
        name = call.acting.state.make_id("01g")
        call.service.cursors.keep(name, cursor)
    return Reply(200, _page(call, name, cursor, 0))


def _size(call: Call) -> int:
    found = _SIZE.search(call.headers.get("sforce-query-options", ""))
    return min(MOST, max(LEAST, int(found[1]))) if found else MOST


def _page(call: Call, name: str, cursor: Cursor, start: int) -> dict[str, Any]:
    answer = cursor.answer
    end = start + cursor.size
    page: dict[str, Any] = {"totalSize": answer.total, "done": end >= len(answer.rows)}
    if not page["done"]:
        page["nextRecordsUrl"] = f"{call.base}/query/{name}-{end}"
    page["records"] = [answer.render(row, call.base) for row in answer.rows[start:end]]
    return page
