"""The WHERE clause: comparisons, AND, OR, NOT, and the literals they compare with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from syncline.sandbox.salesforce.soql.errors import malformed
from syncline.sandbox.salesforce.soql.syntax import Comparison, Condition, DateWord, Joined, Literal, Not, Query, Text
from syncline.sandbox.salesforce.values import parse_day, parse_instant

if TYPE_CHECKING:
    from collections.abc import Callable

    from syncline.sandbox.salesforce.soql.cursor import Cursor

SIGNS: Final = frozenset({"=", "!=", "<>", "<", "<=", ">", ">="})
_WORDS: Final = {"NULL": None, "TRUE": True, "FALSE": False}


def read(cursor: Cursor, read_query: Callable[[Cursor], Query]) -> Condition:
    """Read conditions; AND and OR may not stand side by side without parentheses, as in SOQL."""
    parts = [_one(cursor, read_query)]
    for word in ("AND", "OR"):
        if cursor.ahead.word != word:
            continue
        while cursor.skip(word):
            parts.append(_one(cursor, read_query))
        if cursor.ahead.word in {"AND", "OR"}:
            raise cursor.unexpected()
        return Joined(word, tuple(parts))
    return parts[0]


def _one(cursor: Cursor, read_query: Callable[[Cursor], Query]) -> Condition:
    if cursor.skip("NOT"):
        return Not(_one(cursor, read_query))
    if cursor.skip("("):
        inner = read(cursor, read_query)
        cursor.expect(")")
        return inner
    return _comparison(cursor, read_query)


def _comparison(cursor: Cursor, read_query: Callable[[Cursor], Query]) -> Comparison:
    path = cursor.path()
    if cursor.ahead.text in SIGNS:
        operator = cursor.take().text
        return Comparison(path, "!=" if operator == "<>" else operator, literal(cursor))
    if cursor.skip("LIKE"):
        return Comparison(path, "LIKE", literal(cursor))
    for word in ("INCLUDES", "EXCLUDES"):
        if cursor.skip(word):
            return Comparison(path, word, _members(cursor, read_query))
    negative = cursor.skip("NOT")
    if not cursor.skip("IN"):
        raise cursor.unexpected()
    return Comparison(path, "NOT IN" if negative else "IN", _members(cursor, read_query))


def _members(cursor: Cursor, read_query: Callable[[Cursor], Query]) -> tuple[Literal, ...] | Query:
    cursor.expect("(")
    members: tuple[Literal, ...] | Query
    members = read_query(cursor) if cursor.ahead.word == "SELECT" else tuple(cursor.listed(literal))
    cursor.expect(")")
    return members


def literal(cursor: Cursor) -> Literal:
    """Read the value that something is compared with."""
    token = cursor.ahead
    if token.kind not in _LITERALS:
        raise cursor.unexpected()
    return _LITERALS[token.kind](cursor)


def _string(cursor: Cursor) -> Literal:
    return Text(cursor.take().text)


def _instant(cursor: Cursor) -> Literal:
    text = cursor.take().text
    instant = parse_instant(text)
    if instant is None:
        raise malformed(f"Invalid datetime: {text}")
    return instant


def _day(cursor: Cursor) -> Literal:
    text = cursor.take().text
    day = parse_day(text)
    if day is None:
        raise malformed(f"Invalid date: {text}")
    return day


def _number(cursor: Cursor) -> Literal:
    text = cursor.take().text
    return float(text) if "." in text else int(text)


def _word(cursor: Cursor) -> Literal:
    word = cursor.ahead.word
    if word in _WORDS:
        cursor.take()
        return _WORDS[word]
    cursor.take()
    return DateWord(word, cursor.whole() if cursor.skip(":") else None)


_LITERALS: dict[str, Callable[[Cursor], Literal]] = {
    "string": _string,
    "instant": _instant,
    "day": _day,
    "number": _number,
    "name": _word,
}
