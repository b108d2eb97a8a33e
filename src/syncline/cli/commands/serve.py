"""`syncline up`, `web`, `worker`, `listen`: keep going until stopped."""

# ruff: noqa: TC001, TC002 - typer reads the annotations when it runs
from __future__ import annotations

import os
from functools import partial

import typer

from syncline.cli.background import LISTEN, Served, address, pages, publish, until_told, with_jobs, with_pages
from syncline.cli.beside import beside
from syncline.cli.parameters import Every, Insecure, Listen, Public
from syncline.cli.session import Session, session_of

_PATIENCE = 10.0
EVERY = 300.0
"""Seconds: a cycle every few minutes (SPEC 6.1)."""


def up(
    context: typer.Context,
    listen: Listen = LISTEN,
    every: Every = EVERY,
    public_url: Public = "",
    *,
    insecure_listen: Insecure = False,
) -> None:
    """Run everything: the database, the pages, and a cycle every few minutes."""
    session = session_of(context)
    address(listen, insecure=insecure_listen, public=public_url)
    with_pages()
    with (
        until_told() as told,
        session.store(create=True) as store,
        session.folder.running("up"),
        pages(session, store, listen, told, insecure=insecure_listen, public=public_url) as served,
    ):
        publish(store, public_url)
        said = f"Pages on {served.url} - a cycle every {every:g} seconds. Stop with Ctrl-C or syncline stop."
        _ready(session, said, served)
        listening = partial(session.machine.listen, session.folder.path, store, told)
        with beside(listening, told, "listen", _PATIENCE):
            session.machine.work(session.folder.path, store, every, told)
    session.output.note("Stopped.")


def web(
    context: typer.Context, listen: Listen = LISTEN, public_url: Public = "", *, insecure_listen: Insecure = False
) -> None:
    """Serve the pages alone."""
    session = session_of(context)
    address(listen, insecure=insecure_listen, public=public_url)
    with_pages()
    with (
        until_told() as told,
        session.store(create=True) as store,
        session.folder.running("web"),
        pages(session, store, listen, told, insecure=insecure_listen, public=public_url) as served,
    ):
        if public_url:
            publish(store, public_url)
        _ready(session, f"Pages on {served.url} - stop with Ctrl-C or syncline stop.", served)
        told.wait()
    session.output.note("Stopped.")


def worker(context: typer.Context, every: Every = EVERY) -> None:
    """Run cycles alone, one every few minutes."""
    session = session_of(context)
    with_jobs()
    with until_told() as told, session.store(create=True) as store, session.folder.running("worker"):
        _ready(session, f"A cycle every {every:g} seconds. Stop with Ctrl-C or syncline stop.", None)
        session.machine.work(session.folder.path, store, every, told)
    session.output.note("Stopped.")


def listen(context: typer.Context) -> None:
    """Listen to mail servers that tell of changes by themselves, so that cycles find them within seconds."""
    session = session_of(context)
    with until_told() as told, session.store(create=True) as store, session.folder.running("listen"):
        _ready(session, "Listening. Stop with Ctrl-C or syncline stop.", None)
        session.machine.listen(session.folder.path, store, told)
    session.output.note("Stopped.")


def _ready(session: Session, said: str, served: Served | None) -> None:
    url, code = (served.url, served.code) if served else (None, "")
    first = {"first_admin": {"url": f"{url}welcome?code={code}", "code": code}} if code else {}
    session.output.answer({"ready": True, "pid": os.getpid(), "url": url, **first})
    session.output.say(said)
    if code:
        session.output.say(f"Nobody has an account yet. Make the first one: {url}welcome?code={code}")
