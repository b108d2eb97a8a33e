"""The list of mutants does not rot: each text is there once, each test that is named exists, no class is forgotten."""

from __future__ import annotations

import ast
import re
import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MUTANTS = runpy.run_path(str(ROOT / "tools" / "mutants.py"))["mutants"]()
CLASSES = {f"L{number}" for number in range(1, 19)}


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_a_mutant_can_be_made_and_is_still_a_program(mutant: object) -> None:
    source: str = mutant.source()  # type: ignore[attr-defined]
    ast.parse(source)


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_the_tests_that_are_to_notice_exist(mutant: object) -> None:
    for name in mutant.tests:  # type: ignore[attr-defined]
        path, _, test = name.partition("::")
        source = (ROOT / path).read_text(encoding="utf-8")
        function = test.rpartition("::")[2].partition("[")[0]
        assert not test or re.search(rf"def {function}\b", source), name


def test_every_way_of_losing_data_has_a_mutant() -> None:
    assert {word for mutant in MUTANTS for word in mutant.loses.split()} == CLASSES


def test_no_mutant_stands_twice() -> None:
    assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS)


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_the_page_of_promises_names_the_tests(mutant: object) -> None:
    page = (ROOT / "docs" / "promises.md").read_text(encoding="utf-8").splitlines()
    (row,) = (line for line in page if line.startswith(f"| {mutant.loses} |"))  # type: ignore[attr-defined]
    assert all(f"`{test}`" in row for test in mutant.tests)  # type: ignore[attr-defined]
