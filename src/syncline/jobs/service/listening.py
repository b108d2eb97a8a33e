"""Listen to servers that tell of changes by themselves, and let a cycle find out within seconds what it was.

Nothing rests on it: what is missed is found by the polled cycles, which become rarer for those who are listened to.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from syncline.connectors.notices import Heard
from syncline.jobs.hooks import SETTLE
from syncline.jobs.org_turn import in_force
from syncline.jobs.service.lines import line
from syncline.records.words import Side
from syncline.store.errors import StoreUnavailableError
from syncline.store.schedule import Turn, Whose

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from syncline.jobs.connections import MailConnection
    from syncline.jobs.service.live import Live
    from syncline.records.words import Collection
    from syncline.store.port import Store
    from syncline.store.rows import RepRow

TOGETHER = 200
"""Mailboxes on one line: https://learn.microsoft.com/exchange/client-developer/exchange-web-services/how-to-maintain-affinity-between-group-of-subscriptions-and-mailbox-server"""
MINUTES = 30
"""How long a line is held, the longest that Exchange allows: opening one looks at every mailbox on it once."""
_LEASE = timedelta(minutes=MINUTES + 1)
_SOON = timedelta(minutes=1)
"""When those are polled at the latest whose line ended, unless another begins before."""
_PAUSE = 10.0
"""Seconds between two looks at who is not listened to; a line that broke is opened again no sooner."""


@dataclass(slots=True)
class Listening:
    """One process's lines. Only one process of an installation listens to a mail connection at a time."""

    store: Store
    live: Live
    clock: Callable[[], datetime]
    told: threading.Event
    _lines: dict[tuple[str, int], threading.Thread] = field(default_factory=dict)
    _silent: set[str] = field(default_factory=set)
    """Mail connections whose servers tell nothing over an open line."""

    def run(self) -> None:
        """Open a line for every group of mailboxes, again and again, until told to stop."""
        while not self.told.is_set():
            try:
                self._open_lines()
            except StoreUnavailableError as error:
                structlog.get_logger().warning("not listening: the database is away", reason=str(error))
            self.told.wait(_PAUSE)
        for thread in self._lines.values():
            thread.join(timeout=_PAUSE)

    def _open_lines(self) -> None:
        for mail, reps in self._reps().items():
            for number, start in enumerate(range(0, len(reps), TOGETHER)):
                thread = self._lines.get((mail, number))
                if thread is None or not thread.is_alive():
                    arguments = (mail, number, reps[start : start + TOGETHER])
                    thread = threading.Thread(target=self._line, args=arguments, name=f"line {number}", daemon=True)
                    self._lines[mail, number] = thread
                    thread.start()

    def _reps(self) -> dict[str, list[RepRow]]:
        """Who may be listened to, by mail connection."""
        configurations = {row.name: row for row in self.store.configurations()}
        ready: dict[str, list[RepRow]] = {}
        for rep in self.store.reps():
            if in_force(rep, configurations) and rep.linked and rep.mail not in self._silent:
                ready.setdefault(rep.mail, []).append(rep)
        return ready

    def _line(self, mail: str, number: int, reps: Sequence[RepRow]) -> None:
        with (
            line(self.store),
            self.store.holding(Whose.PUSH, f"{mail}/{number}") as mine,
            self.live.connections() as connections,
        ):
            if mine:
                self.listen(connections.mail(mail), mail, reps)

    def listen(self, connection: MailConnection, mail: str, reps: Sequence[RepRow]) -> None:
        """Hear one line to its end. Raises `ConnectorError` when it breaks."""
        cursors = {rep.mailbox: self._cursors(rep) for rep in reps}
        heard = connection.listen(cursors, MINUTES, self.told.is_set)
        if heard is None:
            self._silent.add(mail)
            return
        ids = {rep.mailbox.casefold(): rep.id for rep in reps}
        leased = set[str]()
        try:
            for one in heard:
                rep = ids[one.address.casefold()]
                if isinstance(one, Heard):
                    self._heard(rep, new=rep not in leased)
                    leased.add(rep)
        finally:
            self.store.drop_turns(Whose.PUSH, sorted(leased))
            self.store.hasten(Whose.REP, sorted(leased), self.clock() + _SOON)

    def _heard(self, rep: str, *, new: bool) -> None:
        now = self.clock()
        if new:
            self.store.save_turns([Turn(Whose.PUSH, rep, now + _LEASE, 0.0)])
        self.store.hasten(Whose.REP, [rep], now + SETTLE)

    def _cursors(self, rep: RepRow) -> dict[Collection, str | None]:
        return {row.collection: row.cursor or None for row in self.store.cursors(rep.id) if row.side is Side.MAILBOX}
