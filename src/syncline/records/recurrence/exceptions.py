"""What was done to single occurrences of a series: moved, edited, cancelled. With the rule it is one aggregate.

An occurrence is named by its original date: the one on which the rule has it, by the clock of the rule's zone.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import TypeAlias

import msgspec

from syncline.records.record import Value

Change: TypeAlias = Mapping[str, Value | None]
"""What differs from the series, by field label; None is a field that this occurrence has empty."""
Exceptions: TypeAlias = Mapping[str, Change | None]
"""By original date; None is an occurrence that was cancelled."""

NO_EXCEPTIONS: Exceptions = MappingProxyType({})
_JSON = msgspec.json.Encoder(order="sorted")


def exceptions_text(exceptions: Exceptions) -> str:
    """Write exceptions; equal ones have equal texts, and none is an empty text."""
    return _JSON.encode(dict(exceptions)).decode() if exceptions else ""


@lru_cache(maxsize=1024)
def read_exceptions(text: str) -> Exceptions:
    """Read what `exceptions_text` wrote."""
    if not text:
        return NO_EXCEPTIONS
    return MappingProxyType(msgspec.json.decode(text, type=dict[str, dict[str, str | bool | int | None] | None]))


def change_between(series: Mapping[str, Value], occurrence: Mapping[str, Value]) -> dict[str, Value | None]:
    """Answer what an occurrence with these values changes of the series."""
    labels = series.keys() | occurrence.keys()
    return {label: occurrence.get(label) for label in labels if series.get(label) != occurrence.get(label)}
