"""`syncline preview CONFIGURATION`: what it would do, before it is made active. Nothing is written."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Annotated, Any

import typer

from syncline.cli.failures import WRONG_USE, CommandError
from syncline.cli.progress import shown_progress
from syncline.cli.session import session_of
from syncline.cli.setup_file.problems import did_you_mean
from syncline.jobs.preview.counting import ACTIONS, BOTH_WAYS
from syncline.jobs.preview.run import SAMPLE
from syncline.jobs.preview.run import preview as look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from syncline.cli.output import Output
    from syncline.store.port import Store

_COUNTED = ("create", "update", "overwritten", "delete", "match", "held", "unresolved", "unrepresentable", "failed")


def preview(
    context: typer.Context,
    configuration: Annotated[str, typer.Argument(help="The name of a configuration, active or not.")],
    limit: Annotated[
        int, typer.Option("--limit", min=0, help="How many items to list of each rep, direction and sort.")
    ] = SAMPLE,
) -> None:
    """Show what CONFIGURATION would do: everything counted, a sample listed. Nothing is written on either side."""
    session = session_of(context)
    with session.store() as store, shown_progress(session) as progress:
        name = _find(store, configuration)
        connector = session.machine.looking(session.folder.path)
        told = look(
            store, connector, name, session.machine.now, lambda: uuid.uuid4().hex, sample=limit, progress=progress
        )
    session.output.answer(told)
    _tell(session.output, told)


def _find(store: Store, named: str) -> str:
    names = [row.name for row in store.configurations()]
    found = [name for name in names if name.casefold() == named.casefold()]
    if found:
        return found[0]
    remedy = did_you_mean(named, names, "Configurations are") if names else "Apply a set-up file with one first."
    raise CommandError("unknown_configuration", f"no configuration is called {named}", remedy, WRONG_USE)


def _tell(output: Output, told: dict[str, Any]) -> None:
    columns = ["Rep", "Collection", "Direction", *(word.capitalize() for word in _COUNTED)]
    output.table(columns, _rows(told["reps"]), empty="Nothing would be written.")
    listed = [(item["rep"], item["direction"], item["action"], item["name"], _details(item)) for item in told["items"]]
    output.table(["Rep", "Direction", "Action", "Record", "Details"], listed, empty="Nothing would change.")
    for problem in told["problems"]:
        output.note(f"{problem['user']}: {problem['message']}\n    {problem['remedy']}")
    state = "is active" if told["active"] else "is not active"
    counted = sum(told["totals"].get(action, 0) for action in ACTIONS)
    rest = counted - len(told["items"])
    more = f" {rest} more are counted and not listed (--limit)." if rest else ""
    output.say(f"{told['configuration']} {state}. Nothing was written.{more}")


def _rows(reps: dict[str, Any]) -> Iterator[list[object]]:
    for rep, collections in reps.items():
        for collection, counts in collections.items():
            for way in ("to_salesforce", "to_mailbox", BOTH_WAYS):
                row = [counts[word].get(way, 0) for word in _COUNTED]
                if any(row):
                    yield [rep, collection, way, *row]


def _details(item: dict[str, Any]) -> str:
    """Say what is overwritten, or why nothing is done."""
    fields = [
        f"{label}: {_shown(one['before'])} -> {_shown(one['after'])}" for label, one in item.get("fields", {}).items()
    ]
    return "; ".join([*fields, *([item["why"]] if "why" in item else [])])


def _shown(value: object) -> str:
    return "(empty)" if value is None else str(value)
