"""Make a failing run as short as it can be: delta debugging of its events, then of the world it begins in.

Zeller and Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", IEEE TSE 28 (2002).
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING

from tests.simulation.events import Start
from tests.simulation.runner import play

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.simulation.events import Case, Event


def sort_of(found: list[str]) -> set[str]:
    """Answer which kinds of promises were broken: the first words of each finding, without names and values."""
    return {" ".join(one.split()[:1] if one.startswith("P") else one.split()[:4]) for one in found}


def shrink(case: Case, found: list[str], most: int = 400) -> Case:
    """Answer the shortest run that was found to break one of the same promises, within so many tries."""
    wanted = sort_of(found)
    left = most

    def fails(tried: Case) -> bool:
        nonlocal left
        left -= 1
        return left > 0 and bool(sort_of(findings(tried)) & wanted)

    before = None
    while before != case and left > 0:
        before = case
        case = case.with_events(_fewer(list(case.events), lambda events: fails(case.with_events(events))))
        case = _plainer(case, fails)
    return case


def findings(case: Case) -> list[str]:
    """Answer what a run breaks; a run that raises breaks something too."""
    try:
        return play(case).found
    except Exception as error:  # noqa: BLE001 - whatever it raises is what is to be reproduced
        return [f"raised {type(error).__name__}"]


def _fewer(events: list[Event], fails: Callable[[list[Event]], bool]) -> list[Event]:
    size = max(1, len(events) // 2)
    while events:
        start = 0
        while start < len(events):
            tried = events[:start] + events[start + size :]
            if fails(tried):
                events = tried
            else:
                start += size
        if size == 1:
            return events
        size //= 2
    return events


def _plainer(case: Case, fails: Callable[[Case], bool]) -> Case:
    usual = Start()
    for one in fields(Start):
        if getattr(case.start, one.name) != getattr(usual, one.name):
            tried = replace(case, start=replace(case.start, **{one.name: getattr(usual, one.name)}))
            case = tried if fails(tried) else case
    return case
