"""Parameters that several commands share."""

from __future__ import annotations

from typing import Annotated, TypeAlias

import typer

from syncline.records.words import Collection, Side

_REP_HELP = "A rep: Salesforce user name, mailbox, or ORG/USERNAME."
_ORG_HELP = "An org: the name of its connection in the set-up file."

OptionalRep: TypeAlias = Annotated[str | None, typer.Option("--rep", help=f"{_REP_HELP} Left out: all.")]
OneRep: TypeAlias = Annotated[str, typer.Option("--rep", help=_REP_HELP)]
ChosenRep: TypeAlias = Annotated[str | None, typer.Option("--rep", help=_REP_HELP)]
OneOrg: TypeAlias = Annotated[str, typer.Option("--org", help=_ORG_HELP)]
ChosenOrg: TypeAlias = Annotated[str | None, typer.Option("--org", help=_ORG_HELP)]
Ids: TypeAlias = Annotated[list[str], typer.Argument(metavar="ID...", help="Ids as the lists show them.")]
SomeIds: TypeAlias = Annotated[list[str] | None, typer.Argument(metavar="[ID...]", help="Ids as the lists show them.")]
OfCode: TypeAlias = Annotated[str | None, typer.Option("--code", help="Only those of this cause.")]
Listen: TypeAlias = Annotated[str, typer.Option("--listen", help="Where the pages answer, as HOST:PORT.")]
Insecure: TypeAlias = Annotated[
    bool,
    typer.Option("--insecure-listen", help="Let other machines in without TLS: passwords travel in clear."),
]
Public: TypeAlias = Annotated[
    str,
    typer.Option("--public-url", metavar="URL", help="The https address of the proxy in front of the pages."),
]
Every: TypeAlias = Annotated[float, typer.Option("--every", min=1, help="Seconds from one cycle to the next.")]
Seed: TypeAlias = Annotated[int, typer.Option("--seed", help="The same seed makes the same people.")]
Reps: TypeAlias = Annotated[int, typer.Option("--reps", min=1, max=10_000, help="How many reps.")]
Contacts: TypeAlias = Annotated[int, typer.Option("--contacts", min=0, help="Contacts of each rep.")]
Events: TypeAlias = Annotated[int, typer.Option("--events", min=0, help="Events of each rep.")]
_TIME = "as 2026-03-02, 2026-03-02T14:00 (UTC unless it says otherwise), or 90m, 6h, 2d ago."
Since: TypeAlias = Annotated[str | None, typer.Option("--since", help=f"From this time on, {_TIME}")]
Until: TypeAlias = Annotated[str | None, typer.Option("--until", help=f"Before this time, {_TIME}")]
OfCollection: TypeAlias = Annotated[Collection | None, typer.Option("--collection", help="Left out: both.")]
OnSide: TypeAlias = Annotated[Side | None, typer.Option("--side", help="Where Syncline wrote. Left out: both.")]
