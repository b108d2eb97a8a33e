"""What runs until it is told to stop, and the pages."""

from __future__ import annotations

import os
import re
import secrets
import signal
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from syncline.cli.beside import beside
from syncline.cli.failures import WRONG_USE, CommandError
from syncline.cli.setup_file.desk import SetUpDesk
from syncline.jobs.hooks import PUBLIC_URL
from syncline.jobs.key_drawer import KeyDrawer
from syncline.store.secrets import open_box
from syncline.web.asked import Around
from syncline.web.loopback import is_loopback

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import FrameType

    from syncline.cli.session import Session
    from syncline.engine.undo.outcome import UndoOutcome
    from syncline.store.port import Store
    from syncline.store.rows import JournalRow

_PATIENCE = 5.0
LISTEN = "127.0.0.1:8000"
_HIGHEST_PORT = 65535
_PUBLIC = re.compile(r"https://[A-Za-z0-9.-]+(:\d{1,5})?/?")


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


def address(listen: str, *, insecure: bool, public: str = "") -> tuple[str, int]:
    """Take HOST:PORT apart. Raises `CommandError`, also when passwords would travel the network in clear."""
    host, colon, port = listen.rpartition(":")
    if not colon or not host or not port.isdecimal() or int(port) > _HIGHEST_PORT:
        raise CommandError("usage", f"{listen!r} is no address to listen on", f"Write --listen {LISTEN}", WRONG_USE)
    if not is_loopback(host) and not insecure and not public:
        raise CommandError(
            "insecure_listen",
            f"listening on {host} would send passwords over the network in clear",
            "Listen on 127.0.0.1 behind a proxy that speaks TLS and name its address with --public-url, or insist "
            "with --insecure-listen.",
            WRONG_USE,
        )
    if public and not _PUBLIC.fullmatch(public):
        message = f"{public!r} is no address of pages behind TLS"
        raise CommandError("usage", message, "Write --public-url https://sync.acme.example/", WRONG_USE)
    return host, int(port)


def publish(store: Store, public: str) -> None:
    """Let every worker know where mail systems may post that something changed; empty: nowhere."""
    url = f"{public.rstrip('/')}/" if public else ""
    if store.setting(PUBLIC_URL) != url:
        store.save_setup(settings={PUBLIC_URL: url})


def with_pages() -> None:
    """Say before the store is opened that this process serves pages: Django is set up once, and needs to know."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "syncline.web.settings"


def with_jobs() -> None:
    """The same for a process that works without pages."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "syncline.jobs.service.settings"


@dataclass(frozen=True, slots=True)
class Served:
    """Pages that answer."""

    url: str
    code: str
    """Makes the first admin; empty once there is an account."""


@contextmanager
def pages(
    session: Session,
    store: Store,
    listen: str,
    told: threading.Event,
    *,
    insecure: bool = False,
    public: str = "",
    demo: str = "",
) -> Iterator[Served]:
    """Serve the pages while the block runs; `told` is set where they cannot be served any more.

    `demo` is as `Around` has it. Raises `CommandError`.
    """
    host, port = address(listen, insecure=insecure, public=public)
    if not is_loopback(host) and not public:
        session.output.note(f"Warning: whoever listens on the way to {listen} reads passwords.")
    # Half a second of Django that only serving needs.
    from syncline.web.people.first import demo_admin, nobody_yet  # noqa: PLC0415
    from syncline.web.serve import Front, PageServer  # noqa: PLC0415

    if demo:
        demo_admin(demo)
    code = secrets.token_urlsafe(12) if nobody_yet() else ""
    machine, folder = session.machine, session.folder.path
    looking = partial(machine.looking, folder)
    around = Around(
        store,
        machine.now,
        partial(machine.chains, folder),
        undo=partial(_undo, session, store),
        desk=SetUpDesk(store, folder, machine.now, looking),
        keys=KeyDrawer(folder / "keys", machine.now, partial(secrets.token_hex, 16)),
        looking=looking,
        environment=machine.environment,
        code=code,
        demo=demo,
    )
    key = open_box(folder, machine.environment.get("SYNCLINE_KEY")).derived("pages")
    server = PageServer(around, Front(host, port, key, public))
    try:
        server.bind()
    except OSError as error:
        remedy = "Stop what listens there, or choose another port with --listen."
        raise CommandError("address_taken", f"cannot listen on {listen}: {error.strerror or error}", remedy) from error
    with beside(server.serve, told, "pages", _PATIENCE):
        try:
            yield Served(server.url, code)
        finally:
            server.stop()


def _undo(
    session: Session,
    store: Store,
    rows: Sequence[JournalRow],
    who: str,
    force: bool,  # noqa: FBT001 - `Around` has it so
) -> list[UndoOutcome]:
    """Take rows back in a person's name."""
    return session.machine.undo(session.folder.path, store, rows, force=force, who=who)
