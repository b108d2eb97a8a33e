"""HAVING: which groups of a GROUP BY are answered.

https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_soql_select_having.htm
"""

from __future__ import annotations

from operator import eq, ge, gt, le, lt, ne
from typing import TYPE_CHECKING, Any, Final

from syncline.sandbox.salesforce.soql import conditions
from syncline.sandbox.salesforce.soql.errors import malformed
from syncline.sandbox.salesforce.soql.lexer import unquote
from syncline.sandbox.salesforce.soql.predicates import folded
from syncline.sandbox.salesforce.soql.syntax import Call, DateWord, Group, Having, Path, Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from syncline.sandbox.salesforce.soql.cursor import Cursor

_COMPARE: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "=": eq, "!=": ne, "<>": ne, "<": lt, "<=": le, ">": gt, ">=": ge,
}  # fmt: skip


def read(cursor: Cursor, functions: frozenset[str]) -> Having:
    """Read comparisons that are joined by AND, or by OR."""
    parts = [_comparison(cursor, functions)]
    word = cursor.ahead.word if cursor.ahead.word in {"AND", "OR"} else "AND"
    while cursor.skip(word):
        parts.append(_comparison(cursor, functions))
    return Having(word, tuple(parts))


def _comparison(cursor: Cursor, functions: frozenset[str]) -> Group:
    path = cursor.path()
    what: Path | Call = path
    if cursor.skip("("):
        if str(path).upper() not in functions:
            raise cursor.unexpected()
        what = Call(str(path).upper(), None if cursor.ahead.text == ")" else cursor.path())
        cursor.expect(")")
    if cursor.ahead.text not in _COMPARE:
        raise cursor.unexpected()
    return Group(what, cursor.take().text, conditions.literal(cursor))


def holds(having: Having, value: Callable[[Path | Call], Any]) -> bool:
    """Say whether a group passes; `value` answers a function or a grouped field of it."""
    results = (_holds(part, value(part.what)) for part in having.parts)
    return all(results) if having.word == "AND" else any(results)


def _holds(part: Group, value: Any) -> bool:
    wanted = part.value
    if isinstance(wanted, DateWord):
        raise malformed("Date literals are not offered in HAVING")
    plain = folded(unquote(wanted.quoted)) if isinstance(wanted, Text) else wanted
    if part.operator in {"=", "!=", "<>"}:
        return _COMPARE[part.operator](folded(value), plain)
    return value is not None and plain is not None and _COMPARE[part.operator](folded(value), plain)
