"""A worker that is told to stop breaks long cycles off between two pages, as if it had been killed there."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class ToldToStopError(Exception):
    """The process ends. What was committed stays; the next worker goes on from there."""


def breaking_off(stopping: Callable[[], bool]) -> Callable[[str, str, int], None]:
    """Answer what cycles tell their progress to. Raises `ToldToStopError` there once the process is to end."""

    def told(_rep: str, _what: str, _done: int) -> None:
        if stopping():
            raise ToldToStopError

    return told
