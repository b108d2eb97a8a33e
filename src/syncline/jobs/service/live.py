"""Connections that outlive a job: sockets, sessions and what was learned are kept until the set-up changes."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

from syncline.jobs.connections import Connections

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from syncline.jobs.connections import Connector
    from syncline.store.port import Store
    from syncline.store.rows import ConnectionRow


@dataclass(slots=True)
class _Generation:
    rows: Sequence[ConnectionRow]
    connections: Connections
    users: int = 0
    counted: Counter[str] = field(default_factory=Counter)
    """Calls that were counted already, by name of connection."""


@dataclass(slots=True)
class Live:
    """Shared by the threads of one process."""

    store: Store
    connector: Connector
    _current: _Generation | None = None
    _lock: Lock = field(default_factory=Lock)

    @contextmanager
    def connections(self) -> Iterator[Connections]:
        """Lend the connections of the set-up as it is now; those of an earlier one are closed by their last user."""
        rows = self.store.connections()
        with self._lock:
            generation, left = self._take(rows)
        if left is not None:
            left.connections.close()
        try:
            yield generation.connections
        finally:
            with self._lock:
                generation.users -= 1
                over = generation is not self._current and not generation.users
            if over:
                generation.connections.close()

    def spent(self) -> dict[str, int]:
        """Answer the calls that nobody has been told of yet, by name of connection; who asks is told."""
        with self._lock:
            generation = self._current
            if generation is None:
                return {}
            sofar = Counter(generation.connections.requests())
            new = sofar - generation.counted
            generation.counted = sofar
        return dict(new)

    def close(self) -> None:
        """Let go of all sockets, once nobody uses them."""
        with self._lock:
            generation, self._current = self._current, None
        if generation is not None and not generation.users:
            generation.connections.close()

    def _take(self, rows: Sequence[ConnectionRow]) -> tuple[_Generation, _Generation | None]:
        """Answer the generation of these rows with one user more, and one that is over because nobody uses it."""
        before = self._current
        if before is not None and before.rows == rows:
            before.users += 1
            return before, None
        self._current = _Generation(rows, Connections({row.name: row for row in rows}, self.connector), users=1)
        return self._current, before if before is not None and not before.users else None
