"""`syncline token`: who may use the HTTP API."""

from __future__ import annotations

from typing import Annotated

import typer

from syncline.cli.failures import WRONG_USE, CommandError
from syncline.cli.session import session_of
from syncline.jobs.tokens import TokenTakenError, make_token, revoke_token, token_holders


def token(context: typer.Context) -> None:
    """List who holds a token for the HTTP API. Tokens themselves are shown once, when they are made."""
    if context.invoked_subcommand is not None:
        return
    session = session_of(context)
    with session.store() as store:
        holders = token_holders(store)
    session.output.answer({"tokens": [{"name": name, "made": made} for name, made in holders.items()]})
    session.output.table(("name", "made"), list(holders.items()), empty="Nobody holds a token.")


def make(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME")],
    person: Annotated[str, typer.Option("--person", help="Whose it is: it may do what their account may.")] = "",
) -> None:
    """Make a token and show it, once. Without --person it may do everything, as whoever has the data folder can."""
    session = session_of(context)
    with session.store() as store:
        try:
            made = make_token(store, name, session.machine.now(), person=person)
        except TokenTakenError:
            remedy = f"Take it back first: syncline token revoke {name}"
            raise CommandError("token_taken", f"{name} holds a token already", remedy, WRONG_USE) from None
        session.hand().note(store, "token", name, {}, {"made": "yes", "person": person})
    session.output.answer({"name": name, "token": made})
    session.output.say(made)


def revoke(context: typer.Context, name: Annotated[str, typer.Argument(metavar="NAME")]) -> None:
    """Take a token back: from now on it opens nothing."""
    session = session_of(context)
    with session.store() as store:
        if not revoke_token(store, name):
            raise CommandError("unknown_token", f"{name} holds no token", "syncline token lists them.", WRONG_USE)
        session.hand().note(store, "token", name, {"made": "yes"}, {})
    session.output.answer({"revoked": name})
    session.output.say(f"The token of {name} opens nothing any more.")
