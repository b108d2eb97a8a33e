"""Commands, run as a person or a program runs them, on a store in memory."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from syncline.connectors.errors import StopConnectionError
from syncline.engine.asking import NOT_REPRESENTABLE
from syncline.records.candidate import Candidate
from syncline.records.words import Collection, Side
from syncline.store.changes import Changes
from syncline.store.errors import StoreUnavailableError
from syncline.store.memory import MemoryStore
from syncline.store.rows import Action, CycleRow, ErrorRow, HeldRow, Hold, JournalRow, Sighting, UnresolvedRow
from syncline.store.schedule import Turn, Whose
from tests.support.cli_files import changed
from tests.support.cli_machine import NOON, in_step

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.cli_machine import FakeMachine

MARIANNE = "acme-salesforce/marianne@acme.example"
OTTO = "acme-salesforce/otto@acme.example"
CONTACTS = Collection.CONTACTS


def error(rep: str = MARIANNE, record: str = "m1", **more: Any) -> ErrorRow:
    words = {"code": "locked", "message": "The row is locked.", "remedy": "Wait."}
    place = {"collection": CONTACTS, "side": Side.MAILBOX}
    return ErrorRow(rep=rep, record_id=record, at=NOON, **(place | words | more))


def held(held_id: str = "h1") -> HeldRow:
    return HeldRow(held_id, MARIANNE, CONTACTS, Side.SALESFORCE, "003x", "l1", "delete:gone", Hold.HELD, NOON)


def parked(record: str = "m1") -> Sighting:
    return Sighting(MARIANNE, CONTACTS, Side.MAILBOX, record, reason="locked", attempts=3)


class TestApply:
    def test_tells_what_it_does_and_is_idempotent(self, fresh: FakeMachine, setup_file: Path) -> None:
        first, second = (fresh.run("apply", str(setup_file), "--json") for _ in range(2))

        assert (first.code, first.json["changed"], first.json["reps"]) == (0, True, 2)
        assert (second.code, second.json["changed"], second.json["changes"]) == (0, False, [])

    def test_dry_run_writes_nothing_at_all(self, fresh: FakeMachine, setup_file: Path) -> None:
        outcome = fresh.run("apply", str(setup_file), "--dry-run")

        assert "Dry run: nothing was written." in outcome.out
        assert fresh.store.connections() == []
        assert not fresh.folder.exists()

    def test_a_bad_file_is_refused_with_places_and_leaves_no_folder(self, fresh: FakeMachine, setup_file: Path) -> None:
        setup_file.write_text(changed("auth: basic", "auth: bsic", changed("active: true", "aktive: true")))
        outcome = fresh.run("apply", str(setup_file))

        assert outcome.code == 2
        assert f"{setup_file}:8:11: 'bsic' is not a word" in outcome.err
        assert f"{setup_file}:12:5: 'aktive' is not a key" in outcome.err
        assert "Did you mean 'active'?" in outcome.err
        assert not fresh.folder.exists()

    def test_problems_are_told_to_machines_with_line_and_column(self, fresh: FakeMachine, setup_file: Path) -> None:
        setup_file.write_text(changed("auth: basic", "auth: bsic"))
        error = fresh.run("--json", "apply", str(setup_file)).json["error"]

        assert error["code"] == "setup_file"
        assert [(one["line"], one["column"]) for one in error["problems"]] == [(8, 11)]

    def test_a_plain_secret_is_taken_with_a_warning(self, fresh: FakeMachine, setup_file: Path) -> None:
        setup_file.write_text(changed("{env: EXCHANGE_PASSWORD}", "Tell-Nobody-1"))
        outcome = fresh.run("apply", str(setup_file))

        assert outcome.code == 0
        assert f"{setup_file}:7:15: a secret stands in the file itself" in outcome.err
        assert "Tell-Nobody-1" not in outcome.out + outcome.err

    def test_secret_files_lie_beside_the_set_up_file(self, fresh: FakeMachine, setup_file: Path) -> None:
        setup_file.write_text(changed("{env: EXCHANGE_PASSWORD}", "{file: secrets/exchange.txt}"))
        (setup_file.parent / "secrets").mkdir()
        (setup_file.parent / "secrets" / "exchange.txt").write_text("battery staple\n")

        assert fresh.run("apply", str(setup_file)).code == 0
        assert fresh.store.connections()[0].secrets == {"password": "battery staple"}

    @pytest.mark.parametrize("name", ["missing.yaml", "."])
    def test_a_file_that_cannot_be_read_is_named(self, fresh: FakeMachine, tmp_path: Path, name: str) -> None:
        outcome = fresh.run("apply", str(tmp_path / name), "--json")

        assert (outcome.code, outcome.json["error"]["problems"][0]["line"]) == (2, 0)

    def test_what_to_do_about_the_one_problem_of_a_file_is_said_once(self, fresh: FakeMachine, tmp_path: Path) -> None:
        told = fresh.run("apply", str(tmp_path / "missing.yaml")).err

        assert told.count("Check the path.") == 1
        assert "has 1 problem; nothing was written" in told

    def test_a_file_that_is_not_utf8_is_named(self, fresh: FakeMachine, setup_file: Path) -> None:
        setup_file.write_bytes("connections: {Müller: {}}".encode("latin-1"))

        assert "not text in UTF-8" in fresh.run("apply", str(setup_file)).err


class TestSync:
    def test_in_step_is_success_and_the_report_is_the_document(self, machine: FakeMachine) -> None:
        outcome = machine.run("sync", "--once", "--json")

        assert (outcome.code, outcome.json) == (0, in_step())
        assert machine.cycled == [None]

    def test_not_in_step_fails(self, machine: FakeMachine) -> None:
        machine.reports = [in_step(in_step=False, errors=1)]
        machine.store.commit(Changes(errors=[error()]))
        outcome = machine.run("sync", "--once")

        assert outcome.code == 1
        assert "Not in step (1 error)" in outcome.out
        assert "marianne@acme.example: The row is locked.\n    Wait." in outcome.err

    def test_what_is_left_though_nothing_failed_is_said_to_be_for_the_next_cycle(self, machine: FakeMachine) -> None:
        machine.reports = [in_step(in_step=False)]
        outcome = machine.run("sync", "--once")

        assert (outcome.code, outcome.err) == (1, "")
        assert "Not in step yet: something is left for the next cycle." in outcome.out

    def test_one_rep_alone(self, machine: FakeMachine) -> None:
        machine.run("sync", "--once", "--rep", "OTTO.B@acme.example")

        assert machine.cycled == [OTTO]

    def test_must_be_told_how_often(self, machine: FakeMachine) -> None:
        outcome = machine.run("sync")

        assert (outcome.code, machine.cycled) == (2, [])
        assert "sync --once" in outcome.err

    def test_writes_stand_in_a_table(self, machine: FakeMachine) -> None:
        report = in_step()
        report["reps"]["marianne@acme.example"]["contacts"]["to_mailbox"]["created"] = 17
        machine.reports = [report]

        assert "17" in machine.run("sync", "--once").out

    def test_progress_goes_to_standard_error_when_asked_for(self, machine: FakeMachine) -> None:
        quiet, asked = machine.run("sync", "--once"), machine.run("sync", "--once", "--progress", "--json")

        assert "reading contacts" not in quiet.err
        assert "marianne@acme.example: reading contacts: 200" in asked.err
        assert asked.json == in_step()

    @pytest.mark.parametrize(
        ("raised", "code"),
        [
            (StopConnectionError("No host is called nowhere.", code="unknown_host"), "unknown_host"),
            (StoreUnavailableError("committing", "57P01"), "store_unavailable"),
        ],
    )
    def test_foreseen_errors_have_no_traceback(self, machine: FakeMachine, raised: Exception, code: str) -> None:
        machine.reports = [raised]
        human, told = machine.run("sync", "--once"), machine.run("sync", "--once", "--json")

        assert (human.code, told.code) == (1, 1)
        assert "Traceback" not in human.err
        assert told.json["error"]["code"] == code
        assert told.json["error"]["remedy"]


class TestLists:
    def test_status_names_state_and_remedy(self, machine: FakeMachine) -> None:
        counts: dict[str, Any] = {}
        machine.store.commit(Changes(errors=[error()], cycles=[CycleRow(MARIANNE, NOON, NOON, counts)]))
        outcome = machine.run("status")
        marianne, otto = machine.run("status", "--json").json["reps"]

        assert (marianne["state"], otto["state"]) == ("failing", "not started")
        assert marianne["reasons"] == [
            {"code": "locked", "message": "The row is locked.", "remedy": "Wait.", "count": 1}
        ]
        assert "marianne@acme.example" in outcome.out
        assert "Wait." in outcome.err

    def test_status_of_one_rep(self, machine: FakeMachine) -> None:
        outcome = machine.run("status", "--rep", "otto@acme.example", "--json")

        assert [rep["user"] for rep in outcome.json["reps"]] == ["otto@acme.example"]

    def test_errors_as_csv_are_safe_for_spreadsheets(self, machine: FakeMachine) -> None:
        machine.store.commit(Changes(errors=[error(message='=HYPERLINK("x")')]))
        (row,) = csv.DictReader(io.StringIO(machine.run("errors", "--csv").out))

        assert (row["rep"], row["record"], row["direction"]) == (MARIANNE, "m1", "to_salesforce")
        assert row["message"].startswith("'=")

    def test_many_errors_are_read_in_portions_and_written_whole(
        self, machine: FakeMachine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        machine.store.commit(Changes(errors=[error(record=f"m{number}") for number in range(2500)]))
        asked: list[int | None] = []
        read = MemoryStore.errors

        def counted(store: MemoryStore, **options: Any) -> list[ErrorRow]:
            asked.append(options.get("limit"))
            return read(store, **options)

        monkeypatch.setattr(MemoryStore, "errors", counted)
        records = {f"m{number}" for number in range(2500)}
        assert {one["record"] for one in machine.run("errors", "--json").json["errors"]} == records
        assert {one["record"] for one in csv.DictReader(io.StringIO(machine.run("errors", "--csv").out))} == records
        shown = machine.run("errors")
        assert shown.out.count("Wait.") == 1000
        assert "There are more than these 1000" in shown.err
        assert len(machine.run("retry", "--code", "locked", "--json").json["retried"]) == 2500
        assert set(asked) == {1000}

    def test_errors_of_one_direction(self, machine: FakeMachine) -> None:
        machine.store.commit(Changes(errors=[error(), error(side=Side.SALESFORCE, record="003a")]))
        listed = machine.run("errors", "--direction", "to_mailbox", "--json").json["errors"]
        assert [one["record"] for one in listed] == ["003a"]
        assert machine.run("errors", "--direction", "sideways").code == 2

    def test_unrepresentable_items_are_counted_apart(self, machine: FakeMachine) -> None:
        rows = [
            UnresolvedRow(
                MARIANNE,
                CONTACTS,
                Side.MAILBOX,
                "m1",
                "many_matches",
                NOON,
                (Candidate("003a", "Ann"), Candidate("003b")),
            ),
            UnresolvedRow(MARIANNE, CONTACTS, Side.MAILBOX, "m2", f"{NOT_REPRESENTABLE}recurring", NOON),
        ]
        machine.store.commit(Changes(unresolved=rows))
        totals = machine.run("status", "--json").json["totals"]

        assert (totals["unresolved"], totals["unrepresentable"]) == (1, 1)
        assert "003a Ann" in machine.run("unresolved").out

    def test_journal_shows_before_and_after(self, machine: FakeMachine) -> None:
        row = JournalRow(
            "j1", NOON, MARIANNE, CONTACTS, Side.SALESFORCE, "003x", Action.UPDATE, "mailbox_changed",
            {"JobTitle": "Clerk"}, {"JobTitle": "Head"},
        )  # fmt: skip
        machine.store.commit(Changes(journal=[row]))

        assert "JobTitle: Clerk -> Head" in machine.run("journal").out
        assert machine.run("journal", "--rep", OTTO, "--json").json == {"journal": []}


class TestDecisions:
    def test_what_stops_a_rep_whole_is_tried_at_once(self, machine: FakeMachine) -> None:
        """It has no record whose turn could come: the rep's own turn does."""
        machine.store.add_turns([Turn(Whose.REP, MARIANNE, NOON + timedelta(hours=1), 60)])
        machine.store.commit(Changes(errors=[error(collection=None, side=None, record="")]))
        machine.run("retry", "--code", "locked")
        assert [turn.due for turn in machine.store.turns(Whose.REP)] == [NOON]

    def test_retry_takes_the_record_up_at_once(self, machine: FakeMachine) -> None:
        machine.store.commit(Changes(errors=[error()], sightings=[parked()]))
        (listed,) = machine.run("errors", "--json").json["errors"]

        assert machine.run("retry", listed["id"], "--json").json == {"retried": [listed["id"]]}
        (seen,) = machine.store.due(MARIANNE, CONTACTS, NOON, 10)
        assert (seen.record_id, seen.attempts) == ("m1", 0)

    def test_resolve_takes_the_record_up_at_once(self, machine: FakeMachine) -> None:
        row = UnresolvedRow(MARIANNE, CONTACTS, Side.MAILBOX, "m1", "many_matches", NOON)
        machine.store.commit(Changes(unresolved=[row], sightings=[parked()]))
        (listed,) = machine.run("unresolved", "--json").json["unresolved"]

        assert machine.run("unresolved", "resolve", listed["id"]).code == 0
        assert len(machine.store.due(MARIANNE, CONTACTS, NOON, 10)) == 1

    def test_an_answer_waits_for_the_next_cycle_and_a_wrong_one_is_refused(self, machine: FakeMachine) -> None:
        row = UnresolvedRow(MARIANNE, CONTACTS, Side.MAILBOX, "m1", "contradiction", NOON)
        machine.store.commit(Changes(unresolved=[row]))
        (listed,) = machine.run("unresolved", "--json").json["unresolved"]
        wrong = machine.run("unresolved", "resolve", listed["id"], "--to", "001000000000001AAA", "--json")

        assert (wrong.code, wrong.json["error"]["code"]) == (2, "wrong_answer")
        assert machine.run("unresolved", "resolve", listed["id"], "--to", "003000000000001AAA").code == 0
        (shown,) = machine.run("unresolved", "--json").json["unresolved"]
        assert (shown["state"], shown["answers"]) == ("answered", ["003000000000001AAA"])

    def test_items_are_ignored_one_by_one_or_all_of_a_kind(self, machine: FakeMachine) -> None:
        kinds = ("contradiction", "contradiction", "copy_in_mailbox")
        rows = [UnresolvedRow(MARIANNE, CONTACTS, Side.MAILBOX, f"m{n}", kind, NOON) for n, kind in enumerate(kinds)]
        machine.store.commit(Changes(unresolved=rows))

        assert machine.run("unresolved", "ignore").code == 2
        assert (
            len(machine.run("unresolved", "ignore", "--all", "--kind", "contradiction", "--json").json["ignored"]) == 2
        )
        (left,) = machine.run("unresolved", "--json").json["unresolved"]
        assert machine.run("status", "--json").json["totals"]["unresolved"] == 1
        assert machine.run("unresolved", "ignore", left["id"]).code == 0
        assert machine.run("unresolved", "--json").json == {"unresolved": []}
        assert len(machine.run("unresolved", "--ignored", "--json").json["unresolved"]) == 3

    @pytest.mark.parametrize(("word", "state"), [("let-go", Hold.ALLOWED), ("refuse", Hold.REFUSED)])
    def test_held_deletions_get_a_persons_word(self, machine: FakeMachine, word: str, state: Hold) -> None:
        machine.store.commit(Changes(held=[held()]))

        assert machine.run("held", word, "h1").code == 0
        assert [row.state for row in machine.store.held()] == [state]
        assert machine.run("held", "--json").json == {"held": []}

    def test_a_persons_word_may_be_about_all_of_a_rep_or_about_everything(self, machine: FakeMachine) -> None:
        others = replace(held("h3"), rep=OTTO, record_id="003z")
        machine.store.commit(Changes(held=[held(), replace(held("h2"), record_id="003y"), others]))

        assert machine.run("held", "let-go", "--rep", MARIANNE, "--json").json == {"let_go": ["h1", "h2"]}
        assert machine.run("held", "refuse", "--all", "--json").json == {"refused": ["h3"]}
        for unclear in ([], ["h1", "--all"], ["--all", "--rep", OTTO]):
            assert machine.run("held", "refuse", *unclear).code == 2

    @pytest.mark.parametrize("command", [["retry"], ["held", "let-go"], ["held", "refuse"], ["unresolved", "resolve"]])
    def test_an_unknown_id_is_refused_before_anything_is_done(self, machine: FakeMachine, command: list[str]) -> None:
        machine.store.commit(Changes(held=[held()]))
        outcome = machine.run(*command, "h1" if command[0] == "held" else "h2", "nonsense", "--json")

        assert (outcome.code, outcome.json["error"]["code"]) == (2, "unknown_id")
        assert [row.state for row in machine.store.held()] == [Hold.HELD]

    def test_pause_and_resume(self, machine: FakeMachine) -> None:
        assert machine.run("pause", "--rep", "marianne@acme.example", "--json").json["paused"]
        assert machine.run("status", "--rep", MARIANNE, "--json").json["reps"][0]["state"] == "paused"
        assert not machine.run("resume", "--rep", "marianne@acme.example", "--json").json["paused"]
        assert not machine.store.reps()[0].paused

    def test_reset_marks_the_rep(self, machine: FakeMachine) -> None:
        assert machine.run("reset", "--rep", "marianne@acme.example", "--json").json["reset"] == "marked"
        assert machine.run("status", "--rep", MARIANNE, "--json").json["reps"][0]["state"] == "marked for reset"

    def test_an_unknown_rep_is_refused(self, machine: FakeMachine) -> None:
        outcome = machine.run("reset", "--rep", "nobody@acme.example", "--json")

        assert (outcome.code, outcome.json["error"]["code"]) == (2, "unknown_rep")


