"""Chapters of states, and how their rows are folded: settings that make no difference are told once."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, TypeAlias

from tests.support.truth.outcome import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Words: TypeAlias = tuple[str, ...]
ANY = "any"
HAPPENED = 2
"""How many of a state's words say what happened; the others are settings, which may be folded."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """All states of one kind: every combination of the axes' words; `play` answers None for what cannot be."""

    title: str
    axes: tuple[tuple[str, Words], ...]
    play: Callable[..., Outcome | None]

    def states(self) -> Iterator[Words]:
        yield from product(*(words for _, words in self.axes))

    def lines(self) -> list[str]:
        """Answer the chapter as the reviewed file writes it."""
        found = {state: out for state in self.states() if (out := self.play(*state)) is not None}
        head = [f"# {self.title}", f"# {len(found)} states", self._line([name for name, _ in self.axes], "=")]
        return head + [self._line(state, row) for state, row in self._folded(found)]

    def _line(self, words: list[str] | Words, row: Outcome | str) -> str:
        told = " | ".join(f"{word:<{width}}" for word, width in zip(words, self._widths(), strict=True))
        return f"{told} => {row.verdict} | {row.reason} | {row.then}" if isinstance(row, Outcome) else f"{told} =>"

    def _widths(self) -> list[int]:
        return [max(14, len(name), *map(len, words)) for name, words in self.axes]

    def _folded(self, found: dict[Words, Outcome]) -> list[tuple[Words, Outcome]]:
        rows: list[tuple[Words, Outcome]] = []
        for happened in dict.fromkeys(state[:HAPPENED] for state in found):
            own = {state[HAPPENED:]: out for state, out in found.items() if state[:HAPPENED] == happened}
            rows += [(happened + rest, out) for rest, out in fold(own, [words for _, words in self.axes[HAPPENED:]])]
        return rows


def fold(found: dict[Words, Outcome], axes: list[Words]) -> list[tuple[Words, Outcome]]:
    """Fold the words of each axis that lead to the same rows into one, such as `both, to_salesforce`, or `any`."""
    if not axes:
        return [((), out) for out in found.values()]
    alike: dict[tuple[tuple[Words, Outcome], ...], list[str]] = {}
    for word in axes[0]:
        rest = {state[1:]: out for state, out in found.items() if state[0] == word}
        if rest:
            alike.setdefault(tuple(fold(rest, axes[1:])), []).append(word)
    every = sum(map(len, alike.values()))
    return [
        ((ANY if len(words) == every else ", ".join(words), *state), out)
        for rows, words in alike.items()
        for state, out in rows
    ]
