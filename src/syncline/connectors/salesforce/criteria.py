"""A configuration's filter as conditions of a query, each value written as the type of its field wants it.

The org itself judges every record, so that a listing, a record that is read again and a preview never disagree. What
an empty field means is Salesforce's, made explicit where its operators differ: an empty field equals only empty; it is
not equal to, does not contain and excludes everything; it is never less or greater than anything.
https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_soql_select_comparisonoperators.htm
and, for multi-select picklists,
https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_soql_querying_multiselect_picklists.htm
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from syncline.connectors.errors import StopCollectionError
from syncline.connectors.salesforce import soql
from syncline.planner.policy import Criterion

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syncline.connectors.salesforce.describe import FieldFact

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
_ORDER: Final = frozenset({"less_than", "less_or_equal", "greater_than", "greater_or_equal"})
_LIKE: Final = frozenset({"contains", "not_contains", "starts_with"})
_MEMBERS: Final = frozenset({"includes", "excludes"})
_EMPTY: Final = MappingProxyType({"is_empty": "=", "is_not_empty": "!="})
_NUMBERS: Final = frozenset({"int", "double", "currency", "percent", "long"})
_IDS: Final = frozenset({"reference", "id"})
_SET: Final = "multipicklist"
_NO_TEXT: Final = _NUMBERS | _IDS | {"boolean", "date", "datetime"}
_NO_ORDER: Final = _IDS | {"boolean", _SET}


class ImpossibleCriterionError(StopCollectionError):
    """Field, operator and value do not go together, or the field cannot be asked for."""

    code = "filter_impossible"

    def __init__(self, criterion: Criterion, why: str) -> None:
        super().__init__(f"The filter on {criterion.field} ({criterion.operator}) cannot be asked. {why}")
        self.why = why


def condition(criterion: Criterion, fact: FieldFact | None) -> str:
    """Write one criterion; `fact` is what is known of its field. Raises `ImpossibleCriterionError`."""
    if not soql.is_path(criterion.field):
        raise ImpossibleCriterionError(criterion, "That is not the name of a field.")
    if fact is None:
        raise ImpossibleCriterionError(criterion, "The org shows no such field to the integration user.")
    if not fact.filterable:
        raise ImpossibleCriterionError(criterion, "Salesforce does not filter by this field (a long text, an address).")
    refused = _refused(criterion, fact.type)
    if refused:
        raise ImpossibleCriterionError(criterion, refused)
    return _written(criterion, fact.type)


def operators_of(fact: FieldFact) -> tuple[str, ...]:
    """Answer the operators that go with a field, none if it cannot be asked for at all."""
    known = (*_COMPARE, *sorted(_LIKE), *sorted(_MEMBERS, reverse=True), *_EMPTY)
    asked = (Criterion(fact.name, operator, None) for operator in known) if fact.filterable else ()
    return tuple(one.operator for one in asked if not _refused(one, fact.type))


def _refused(criterion: Criterion, kind: str) -> str:
    """Say why operator and type do not go together, empty if they do."""
    operator = criterion.operator
    reasons = {
        "No operator is called so.": operator not in {*_COMPARE, *_LIKE, *_MEMBERS, *_EMPTY},
        f"A field of type {kind} holds no text to look into.": operator in _LIKE and kind in _NO_TEXT,
        "A multi-select picklist has no beginning: write includes.": operator == "starts_with" and kind == _SET,
        f"Only a multi-select picklist includes values, not a field of type {kind}: write equals.": operator in _MEMBERS
        and kind != _SET,
        f"Values of type {kind} have no order.": operator in _ORDER and kind in _NO_ORDER,
        "A checkbox is never empty: write equals with true or false.": operator in _EMPTY and kind == "boolean",
    }
    return next((reason for reason, holds in reasons.items() if holds), "")


def _written(criterion: Criterion, kind: str) -> str:
    field, operator = criterion.field, criterion.operator
    if operator in _EMPTY:
        return f"{field} {_EMPTY[operator]} null"
    if kind == _SET and operator in _LIKE | _MEMBERS:
        return _members(criterion)
    if operator in _LIKE:
        return _pattern(criterion)
    return f"{field} {_COMPARE[operator]} {_literal(criterion, kind)}"


def _members(criterion: Criterion) -> str:
    """Any of the values. Excluding holds of an empty field too, which `excludes` alone would not say."""
    given = criterion.value if isinstance(criterion.value, tuple) else (criterion.value,)
    values = ",".join(soql.text(str(value)) for value in given)
    if criterion.operator in {"excludes", "not_contains"}:
        return f"({criterion.field} = null OR {criterion.field} excludes ({values}))"
    return f"{criterion.field} includes ({values})"


def _pattern(criterion: Criterion) -> str:
    value = str(criterion.value or "")
    pattern = soql.like(value, start="" if criterion.operator == "starts_with" else "%")
    if criterion.operator == "not_contains":
        return f"(NOT {criterion.field} LIKE {pattern})"
    return f"{criterion.field} LIKE {pattern}"


def _literal(criterion: Criterion, kind: str) -> str:
    value = criterion.value
    if isinstance(value, tuple):
        raise ImpossibleCriterionError(criterion, "This operator takes one value: write a condition for each.")
    if value is None or value == "":
        return "null"
    try:
        return _typed(value, kind)
    except ValueError as error:
        raise ImpossibleCriterionError(
            criterion, f"The value is not what a field of type {kind} holds{_example(kind)}."
        ) from error


def _typed(value: str | float, kind: str) -> str:
    """Write a value as a literal of its field's type. Raises `ValueError`."""
    if kind == "boolean":
        return _boolean(value)
    if kind in _NUMBERS:
        return repr(float(value)) if kind != "int" else str(int(value))
    if kind == "date":
        return date.fromisoformat(str(value)).isoformat()
    if kind == "datetime":
        return soql.instant(_instant(str(value)))
    if kind in _IDS and not soql.is_id(str(value)):
        raise ValueError(kind)
    return soql.text(str(value))


def _example(kind: str) -> str:
    examples = {
        "boolean": "true", "date": "2026-03-01", "datetime": "2026-03-01T09:00:00Z",
        "reference": "an id such as 0015g00000XyzAbAAJ", "id": "an id such as 0035g00000XyzAbAAJ",
    }  # fmt: skip
    return f", such as {examples[kind]}" if kind in examples else ""


def _boolean(value: object) -> str:
    word = str(value).strip().lower()
    if word not in {"true", "false"}:
        raise ValueError(word)
    return word


def _instant(written: str) -> datetime:
    """An instant without a zone is in UTC, a date means its first second."""
    told = datetime.fromisoformat(written)
    return told if told.tzinfo else told.replace(tzinfo=UTC)


def conditions(criteria: Sequence[Criterion], facts: Sequence[FieldFact | None]) -> tuple[str, ...]:
    """Write all criteria; all of them must hold."""
    return tuple(condition(criterion, fact) for criterion, fact in zip(criteria, facts, strict=True))
