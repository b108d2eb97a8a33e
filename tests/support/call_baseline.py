"""Reviewed baselines of what cycles cost, call by call: one file for each mail system, in one folder.

`UPDATE_CALL_COUNTS=1` writes them anew; what changed is then reviewed like any other change.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

HOME = Path(__file__).parents[1] / "simulation" / "house" / "call_counts"
Counts = TypeVar("Counts")


class Baseline(Generic[Counts]):
    """The counts of one mail system's scenarios."""

    def __init__(self, name: str, scenarios: Mapping[str, Callable[[], Counts]]) -> None:
        self._file = HOME / f"{name}.json"
        self._scenarios = scenarios

    def check(self, scenario: str) -> None:
        """Play a scenario; its counts have to be those of the baseline."""
        counts = self._scenarios[scenario]()
        if os.environ.get("UPDATE_CALL_COUNTS") == "1":
            self._write(self._held() | {scenario: counts})
        assert counts == self._held()[scenario]

    def of(self, scenario: str) -> Counts:
        """Answer the counts of a scenario."""
        return self._held()[scenario]

    def check_names(self) -> None:
        """The file has exactly the scenarios that there are."""
        assert set(self._held()) == set(self._scenarios)

    def _held(self) -> dict[str, Counts]:
        held: dict[str, Counts] = json.loads(self._file.read_text()) if self._file.exists() else {}
        return held

    def _write(self, held: Mapping[str, Counts]) -> None:
        ordered = {name: held[name] for name in self._scenarios if name in held}
        self._file.write_text(json.dumps(ordered, indent=2) + "\n")
