"""The page of SPEC 7.10: what a look found, in each of its states."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from syncline.connectors.errors import UnavailableError
from syncline.store.changes import Changes
from tests.contract.web.conftest import NOW, Browser, browser_on, person, text_of
from tests.contract.web.filled import ANN, fill
from tests.contract.web.program import Program
from tests.support.house import House, Looking

if TYPE_CHECKING:
    from syncline.cli.connector import LiveOrg
    from syncline.connectors.salesforce.connection import SalesforceConnection
    from syncline.store.database import DatabaseStore
    from syncline.store.rows import ConnectionRow
    from syncline.web.asked import Around

PAGE = "/coming-from"


class OfAnOrg(Looking):
    """The sandbox's org, for every connection to one."""

    def org(self, row: ConnectionRow) -> LiveOrg:
        assert row.kind == "salesforce"
        return super().org(row)


@pytest.fixture
def house() -> House:
    return House(reps=("ann@acme.example",))


@pytest.fixture
def around(around: Around, house: House) -> Around:
    return replace(around, looking=lambda: OfAnOrg(house))


def look(admin: Browser) -> str:
    return text_of(admin.post(f"{PAGE}/look", page=PAGE))


def test_nobody_has_looked_and_there_is_nothing_to_look_at(admin: Browser) -> None:
    said = text_of(admin.get(PAGE))
    assert "Nobody has looked yet." in said
    assert "Setup, Lightning Sync Configurations : take the reps out" in said
    assert "There is no Salesforce connection to ask." in look(admin)


def test_nothing_speaks_for_another_tool(admin: Browser, store: DatabaseStore) -> None:
    fill(store)
    said = look(admin)
    assert "Nothing speaks for another tool at work" in said
    assert "acme: Einstein Activity Capture is not enabled, or the integration user may not see it." in said


def test_a_rep_whom_activity_capture_syncs(admin: Browser, store: DatabaseStore, house: House) -> None:
    fill(store)
    (user,) = house.org.admin.query("SELECT Id FROM User WHERE Username = 'ann@acme.example'")
    house.org.setup.enable_activity_capture(user["Id"])
    said = look(admin)
    assert "Einstein Activity Capture syncs 1 rep of acme" in said
    assert "as well: ann@acme.example." in said
    assert "Nothing speaks for" not in said


def test_an_org_that_does_not_answer(admin: Browser, store: DatabaseStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_connection: SalesforceConnection) -> list[str] | None:
        raise UnavailableError("The org answers 503.")

    fill(store)
    monkeypatch.setattr("syncline.connectors.salesforce.connection.SalesforceConnection.captured", refuse)
    said = look(admin)
    assert "acme could not be asked." in said
    assert "Nothing speaks for" not in said


def test_a_value_that_is_put_back_again_and_again(admin: Browser, store: DatabaseStore) -> None:
    made = fill(store)
    rows = [replace(made.journal, id=f"x{hour}", at=NOW - timedelta(hours=hour)) for hour in range(1, 4)]
    store.commit(Changes(journal=rows))
    said = look(admin)
    assert "Into 1 record the same value had to be put 3 times or more within a day." in said
    assert "ann@acme.example, contacts, in Salesforce: 4 times" in said


def test_a_program_looks(around: Around, store: DatabaseStore) -> None:
    fill(store)
    answer = {"org": "acme", "shown": False, "users": [], "reps": [], "code": ""}
    found = Program(around, store).call("POST", "/coming-from/look")
    assert found == (200, {"clear": True, "orgs": [answer], "rewritten": []})


def test_a_viewer_reads_the_steps_and_asks_nobody(around: Around, store: DatabaseStore) -> None:
    from syncline.web.access.permissions import Permission  # noqa: PLC0415 - Django has to be set up before

    viewer = browser_on(around).sign_in(person([Permission.VIEW], rep=ANN))
    assert "The way over" in text_of(viewer.get(PAGE))
    assert viewer.post(f"{PAGE}/look", page=PAGE).status_code == 403
