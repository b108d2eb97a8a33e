"""What a field can hold. A value is cut to this before it is sent, and compared in the cut form."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from operator import attrgetter, gt
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias

from syncline.records.normal import clean, is_clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from syncline.records.record import Value, Values


_ALL_WORDS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Capability:
    """What one field can hold: at most `length` characters (0: no limit), with or without line ends.

    `instead` tells which word stands in for one that the field does not know.
    """

    length: int = 0
    lines: bool = False
    instead: Mapping[str, str] = field(default_factory=lambda: _ALL_WORDS)
    read_only: bool = False
    """Only people write it there."""
    room: int = field(init=False)
    """Characters that fit whatever they are: each may be two units. None, where words have to be looked at."""

    def __post_init__(self) -> None:
        room = -1 if self.instead else self.length // 2 or sys.maxsize
        object.__setattr__(self, "room", room)


Capabilities: TypeAlias = "Mapping[str, Capability]"
"""By field label; a label that is missing cannot be held at all."""


def fit(capabilities: Capabilities, values: Values) -> dict[str, Value]:
    """Cut values to what a side can hold. Fields that it cannot hold, and values that become empty, are left out."""
    if _fits(capabilities, values):
        return dict(values)
    fitted: dict[str, Value] = {}
    for label, value in values.items():
        capability = capabilities.get(label)
        if capability is None:
            continue
        kept = _fit_text(capability, value) if isinstance(value, str) else value
        if kept != "":
            fitted[label] = kept
    return fitted


def _fits(capabilities: Capabilities, values: Values) -> bool:
    """Whether values certainly fit as they are: hardly any do not, and looking at all of them together is quick."""
    texts: Iterable[Any] = values.values()
    try:
        together = " ".join(texts)
        crowded = any(map(gt, map(len, texts), map(_room, map(capabilities.__getitem__, values))))
    except (TypeError, KeyError):  # a number, or a field that cannot be held
        return False
    return not crowded and together != "" and is_clean(together)


_room = attrgetter("room")


def _fit_text(capability: Capability, text: str) -> str:
    text = clean(capability.instead.get(text, text), lines=capability.lines)
    if capability.length and len(text) * 2 > capability.length:
        # Every provider counts as UTF-16 does: a character outside the basic plane is two, and is not cut in halves.
        units = text.encode("utf-16-le", "surrogatepass")
        if len(units) > capability.length * 2:
            return units[: capability.length * 2].decode("utf-16-le", "ignore").rstrip()
    return text
