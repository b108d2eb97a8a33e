"""The connection test on Microsoft 365 over TLS: every step, and what each fault is called (SPEC 2.1)."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from werkzeug.wrappers import Response

from syncline.cli.mail.microsoft365 import Microsoft365Kind
from syncline.jobs.connection_test import Result, Verdict, run
from syncline.sandbox.certificates import Authority
from syncline.sandbox.clock import system_clock
from syncline.sandbox.microsoft365 import Microsoft365Server, Secret
from syncline.sandbox.server import SocketServer
from syncline.store.rows import ConnectionRow
from tests.support.app_certificate import FROM, app_certificate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

REP = "marianne@acme.example"
STEPS = [
    "name", "connection", "certificate", "sign_in", "app_roles", "mailbox", "contacts_folder", "calendar_folder",
    "deleted_items",
]  # fmt: skip


class Cloud:
    """A tenant behind a socket, and the row that leads to it."""

    def __init__(self, server: Microsoft365Server, url: str, authority: Authority) -> None:
        self.server = server
        self.authority = authority
        self.settings: dict[str, Any] = {
            "tenant": server.tenant.id,
            "client_id": server.client_id,
            "authority": url,
            "graph_url": url,
            "ca_bundle": str(authority.bundle),
        }
        self.secrets = {"client_secret": server.secret}
        self.clock: Callable[[], datetime] = system_clock

    def results(self) -> list[Result]:
        """Run the mail chain alone."""
        row = ConnectionRow("cloud", "microsoft365", self.settings, self.secrets)
        kind = Microsoft365Kind(self.clock)
        steps = kind.steps(row, lambda: REP, installation="here", org_id="00D1", timeout=(5.0, 5.0))
        return list(run({"mail": steps}))

    def told(self) -> dict[str, str]:
        """Answer the codes of the steps that did not pass."""
        return {one.step: one.code for one in self.results() if one.verdict in {Verdict.FAILED, Verdict.WARNING}}


@contextmanager
def serving(application: WSGIApplication, authority: Authority) -> Iterator[str]:
    certificate = authority.issue(["localhost"])
    with SocketServer(application, certificate=certificate, host="localhost") as socket:
        yield socket.url


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"), system_clock())


@pytest.fixture
def cloud(authority: Authority) -> Iterator[Cloud]:
    server = Microsoft365Server(system_clock)
    server.add_mailbox(REP)
    with serving(server, authority) as url:
        yield Cloud(server, url, authority)


def test_all_is_well(cloud: Cloud) -> None:
    results = cloud.results()
    assert [one.step for one in results] == STEPS
    assert {one.verdict for one in results} == {Verdict.PASSED}
    assert all(one.seen for one in results)
    assert cloud.server.mailboxes[REP].contacts.children == {}, "a test writes nothing"


def _secret(cloud: Cloud) -> None:
    cloud.secrets = {"client_secret": "wrong"}


def _expired(cloud: Cloud) -> None:
    cloud.server.app.secrets[:] = [Secret(cloud.server.secret, datetime(2026, 1, 1, tzinfo=UTC))]


def _tenant(cloud: Cloud) -> None:
    cloud.settings["tenant"] = "elsewhere.example"


def _consent(cloud: Cloud) -> None:
    cloud.server.app.installed = False


def _certificate(cloud: Cloud) -> None:
    cloud.secrets = {"certificate": app_certificate()}


def _not_granted(cloud: Cloud) -> None:
    cloud.server.app.roles.clear()
    cloud.server.app.exchange_roles.clear()


def _outside(cloud: Cloud) -> None:
    cloud.server.denied.add(REP)


def _no_licence(cloud: Cloud) -> None:
    cloud.server.user(REP).licensed = False


def _unknown(cloud: Cloud) -> None:
    cloud.server.remove_mailbox(REP)


def _no_calendar(cloud: Cloud) -> None:
    cloud.server.app.exchange_roles.discard("Calendars.ReadWrite")


def _everybody(cloud: Cloud) -> None:
    cloud.server.app.roles |= {"Contacts.ReadWrite", "Calendars.ReadWrite"}


@pytest.mark.parametrize(
    ("spoil", "step", "code"),
    [
        (_secret, "sign_in", "microsoft365_secret_wrong"),
        (_expired, "sign_in", "microsoft365_secret_expired"),
        (_tenant, "sign_in", "microsoft365_wrong_tenant"),
        (_consent, "sign_in", "microsoft365_consent_missing"),
        (_certificate, "sign_in", "microsoft365_certificate_refused"),
        (_not_granted, "mailbox", "microsoft365_not_granted"),
        (_outside, "mailbox", "microsoft365_outside_scope"),
        (_no_licence, "mailbox", "microsoft365_no_mailbox"),
        (_unknown, "mailbox", "microsoft365_user_unknown"),
        (_no_calendar, "calendar_folder", "microsoft365_outside_scope"),
        (_everybody, "app_roles", "microsoft365_reaches_everybody"),
    ],
)
def test_a_fault_is_told_at_its_step(cloud: Cloud, spoil: Callable[[Cloud], None], step: str, code: str) -> None:
    spoil(cloud)
    assert cloud.told() == {step: code}


def test_a_certificate_that_runs_out_soon_warns(cloud: Cloud) -> None:
    pem = app_certificate(days=3650)
    cloud.server.app.add_certificate(pem[pem.index("-----BEGIN CERTIFICATE") :])
    cloud.secrets = {"certificate": pem}
    assert "sign_in" not in cloud.told()
    cloud.clock = lambda: FROM + timedelta(days=3640)
    assert cloud.told()["sign_in"] == "microsoft365_certificate_expires"


def test_without_a_right_to_mail_deleted_items_are_hidden(cloud: Cloud) -> None:
    inner = cloud.server

    def without_mail(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if "/mailFolders/" in environ["PATH_INFO"]:
            refusal = Response('{"error": {"code": "ErrorAccessDenied"}}', 403, content_type="application/json")
            return refusal(environ, start_response)
        return inner(environ, start_response)

    with serving(without_mail, cloud.authority) as url:
        cloud.settings |= {"authority": url, "graph_url": url}
        assert cloud.told() == {"deleted_items": "microsoft365_deleted_items_hidden"}
