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
    errors = f"{report['errors']} error{'s' if report['errors'] > 1 else ''}" if report["errors"] else ""
    held = f"{len(report['held'])} held" if report["held"] else ""
    apart = [f"{report[key]} {key}" for key in ("unresolved", "unrepresentable") if report[key]]
    told = ", ".join(filter(None, [held, errors, *apart]))
    return f"{_state(report)}{f' ({told})' if told else ''}. Calls: {calls or 'none'}."


def _state(report: dict[str, Any]) -> str:
    """In step or not; where nothing is wrong and something left, that the next cycle has it."""
    if report["in_step"]:
        return "In step"
    stopped = report["held"] or report["errors"]
    return "Not in step" if stopped else "Not in step yet: something is left for the next cycle"
