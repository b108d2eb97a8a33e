"""What stands where a command should, or before it."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from tests.support.cli_machine import Outcome

if TYPE_CHECKING:
    import pytest

    from tests.support.cli_machine import FakeMachine

PROJECT = Path(__file__).parents[3] / "pyproject.toml"


def test_the_release_is_told_to_people_and_to_programs(fresh: FakeMachine) -> None:
    release = tomllib.loads(PROJECT.read_text())["project"]["version"]
    assert fresh.run("--version").out == f"Syncline {release}\n"
    assert json.loads(fresh.run("--version", "--json").out) == {"version": release}


def test_nothing_at_all_is_answered_with_the_list_of_commands(
    fresh: FakeMachine, capsys: pytest.CaptureFixture[str]
) -> None:
    assert fresh.run() == Outcome(0, "", "")
    assert "Usage: syncline" in capsys.readouterr().out
