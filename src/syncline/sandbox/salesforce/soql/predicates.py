"""Conditions compiled to functions of a row, after the types of both sides were checked."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from operator import ge, gt, le, lt
from typing import TYPE_CHECKING, Any, Final, TypeAlias
from zoneinfo import ZoneInfo

from syncline.sandbox.salesforce.ids import long_id
from syncline.sandbox.salesforce.soql import dates
from syncline.sandbox.salesforce.soql.errors import pointing
from syncline.sandbox.salesforce.soql.lexer import unquote
from syncline.sandbox.salesforce.soql.syntax import Comparison, Condition, DateWord, Joined, Literal, Not, Query, Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from syncline.sandbox.salesforce.errors import RefusedError
    from syncline.sandbox.salesforce.schema import Field
    from syncline.sandbox.salesforce.soql.paths import Found, Paths
    from syncline.sandbox.salesforce.tables import Row

    Test: TypeAlias = "Callable[[Row], bool]"

_ORDERED: Final = {"<": lt, "<=": le, ">": gt, ">=": ge}
_TEXTUAL: Final = frozenset({"string", "textarea", "phone", "email", "url", "picklist", "combobox"})
IDS: Final = frozenset({"id", "reference"})
_FOLDED: Final = _TEXTUAL | {"multipicklist"}
_KIND: Final = {"datetime": "dateTime", "date": "date", "boolean": "boolean", "int": "int", "double": "double"}


class Compiler:
    """Compiles the conditions of one query."""

    def __init__(
        self, paths: Paths, text: str, now: datetime, zone: str, subquery: Callable[[Query], set[Any]]
    ) -> None:
        """`zone` is the IANA name of the user's zone, in which days begin; `subquery` answers a semi-join's values."""
        self._paths = paths
        self._text = text
        self._now = now
        self._zone = ZoneInfo(zone)
        self._subquery = subquery

    def compile(self, condition: Condition) -> Test:
        """Answer the test that a condition is."""
        if isinstance(condition, Not):
            inner = self.compile(condition.inner)
            return lambda row: not inner(row)
        if isinstance(condition, Joined):
            tests = [self.compile(part) for part in condition.parts]
            return (
                (lambda row: all(test(row) for test in tests))
                if condition.word == "AND"
                else (lambda row: any(test(row) for test in tests))
            )
        return self._compare(condition)

    def _compare(self, comparison: Comparison) -> Test:
        found = self._paths.resolve(comparison.path)
        if not found.field.has("f"):
            message = f"field '{found.field.name}' can not be filtered in a query call"
            raise pointing("INVALID_FIELD", message, self._text, comparison.path.at)
        if comparison.operator in {"INCLUDES", "EXCLUDES"}:
            return self._choices(found, comparison)
        if isinstance(comparison.value, Query | tuple):
            return self._among(found, comparison)
        if comparison.operator == "LIKE":
            return self._like(found, comparison)
        if isinstance(comparison.value, DateWord):
            return self._within(found, comparison)
        wanted = self.wanted(found.field, comparison, comparison.value)
        return self._plain(found, comparison, wanted)

    def _plain(self, found: Found, comparison: Comparison, wanted: object) -> Test:
        read = self._reader(found)
        if comparison.operator == "=":
            return lambda row: read(row) == wanted
        if comparison.operator == "!=":
            return lambda row: read(row) != wanted
        return self._ordered(found, comparison, wanted)

    def _ordered(self, found: Found, comparison: Comparison, wanted: Any) -> Test:
        compare = _ORDERED[comparison.operator]
        if wanted is None and found.field.type in _TEXTUAL | IDS and isinstance(comparison.value, Text):
            wanted = ""
        if wanted is None or found.field.type in {"boolean", "multipicklist"}:
            raise self._bad_operator(found.field, comparison)
        read = self._reader(found)

        def test(row: Row) -> bool:
            value = read(row)
            return value is not None and bool(compare(value, wanted))

        return test

    def _bad_operator(self, field: Field, comparison: Comparison) -> RefusedError:
        message = f"invalid operator on {field.type} field"
        return pointing("INVALID_QUERY_FILTER_OPERATOR", message, self._text, comparison.path.at)

    def _reader(self, found: Found) -> Callable[[Row], Any]:
        """Ids are compared exactly, other text without regard to case."""
        name = found.field.name
        fold = folded if found.field.type in _FOLDED else _as_is
        if found.hops:
            return lambda row: fold(self._paths.read(found, row))
        return lambda row: fold(row.get(name))

    def _among(self, found: Found, comparison: Comparison) -> Test:
        wanted = self.members(found, comparison)
        read = self._reader(found)
        if comparison.operator == "IN":
            return lambda row: read(row) in wanted
        return lambda row: read(row) not in wanted

    def members(self, found: Found, comparison: Comparison) -> set[Any]:
        """Answer the values of an IN, folded as the field's values are."""
        if isinstance(comparison.value, Query):
            if found.field.type not in IDS:
                raise self._bad_operator(found.field, comparison)
            return self._subquery(comparison.value)
        members = comparison.value if isinstance(comparison.value, tuple) else (comparison.value,)
        return {self.wanted(found.field, comparison, value) for value in members}

    def _choices(self, found: Found, comparison: Comparison) -> Test:
        """INCLUDES ('A;B', 'C') holds where A and B are chosen, or C. Neither holds of an empty field.

        https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_soql_querying_multiselect_picklists.htm
        """
        if found.field.type != "multipicklist" or not isinstance(comparison.value, tuple):
            raise self._bad_operator(found.field, comparison)
        groups = [
            {part.strip() for part in folded(unquote(value.quoted)).split(";")}
            for value in comparison.value
            if isinstance(value, Text)
        ]
        read = self._reader(found)
        included = comparison.operator == "INCLUDES"

        def test(row: Row) -> bool:
            chosen = {part.strip() for part in (read(row) or "").split(";") if part.strip()}
            return bool(chosen) and any(group <= chosen for group in groups) is included

        return test

    def _like(self, found: Found, comparison: Comparison) -> Test:
        if found.field.type not in _TEXTUAL or not isinstance(comparison.value, Text):
            raise self._bad_operator(found.field, comparison)
        pattern = like(unquote(comparison.value.quoted, like=True))
        read = self._reader(found)
        return lambda row: pattern.fullmatch(read(row) or "") is not None and read(row) is not None

    def _within(self, found: Found, comparison: Comparison) -> Test:
        first, after = self.bounds(found.field, comparison)
        read = self._reader(found)
        tests: dict[str, Callable[[Any], bool]] = {
            "=": lambda value: first <= value < after,
            "!=": lambda value: not first <= value < after,
            "<": lambda value: value < first,
            "<=": lambda value: value < after,
            ">": lambda value: value >= after,
            ">=": lambda value: value >= first,
        }
        test = tests[comparison.operator]
        missing = comparison.operator == "!="
        return lambda row: missing if (value := read(row)) is None else test(value)

    def bounds(self, field: Field, comparison: Comparison) -> tuple[Any, Any]:
        """Answer where the span of a date literal starts, and where the next begins, in the field's own type."""
        if field.type not in {"date", "datetime"} or not isinstance(comparison.value, DateWord):
            raise self._wrong(field, comparison)
        first, after = dates.span(comparison.value, self._now.astimezone(self._zone).date())
        if field.type == "date":
            return first, after
        return self._midnight(first), self._midnight(after)

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), self._zone).astimezone(UTC)

    def wanted(self, field: Field, comparison: Comparison, value: Literal) -> Any:
        """Answer a literal as the field would store it. Raises RefusedError where the types differ."""
        if value is None:
            return None
        reader = _ACCEPTS.get(field.type, _text)
        accepted = reader(value)
        if accepted is _WRONG:
            raise self._wrong(field, comparison)
        return accepted

    def _wrong(self, field: Field, comparison: Comparison) -> RefusedError:
        if field.type in IDS and isinstance(comparison.value, Text):
            bad = unquote(comparison.value.quoted)
            return pointing("INVALID_QUERY_FILTER_OPERATOR", f"invalid ID field: {bad}", self._text, comparison.path.at)
        kind = _KIND.get(field.type, "string")
        quotes = "should be enclosed in quotes" if kind == "string" else "should not be enclosed in quotes"
        message = f"value of filter criterion for field '{field.name}' must be of type {kind} and {quotes}"
        return pointing("INVALID_FIELD", message, self._text, comparison.path.at)


