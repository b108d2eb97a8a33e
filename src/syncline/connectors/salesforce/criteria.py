"""A configuration's filter as conditions of a query, each value written as the type of its field wants it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from syncline.connectors.errors import StopCollectionError
from syncline.connectors.salesforce import soql

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syncline.connectors.salesforce.describe import FieldFact
    from syncline.planner.policy import Criterion

_COMPARE: Final = MappingProxyType(
    {
        "equals": "=",
        "not_equals": "!=",
        "less_than": "<",
        "less_or_equal": "<=",
        "greater_than": ">",
        "greater_or_equal": ">=",
    }
)
_LIKE: Final = frozenset({"contains", "not_contains", "starts_with"})
_NUMBERS: Final = frozenset({"int", "double", "currency", "percent", "long"})
_SETS: Final = frozenset({"multipicklist"})


def condition(criterion: Criterion, facts: Mapping[str, FieldFact]) -> str:
    """Write one criterion. Raises `StopCollectionError` when field, operator and value do not go together."""
    if not soql.is_path(criterion.field):
        raise _impossible(criterion, "That is not the name of a field.")
    fact = facts.get(criterion.field.lower())
    kind = fact.type if fact else "string"
    if criterion.operator in _LIKE:
        return _pattern(criterion, kind)
    sign = _COMPARE.get(criterion.operator)
    if sign is None:
        raise _impossible(criterion, "No operator is called so.")
    return f"{criterion.field} {sign} {_literal(criterion, kind)}"


def _pattern(criterion: Criterion, kind: str) -> str:
    value = str(criterion.value or "")
    if kind in _SETS:
        word = "excludes" if criterion.operator == "not_contains" else "includes"
        return f"{criterion.field} {word} ({soql.text(value)})"
    if kind in _NUMBERS | {"boolean", "date", "datetime"}:
        raise _impossible(criterion, f"A field of type {kind} holds no text to look into.")
    pattern = soql.like(value, start="" if criterion.operator == "starts_with" else "%")
    if criterion.operator == "not_contains":
        return f"(NOT {criterion.field} LIKE {pattern})"
    return f"{criterion.field} LIKE {pattern}"


def _literal(criterion: Criterion, kind: str) -> str:
    value = criterion.value
    if value is None or value == "":
        return "null"
    try:
        if kind == "boolean":
            return _boolean(value)
        if kind in _NUMBERS:
            return repr(float(value)) if kind != "int" else str(int(value))
        if kind == "date":
            return date.fromisoformat(str(value)).isoformat()
        if kind == "datetime":
            return soql.instant(_instant(str(value)))
    except ValueError as error:
        raise _impossible(criterion, f"The value is not what a field of type {kind} holds.") from error
    return soql.text(str(value))


def _boolean(value: object) -> str:
    word = str(value).strip().lower()
    if word not in {"true", "false"}:
        raise ValueError(word)
    return word


def _instant(written: str) -> datetime:
    """An instant without a zone is in UTC, a date means its first second."""
    told = datetime.fromisoformat(written)
    return told if told.tzinfo else told.replace(tzinfo=UTC)


def _impossible(criterion: Criterion, why: str) -> StopCollectionError:
    return StopCollectionError(
        f"The filter on {criterion.field} ({criterion.operator}) cannot be asked. {why}",
        code="filter_impossible",
    )
