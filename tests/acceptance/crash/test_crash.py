"""P5: whoever is killed, and whenever, the end is that of a run in which nobody was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.acceptance.crash.play import differences, play

if TYPE_CHECKING:
    from pathlib import Path

SEED, KILLS, ROUNDS = 1, 4, 1


def test_killed_under_load_it_ends_as_if_nothing_had_been(tmp_path: Path) -> None:
    expected = play(tmp_path / "undisturbed", SEED, 0, ROUNDS)
    ending = play(tmp_path / "killed", SEED, KILLS, ROUNDS)
    assert ending.struck.total() == KILLS
    assert differences(ending, expected) == []
