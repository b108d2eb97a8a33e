"""Make a failing run as short as it can be: delta debugging of its events, then of the world it begins in.

Zeller and Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", IEEE TSE 28 (2002).
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

from tests.simulation.events import Start
from tests.simulation.runner import play

if TYPE_CHECKING:
    from tests.simulation.events import Case


def sort_of(found: list[str]) -> set[str]:
    """Answer which kinds of promises were broken: the first words of each finding, without names and values."""
    return {" ".join(one.split()[:1] if one.startswith("P") else one.split()[:4]) for one in found}


def shrink(case: Case, found: list[str], most: int = 400) -> Case:
    """Answer the shortest run that was found to break one of the same promises, within so many tries."""
    judge = _Judge(sort_of(found), most)
    before = None
    while before != case and judge.left > 0:
        before = case
        case = _plainer(_fewer(case, judge), judge)
    return case


@dataclass(slots=True)
class _Judge:
    """Says whether a run breaks what the first one broke, so many times."""

    wanted: set[str]
    left: int

    def fails(self, tried: Case) -> bool:
        """Whether the run breaks it too."""
        self.left -= 1
        return self.left > 0 and bool(sort_of(findings(tried)) & self.wanted)


def findings(case: Case) -> list[str]:
    """Answer what a run breaks; a run that raises breaks something too."""
    try:
        return play(case).found
    except Exception as error:  # noqa: BLE001 - whatever it raises is what is to be reproduced
        return [f"raised {type(error).__name__}"]


def _fewer(case: Case, judge: _Judge) -> Case:
    size = max(1, len(case.events) // 2)
    while case.events:
        start = 0
        while start < len(case.events):
            tried = case.with_events(case.events[:start] + case.events[start + size :])
            if judge.fails(tried):
                case = tried
            else:
                start += size
        if size == 1:
            break
        size //= 2
    return case


def _plainer(case: Case, judge: _Judge) -> Case:
    usual = Start()
    for one in fields(Start):
        if getattr(case.start, one.name) != getattr(usual, one.name):
            tried = replace(case, start=replace(case.start, **{one.name: getattr(usual, one.name)}))
            case = tried if judge.fails(tried) else case
    return case
