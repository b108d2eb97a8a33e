"""A machine with a set-up applied."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.cli_files import GOOD
from tests.support.cli_machine import FakeMachine

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def setup_file(tmp_path: Path) -> Path:
    path = tmp_path / "setup.yaml"
    path.write_text(GOOD)
    return path


@pytest.fixture
def fresh(tmp_path: Path) -> FakeMachine:
    return FakeMachine(tmp_path / "data")


@pytest.fixture
def machine(fresh: FakeMachine, setup_file: Path) -> FakeMachine:
    assert fresh.run("apply", str(setup_file)).code == 0
    return fresh
