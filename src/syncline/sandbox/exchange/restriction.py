"""Restrictions: search expressions compiled into a question about an item or a folder.

Text is compared without case, as a store compares it
(https://learn.microsoft.com/exchange/client-developer/web-service-reference/restriction).
"""

from __future__ import annotations

import operator
import unicodedata
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from .errors import ItemError
from .values import read_instant
from .xmltext import Element, M, children, local, truth

if TYPE_CHECKING:
    from collections.abc import Sequence

Subject = TypeVar("Subject")
Getter: TypeAlias = Callable[[Subject], Any]
"""Answers a property's value: None, str, bool, int, datetime, or a list of str."""
Resolver: TypeAlias = Callable[[Element], Getter[Subject]]
"""Turns a path into a getter; ErrorUnsupportedPathForQuery if it cannot be searched."""
Predicate: TypeAlias = Callable[[Subject], bool]

_ORDER = {
    "IsEqualTo": operator.eq, "IsNotEqualTo": operator.ne, "IsGreaterThan": operator.gt,
    "IsGreaterThanOrEqualTo": operator.ge, "IsLessThan": operator.lt, "IsLessThanOrEqualTo": operator.le,
}  # fmt: skip


def compile_restriction(request: Element, resolve: Resolver[Subject]) -> Predicate[Subject]:
    """Compile the Restriction of a request; everything passes where there is none."""
    found = request.find(f"{M}Restriction")
    return _compile(children(found)[0], resolve) if found is not None else lambda _subject: True


def _compile(element: Element, resolve: Resolver[Subject]) -> Predicate[Subject]:
    name = local(element)
    if name in {"And", "Or", "Not"}:
        return _logical(name, [_compile(one, resolve) for one in children(element)])
    path, *rest = children(element)
    getter = resolve(path)
    if name == "Exists":
        return lambda subject: getter(subject) is not None
    if name in _ORDER:
        return _comparison(name, getter, children(rest[0])[0], resolve)
    constant = rest[0].get("Value", "")
    if name == "Contains":
        return _contains(element, getter, constant)
    mask = int(constant, 0)
    return lambda subject: not int(getter(subject) or 0) & mask


def _logical(name: str, parts: Sequence[Predicate[Subject]]) -> Predicate[Subject]:
    if name == "And":
        return lambda subject: all(part(subject) for part in parts)
    if name == "Or":
        return lambda subject: any(part(subject) for part in parts)
    return lambda subject: not parts[0](subject)


def _comparison(name: str, getter: Getter[Subject], operand: Element, resolve: Resolver[Subject]) -> Predicate[Subject]:
    compare = _ORDER[name]
    if local(operand) != "Constant":
        other = resolve(operand)
        return lambda subject: _compare(compare, getter(subject), _folded(other(subject)))
    constant = _Constant(operand.get("Value", ""))
    return lambda subject: _compare(compare, value := getter(subject), constant.like(value))


class _Constant:
    """A constant takes the type of the value that it is compared with."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._readings: dict[type, Any] = {}

    def like(self, value: Any) -> Any:
        kind = type(value)
        if kind not in self._readings:
            self._readings[kind] = self._read(kind)
        return self._readings[kind]

    def _read(self, kind: type) -> Any:
        if issubclass(kind, bool):
            return truth(self._text.lower())
        if issubclass(kind, datetime):
            return read_instant(self._text)
        if issubclass(kind, int):
            try:
                return int(self._text)
            except ValueError as error:
                raise ItemError("ErrorInvalidRestriction") from error
        return self._text.casefold()


def _folded(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value


def _compare(compare: Callable[[Any, Any], Any], value: Any, other: Any) -> bool:
    if isinstance(value, list):
        return any(compare(_folded(one), other) for one in value)
    if value is None or other is None:
        return compare is operator.ne
    return bool(compare(_folded(value), other))


def _contains(element: Element, getter: Getter[Subject], constant: str) -> Predicate[Subject]:
    comparison = element.get("ContainmentComparison", "Exact")
    mode = _MODES[element.get("ContainmentMode", "FullString")]

    def fold(text: str) -> str:
        if "NonSpac" in comparison:
            text = "".join(one for one in unicodedata.normalize("NFD", text) if not unicodedata.combining(one))
        return text.casefold() if "Ignore" in comparison and "Case" in comparison else text

    wanted = fold(constant)

    def predicate(subject: Subject) -> bool:
        value = getter(subject)
        texts = value if isinstance(value, list) else [value]
        return any(isinstance(text, str) and mode(fold(text), wanted) for text in texts)

    return predicate


def _prefix_on_words(text: str, wanted: str) -> bool:
    words = text.split()
    return any(" ".join(words[place:]).startswith(wanted) for place in range(len(words)))


_MODES: dict[str, Callable[[str, str], bool]] = {
    "FullString": operator.eq,
    "Prefixed": str.startswith,
    "Substring": operator.contains,
    "ExactPhrase": operator.contains,
    "PrefixOnWords": _prefix_on_words,
}


def sort(request: Element, resolve: Resolver[Subject], found: list[Subject]) -> list[Subject]:
    """Order a listing by the request's SortOrder; what has no value comes first, last when descending."""
    order = request.find(f"{M}SortOrder")
    for field in reversed(children(order) if order is not None else []):
        try:
            getter = resolve(children(field)[0])
        except ItemError as error:
            raise ItemError("ErrorUnsupportedPathForSortGroup") from error
        found.sort(key=_sort_key(getter), reverse=field.get("Order") == "Descending")
    return found


def _sort_key(getter: Getter[Subject]) -> Callable[[Subject], tuple[bool, Any]]:
    def key(subject: Subject) -> tuple[bool, Any]:
        value = getter(subject)
        return (False, 0) if value is None else (True, _folded(value))

    return key