class TestUse:
    def test_options_may_stand_anywhere(self, machine: FakeMachine) -> None:
        assert machine.run("--json", "status").json == machine.run("status", "--json").json

    @pytest.mark.parametrize(
        "arguments", [["bogus"], ["status", "--bogus"], ["apply"], ["retry"], ["up", "--every", "x"]]
    )
    def test_wrong_use_is_told_in_the_form_that_was_asked_for(self, machine: FakeMachine, arguments: list[str]) -> None:
        human, told = machine.run(*arguments), machine.run(*arguments, "--json")

        assert (human.code, told.code) == (2, 2)
        assert human.err.startswith("Error: ")
        assert told.json["error"]["code"] == "usage"

    @pytest.mark.parametrize("command", ["status", "errors", "journal", "held", "unresolved", "export", "stop"])
    def test_no_folder_is_made_by_looking(self, fresh: FakeMachine, command: str) -> None:
        outcome = fresh.run(command, "--json")

        assert (outcome.code, outcome.json["error"]["code"]) == (2, "no_data_folder")
        assert not fresh.folder.exists()

    def test_the_data_folder_is_for_its_owner_alone(self, machine: FakeMachine) -> None:
        assert machine.folder.stat().st_mode & 0o777 == 0o700

    @pytest.mark.parametrize("command", ["up", "web"])
    def test_pages_are_for_this_machine_unless_insisted(self, machine: FakeMachine, command: str) -> None:
        outcome = machine.run(command, "--listen", "0.0.0.0:8000", "--json")

        assert (outcome.code, outcome.json["error"]["code"]) == (2, "insecure_listen")

    @pytest.mark.parametrize("listen", ["8000", "127.0.0.1", "127.0.0.1:http", "127.0.0.1:70000", ":8000"])
    def test_an_address_must_be_one(self, machine: FakeMachine, listen: str) -> None:
        assert machine.run("web", "--listen", listen).code == 2

    def test_a_folder_that_cannot_be_written_is_told(self, fresh: FakeMachine, setup_file: Path) -> None:
        fresh.folder.write_text("a file stands here")
        outcome = fresh.run("apply", str(setup_file), "--json")

        assert (outcome.code, outcome.json["error"]["code"]) == (2, "data_folder")

    @pytest.mark.parametrize(
        ("raised", "code", "exit_code"),
        [
            (OSError(28, "No space left on device"), "system", 1),
            (KeyboardInterrupt(), "interrupted", 130),
        ],
    )
    def test_what_the_system_does_is_told(
        self, machine: FakeMachine, raised: BaseException, code: str, exit_code: int
    ) -> None:
        machine.reports = [raised]
        outcome = machine.run("sync", "--once", "--json")

        assert (outcome.code, outcome.json["error"]["code"]) == (exit_code, code)

    def test_export_is_ready_for_apply(self, machine: FakeMachine, tmp_path: Path) -> None:
        exported = tmp_path / "export.json"
        document = machine.run("export", "--json").json
        document["connections"]["acme-salesforce"]["private_key"] = {"env": "SF_KEY"}
        document["connections"]["acme-exchange"]["password"] = {"env": "EXCHANGE_PASSWORD"}
        exported.write_text(json.dumps(document))

        assert machine.run("apply", str(exported), "--json").json["changes"] == []


