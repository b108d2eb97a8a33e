"""The real world: clock, environment, the store of a data folder, and cycles over real connections."""

from __future__ import annotations

import getpass
import os
import random
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from syncline.cli.beside import beside
from syncline.jobs.run import Round
from syncline.jobs.service.following import Following
from syncline.jobs.service.listening import Listening
from syncline.jobs.service.live import Live
from syncline.jobs.service.pace import Pace
from syncline.jobs.service.service import Service
from syncline.jobs.undo import Undo
from syncline.store.embedded import stop_embedded
from syncline.store.installation import VARIABLE, claim
from syncline.store.opening import open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path
    from threading import Event

    from syncline.cli.connector import RealConnector
    from syncline.cli.session import Progress
    from syncline.connectors.probing import Step
    from syncline.engine.undo.outcome import UndoOutcome
    from syncline.jobs.connections import Connector
    from syncline.jobs.subject import Subject
    from syncline.store.port import Store
    from syncline.store.rows import JournalRow


_LEAVING = 3.0
"""Seconds for the rest of the program to end by itself, where a thread waits for a server that does not answer."""
_FOLLOWED = 60.0
"""Seconds for the lines to orgs to end."""
_MAILBOXES = 8
"""Mailboxes that one worker works on at once, besides first cycles."""


class RealMachine:
    """What commands run on outside tests."""

    environment: Mapping[str, str] = os.environ

    def __init__(self) -> None:
        self._connectors: dict[Path, RealConnector] = {}
        """By data folder: what they have found out about servers serves the next cycle as well."""
        self._installations: dict[Path, str] = {}

    def now(self) -> datetime:
        """Answer the current instant."""
        return datetime.now(UTC)

    def who(self) -> str:
        """Answer the name of whoever is signed in; a number has one to nobody in many containers."""
        try:
            return getpass.getuser()
        except (KeyError, OSError):  # nobody is called by this number
            return f"user {os.getuid()}"

    @contextmanager
    def open_store(self, folder: Path) -> Iterator[Store]:
        """Open the database that DATABASE_URL names, else the embedded one in the folder."""
        store = open_store(folder, self.environment.get("DATABASE_URL"), self.environment.get("SYNCLINE_KEY"))
        try:
            self._installations[folder] = claim(store, folder, self.environment.get(VARIABLE))
            yield store
        finally:
            store.close()

    def stop_database(self, folder: Path) -> bool:
        """Stop the embedded database; a database of the customer's own is left alone."""
        return stop_embedded(folder)

    def looking(self, folder: Path) -> Connector:
        """Connect to real servers, and write nothing."""
        from syncline.cli.connector import RealConnector  # noqa: PLC0415 - as below

        return RealConnector(self._installations.get(folder, ""), self.now, only_looking=True)

    def cycle(
        self, folder: Path, store: Store, rep: str | None, stop: Callable[[], bool], progress: Progress
    ) -> dict[str, Any]:
        """Run one cycle of one rep or of all."""
        one_round = Round(
            store, self._connector(folder), self.now, lambda: uuid.uuid4().hex, progress=progress, stop=stop
        )
        return one_round.run(rep).as_json()

    def work(self, folder: Path, store: Store, every: float, told: Event) -> None:
        """Be one worker of the installation."""
        from syncline.jobs.service.tasks import DatabaseQueue  # noqa: PLC0415 - Django has to be set up before
        from syncline.jobs.service.worker import Worker  # noqa: PLC0415 - as above
        from syncline.web.lists.summary import sum_up  # noqa: PLC0415 - as above

        live = Live(store, self._connector(folder))
        pool = ThreadPoolExecutor(_MAILBOXES, "mailbox")
        service = Service(
            store, live, DatabaseQueue(), self.now, lambda: uuid.uuid4().hex, random.random,
            pace=Pace(every), pool=pool, stopping=told.is_set, environment=self.environment,
            sum_up=lambda: sum_up(store, self.now),
        )  # fmt: skip
        over, code = False, os.EX_SOFTWARE
        try:
            over, code = Worker(service, told).run(), os.EX_OK
        finally:
            pool.shutdown(wait=over, cancel_futures=True)
            live.close()
            if not over:
                _leave_behind(code)

    def listen(self, folder: Path, store: Store, told: Event) -> None:
        """Be the ears of the installation, or of a part of it."""
        live = Live(store, self._connector(folder))
        try:
            with beside(Following(store, live, self.now, told).run, told, "follow", _FOLLOWED):
                Listening(store, live, self.now, told).run()
        finally:
            live.close()

    def undo(
        self, folder: Path, store: Store, rows: Sequence[JournalRow], *, force: bool, who: str = ""
    ) -> list[UndoOutcome]:
        """Take journal rows back, in the name of whoever is signed in to this machine unless somebody is named."""
        return Undo(store, self._connector(folder), self.now, who or self.who(), force).run(rows)

    def _connector(self, folder: Path) -> RealConnector:
        from syncline.cli.connector import RealConnector  # noqa: PLC0415 - loads exchangelib, which takes a second

        if folder not in self._connectors:
            self._connectors[folder] = RealConnector(self._installations[folder], self.now)
        return self._connectors[folder]

    def chains(self, folder: Path, subject: Subject) -> Mapping[str, Sequence[Step]]:
        """Look at real servers, impatiently."""
        from syncline.cli.probing import chains  # noqa: PLC0415 - loads exchangelib, which takes a second

        return chains(subject, self._installations[folder], self.now)


def _leave_behind(code: int) -> None:
    """End the process soon, whatever its threads wait for: killing it loses nothing (SPEC 8, P5).

    Whoever starts processes again tells by the code whether this one was meant to end.
    """
    leaving = threading.Timer(_LEAVING, os._exit, (code,))
    leaving.daemon = True
    leaving.start()
