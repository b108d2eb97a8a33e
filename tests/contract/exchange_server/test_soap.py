"""What stands around every operation: sign-in, impersonation, versions, schema validation, faults."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import requests
from lxml import etree

from syncline.sandbox.clock import SteppedClock
from syncline.sandbox.exchange import ExchangeServer, Version
from syncline.sandbox.server import SocketServer
from tests.contract.exchange_server.conftest import ANN, START
from tests.support.ews_raw import PATH, Caller, basic, codes, envelope, impersonate, texts
from tests.support.guard import GUARD

if TYPE_CHECKING:
    from tests.support.ews_schema import Referee

CONTACTS = '<t:DistinguishedFolderId Id="contacts"/>'
SHAPE = "<m:FolderShape><t:BaseShape>Default</t:BaseShape></m:FolderShape>"
GET = f"<m:GetFolder>{SHAPE}<m:FolderIds>{CONTACTS}</m:FolderIds></m:GetFolder>"
NAMED = '<t:DistinguishedFolderId Id="contacts"><t:Mailbox><t:EmailAddress>{}</t:EmailAddress></t:Mailbox>'
OTHERS = GET.replace(CONTACTS, f"{NAMED}</t:DistinguishedFolderId>")


@pytest.mark.parametrize(
    ("user", "password"),
    [(ANN, "ann"), ("ANN.MEYER@ACME.EXAMPLE", "ann"), ("ACME\\ann.meyer", "ann"), ("acme.example\\ann.meyer", "ann")],
)
def test_the_owner_signs_in(referee: Referee, user: str, password: str) -> None:
    assert Caller(referee, user, password).codes(GET) == ["NoError"]


@pytest.mark.parametrize(
    "authorization",
    [
        "",
        basic(ANN, "wrong"),
        basic("nobody@acme.example", "ann"),
        basic("OTHER\\ann.meyer", "ann"),
        "Basic !!",
        "Bearer x",
    ],
)
def test_a_wrong_sign_in_is_challenged(owner: Caller, authorization: str) -> None:
    answer = owner.post(envelope(GET), authorization=authorization)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Basic ")


@pytest.mark.parametrize("kind", ["PrimarySmtpAddress", "SmtpAddress", "PrincipalName"])
def test_the_service_account_impersonates(service: Caller, kind: str) -> None:
    assert service.codes(GET, header=impersonate(ANN, kind)) == ["NoError"]


@pytest.mark.parametrize(
    ("header", "code"),
    [
        (impersonate("bob@acme.example"), "ErrorImpersonateUserDenied"),
        (impersonate("nobody@acme.example"), "ErrorNonExistentMailbox"),
        (impersonate("nobody@acme.example", "PrincipalName"), "ErrorImpersonationFailed"),
        (impersonate("a.meyer@acme.example"), "ErrorNonPrimarySmtpAddress"),
        (impersonate("S-1-5-21-1", "SID"), "ErrorInvalidUserSid"),
        ("", "ErrorMissingEmailAddress"),
    ],
)
def test_impersonation_is_refused(server: ExchangeServer, service: Caller, header: str, code: str) -> None:
    server.denied.add("bob@acme.example")
    answer = service.post(envelope(GET, header=header))
    assert code in codes(etree.fromstring(answer.data))
    assert answer.status_code == (200 if code == "ErrorMissingEmailAddress" else 500)


def test_an_alias_impersonates_as_smtp_address(service: Caller) -> None:
    assert service.codes(GET, header=impersonate("a.meyer@acme.example", "SmtpAddress")) == ["NoError"]


def test_a_person_may_not_impersonate(owner: Caller) -> None:
    assert owner.codes(GET, header=impersonate("bob@acme.example")) == ["ErrorImpersonateUserDenied"]


@pytest.mark.parametrize(
    ("address", "code"),
    [(ANN, "NoError"), ("bob@acme.example", "ErrorAccessDenied"), ("nobody@acme.example", "ErrorNonExistentMailbox")],
)
def test_a_folder_may_name_its_mailbox(owner: Caller, address: str, code: str) -> None:
    assert owner.codes(OTHERS.format(address)) == [code]


def test_the_server_tells_its_version(server: ExchangeServer, owner: Caller) -> None:
    server.version = Version(15, 2, 1118, 40, "V2018_01_08")
    info = "//t:ServerVersionInfo/@"
    root = owner.call(GET)
    assert [texts(root, info + name)[0] for name in ("MajorVersion", "MinorVersion", "MajorBuildNumber")] == [
        "15",
        "2",
        "1118",
    ]


def test_an_unknown_version_is_refused(owner: Caller) -> None:
    answer = owner.post(envelope(GET, version="Exchange2099"))
    assert (answer.status_code, codes(etree.fromstring(answer.data))) == (500, ["ErrorInvalidServerVersion"])


def bad(text: str, old: str, new: str) -> bytes:
    assert old in text
    return envelope(text.replace(old, new))


@pytest.mark.parametrize(
    "request_",
    [
        pytest.param(bad(GET, "Default", "Everything"), id="a value that is not in the enumeration"),
        pytest.param(bad(GET, "m:FolderIds", "m:Folders"), id="an element that is not there"),
        pytest.param(bad(GET, CONTACTS, ""), id="an empty list"),
        pytest.param(bad(GET, "contacts", "myfolder"), id="a folder that is not distinguished"),
        pytest.param(envelope("<m:MakeCoffee/>"), id="an unknown operation"),
        pytest.param(envelope(""), id="no operation"),
        pytest.param(envelope(GET)[:-20], id="half a document"),
        pytest.param(b"", id="nothing"),
        pytest.param(b"{}", id="no XML"),
        pytest.param(envelope(GET.replace("contacts", "con\x0btacts")), id="a control character"),
        pytest.param(envelope(GET.replace("contacts", "con&#x1;tacts")), id="a reference to a control character"),
        pytest.param(b"\xff" + envelope(GET), id="no UTF-8"),
        pytest.param(b'<!DOCTYPE a [<!ENTITY b "c">]>' + envelope(GET).partition(b"?>")[2], id="a document type"),
    ],
)
def test_what_is_not_valid_is_a_fault(owner: Caller, request_: bytes) -> None:
    answer = owner.post(request_)
    root = etree.fromstring(answer.data)
    assert (answer.status_code, codes(root)) == (500, ["ErrorSchemaValidation"])
    assert texts(root, "//t:MessageXml/t:Violation/text()")
    assert texts(root, "//detail/t:MessageXml/t:LineNumber/text()")


def test_the_date_is_the_clock_s(owner: Caller) -> None:
    assert owner.post(envelope(GET)).headers["Date"] == "Mon, 02 Mar 2026 09:00:00 GMT"


def test_calls_are_counted(server: ExchangeServer, owner: Caller) -> None:
    owner.call(GET)
    owner.call(GET)
    assert server.requests == {"GetFolder": 2}


@pytest.mark.parametrize(("path", "status"), [("/ews/EXCHANGE.ASMX", 200), ("/EWS/Services.wsdl", 404), ("/", 404)])
def test_only_one_address_answers(owner: Caller, path: str, status: int) -> None:
    assert owner.post(envelope(GET), path=path).status_code == status


def test_the_same_seed_makes_the_same_ids() -> None:
    made = [ExchangeServer(SteppedClock(START), seed=seed).add_mailbox(ANN, "x").guid for seed in (1, 1, 2)]
    assert made[0] == made[1] != made[2]


def test_a_busy_server_says_how_long_to_stay_away(server: ExchangeServer, owner: Caller) -> None:
    server.throttle(1, back_off=250)
    answer = owner.post(envelope(GET))
    root = etree.fromstring(answer.data)
    assert (answer.status_code, codes(root)) == (500, ["ErrorServerBusy"])
    assert texts(root, "//t:Value[@Name='BackOffMilliseconds']/text()") == ["250"]
    assert owner.codes(GET) == ["NoError"]


def test_chunked_requests_over_a_socket(server: ExchangeServer) -> None:
    with SocketServer(server, threads=1) as socket:
        answer = requests.post(
            f"{socket.url}{PATH}",
            data=iter([envelope(GET)[:100], envelope(GET)[100:]]),
            headers={"Authorization": basic(ANN, "ann"), "Content-Type": "text/xml; charset=utf-8"}
            # Cheroot waits on a line that goes on for what follows the last chunk, when it shall stop a second long.
            | {"Connection": "close"},
            timeout=GUARD,
        )
    assert codes(etree.fromstring(answer.content)) == ["NoError"]
