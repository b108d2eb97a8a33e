"""`syncline demo`: everything on the sandbox, with one command."""

# ruff: noqa: TC001 - typer reads the annotations when it runs
from __future__ import annotations

import tempfile
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import requests
import typer

from syncline.cli.background import LISTEN, address, pages, until_told, with_pages
from syncline.cli.demonstration import apply_setup, cycles_until_in_step, sandbox_process
from syncline.cli.failures import FAILED
from syncline.cli.logs import log_to
from syncline.cli.parameters import Contacts, Events, Listen, Reps, Seed
from syncline.cli.report import tell_report
from syncline.cli.session import Session, session_of
from syncline.cli.trouble import explain, tell

if TYPE_CHECKING:
    from syncline.store.port import Store

_PATIENCE = 10.0
"""Seconds that the sandbox may take over its second act."""
_ADMIN = "demo"
"""As whom everybody on this machine is signed in to the demonstration's pages."""
_EVERY = 5.0
"""Seconds: short, so that a visitor sees an edit arrive."""


def demo(
    context: typer.Context,
    reps: Reps = 20,
    contacts: Contacts = 200,
    events: Events = 100,
    seed: Seed = 1,
    listen: Listen = LISTEN,
    *,
    once: Annotated[bool, typer.Option("--once", help="End when all is in step: 0, or 1 if it never is.")] = False,
    trouble: Annotated[
        bool, typer.Option("--trouble", help="Add what an admin will really meet, and explain each (3 reps or more).")
    ] = False,
) -> None:
    """Sync made-up people between local servers, then keep going with a status page (or end, with --once)."""
    session = session_of(context)
    address(listen, insecure=False)
    if not once:
        with_pages()
    arguments = [f"--{key}={value}" for key, value in
                 {"reps": reps, "contacts": contacts, "events": events, "seed": seed}.items()]  # fmt: skip
    arguments.append("--trouble" if trouble else "--orgs=2")
    with ExitStack() as stack:
        session = _with_folder(session, stack)
        session.output.note(f"Starting a sandbox: {reps} reps, {contacts} contacts and {events} events each ...")
        sandbox = stack.enter_context(sandbox_process(arguments))
        outcome = _run(session, sandbox, listen, once=once)
    if once and not _as_it_should_be(outcome):
        raise typer.Exit(FAILED)


def _with_folder(session: Session, stack: ExitStack) -> Session:
    """Use the data folder that was named, else one that goes when the demonstration ends, its database first."""
    if session.options.data_named:
        return session
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="syncline-demo-")))
    stack.callback(session.machine.stop_database, folder)
    return replace(session, options=replace(session.options, data=folder))


def _run(session: Session, sandbox: dict[str, Any], listen: str, *, once: bool) -> dict[str, Any]:
    with session.store(create=True) as store:
        apply_setup(session, store, sandbox["setup"])
        session.output.note("Syncing ...")
        outcome = cycles_until_in_step(session, store)
        tell_report(session.output, outcome, store.errors())
        if "trouble" in sandbox:
            outcome = _with_trouble(session, store, sandbox["trouble"])
        if once:
            session.output.answer(outcome)
            return outcome
        with (
            until_told() as told,
            session.folder.running("demo"),
            pages(session, store, listen, told, demo=_ADMIN) as served,
        ):
            session.output.answer({**outcome, "page": served.url, "servers": sandbox["servers"]})
            session.output.say(f"Open {served.url} - stop with Ctrl-C.")
            log_to(session.output.err, idle=False)  # that line stays in sight, and what is written is seen
            session.machine.work(session.folder.path, store, _EVERY, told)
    return outcome


def _with_trouble(session: Session, store: Store, trouble: dict[str, Any]) -> dict[str, Any]:
    """Play the second act, sync, and explain each trouble."""
    session.output.note("Now the rep throws customers away ...")
    requests.post(trouble["second_act_url"], timeout=_PATIENCE).raise_for_status()
    outcome = cycles_until_in_step(session, store)
    explained = explain(store, trouble["prepared"])
    tell(session.output, explained)
    return {**outcome, "trouble": [one.as_json() for one in explained]}


def _as_it_should_be(outcome: dict[str, Any]) -> bool:
    """In step; or, with trouble, every single one shown as what it is."""
    if "trouble" in outcome:
        return all(one["as_expected"] for one in outcome["trouble"])
    return bool(outcome["in_step"])
