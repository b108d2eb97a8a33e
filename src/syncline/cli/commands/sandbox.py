"""`syncline sandbox`: local servers to try things on."""

# ruff: noqa: TC001 - typer reads the annotations when it runs
from __future__ import annotations

import json
import os
import tempfile
import threading
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from syncline.cli.background import until_told
from syncline.cli.failures import WRONG_USE, CommandError
from syncline.cli.parameters import Contacts, Events, Reps, Seed
from syncline.cli.session import session_of
from syncline.cli.setup_file.problems import did_you_mean

if TYPE_CHECKING:
    from syncline.sandbox.posture import Posture

TROUBLED_SERVERS = ("salesforce", "exchange")
"""Where trouble is prepared."""
SERVERS = (*TROUBLED_SERVERS, "microsoft365", "google")
TROUBLED = 3
"""Reps that trouble needs at least."""
_STANDARD_INPUT = 0


def sandbox(
    context: typer.Context,
    seed: Seed = 1,
    reps: Reps = 20,
    contacts: Contacts = 200,
    events: Events = 100,
    only: Annotated[
        str | None, typer.Option("--only", help="Which servers, separated by commas.", show_default="all")
    ] = None,
    orgs: Annotated[int, typer.Option("--orgs", help="How many orgs the reps are users of.", min=1, max=2)] = 1,
    *,
    trouble: Annotated[bool, typer.Option("--trouble", help="Prepare what an admin will really meet.")] = False,
    exchange_auth: Annotated[str, typer.Option(help="What Exchange offers: ntlm, basic, negotiate.")] = "ntlm,basic",
    exchange_extended_protection: Annotated[str, typer.Option(help="none, allow or require.")] = "none",
    exchange_build: Annotated[str, typer.Option(help="Which Exchange it poses as.")] = "2016 CU23",
    exchange_tls: Annotated[bool, typer.Option(help="Put Exchange behind TLS under a CA of its own.")] = False,
    google_propagation: Annotated[
        int, typer.Option(help="Seconds until a written Google contact shows in listings.", min=0)
    ] = 0,
    with_parent: Annotated[bool, typer.Option("--with-parent", hidden=True)] = False,
) -> None:
    """Serve a Salesforce org and mail servers with made-up people. The first line is JSON: servers and set-up."""
    from syncline.sandbox.demo import start_sandbox  # noqa: PLC0415 - loads servers that no other command needs

    session = session_of(context)
    wanted = _servers(",".join(TROUBLED_SERVERS if trouble else SERVERS) if only is None else only)
    if trouble and (reps < TROUBLED or orgs > 1 or wanted != set(TROUBLED_SERVERS)):
        remedy = f"Leave --only and --orgs out, and write --reps {TROUBLED} or more."
        message = f"--trouble needs Salesforce and Exchange, and {TROUBLED} reps"
        raise CommandError("usage", message, remedy, WRONG_USE)
    posture = _posture(exchange_auth, exchange_extended_protection, exchange_build, tls=exchange_tls)
    with until_told() as told, tempfile.TemporaryDirectory(prefix="syncline-sandbox-") as folder:
        running = start_sandbox(
            wanted,
            seed,
            reps,
            contacts,
            events,
            Path(folder),
            posture=posture,
            with_trouble=trouble,
            google_propagation=timedelta(seconds=google_propagation),
            orgs=orgs,
        )
        try:
            first = {"servers": running.servers, "setup": running.setup}
            if running.trouble:
                first["trouble"] = running.trouble
            session.output.out.write(json.dumps(first) + "\n")
            session.output.out.flush()
            if with_parent:
                threading.Thread(target=_wait_for_parent, args=(told,), daemon=True).start()
            told.wait()
        finally:
            running.stop()


def _servers(only: str) -> set[str]:
    wanted = {name.strip() for name in only.split(",") if name.strip()}
    for name in sorted(wanted - set(SERVERS)):
        message = f"there is no server {name!r}"
        raise CommandError("usage", message, did_you_mean(name, SERVERS, "Known are"), WRONG_USE)
    return wanted


def _posture(auth: str, protection: str, build: str, *, tls: bool) -> Posture:
    from syncline.sandbox.exchange.builds import BUILDS  # noqa: PLC0415 - see above
    from syncline.sandbox.exchange.gate import ExtendedProtection  # noqa: PLC0415
    from syncline.sandbox.posture import Posture  # noqa: PLC0415

    schemes = {"ntlm": "NTLM", "basic": "Basic", "negotiate": "Negotiate"}
    words = [word.strip().lower() for word in auth.split(",") if word.strip()]
    for word in words:
        _known(word, list(schemes))
    _known(protection, [one.value for one in ExtendedProtection])
    _known(build, list(BUILDS))
    return Posture(tuple(schemes[word] for word in words), ExtendedProtection(protection), build, tls)


def _known(given: str, known: list[str]) -> None:
    if given not in known:
        raise CommandError("usage", f"{given!r} is not known here", did_you_mean(given, known, "Known are"), WRONG_USE)


def _wait_for_parent(told: threading.Event) -> None:
    """The end of standard input says that the process that started this one is gone, however it went."""
    # Read past Python's own buffer, whose lock a waiting thread would hold when the program ends.
    while os.read(_STANDARD_INPUT, 1024):
        pass
    told.set()
