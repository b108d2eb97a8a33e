"""Write `docs/decisions.md` from the reviewed truth table, for people who administer Syncline.

Run after `tests/simulation/truth_table.txt` changed; `tests/unit/test_decisions.py` fails until it was.
"""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "tests" / "simulation" / "truth_table.txt"
PAGE = ROOT / "docs" / "decisions.md"
ANY = "any"
HAPPENED = 2
"""The first columns say what happened; the others are settings."""

HEAD = """\
# What Syncline does, case by case

Each section is one thing that can happen to a contact or an event in Salesforce before the next cycle, each row what
happened in the mailbox meanwhile, and what then comes of it under the settings named; a setting that makes no
difference is left out. The list is made from a reviewed file
(`tests/simulation/truth_table.txt`); a test plays every state of it, {states} in all, through the engine.

**Does** is what Syncline does, **because** the words that it keeps about it (in the journal, the error report, the
unresolved items or the ended pair), **then** what is there afterwards. *old* is the value both sides held before.
*linked*: the pair goes on. *ended*: the pair is remembered and left alone. *asked*: an unresolved item waits for a
person.

Words of the cases: *not visible*, the rep may not see the record any more · *cannot be read*, the server fails to
hand it out, though it changed · *not listed*, it is gone, no deletion was reported, and a complete listing does not
have it · *vanished*, it left the folder and is found nowhere · *new id*, the server numbered it anew · *out of
filter*, it does not meet the configuration's criteria any more · *other owner*, it changed hands (*other's, unseen*:
and the rep cannot see it any more) · *namesake*, the same name at another address · *other name*, another first name
at the same address · *latest (salesforce)*, the policy is *latest* and Salesforce was edited later.

Because: *in_step*, both sides hold what was agreed · *direction*, the configuration does not write there ·
*not_told*, the side does not sync, or nothing has reported the change yet · *not_looked_at*, nothing there is to be
synced · *changed*, *conflict*, *first_match*, *new*, *back* and *same_record* say why something was written, copied
or linked.
"""


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(TABLE.read_text(encoding="utf-8")), encoding="utf-8")


def page(table: str) -> str:
    """Answer the page for the text of the table."""
    chapters = [part.splitlines() for part in table.split("\n\n")]
    states = sum(int(lines[1].split()[1]) for lines in chapters)
    sections = [HEAD.format(states=f"{states:,}")]
    for title, _, columns, *lines in chapters:
        sections.append(f"## {title.removeprefix('# ').capitalize()}\n")
        sections += _chapter(_cells(columns.removesuffix("=>")), lines)
    return "\n".join(sections)


def _chapter(columns: list[str], lines: list[str]) -> list[str]:
    rows = [(_cells(state), _cells(told)) for state, _, told in (line.partition("=>") for line in lines)]
    sections: list[str] = []
    for first, group in groupby(rows, key=lambda row: row[0][0]):
        table = [f"| {columns[1]} | when | does | because | then |", "|---|---|---|---|---|"]
        table += [f"| {state[1]} | {_when(columns, state)} | {' | '.join(told)} |" for state, told in group]
        sections += [f"### {columns[0]}: {first}\n", "\n".join(table) + "\n"]
    return sections


def _when(columns: list[str], state: list[str]) -> str:
    """Name the settings on which the outcome depends."""
    settings = zip(columns[HAPPENED:], state[HAPPENED:], strict=True)
    return " · ".join(f"{name}: {word}" for name, word in settings if word != ANY) or "always"


def _cells(text: str) -> list[str]:
    return [word.strip() for word in text.split("|")]


if __name__ == "__main__":
    main()
