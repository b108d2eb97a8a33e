"""What a command changes is noted: who, before and after, never a secret (SPEC 7.9)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from syncline.engine.asking import COMPANY
from syncline.jobs.tokens import PREFIX
from syncline.records.words import Collection, Side
from syncline.store.changes import Changes
from syncline.store.history import Via
from syncline.store.rows import MARKED, Action, ErrorRow, HeldRow, Hold, JournalRow, UnresolvedRow
from syncline.store.short_ids import spot_id
from tests.support.cli_files import changed
from tests.support.cli_machine import NOON

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.cli_machine import FakeMachine

ORG = "acme-salesforce"
REP = f"{ORG}/marianne@acme.example"
CONTACTS = Collection.CONTACTS


def newest(machine: FakeMachine) -> tuple[str, str, dict[str, tuple[str, str]]]:
    row = machine.store.history(1)[0]
    assert (row.who, row.via, row.at) == ("jo", Via.COMMAND, NOON)
    return row.what, row.name, dict(row.changes)


def test_a_file_that_is_applied(machine: FakeMachine, setup_file: Path) -> None:
    assert {(row.what, row.who) for row in machine.store.history(100)} >= {("connection", "jo"), ("rep", "jo")}
    before = len(machine.store.history(100))
    machine.run("apply", str(setup_file))
    machine.run("apply", str(setup_file), "--dry-run")
    assert len(machine.store.history(100)) == before
    setup_file.write_text(changed("direction: both", "direction: none"))
    assert machine.run("apply", str(setup_file)).code == 0
    assert newest(machine)[2]["contacts.direction"] == ("both", "none")
    assert "correct horse" not in str(machine.store.history(100))


def test_a_word_about_a_rep_or_an_org(machine: FakeMachine) -> None:
    machine.run("pause", "--rep", REP)
    assert newest(machine) == ("rep", REP, {"paused": ("false", "true")})
    machine.run("resume", "--rep", REP)
    assert newest(machine) == ("rep", REP, {"paused": ("true", "false")})
    machine.run("reset", "--rep", REP)
    assert newest(machine) == ("rep", REP, {"reset": ("", MARKED)})
    machine.run("pause", "--org", ORG)
    assert newest(machine) == ("connection", ORG, {"paused": ("false", "true")})
    many = len(machine.store.history(100))
    machine.run("pause", "--org", ORG)
    assert len(machine.store.history(100)) == many


def test_another_org_that_is_confirmed(machine: FakeMachine) -> None:
    machine.store.save_setup(settings={f"org:{ORG}": json.dumps({"answered": "00D000000000002"})})
    assert machine.run("confirm", "--org", ORG).code == 0
    assert newest(machine) == ("connection", ORG, {"org_id": ("", "00D000000000002")})


def test_tokens(machine: FakeMachine) -> None:
    token = machine.run("token", "make", "reporting").out.strip()
    assert token.startswith(PREFIX)
    assert newest(machine) == ("token", "reporting", {"made": ("", "yes")})
    assert token not in str(machine.store.history(100))
    machine.run("token", "revoke", "reporting")
    assert newest(machine) == ("token", "reporting", {"made": ("yes", "")})


def test_what_is_decided_about_lists(machine: FakeMachine) -> None:
    error = ErrorRow(REP, CONTACTS, Side.MAILBOX, "m1", "locked", "Locked.", "Wait.", NOON)
    question = UnresolvedRow(REP, CONTACTS, Side.SALESFORCE, "003x", COMPANY, NOON)
    other = UnresolvedRow(REP, CONTACTS, Side.SALESFORCE, "003y", COMPANY, NOON)
    held = [HeldRow(one, REP, CONTACTS, Side.SALESFORCE, one, "l", "delete:gone", Hold.HELD, NOON) for one in "ab"]
    row = JournalRow("j1", NOON, REP, CONTACTS, Side.SALESFORCE, "003x", Action.UPDATE, "conflict", {}, {})
    machine.store.commit(Changes(errors=[error], unresolved=[question, other], held=held, journal=[row]))
    for words, what, done in (
        (("retry", spot_id(error)), "errors", "tried again"),
        (("unresolved", "resolve", spot_id(question)), "unresolved", "resolved"),
        (("unresolved", "ignore", spot_id(other)), "unresolved", "ignored"),
        (("held", "let-go", "a"), "held", "let go"),
        (("held", "refuse", "b"), "held", "refused"),
        (("undo", "j1"), "journal", "undo"),
    ):
        assert machine.run(*words).code == 0, words
        assert newest(machine) == (what, REP, {done: ("", "1")})


def test_whom_was_erased_is_not_noted(machine: FakeMachine) -> None:
    assert machine.run("erase", "jo@doe.example").code == 0
    what, name, changes = newest(machine)
    assert (what, name, list(changes)) == ("privacy", "erasure", ["erased"])
    assert "jo@doe.example" not in str(machine.store.history(100))


def test_the_command_lists_them(machine: FakeMachine) -> None:
    machine.run("pause", "--rep", REP)
    told = machine.run("history", "--what", "rep", "--limit", "1", "--json").json["history"][0]
    assert (told["who"], told["via"], told["name"]) == ("jo", "command", REP)
    assert told["changes"] == {"paused": ["false", "true"]}
    assert "paused: false -> true" in machine.run("history", "--name", REP).out
    assert "Nobody has changed" in machine.run("history", "--who", "nobody").out
