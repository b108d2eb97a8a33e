"""Print what becomes of every event in the referees' calendars; `--write` makes it the baseline."""

from __future__ import annotations

import sys

from rich.console import Console
from rich.table import Table

from syncline.sandbox.server import SocketServer
from tests.acceptance.real_input.calendars import ARCHIVES, loads
from tests.acceptance.real_input.counts import counts, send, total, write
from tests.acceptance.real_input.journey import Switch
from tests.acceptance.real_input.judge import complaints


def main() -> int:
    """Send every file through; answers 1 where something is not as the file means it."""
    if not loads():
        Console(stderr=True).print("The calendars are not there: run `make setup`.")
        return 2
    switch, wrong = Switch(), 0
    found: dict[str, dict[str, int]] = {}
    with SocketServer(switch, threads=2) as server:
        for load in loads():
            journey = send(load, switch, f"{server.url}/EWS/Exchange.asmx")
            found |= {part.title: counts(part, journey) for part in load.parts}
            for complaint in complaints(journey):
                wrong += 1
                Console().print(complaint)
    if "--write" in sys.argv:
        write(found)
    _show(found)
    return 1 if wrong else 0


def _show(found: dict[str, dict[str, int]]) -> None:
    table = Table("fate", *ARCHIVES, "all", title=f"{len(found)} files")
    of = {name: total(one for title, one in found.items() if title.startswith(name)) for name in ARCHIVES}
    everything = total(found.values())
    for name, number in everything.most_common():
        table.add_row(name, *(str(of[archive][name]) for archive in ARCHIVES), str(number))
    table.add_section()
    table.add_row("all", *(str(of[archive].total()) for archive in ARCHIVES), str(everything.total()))
    Console().print(table)


if __name__ == "__main__":
    sys.exit(main())
