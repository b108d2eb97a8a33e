"""One connection or configuration changed by itself, with a command (SPEC 7.8)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.cli_files import private_key

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.cli_machine import FakeMachine

SALES = "Field sales"


def shown(machine: FakeMachine, section: str, name: str) -> dict[str, Any]:
    found: dict[str, Any] = machine.run(section, "show", name, "--json").json
    return found[section.removesuffix("s")]  # type: ignore[no-any-return]


def put(machine: FakeMachine, section: str, name: str, part: dict[str, Any], *more: str) -> Any:
    file: Path = machine.folder.parent / "part.json"
    file.write_text(json.dumps(part))
    return machine.run(section, "put", name, str(file), "--json", *more)


def secrets(machine: FakeMachine, name: str) -> dict[str, str]:
    return dict(next(row.secrets for row in machine.store.connections() if row.name == name))


def test_they_are_listed(machine: FakeMachine) -> None:
    (one,) = machine.run("configurations", "--json").json["configurations"]
    assert (one["name"], one["active"], one["reps"]) == (SALES, True, 2)
    told = machine.run("connections", "--json").json["connections"]
    assert [(row["name"], row["kind"]) for row in told] == [
        ("acme-exchange", "exchange"),
        ("acme-salesforce", "salesforce"),
    ]
    assert SALES in machine.run("configurations").out
    assert "acme-exchange" in machine.run("connections").out


def test_a_configuration_is_shown_replaced_and_told(machine: FakeMachine) -> None:
    part = shown(machine, "configurations", "field SALES")
    part["contacts"]["direction"] = "to_mailbox"
    tried = put(machine, "configurations", SALES, part, "--dry-run")
    assert tried.json["changes"][0]["details"] == ["contacts.direction: both -> to_mailbox"]
    assert shown(machine, "configurations", SALES)["contacts"]["direction"] == "both"
    assert put(machine, "configurations", SALES, part, "--offline").code == 0
    assert shown(machine, "configurations", SALES)["contacts"]["direction"] == "to_mailbox"
    assert machine.store.history(1)[0].changes == {"contacts.direction": ("both", "to_mailbox")}
    assert put(machine, "configurations", SALES, part, "--offline").json["changed"] is False


def test_it_is_made_inactive_active_and_deleted(machine: FakeMachine) -> None:
    assert machine.run("configurations", "deactivate", SALES).code == 0
    assert machine.store.configurations()[0].active is False
    assert machine.run("configurations", "activate", SALES, "--offline").code == 0
    assert machine.store.configurations()[0].active is True
    assert machine.run("configurations", "remove", SALES).code == 0
    assert machine.store.configurations() == []


def test_a_new_connection_beside_the_others(machine: FakeMachine) -> None:
    before = {row.name: row.secrets for row in machine.store.connections()}
    machine.environment = {"POST": "hunter two", "ACME_EXCHANGE_PASSWORD": "of somebody else"}
    part = {"kind": "exchange", "service_account": "svc@acme.example", "password": {"env": "POST"}}
    assert put(machine, "connections", "post", part).code == 0
    assert secrets(machine, "post") == {"password": "hunter two"}
    assert {name: secrets(machine, name) for name in before} == before
    assert "hunter two" not in machine.run("connections", "show", "post").out
    assert machine.run("connections", "remove", "post").code == 0
    assert machine.run("connections", "remove", "acme-exchange").code == 2


def test_what_is_secret_stays_unless_its_variable_is_set(machine: FakeMachine) -> None:
    machine.environment = {}
    part = shown(machine, "connections", "acme-exchange") | {"auth": "ntlm"}
    assert put(machine, "connections", "acme-exchange", part).code == 0
    assert secrets(machine, "acme-exchange") == {"password": "correct horse"}
    machine.environment = {"ACME_EXCHANGE_PASSWORD": "another one"}
    assert put(machine, "connections", "acme-exchange", part).code == 0
    assert secrets(machine, "acme-exchange") == {"password": "another one"}
    assert secrets(machine, "acme-salesforce") == {"private_key": private_key()}


@pytest.mark.parametrize("text", ["", "- a list", "a: [", "just words"])
def test_what_is_no_part_is_refused(machine: FakeMachine, text: str) -> None:
    file = machine.folder.parent / "part.yaml"
    file.write_text(text)
    outcome = machine.run("configurations", "put", SALES, str(file), "--json")
    assert (outcome.code, outcome.json["error"]["code"]) == (2, "usage")
    assert machine.run("configurations", "put", SALES, str(file.with_name("none"))).code == 2


def test_what_is_not_there_is_named_with_what_is(machine: FakeMachine) -> None:
    outcome = machine.run("configurations", "show", "Feild sales", "--json")
    assert (outcome.code, outcome.json["error"]["code"]) == (2, "unknown_configuration")
    assert SALES in outcome.json["error"]["remedy"]
