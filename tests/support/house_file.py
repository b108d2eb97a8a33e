"""The house set up by a file, as an admin does it: read, compared, written."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from syncline.cli.setup_file.export import exported
from syncline.cli.setup_file.plan import SetUpPlan, plan
from syncline.cli.setup_file.read import read
from tests.support.cli_files import surroundings

if TYPE_CHECKING:
    from tests.support.house import House

CONNECTIONS = """\
connections:
  acme: {kind: salesforce, login_url: "https://login.salesforce.com", client_id: abc,
         username: sync@acme.example, private_key: {env: SF_KEY}}
  mail: {kind: exchange, ews_url: "https://mail.acme.example/EWS/Exchange.asmx",
         service_account: svc@acme.example, password: {env: EXCHANGE_PASSWORD}}
configurations:
"""
BOTH = "contacts: {direction: both}, events: {direction: none}"


def configuration(name: str, *members: str, active: bool = True, settings: str = BOTH) -> str:
    """Write a configuration; a member is `profile:NAME` or a user name."""
    profiles = ", ".join(one.removeprefix("profile:") for one in members if one.startswith("profile:"))
    reps = ", ".join(one for one in members if not one.startswith("profile:"))
    state = str(active).lower()
    return f"  {name}: {{active: {state}, org: acme, mail: mail, profiles: [{profiles}], reps: [{reps}], {settings}}}\n"


def apply_file(house: House, *configurations: str) -> SetUpPlan:
    """Apply a file of these configurations, and answer what it changed."""
    text = CONNECTIONS + "".join(configurations) + ("" if configurations else "  {}\n")
    made = plan(read(text, "setup.yaml", surroundings()), house.store, house.clock())
    made.write(house.store)
    return made


def apply_object(house: House, setup: dict[str, Any]) -> SetUpPlan:
    """Apply a set-up as `export` answers it, with its secrets where it says they are."""
    around = surroundings({"ACME_PRIVATE_KEY": surroundings().environment["SF_KEY"], "MAIL_PASSWORD": "correct horse"})
    return plan(read(json.dumps(setup), "setup.json", around), house.store, house.clock())


def export_of(house: House) -> dict[str, Any]:
    """The set-up as `syncline export` answers it."""
    return exported(house.store)


def in_force(house: House) -> dict[str, str]:
    """Which configuration each rep is in, by the first part of the address; who left is not there."""
    return {rep.username.partition("@")[0]: rep.configuration for rep in house.store.reps() if rep.configuration}
