"""What runs until it is told to stop: cycles in a loop, and the pages."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

import structlog

from syncline.cli.failures import WRONG_USE, CommandError
from syncline.cli.progress import shown_progress
from syncline.store.errors import StoreSetUpError, StoreUnavailableError
from syncline.web.asked import Around
from syncline.web.loopback import is_loopback

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

    from syncline.cli.session import Session
    from syncline.store.port import Store

LISTEN = "127.0.0.1:8000"
_HIGHEST_PORT = 65535


@contextmanager
def until_told() -> Iterator[threading.Event]:
    """Answer an event that SIGTERM and Ctrl-C set; told twice, the process ends at once (which loses nothing)."""
    told = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        if told.is_set():
            raise KeyboardInterrupt
        told.set()

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield told
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def keep_cycling(session: Session, store: Store, every: float, told: threading.Event) -> None:
    """Run cycles until told to stop. A database that is away for a while stops a round, never the loop."""
    log = structlog.get_logger()

    def waiting() -> None:
        log.info("waiting for another process to finish its cycle")

    while not told.is_set():
        try:
            with session.folder.cycling(waiting), shown_progress(session) as progress:
                report = session.cycle(store, None, told.is_set, progress)
            log.info("cycle finished", **_figures(report))
        except StoreUnavailableError as error:
            log.warning("cycle broken off", reason=str(error))
            _revive(store)
        told.wait(every)


def _revive(store: Store) -> None:
    """Start an embedded database that died; where it does not start, the next round tries again."""
    try:
        store.revive()
    except StoreSetUpError as error:
        structlog.get_logger().warning("database not started", reason=str(error))


def address(listen: str, *, insecure: bool) -> tuple[str, int]:
    """Take HOST:PORT apart. Raises `CommandError`, also when other machines would be let in without a sign-in."""
    host, colon, port = listen.rpartition(":")
    if not colon or not host or not port.isdecimal() or int(port) > _HIGHEST_PORT:
        raise CommandError("usage", f"{listen!r} is no address to listen on", f"Write --listen {LISTEN}", WRONG_USE)
    if not is_loopback(host) and not insecure:
        raise CommandError(
            "insecure_listen",
            f"listening on {host} would show everybody on the network all reps: the pages have no sign-in yet",
            "Listen on 127.0.0.1 and put a proxy with a sign-in in front, or insist with --insecure-listen.",
            WRONG_USE,
        )
    return host, int(port)


@contextmanager
def pages(session: Session, store: Store, listen: str, *, insecure: bool) -> Iterator[str]:
    """Serve the pages while the block runs; answers their address. Raises `CommandError`."""
    host, port = address(listen, insecure=insecure)
    if not is_loopback(host):
        session.output.note(f"Warning: everybody who reaches {listen} can read the pages; there is no sign-in yet.")
    from syncline.web.serve import PageServer  # noqa: PLC0415 - half a second of Django that only serving needs

    around = Around(store, session.machine.now, partial(session.machine.chains, session.folder.path))
    server = PageServer(around, host, port)
    try:
        server.start()
    except OSError as error:
        remedy = "Stop what listens there, or choose another port with --listen."
        raise CommandError("address_taken", f"cannot listen on {listen}: {error.strerror or error}", remedy) from error
    try:
        yield server.url
    finally:
        server.stop()


def _figures(report: dict[str, Any]) -> dict[str, Any]:
    """Answer the figures of a cycle, without anybody's name."""
    written = {"created": 0, "updated": 0, "deleted": 0, "failed": 0}
    for collections in report["reps"].values():
        for ways in collections.values():
            for counts in ways.values():
                for word in written:
                    written[word] += counts[word]
    return {"reps": len(report["reps"]), **written, "held": len(report["held"]), "in_step": report["in_step"]}
