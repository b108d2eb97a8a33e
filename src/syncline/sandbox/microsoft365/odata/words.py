"""The words of a filter expression, and the tree that they make."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias

from syncline.sandbox.microsoft365.errors import GraphError, bad_request

_WORD: Final = re.compile(
    r"\s*(?:(?P<text>'(?:[^']|'')*')|(?P<moment>\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:\d\d)?)?)"
    r"|(?P<number>-?\d+(?:\.\d+)?)|(?P<name>[A-Za-z_@][\w.@]*(?:/[A-Za-z_][\w.]*)*)|(?P<mark>[(),:]))"
)


class Word(NamedTuple):
    """One word; `kind` is text, moment, number, name, mark or end."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Literal:
    """A value; moments are texts."""

    value: str | float | bool | None


@dataclass(frozen=True, slots=True)
class Path:
    """A property, by its segments."""

    segments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Function:
    """startswith, endswith, contains, tolower ..."""

    name: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Compare:
    """`operator` is eq, ne, gt, ge, lt, le or in (whose right side is a tuple of literals)."""

    operator: str
    left: Node
    right: Node | tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Logic:
    """`operator` is and, or, not."""

    operator: str
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """`collection/any(variable: condition)`."""

    collection: Path
    variable: str
    condition: Node


Node: TypeAlias = Literal | Path | Function | Compare | Logic | Some


def words(expression: str) -> list[Word]:
    """Take an expression apart; 400 where it cannot be."""
    found: list[Word] = []
    place = 0
    while expression[place:].strip():
        match = _WORD.match(expression, place)
        if match is None or match.lastgroup is None:
            raise invalid(expression)
        found.append(Word(match.lastgroup, match[match.lastgroup]))
        place = match.end()
    return [*found, Word("end", "")]


def invalid(expression: str) -> GraphError:
    """Answer the gateway's 400 for an expression that is none."""
    return bad_request(f"Invalid filter clause: Syntax error in '{expression}'.")
