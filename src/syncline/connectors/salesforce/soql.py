"""Statements: quoting, and lists that stay below the length of a URL.

Source: https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_soql_select_quotedstringescapes.htm
"""

from __future__ import annotations

import re
from datetime import UTC
from typing import TYPE_CHECKING
from urllib.parse import quote_plus

from syncline.connectors.salesforce.api import DATA, STATEMENT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

_ESCAPES = str.maketrans(
    {"\\": "\\\\", "'": "\\'", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\f": "\\f", "\b": "\\b"}
)
_LIKE = str.maketrans({"%": "\\%", "_": "\\_"})
_ID = re.compile(r"[a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?")
_PATH = re.compile(r"[A-Za-z]\w*(?:\.[A-Za-z]\w*)*", re.ASCII)
_PLAIN = "',()=:"
"""Characters that a query string may hold as they are. Brackets and braces of a person's text never are: they would
make a reference."""


def text(value: str) -> str:
    """Quote text as a literal."""
    return f"'{value.translate(_ESCAPES)}'"


def like(value: str, *, start: str = "%", end: str = "%") -> str:
    """Quote text as a pattern of LIKE in which the text itself holds no wildcard."""
    return f"'{start}{value.translate(_ESCAPES).translate(_LIKE)}{end}'"


def instant(value: datetime) -> str:
    """Write an aware instant as a literal."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{value.microsecond // 1000:03}Z"


def is_id(value: str) -> bool:
    """Whether this can be the id of a record at all."""
    return _ID.fullmatch(value) is not None


def is_path(value: str) -> bool:
    """Whether this can be the name of a field, perhaps through relationships."""
    return _PATH.fullmatch(value) is not None


def ids(values: Iterable[str]) -> str:
    """Write the condition that a record is one of these. The ids were looked at by `is_id`."""
    return within("Id", (f"'{value}'" for value in values))


def select(columns: Iterable[str], source: str, conditions: Iterable[str] = (), tail: str = "") -> str:
    """Write a statement out of parts that are names or quoted already."""
    where = " AND ".join(conditions)
    return " ".join(["SELECT", ",".join(columns), "FROM", source, *(["WHERE", where] if where else []), tail]).rstrip()


def within(column: str, literals: Iterable[str]) -> str:
    """Write the condition that a column holds one of some literals."""
    return f"{column} IN ({','.join(literals)})"


def query_path(statement: str, *, deleted: bool = False, plain: str = _PLAIN) -> str:
    """Write the path of a query; with `deleted`, rows in the recycle bin are answered too."""
    return f"{DATA}/{'queryAll' if deleted else 'query'}?q={quote_plus(statement, safe=plain)}"


def reference_query_path(statement: str) -> str:
    """Write the path of a query that holds references to an earlier part, and nothing that people wrote."""
    return query_path(statement, plain=_PLAIN + "@{}[]")


def packed(literals: Iterable[str], *, room: int = STATEMENT - 2_000) -> Iterator[list[str]]:
    """Group literals so that each group, encoded and parted by commas, is at most `room` characters long."""
    group: list[str] = []
    used = 0
    for literal in literals:
        size = len(quote_plus(literal, safe=_PLAIN)) + 1
        if group and used + size > room:
            yield group
            group, used = [], 0
        group.append(literal)
        used += size
    if group:
        yield group
