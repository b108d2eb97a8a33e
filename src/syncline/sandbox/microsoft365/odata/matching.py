"""Whether a resource, in its JSON form, meets a filter.

Texts are compared without regard to case, moments as moments. https://learn.microsoft.com/graph/filter-query-parameter
"""

from __future__ import annotations

from operator import eq, ge, gt, le, lt, ne
from typing import TYPE_CHECKING, Any, Final

from syncline.sandbox.microsoft365.errors import bad_request
from syncline.sandbox.microsoft365.moments import instant

from .words import Compare, Function, Literal, Logic, Node, Path, Some

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

_COMPARE: Final[dict[str, Callable[[Any, Any], bool]]] = {"eq": eq, "ne": ne, "gt": gt, "ge": ge, "lt": lt, "le": le}
_DATE: Final = len("2026-03-02T")


def check(tree: Node, kind: str, known: Collection[str], variables: frozenset[str] = frozenset()) -> None:
    """Refuse a filter on properties that the type does not have or cannot be searched by."""
    match tree:
        case Path(segments):
            if segments[0] not in variables and segments[0] not in known:
                text = f"Could not find a property named '{segments[0]}' on type 'microsoft.graph.{kind}'."
                raise bad_request(text, "RequestBroker--ParseUri")
        case Function(_, parts) | Logic(_, parts):
            for part in parts:
                check(part, kind, known, variables)
        case Compare(_, left, right):
            for part in (left, *(right if isinstance(right, tuple) else (right,))):
                check(part, kind, known, variables)
        case Some(collection, variable, condition):
            check(collection, kind, known, variables)
            check(condition, kind, known, variables | {variable})
        case Literal():
            pass


def matches(tree: Node, resource: Mapping[str, Any]) -> bool:
    """Tell whether a resource meets a filter."""
    return bool(_value(tree, resource))


def _value(tree: Node, scope: Mapping[str, Any]) -> Any:
    match tree:
        case Literal(value):
            return value
        case Path(segments):
            return _follow(segments, scope)
        case Function(name, arguments):
            return _call(name, [_value(one, scope) for one in arguments])
        case Some(collection, variable, condition):
            return any(_value(condition, {**scope, variable: one}) for one in _value(collection, scope) or [])
        case Compare() | Logic():
            return _decided(tree, scope)


def _decided(tree: Compare | Logic, scope: Mapping[str, Any]) -> bool:
    match tree:
        case Compare(operator, left, right):
            wanted = right if isinstance(right, tuple) else (right,)
            test = "eq" if operator == "in" else operator
            return any(_compared(test, _value(left, scope), _value(one, scope)) for one in wanted)
        case Logic("not", parts):
            return not _value(parts[0], scope)
        case Logic(operator, parts):
            return (all if operator == "and" else any)(_value(part, scope) for part in parts)


def _follow(segments: tuple[str, ...], scope: Any) -> Any:
    value = scope
    for segment in segments:
        value = value.get(segment) if isinstance(value, dict) else None
    return value


def _call(name: str, arguments: list[Any]) -> Any:
    first, *others = [one.casefold() if isinstance(one, str) else one for one in arguments]
    if name in {"tolower", "toupper"}:
        return first
    if not isinstance(first, str) or len(others) != 1 or not isinstance(others[0], str):
        return False
    tests = {"startswith": first.startswith, "endswith": first.endswith, "contains": first.__contains__}
    return tests[name](others[0])


def _compared(operator: str, left: Any, right: Any) -> bool:
    one, other = _comparable(left), _comparable(right)
    if type(one) is not type(other):
        return operator == "ne"
    return _COMPARE[operator](one, other) if one is not None or operator in {"eq", "ne"} else False


def _comparable(value: Any) -> Any:
    """Moments are told by their look: Graph's JSON has no other."""
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, str):
        return value
    if value[4:5] == "-" and value[_DATE - 1 : _DATE] == "T":
        try:
            return instant(value)
        except ValueError:
            return value.casefold()
    return value.casefold()
