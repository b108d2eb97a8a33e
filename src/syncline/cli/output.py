"""Where words go: one JSON document or tables on standard output, everything else on standard error."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TextIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from syncline.cli.failures import Failure

_WIDTH_OF_A_PIPE = 200
"""Columns where no terminal says how wide it is, so that nothing a script looks for is cut."""


@dataclass(slots=True)
class Output:
    """The two streams of a command."""

    out: TextIO
    err: TextIO
    machine: bool

    def answer(self, document: dict[str, Any]) -> None:
        """Write the JSON document, when one was asked for."""
        if self.machine:
            self.out.write(_json(document) + "\n")
            self.out.flush()

    def answer_list(self, name: str, items: Iterable[dict[str, Any]]) -> None:
        """Write a JSON document of one long list, item by item: it need not fit into memory."""
        if not self.machine:
            return
        self.out.write(f'{{"{name}": [')
        for place, item in enumerate(items):
            self.out.write(", " * bool(place) + _json(item))
        self.out.write("]}\n")
        self.out.flush()

    def say(self, text: str) -> None:
        """Tell a person the outcome; with `--json` this goes to standard error."""
        self._console().print(Text(text), soft_wrap=True)

    def table(self, columns: Sequence[str], rows: Iterable[Sequence[object]], *, empty: str) -> None:
        """Show rows to a person; `empty` is said when there are none."""
        if self.machine:
            return
        table = Table(*columns, box=None, pad_edge=False, header_style="bold")
        for row in rows:
            table.add_row(*(Text("" if cell is None else str(cell)) for cell in row))
        if table.row_count:
            self._console().print(table)
        else:
            self.say(empty)

    def note(self, text: str) -> None:
        """Say something beside the outcome, on standard error."""
        self.errors().print(Text(text), soft_wrap=True)

    def failure(self, failure: Failure) -> None:
        """Tell of an error in the form that was asked for."""
        if self.machine:
            self.answer(failure.as_json())
            return
        problems = failure.more.get("problems", ())
        for problem in problems:
            self.note(f"{_place(problem)}: {problem['message']}\n    {problem['remedy']}")
        for warning in failure.more.get("warnings", ()):
            self.note(f"{_place(warning)}: warning: {warning['message']}\n    {warning['remedy']}")
        told = any(problem["remedy"] == failure.remedy for problem in problems)
        self.note(f"Error: {failure.message}" if told else f"Error: {failure.message}\n{failure.remedy}")

    def errors(self) -> Console:
        """Answer the console of standard error."""
        return _console(self.err)

    def _console(self) -> Console:
        return _console(self.err if self.machine else self.out)


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def _console(stream: TextIO) -> Console:
    return Console(file=stream, highlight=False, width=None if stream.isatty() else _WIDTH_OF_A_PIPE)


def _place(problem: dict[str, Any]) -> str:
    return f"{problem['file']}:{problem['line']}:{problem['column']}" if problem["line"] else str(problem["file"])
