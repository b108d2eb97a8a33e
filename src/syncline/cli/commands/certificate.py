"""`syncline certificate`: keys for apps that ask for a certificate, and until when those in use are good."""

# ruff: noqa: TC003 - typer reads the annotations when it runs
from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from syncline.cli.failures import WRONG_USE, CommandError
from syncline.cli.session import session_of
from syncline.jobs.credentials import certificate_in, credentials_of
from syncline.jobs.key_drawer import make_pem


def certificate(context: typer.Context) -> None:
    """List in whose name each connection works, and when its certificate ends."""
    if context.invoked_subcommand is not None:
        return
    session = session_of(context)
    with session.store() as store:
        found = [(row, credentials_of(row)) for row in store.connections()]
    answer = [
        {"connection": row.name, "account": one.account, "key": one.key, "ends": one.ends and one.ends.isoformat()}
        for row, one in found
    ]
    session.output.answer({"credentials": answer})
    rows = [(row.name, one.said, one.ends.date().isoformat() if one.ends else "not known") for row, one in found]
    session.output.table(("connection", "account", "certificate ends"), rows, empty="There are no connections.")


def make(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where the key goes; the certificate goes to FILE.crt.")],
) -> None:
    """Make a key and its certificate, good for two years. FILE is for the set-up file, FILE.crt for the app."""
    session = session_of(context)
    public = file.with_name(f"{file.name}.crt")
    taken = next((path for path in (file, public) if path.exists()), None)
    if taken is not None:
        raise CommandError(
            "usage", f"{taken} is there already", "Name another file: a key is never replaced.", WRONG_USE
        )
    pem = make_pem(session.machine.now())
    file.touch(mode=0o600, exist_ok=False)  # somebody else's file would be as open as they made it
    file.write_text(pem, encoding="ascii")
    found = certificate_in(pem)
    if found is None:  # it was made a moment ago
        raise CommandError("defect", "the certificate cannot be read", "Report it.")
    public.write_text(pem[pem.index("-----BEGIN CERTIFICATE-----") :], encoding="ascii")
    ends = found.not_valid_after_utc.date().isoformat()
    session.output.answer({"key": os.fspath(file), "certificate": os.fspath(public), "ends": ends})
    session.output.say(f"{file} holds the private key and stays here; upload {public} to the app. Good until {ends}.")
