"""Make a failing history short: leave deeds out, and put simpler settings, as long as it fails in the same way."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from syncline.planner.policy import ConflictPolicy, DeletePolicy, Ties
from syncline.records.words import Direction
from tests.fuzz.play import BrokenPromiseError, Play

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.fuzz.history import History


def failure(history: History) -> str:
    """Play a history and answer what was broken, empty if nothing was."""
    try:
        Play(history).run()
    except BrokenPromiseError as error:
        return str(error)
    return ""


def shrink(history: History) -> History:
    """Answer a history from which nothing more can be left out."""
    promise = failure(history)[:2]
    again = True
    while again:
        again = False
        for simpler in _simpler(history):
            if failure(simpler)[:2] == promise:
                history, again = simpler, True
                break
    return history


def _simpler(history: History) -> Iterator[History]:
    deeds = history.deeds
    for size in (len(deeds) // 2, len(deeds) // 4, 1):
        for start in range(0, len(deeds), size) if size else ():
            yield replace(history, deeds=deeds[:start] + deeds[start + size :])
    for plain in (
        replace(history, mailboxes=history.mailboxes - 1 or 1),
        replace(history, direction=Direction.BOTH),
        replace(history, conflicts=ConflictPolicy.SALESFORCE),
        replace(history, deletes=DeletePolicy.KEEP),
        replace(history, ties=Ties.ASK),
        replace(history, wide=False),
        replace(history, order=0),
    ):
        if plain != history:
            yield plain
    for number, deed in enumerate(deeds):
        if deed.what:
            yield replace(history, deeds=(*deeds[:number], deed._replace(what=deed.what // 2), *deeds[number + 1 :]))
