"""Every abstract state of a link has the verdict and the reason that a person reviewed.

The reviewed file is `truth_table.txt`; `UPDATE_TRUTH_TABLE=1` writes it anew, and its difference is what is reviewed.
`docs/decisions.md` is made from it by `tools/decisions.py`.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.support.truth.book import CHAPTERS, REVIEWED, reviewed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.truth.table import Chapter


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.title)
def test_every_state_has_the_outcome_that_was_reviewed(chapter: Chapter) -> None:
    lines = chapter.lines()
    if os.environ.get("UPDATE_TRUTH_TABLE"):
        known = reviewed() | {chapter.title: lines}
        ordered = ["\n".join(known[one.title]) for one in CHAPTERS if one.title in known]
        REVIEWED.write_text("\n\n".join(ordered) + "\n", encoding="utf-8")
    assert lines == reviewed()[chapter.title]


def rows() -> Iterator[tuple[list[str], str]]:
    """What happened, and what came of it, for each reviewed row about a pair that was linked."""
    for title in (chapter.title for chapter in CHAPTERS[:2]):
        for line in reviewed()[title][3:]:
            state, _, outcome = line.partition("=>")
            yield [word.strip() for word in state.split("|")], outcome


def test_no_state_deletes_what_was_not_seen_to_be_deleted() -> None:
    """P1: the other copy was deleted, or it is a copy of ours of what does not qualify any more."""
    for (salesforce, mailbox, *_), outcome in rows():
        if "delete in salesforce" in outcome:
            assert mailbox == "deleted", (salesforce, mailbox)
        if "delete in mailbox" in outcome:
            assert salesforce in {"deleted", "other owner", "other's, unseen", "out of filter"}, (salesforce, mailbox)


def test_no_state_loses_a_value() -> None:
    """P2: what a person typed since the pair was in step is on a side, or the journal tells what became of it."""
    for (salesforce, mailbox, *_), outcome in rows():
        for what, typed in ((salesforce, "from Salesforce"), (mailbox, "from mailbox")):
            assert what != "changed" or typed in outcome or "journal:" in outcome, (salesforce, mailbox)


def test_what_cannot_be_read_is_never_written_to_nor_deleted() -> None:
    for (salesforce, mailbox, direction, *_), outcome in rows():
        verdict = outcome.partition("|")[0]
        assert mailbox != "cannot be read" or not {"write", "delete"} & set(verdict.split()), outcome
        if salesforce == "cannot be read" and direction in {"both", "to_mailbox", "both, to_mailbox"}:
            assert not {"write", "delete"} & set(verdict.split()), outcome


def test_what_does_not_sync_is_not_touched() -> None:
    for chapter in CHAPTERS[:4]:
        for line in reviewed()[chapter.title][3:]:
            words = [word.strip() for word in line.partition("=>")[0].split("|")]
            assert "none" not in words[2].split(", ") or "=> nothing |" in line, line
