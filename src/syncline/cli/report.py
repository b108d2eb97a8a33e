"""What a cycle did, told to a person from the same document that machines get."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from syncline.cli.output import Output
    from syncline.store.rows import ErrorRow

_MANY = 10
_WAYS = ("to_salesforce", "to_mailbox")
_COUNTED = ("created", "updated", "deleted", "skipped", "failed")


def tell_report(output: Output, report: dict[str, Any], problems: Iterable[ErrorRow] = ()) -> None:
    """Show the report as a table, with what fails and whether all is in step."""
    columns = ["Rep", "Collection", "Direction", *(word.capitalize() for word in _COUNTED)]
    output.table(columns, _rows(report["reps"]), empty="Nothing was written.")
    tell_problems(output, problems)
    output.say(_verdict(report))


def tell_problems(output: Output, problems: Iterable[ErrorRow]) -> None:
    """Say each sort of problem once, with whom it concerns and what to do."""
    concerned: dict[tuple[str, str], list[str]] = {}
    for row in problems:
        concerned.setdefault((row.message, row.remedy), []).append(row.rep.partition("/")[2])
    for (message, remedy), reps in list(concerned.items())[:_MANY]:
        times = f" ({len(reps)} times)" if len(reps) > 1 else ""
        names = sorted(set(reps))
        who = names[0] if len(names) == 1 else f"{len(names)} reps"
        output.note(f"{who}: {message}{times}\n    {remedy}")
    if len(concerned) > _MANY:
        output.note(f"... and {len(concerned) - _MANY} more sorts of problems: syncline errors")


def _rows(reps: dict[str, Any]) -> Iterator[list[object]]:
    for rep, collections in reps.items():
        for collection in ("contacts", "events"):
            for way in _WAYS:
                counts = collections.get(collection, {}).get(way, {})
                if any(counts.values()):
                    yield [rep, collection, way, *(counts[word] for word in _COUNTED)]


def _verdict(report: dict[str, Any]) -> str:
    calls = ", ".join(f"{count} to {name}" for name, count in sorted(report["calls"].items()))
    apart = [f"{report[key]} {key}" for key in ("errors", "unresolved", "unrepresentable") if report[key]]
    held = [f"{len(report['held'])} held"] if report["held"] else []
    beside = f" ({', '.join(held + apart)})" if held + apart else ""
    state = "In step" if report["in_step"] else "Not in step"
    return f"{state}{beside}. Calls: {calls or 'none'}."
