"""Two things in one process, of which neither goes on without the other."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@contextmanager
def beside(run: Callable[[], None], told: threading.Event, name: str, patience: float) -> Iterator[None]:
    """Run something in a thread while the block runs; `told` ends both, and so many seconds are waited then.

    Where it breaks, the block is told to end, and raises what broke it: half a process looks alive, and nobody would
    start it again.
    """
    outcome: Future[None] = Future()

    def whole() -> None:
        try:
            run()
        except BaseException as error:  # noqa: BLE001 - whatever it is: it is raised where the block ends
            outcome.set_exception(error)
        else:
            outcome.set_result(None)
        finally:
            told.set()

    thread = threading.Thread(target=whole, name=name, daemon=True)
    thread.start()
    try:
        yield
    finally:
        told.set()
        thread.join(patience)
    if outcome.done():
        outcome.result()
