"""What a query found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

Json: TypeAlias = dict[str, Any]


@dataclass(slots=True)
class Answer:
    """What a query found. `render` makes the JSON of one of `rows`; `total` counts also what COUNT() does not list."""

    total: int
    rows: list[Any]
    render: Callable[[Any, str], Json]
    """Is given a row and the base address /services/data/vNN.0."""
