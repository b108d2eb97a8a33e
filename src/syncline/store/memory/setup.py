"""Connections, configurations, reps and settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from syncline.store.rows import ConfigurationRow, ConnectionRow, RepRow


class SetUpTable:
    """What the set-up file says, by name or id."""

    def __init__(self) -> None:
        self._connections: dict[str, ConnectionRow] = {}
        self._configurations: dict[str, ConfigurationRow] = {}
        self._reps: dict[str, RepRow] = {}
        self._settings: dict[str, str] = {}

    def connections(self) -> list[ConnectionRow]:
        """By name."""
        return [self._connections[name] for name in sorted(self._connections)]

    def configurations(self) -> list[ConfigurationRow]:
        """By name."""
        return [self._configurations[name] for name in sorted(self._configurations)]

    def reps(self) -> list[RepRow]:
        """By id."""
        return [self._reps[one] for one in sorted(self._reps)]

    def setting(self, name: str) -> str:
        """Empty if never set."""
        return self._settings.get(name, "")

    def reps_of(self, org: str) -> set[str]:
        """Ids of the reps of an org."""
        return {row.id for row in self._reps.values() if row.org == org}

    def write_reps(self, rows: Iterable[RepRow]) -> None:
        """Add or replace."""
        self._reps.update({row.id: row for row in rows})

    def save(
        self,
        connections: Iterable[ConnectionRow],
        configurations: Iterable[ConfigurationRow],
        reps: Iterable[RepRow],
        settings: Mapping[str, str] | None,
        gone: tuple[Iterable[str], Iterable[str]],
    ) -> None:
        """Drop what is gone (connections, configurations), then add or replace."""
        for name in gone[0]:
            self._connections.pop(name, None)
        for name in gone[1]:
            self._configurations.pop(name, None)
        self._connections.update({row.name: row for row in connections})
        self._configurations.update({row.name: row for row in configurations})
        self.write_reps(reps)
        self._settings.update(settings or {})
