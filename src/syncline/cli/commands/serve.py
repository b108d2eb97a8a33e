"""`syncline up`, `web`, `worker`: keep going until stopped."""

# ruff: noqa: TC001, TC002 - typer reads the annotations when it runs
from __future__ import annotations

import os

import typer

from syncline.cli.background import LISTEN, address, keep_cycling, pages, until_told
from syncline.cli.parameters import Every, Insecure, Listen
from syncline.cli.session import Session, session_of

EVERY = 300.0
"""Seconds: a cycle every few minutes (SPEC 6.1)."""


def up(
    context: typer.Context, listen: Listen = LISTEN, every: Every = EVERY, *, insecure_listen: Insecure = False
) -> None:
    """Run everything: the database, the pages, and a cycle every few minutes."""
    session = session_of(context)
    address(listen, insecure=insecure_listen)
    with (
        until_told() as told,
        session.store(create=True) as store,
        session.folder.running("up"),
        pages(session, store, listen, insecure=insecure_listen) as url,
    ):
        _ready(session, f"Pages on {url} - a cycle every {every:g} seconds. Stop with Ctrl-C or syncline stop.", url)
        keep_cycling(session, store, every, told)
    session.output.note("Stopped.")


def web(context: typer.Context, listen: Listen = LISTEN, *, insecure_listen: Insecure = False) -> None:
    """Serve the pages alone."""
    session = session_of(context)
    address(listen, insecure=insecure_listen)
    with (
        until_told() as told,
        session.store(create=True) as store,
        session.folder.running("web"),
        pages(session, store, listen, insecure=insecure_listen) as url,
    ):
        _ready(session, f"Pages on {url} - stop with Ctrl-C or syncline stop.", url)
        told.wait()
    session.output.note("Stopped.")


def worker(context: typer.Context, every: Every = EVERY) -> None:
    """Run cycles alone, one every few minutes."""
    session = session_of(context)
    with until_told() as told, session.store(create=True) as store, session.folder.running("worker"):
        _ready(session, f"A cycle every {every:g} seconds. Stop with Ctrl-C or syncline stop.", None)
        keep_cycling(session, store, every, told)
    session.output.note("Stopped.")


def _ready(session: Session, said: str, url: str | None) -> None:
    session.output.answer({"ready": True, "pid": os.getpid(), "url": url})
    session.output.say(said)
