"""A slice of the simulation, every run that ever broke a promise, and P7: the same seed leaves the same trace."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.simulation.events import case_of
from tests.simulation.generate import generate
from tests.simulation.runner import play

ROOT = Path(__file__).parents[2]
REGRESSIONS = sorted(Path(__file__).with_name("regressions").glob("*.json"))
SLICE = range(24)


@pytest.mark.parametrize("seed", SLICE)
def test_whatever_happens_what_was_promised_holds(seed: int) -> None:
    """P1 to P6."""
    assert play(generate(seed)).found == []


@pytest.mark.parametrize("path", REGRESSIONS, ids=lambda path: path.stem)
def test_what_once_broke_a_promise_breaks_it_no_more(path: Path) -> None:
    """P1 to P6."""
    case = case_of(json.loads(path.read_text(encoding="utf-8")))
    assert case_of(case.as_json()) == case
    assert play(case).found == []


@pytest.mark.parametrize("seed", [3, 17])
def test_the_same_seed_leaves_the_same_trace(seed: int) -> None:
    """P7: requests, answers and journal, byte by byte."""
    one, two = play(generate(seed)), play(generate(seed))
    assert len(one.trace) > 50
    assert one.trace == two.trace


def test_the_trace_does_not_hang_on_the_order_of_sets() -> None:
    """P7 across processes: texts hash otherwise in each."""
    said = "from tests.simulation.generate import generate; from tests.simulation.runner import play;"
    said += "print([play(generate(seed)).digest for seed in (5, 8)])"
    told = {_run(said, seed) for seed in ("1", "2")}
    assert len(told) == 1


def _run(said: str, hash_seed: str) -> str:
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", said], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout
