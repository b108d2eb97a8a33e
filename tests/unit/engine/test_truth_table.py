"""Every abstract state of a link has the outcome that a person reviewed.

The reviewed file is `truth_table.txt`; `UPDATE_TRUTH_TABLE=1` writes it anew, and its difference is what is reviewed.
`docs/decisions.md` is made from it by `tools/decisions.py`.
"""

from __future__ import annotations

import os
from pathlib import Path

from tests.support.truth import table

REVIEWED = Path(__file__).with_name("truth_table.txt")


def test_every_state_has_the_outcome_that_was_reviewed() -> None:
    lines = table()
    if os.environ.get("UPDATE_TRUTH_TABLE"):
        REVIEWED.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert lines == REVIEWED.read_text(encoding="utf-8").splitlines()


def test_no_state_deletes_what_was_not_seen_to_be_deleted() -> None:
    for line in table():
        state, _, outcome = line.partition("=>")
        happened = [word.strip() for word in state.split("|")][:2]
        if "journal: delete on salesforce" in outcome:
            assert happened[1] == "deleted", line
        if "journal: delete on mailbox" in outcome:
            assert happened[0] in {"deleted", "other owner"}, line


def test_no_state_loses_a_value() -> None:
    """What a person typed since the pair was in step is on a side, or the journal tells what became of it."""
    for line in table():
        outcome = line.partition("=>")[2]
        for typed, what in (("from Salesforce", "changed"), ("from mailbox", "changed")):
            column = 0 if typed == "from Salesforce" else 1
            if line.split("|")[column].strip() == what and typed not in outcome:
                assert "journal:" in outcome, line