_WRONG: Final = object()


def folded(value: Any) -> Any:
    """Answer text as it is compared: without regard to case."""
    return value.lower() if isinstance(value, str) else value


def _as_is(value: Any) -> Any:
    return value


def like(pattern: str) -> re.Pattern[str]:
    r"""Answer the pattern of LIKE: % is any run, _ any one character, \% and \_ stand for themselves."""
    parts = re.findall(r"\\.|.", pattern.lower(), re.DOTALL)
    meant = {"%": ".*", "_": "."}
    return re.compile(
        "".join(meant.get(part) or re.escape(part.removeprefix("\\") or "\\") for part in parts), re.DOTALL
    )


def _text(value: Literal) -> object:
    if not isinstance(value, Text):
        return _WRONG
    return folded(unquote(value.quoted)) or None


def _id(value: Literal) -> object:
    if not isinstance(value, Text):
        return _WRONG
    text = unquote(value.quoted)
    return (long_id(text) or _WRONG) if text else None


def _boolean(value: Literal) -> object:
    return value if isinstance(value, bool) else _WRONG


def _number(value: Literal) -> object:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else _WRONG


def _instant(value: Literal) -> object:
    return value if isinstance(value, datetime) else _WRONG


def _day(value: Literal) -> object:
    return value if isinstance(value, date) and not isinstance(value, datetime) else _WRONG


_ACCEPTS: dict[str, Callable[[Literal], object]] = {
    "id": _id,
    "reference": _id,
    "boolean": _boolean,
    "int": _number,
    "double": _number,
    "currency": _number,
    "percent": _number,
    "datetime": _instant,
    "date": _day,
}
