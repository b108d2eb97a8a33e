"""What a parsed query consists of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Path:
    """A field, perhaps through relationships: ("Account", "Name"). `at` is where it stands in the text."""

    parts: tuple[str, ...]
    at: int = 0

    def __str__(self) -> str:
        return ".".join(self.parts)


@dataclass(frozen=True, slots=True)
class Call:
    """COUNT() and its like; `path` is None for COUNT() alone."""

    function: str
    path: Path | None
    alias: str | None = None


@dataclass(frozen=True, slots=True)
class Every:
    """FIELDS(ALL | STANDARD | CUSTOM)."""

    group: str


@dataclass(frozen=True, slots=True)
class Text:
    """A quoted string, still in quotes: LIKE reads escapes in its own way."""

    quoted: str


@dataclass(frozen=True, slots=True)
class DateWord:
    """TODAY, LAST_N_DAYS:7 and their like."""

    word: str
    count: int | None = None


Literal: TypeAlias = "bool | int | float | Text | date | datetime | DateWord | None"


@dataclass(frozen=True, slots=True)
class Comparison:
    """field operator value; IN and NOT IN have a tuple or a query as value."""

    path: Path
    operator: str
    value: Literal | tuple[Literal, ...] | Query


@dataclass(frozen=True, slots=True)
class Not:
    """NOT condition."""

    inner: Condition


@dataclass(frozen=True, slots=True)
class Joined:
    """Conditions that must all hold (AND) or of which one must (OR)."""

    word: str
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """One comparison of HAVING: a function or a grouped field with a value."""

    what: Path | Call
    operator: str
    value: Literal


@dataclass(frozen=True, slots=True)
class Having:
    """Comparisons that must all hold (AND) or of which one must (OR)."""

    word: str
    parts: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class TypeOf:
    """TYPEOF What WHEN Account THEN Name ELSE Id END: which fields of a reference are shown, by its object."""

    path: Path
    cases: tuple[tuple[str, tuple[Path, ...]], ...]
    other: tuple[Path, ...] = ()


Condition: TypeAlias = "Comparison | Not | Joined"


@dataclass(frozen=True, slots=True)
class Order:
    """One key to sort by."""

    path: Path
    descending: bool = False
    nulls_last: bool = False


@dataclass(slots=True)
class Query:
    """A whole query."""

    text: str
    select: list[Path | Call | Every | TypeOf | Query] = field(default_factory=list)
    source: Path = field(default_factory=lambda: Path(()))
    alias: str | None = None
    scope: str | None = None
    where: Condition | None = None
    group: list[Path] = field(default_factory=list)
    having: Having | None = None
    order: list[Order] = field(default_factory=list)
    limit: int | None = None
    offset: int = 0
    all_rows: bool = False
