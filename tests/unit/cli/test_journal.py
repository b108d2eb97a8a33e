"""`syncline journal` and `syncline undo`, on a store in memory."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from syncline.engine.undo.outcome import UndoOutcome, Verdict
from syncline.records.words import Collection, Side
from syncline.store.changes import Changes
from syncline.store.rows import Action, JournalRow
from tests.support.cli_machine import NOON

if TYPE_CHECKING:
    from tests.support.cli_machine import FakeMachine

MARIANNE = "acme-salesforce/marianne@acme.example"
OTTO = "acme-salesforce/otto@acme.example"
CONTACTS = Collection.CONTACTS


def journal_row(number: int, *, at: datetime = NOON, rep: str = MARIANNE) -> JournalRow:
    return JournalRow(
        f"j{number}", at, rep, CONTACTS, Side.MAILBOX, f"m{number}", Action.UPDATE, "changed", {"A": "a"}, {"A": "b"}
    )


class TestJournal:
    def test_the_journal_is_narrowed_and_read_page_by_page(self, machine: FakeMachine) -> None:
        rows = [journal_row(number, at=NOON - timedelta(hours=number)) for number in range(5)]
        machine.store.commit(Changes(journal=rows))

        def read(*arguments: str) -> tuple[list[str], str]:
            answer = machine.run("journal", "--json", *arguments).json
            return [row["id"] for row in answer["journal"]], answer.get("next", "")

        assert read("--limit", "2") == (["j0", "j1"], "j1")
        assert read("--limit", "3", "--after", "j1") == (["j2", "j3", "j4"], "")
        assert read("--since", "2h", "--until", "2026-03-02T12:00") == (["j1", "j2"], "")
        assert read("--since", "2026-03-02T13:00+01:00") == (["j0"], "")
        assert read("--collection", "events") == ([], "")
        assert read("--side", "mailbox") == (["j0", "j1", "j2", "j3", "j4"], "")
        assert machine.run("journal", "--since", "yesterday").code == 2

    def test_private_values_are_shown_to_nobody_here(self, machine: FakeMachine) -> None:
        secret = replace(
            journal_row(1), private=True, whole="<secret/>", before={"Subject": "Doctor", "Location": None}
        )
        machine.store.commit(Changes(journal=[secret]))
        (row,) = machine.run("journal", "--json").json["journal"]

        assert (row["before"], row["whole"]) == ({"Subject": "(private)", "Location": None}, "(private)")
        assert "Doctor" not in machine.run("journal").out

    def test_what_was_taken_back_says_so_until_that_is_taken_back_too(self, machine: FakeMachine) -> None:
        undo = replace(journal_row(2), undoes="j1", reason="undo", who="anna")
        machine.store.commit(Changes(journal=[journal_row(1), undo]))

        def undone_by() -> dict[str, str | None]:
            return {row["id"]: row["undone_by"] for row in machine.run("journal", "--json").json["journal"]}

        assert undone_by() == {"j1": "j2", "j2": None}
        machine.store.commit(Changes(journal=[replace(journal_row(3), undoes="j2", reason="undo")]))
        assert undone_by() == {"j1": None, "j2": "j3", "j3": None}


class TestUndo:
    def test_rows_are_taken_back_by_id_newest_first(self, machine: FakeMachine) -> None:
        machine.store.commit(Changes(journal=[journal_row(1, at=NOON), journal_row(2, at=NOON + timedelta(hours=1))]))
        outcome = machine.run("undo", "j1", "j2", "--force", "--json")

        assert (outcome.code, outcome.json["undone"]) == (0, 2)
        assert machine.undid == [(["j2", "j1"], True)]

    def test_rows_are_taken_back_by_rep_and_time_but_not_twice(self, machine: FakeMachine) -> None:
        rows = [
            journal_row(1, at=NOON - timedelta(hours=3)),
            journal_row(2, at=NOON - timedelta(hours=1)),
            journal_row(3, at=NOON),
            replace(journal_row(4, at=NOON), undoes="j3", reason="undo"),
            journal_row(5, at=NOON, rep=OTTO),
        ]
        machine.store.commit(Changes(journal=rows))
        shown = machine.run("undo", "--rep", MARIANNE, "--since", "2h", "--dry-run", "--json").json["would_undo"]

        assert ([row["id"] for row in shown], machine.undid) == (["j2"], [])
        assert machine.run("undo", "--rep", MARIANNE, "--since", "2h").code == 0
        assert machine.run("undo", "--since", "2026-03-01", "--side", "mailbox").code == 0
        assert [ids for ids, _ in machine.undid] == [["j2"], ["j5", "j2", "j1"]]

    @pytest.mark.parametrize("arguments", [[], ["j1", "--rep", "marianne@acme.example"], ["unknown"]])
    def test_what_is_asked_wrongly_is_refused(self, machine: FakeMachine, arguments: list[str]) -> None:
        machine.store.commit(Changes(journal=[journal_row(1)]))
        assert (machine.run("undo", *arguments).code, machine.undid) == (2, [])

    def test_what_could_not_be_taken_back_is_told_with_what_stands_there(self, machine: FakeMachine) -> None:
        machine.store.commit(Changes(journal=[journal_row(1), journal_row(2)]))
        machine.outcomes["j1"] = UndoOutcome("j1", Verdict.CHANGED_SINCE, now={"JobTitle": "President"})
        machine.outcomes["j2"] = UndoOutcome("j2", Verdict.CHANGED_SINCE, now={"Subject": "Doctor"}, private=True)
        outcome = machine.run("undo", "j1", "j2")

        assert outcome.code == 1
        assert "JobTitle is President" in outcome.out
        assert "Doctor" not in outcome.out
