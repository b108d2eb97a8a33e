"""What a request comes with besides itself: whoever serves the pages puts it into the WSGI environment."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from django.http import HttpRequest

    from syncline.connectors.probing import Step
    from syncline.engine.undo.outcome import UndoOutcome
    from syncline.jobs.connections import Connector
    from syncline.jobs.key_drawer import KeyDrawer
    from syncline.jobs.subject import Subject
    from syncline.store.port import Store
    from syncline.store.rows import JournalRow
    from syncline.web.set_up.desk import Desk

AROUND = "syncline.around"
"""The key under which it comes."""


def _not_here(*_: object) -> NoReturn:
    raise NotHereError


class NotHereError(Exception):
    """Whoever serves these pages did not say how this is done."""


class _Nobody:
    def __getattr__(self, name: str) -> NoReturn:
        raise NotHereError


_NOBODY: Any = _Nobody()


@dataclass(frozen=True, slots=True)
class Around:
    """What pages and API work with. `chains` answers the steps of a connection test."""

    store: Store
    clock: Callable[[], datetime]
    chains: Callable[[Subject], Mapping[str, Sequence[Step]]]
    undo: Callable[[Sequence[JournalRow], str, bool], Sequence[UndoOutcome]] = _not_here
    """Takes journal rows back in a person's name; the last word forces. No cycle runs meanwhile."""
    desk: Desk = _NOBODY
    keys: KeyDrawer = _NOBODY
    """Where keys lie that were made here and no connection has taken yet."""
    """Reads and writes set-ups."""
    looking: Callable[[], Connector] = _not_here
    """Makes connections that only look: a preview writes nothing."""
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)
    """What the set-up only names: passwords and addresses that are secrets."""
    code: str = ""
    """What makes the first admin: printed when the pages start, good until somebody used it."""
    demo: str = ""
    """The demonstration's admin, as whom everybody on this machine is signed in; empty anywhere else."""


def around(request: HttpRequest) -> Around:
    """Answer what the request came with."""
    found: Around = request.META[AROUND]
    return found


def store_of(request: HttpRequest) -> Store:
    """Answer the store that the request is about."""
    return around(request).store


def now_of(request: HttpRequest) -> datetime:
    """Answer the current instant, aware and in UTC."""
    return around(request).clock()
