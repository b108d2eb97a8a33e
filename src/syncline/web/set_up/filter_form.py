"""The conditions of a configuration's filter: a field, an operator of its type, a value that it can hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from syncline.web.set_up.choices import OPERATORS
from syncline.web.set_up.mapping_form import Option

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from syncline.connectors.port import OrgField

WITHOUT_VALUE = frozenset({"is_empty", "is_not_empty"})
SEVERAL = frozenset({"includes", "excludes"})
_NUMBERS = frozenset({"int", "double", "currency", "percent", "long"})
_ONE_OF = frozenset({"equals", "not_equals"})


@dataclass(frozen=True, slots=True)
class Condition:
    """One line. `sort` is what the value is typed into: text, number, date, choice, or none at all."""

    field: str
    operator: str
    value: str
    fields: Sequence[Option] | None
    operators: Sequence[Option]
    sort: str
    choices: Sequence[Option]
    hint: str


def conditions(where: Sequence[Mapping[str, Any]], offered: Sequence[OrgField] | None) -> list[Condition]:
    """Answer the lines. Where the org's fields are not known, names are typed and every operator stands there."""
    return [_condition(one, offered) for one in where]


def _condition(one: Mapping[str, Any], offered: Sequence[OrgField] | None) -> Condition:
    name, operator = str(one.get("field", "")), str(one.get("operator", "equals"))
    found = next((field for field in offered or () if field.name.lower() == name.lower()), None)
    words = found.operators if found is not None else tuple(OPERATORS)
    operator = operator if operator in words or found is None else words[0]
    sort = _sort(found, operator)
    return Condition(
        name,
        operator,
        "" if sort == "none" else _text(one.get("value")),
        None if offered is None else _fields(name, found, offered),
        [Option(word, OPERATORS[word]) for word in words],
        sort,
        _choices(found, _text(one.get("value"))) if sort == "choice" else [],
        "several, separated by commas" if operator in SEVERAL else "",
    )


def _fields(name: str, found: OrgField | None, offered: Sequence[OrgField]) -> list[Option]:
    first = Option("", "choose a field")
    stray = [Option(name, f"{name}: as it is written")] if name and found is None else []
    asked = [Option(one.name, f"{one.label} ({one.name})") for one in offered if one.operators]
    return [first, *stray, *asked]


def _sort(found: OrgField | None, operator: str) -> str:
    if operator in WITHOUT_VALUE:
        return "none"
    if found is None:
        return "text"
    if operator in _ONE_OF and (found.type == "boolean" or found.choices):
        return "choice"
    if found.type in _NUMBERS:
        return "number"
    return "date" if found.type == "date" else "text"


def _choices(found: OrgField | None, value: str) -> list[Option]:
    if found is None:
        return []
    if found.type == "boolean":
        return [Option("true", "ticked"), Option("false", "not ticked")]
    known = [Option(word, label if label == word else f"{label} ({word})") for word, label in found.choices.items()]
    stray = [Option(value, f"{value}: not in the list")] if value and value not in found.choices else []
    return [Option("", "(empty)"), *stray, *known]


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
