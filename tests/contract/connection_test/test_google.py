"""The connection test on Google Workspace over TLS: every step, and what each fault is called (SPEC 2.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from syncline.cli.mail.google import GoogleKind
from syncline.connectors.google.scopes import CALENDARS, CONTACTS, EVENTS
from syncline.jobs.connection_test import Result, Verdict, run
from syncline.sandbox.certificates import Authority
from syncline.sandbox.clock import system_clock
from syncline.sandbox.google import GoogleServer
from syncline.sandbox.server import SocketServer
from syncline.store.rows import ConnectionRow
from tests.support.google_stage import key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

REP = "marianne@acme.example"
STEPS = [
    "key", "name", "connection", "certificate", "scope_calendar.events", "scope_calendar.readonly", "scope_contacts",
    "sign_in", "calendar_folder", "contacts_folder",
]  # fmt: skip


class Workspace:
    """A domain behind a socket, and the row that leads to it."""

    def __init__(self, server: GoogleServer, url: str, bundle: Path) -> None:
        self.server = server
        self.settings: dict[str, Any] = {"calendar_url": url, "people_url": url, "ca_bundle": str(bundle)}
        self.secrets = {"service_account_key": server.key_file(url)}

    def results(self) -> list[Result]:
        """Run the mail chain alone."""
        row = ConnectionRow("workspace", "google", self.settings, self.secrets)
        kind = GoogleKind(system_clock)
        return list(run({"mail": kind.steps(row, lambda: REP, installation="here", org_id="00D1", timeout=(5.0, 5.0))}))

    def told(self) -> dict[str, str]:
        """Answer the codes of the steps that did not pass."""
        return {one.step: one.code for one in self.results() if one.verdict in {Verdict.FAILED, Verdict.WARNING}}


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    authority = Authority(tmp_path, system_clock())
    server = GoogleServer(system_clock, key=key())
    server.add_account(REP)
    with SocketServer(server, certificate=authority.issue(["localhost"]), host="localhost") as socket:
        yield Workspace(server, socket.url, authority.bundle)


def test_all_is_well_and_nothing_is_written(workspace: Workspace) -> None:
    results = workspace.results()
    assert [one.step for one in results] == STEPS
    assert {one.verdict for one in results} == {Verdict.PASSED}
    account = workspace.server.accounts[REP]
    assert all(one.values["groupType"] != "USER_CONTACT_GROUP" for one in account.book.groups.all_living())


def _lacking(scope: str) -> Callable[[Workspace], None]:
    return lambda workspace: workspace.server.tokens.delegated.discard(scope)


def _off(api: str) -> Callable[[Workspace], None]:
    return lambda workspace: workspace.server.enabled.discard(api)


def _no_key(workspace: Workspace) -> None:
    workspace.secrets["service_account_key"] = "{}"


def _deleted_key(workspace: Workspace) -> None:
    workspace.server.tokens.keys.clear()


def _disabled(workspace: Workspace) -> None:
    workspace.server.tokens.disabled = True


def _unknown(workspace: Workspace) -> None:
    workspace.server.remove_account(REP)


def _no_service(workspace: Workspace) -> None:
    workspace.server.accounts[REP].has_calendar = False


@pytest.mark.parametrize(
    ("spoil", "step", "code"),
    [
        (_no_key, "key", "google_key_unreadable"),
        (_deleted_key, "scope_calendar.events", "google_key_refused"),
        (_disabled, "scope_calendar.events", "google_account_gone"),
        (_unknown, "scope_calendar.events", "google_user_unknown"),
        (_lacking(EVENTS), "scope_calendar.events", "google_scope_missing"),
        (_lacking(CALENDARS), "scope_calendar.readonly", "google_scope_missing"),
        (_lacking(CONTACTS), "scope_contacts", "google_scope_missing"),
        (_off("calendar"), "calendar_folder", "google_calendar_off"),
        (_no_service, "calendar_folder", "google_no_service"),
        (_off("people"), "contacts_folder", "google_people_off"),
    ],
)
def test_a_fault_is_told_at_its_step(
    workspace: Workspace, spoil: Callable[[Workspace], None], step: str, code: str
) -> None:
    spoil(workspace)
    assert workspace.told() == {step: code}
