"""Write `docs/decisions.md` from the reviewed truth table, for people who administer Syncline.

Run after `tests/unit/engine/truth_table.txt` changed; `tests/unit/test_decisions.py` fails until it was.
"""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "tests" / "unit" / "engine" / "truth_table.txt"
PAGE = ROOT / "docs" / "decisions.md"
SETTINGS = ("direction", "deletes", "conflicts", "was first in")

HEAD = """\
# What Syncline does, case by case

One contact that is in step: something happens to it in Salesforce, in the mailbox, or in both, before the next cycle.
Each section is one such case, each row what then comes of it under the settings named; a setting that makes no
difference is left out. *old* is the value both sides held before. The list is complete, is made from a reviewed file
(`tests/unit/engine/truth_table.txt`), and a test plays every row of it.

*linked*: the pair goes on. *ended*: the pair is remembered and left alone. *asked*: an unresolved item waits for a
person. *journal*: what was overwritten or deleted can be read there.
"""


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(TABLE.read_text(encoding="utf-8").splitlines()), encoding="utf-8")


def page(lines: list[str]) -> str:
    """Answer the page for the lines of the table."""
    rows = [_row(line) for line in lines]
    sections = [HEAD]
    for (salesforce, mailbox), group in groupby(rows, key=lambda row: row[0][:2]):
        sections.append(f"## Salesforce: {salesforce} · mailbox: {mailbox}\n")
        sections.append(_section([(row[0][2:], row[1]) for row in group]))
    return "\n".join(sections)


def _row(line: str) -> tuple[tuple[str, ...], str]:
    state, _, outcome = line.partition("=>")
    return tuple(word.strip() for word in state.split("|")), outcome.strip()


def _section(rows: list[tuple[tuple[str, ...], str]]) -> str:
    kept = [column for column in range(len(SETTINGS)) if _matters(rows, column)]
    if not kept:
        return f"Always: {rows[0][1]}.\n"
    head = [SETTINGS[column] for column in kept]
    table = [f"| {' | '.join([*head, 'then'])} |", f"|{'---|' * (len(kept) + 1)}"]
    folded = dict.fromkeys((tuple(state[column] for column in kept), outcome) for state, outcome in rows)
    table += [f"| {' | '.join([*state, outcome])} |" for state, outcome in folded]
    return "\n".join(table) + "\n"


def _matters(rows: list[tuple[tuple[str, ...], str]], column: int) -> bool:
    """Whether two rows that differ in this setting alone come to different ends."""
    outcomes: dict[tuple[str, ...], set[str]] = {}
    for state, outcome in rows:
        outcomes.setdefault(state[:column] + state[column + 1 :], set()).add(outcome)
    return any(len(found) > 1 for found in outcomes.values())


if __name__ == "__main__":
    main()