class TestOrgs:
    def test_an_org_is_paused_and_resumed_by_its_name(self, machine: FakeMachine) -> None:
        paused = machine.run("pause", "--org", "ACME-salesforce", "--json").json
        assert paused == {"org": "acme-salesforce", "changed": True, "paused": True}
        assert machine.run("pause", "--org", "acme-salesforce", "--json").json["changed"] is False
        assert "org paused" in machine.run("status").out
        assert machine.run("resume", "--org", "acme-salesforce").out == "acme-salesforce: resumed.\n"

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (("pause",), "one of --rep and --org is wanted"),
            (("pause", "--rep", "a", "--org", "b"), "one of --rep and --org is wanted"),
            (("pause", "--org", "acme-exchange"), "no org connection is called acme-exchange"),
            (("confirm", "--org", "acme-salesfroce"), "Did you mean 'acme-salesforce'?"),
        ],
    )
    def test_what_is_asked_wrongly_is_said(self, machine: FakeMachine, arguments: tuple[str, ...], said: str) -> None:
        outcome = machine.run(*arguments)
        assert outcome.code == 2
        assert said in outcome.err

    def test_an_org_is_confirmed_only_once_another_one_answered(self, machine: FakeMachine) -> None:
        outcome = machine.run("confirm", "--org", "acme-salesforce", "--json")
        assert (outcome.code, outcome.json["error"]["code"]) == (1, "nothing_to_confirm")
        row = next(one for one in machine.store.connections() if one.kind == "salesforce")
        machine.store.save_setup(
            connections=[replace(row, org_id="00D1")], settings={"org:acme-salesforce": '{"answered": "00D2"}'}
        )
        assert machine.run("confirm", "--org", "acme-salesforce", "--json").json["org_id"] == "00D2"
        assert {rep.reset for rep in machine.store.reps()} == {"marked"}


class TestPreview:
    def test_a_name_that_is_not_there_is_asked_about(self, machine: FakeMachine) -> None:
        outcome = machine.run("preview", "Field sale")
        assert outcome.code == 2
        assert "Did you mean 'Field sales'?" in outcome.err

    def test_a_side_that_is_not_there_is_told(self, machine: FakeMachine) -> None:
        outcome = machine.run("preview", "field SALES", "--json")
        assert outcome.code == 0
        assert {one["code"] for one in outcome.json["problems"]} == {"unavailable"}
        assert machine.store.errors() == []
