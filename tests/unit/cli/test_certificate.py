"""`syncline certificate`: a key for an app, and until when it is good."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from syncline.cli.setup_file.secrets import app_certificate_problem, rsa_key_problem

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.cli_machine import FakeMachine


def test_a_key_is_made_for_the_file_and_its_certificate_for_the_app(machine: FakeMachine, tmp_path: Path) -> None:
    file = tmp_path / "sf.pem"
    made = machine.run("certificate", "make", str(file), "--json").json
    assert made == {"key": str(file), "certificate": f"{file}.crt", "ends": "2028-03-01"}
    assert file.stat().st_mode & 0o777 == 0o600
    pem, public = file.read_text(), (tmp_path / "sf.pem.crt").read_text()
    assert (rsa_key_problem(pem), app_certificate_problem(pem)) == ("", "")
    assert "PRIVATE" not in public
    assert pem.endswith(public)
    again = machine.run("certificate", "make", str(file))
    assert again.code == 2
    assert file.read_text() == pem

    row = next(row for row in machine.store.connections() if row.kind == "salesforce")
    machine.store.save_setup(connections=[replace(row, secrets={"private_key": pem})])
    told = machine.run("certificate", "--json").json["credentials"]
    assert {one["connection"]: one["ends"] for one in told if one["ends"]} == {row.name: "2028-03-01T12:00:00+00:00"}


def test_google_s_key_is_told_by_its_id(machine: FakeMachine) -> None:
    row = next(row for row in machine.store.connections() if row.kind == "exchange")
    key = json.dumps({"client_email": "sync@acme.iam.example", "private_key_id": "4f1e", "private_key": "hush"})
    machine.store.save_setup(connections=[replace(row, kind="google", secrets={"service_account_key": key})])
    shown = machine.run("certificate").out
    assert "sync@acme.iam.example, key 4f1e" in shown
    assert "hush" not in shown
