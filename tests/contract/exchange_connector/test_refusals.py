"""What goes wrong on bad days, and that it says what to do: nothing of the libraries below may come through."""

from __future__ import annotations

import logging
import socket
from itertools import islice
from typing import TYPE_CHECKING, Any

import pytest
import requests
from requests.adapters import BaseAdapter
from werkzeug.wrappers import Response

from syncline import catalogue
from syncline.connectors.errors import (
    BadAnswerError,
    ConnectorError,
    ResyncError,
    RetryLaterError,
    SignInAgainError,
    StopCollectionError,
    StopConnectionError,
    StopRepError,
    ThrottledError,
    TimedOutError,
    UnavailableError,
)
from syncline.connectors.exchange import ExchangeConnection, ExchangeSettings
from syncline.connectors.port import Draft, Duty, ItemError, Trail, Written
from syncline.sandbox.exchange import Version
from syncline.sandbox.faults import Fault, FaultKind
from syncline.sandbox.inprocess import InProcessAdapter
from syncline.sandbox.server import SocketServer
from tests.contract.mailbox_stage import ANN, CONTACTS, EVENTS, FAIR, PAGE_SIZE, listed, make, only
from tests.support.exchange_stage import PASSWORD, REP, URL, ExchangeStage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from wsgiref.types import StartResponse, WSGIEnvironment

    from syncline.connectors.exchange.mailbox import ExchangeMailbox
    from syncline.connectors.port import Page


def through(stage: ExchangeStage, answer: Any, **settings: Any) -> ExchangeMailbox:
    """Open the mailbox through an application or adapter that stands in the server's place."""
    given = {"ews_url": URL, "service_account": "svc@acme.example", "password": PASSWORD} | settings
    adapter = answer if isinstance(answer, BaseAdapter) else InProcessAdapter(answer)
    connection = ExchangeConnection(ExchangeSettings(**given), clock=stage.now, adapter=lambda: adapter)
    return connection.open(REP, {}, installation="here", org_id="00D1")


class Raising(BaseAdapter):
    """A network on which every request fails in one way."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self._error = error

    def send(self, *_args: Any, **_more: Any) -> requests.Response:
        raise self._error

    def close(self) -> None:
        pass


def soap(code: str, *, after: str = "") -> Response:
    """Answer a fault as Exchange writes it."""
    details = f'<t:MessageXml xmlns:t="{TYPES}"><t:Value Name="BackOffMilliseconds">{after}</t:Value></t:MessageXml>'
    text = (
        f'<?xml version="1.0"?><s:Envelope xmlns:s="{SOAP}"><s:Body><s:Fault>'
        f"<faultcode>a:{code}</faultcode><faultstring>x</faultstring><detail>"
        f'<e:ResponseCode xmlns:e="{ERRORS}">{code}</e:ResponseCode>'
        f'<e:Message xmlns:e="{ERRORS}">jane@acme.example said so</e:Message>{details if after else ""}'
        "</detail></s:Fault></s:Body></s:Envelope>"
    )
    return Response(text, 500, content_type="text/xml")


SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
TYPES = "http://schemas.microsoft.com/exchange/services/2006/types"
ERRORS = "http://schemas.microsoft.com/exchange/services/2006/errors"


@pytest.mark.parametrize("user", ["svc@acme.example", "ACME\\svc", "acme.example\\svc"])
def test_both_forms_of_name_sign_in(stage: ExchangeStage, user: str) -> None:
    mailbox = stage.connect(service_account=user).open(REP, {}, installation="here", org_id="00D1")
    assert mailbox.changes(EVENTS, None).mentions == ()


@pytest.mark.parametrize("password", ["wrong", "zażółć gęślą jaźń", ""])
def test_a_wrong_password(stage: ExchangeStage, password: str) -> None:
    mailbox = stage.connect(password=password).open(REP, {}, installation="here", org_id="00D1")
    with pytest.raises(SignInAgainError) as caught:
        mailbox.changes(CONTACTS, None)
    assert caught.value.code == "exchange_sign_in_refused"
    assert "refuses the service account" in caught.value.detail
    assert "Check the service account and its password" in caught.value.remedy


def test_a_password_beyond_latin_letters_signs_in(stage: ExchangeStage) -> None:
    password = "zażółć ✓"
    stage.server._directory.service_password = password
    mailbox = stage.connect(password=password).open(REP, {}, installation="here", org_id="00D1")
    assert mailbox.changes(CONTACTS, None).more is False


def test_the_password_is_told_to_nobody(stage: ExchangeStage, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    settings = ExchangeSettings(URL, "svc@acme.example", "hush-hush", proxy="http://user:hush-hush@proxy")
    connection = stage.connect(password="hush-hush")
    with pytest.raises(SignInAgainError) as caught:
        connection.open(REP, {}, installation="here", org_id="00D1").changes(CONTACTS, None)
    told = [repr(settings), repr(connection), repr(connection._lines.line(REP)), str(caught.value), repr(caught.value)]
    assert "hush-hush" not in "".join(told) + caplog.text
    assert REP not in caplog.text


def test_a_mailbox_outside_the_scope(stage: ExchangeStage) -> None:
    stage.server.denied.add(REP)
    with pytest.raises(StopRepError) as caught:
        stage.open().changes(CONTACTS, None)
    assert caught.value.code == "mailbox_outside_scope"
    assert "New-ManagementRoleAssignment" in caught.value.remedy
    stage.server.denied.clear()
    assert stage.open().changes(CONTACTS, None).more is False


def test_a_mailbox_that_is_not_there(stage: ExchangeStage) -> None:
    mailbox = stage.connection.open("nobody@acme.example", {}, installation="here", org_id="00D1")
    with pytest.raises(StopRepError) as caught:
        mailbox.changes(CONTACTS, None)
    assert caught.value.code == "mailbox_not_found"
    assert "nobody" not in str(caught.value)


@pytest.mark.parametrize(
    ("kind", "expected", "code"),
    [
        (FaultKind.HTML, BadAnswerError, "bad_answer"),
        (FaultKind.HALF, BadAnswerError, "bad_answer"),
        (FaultKind.NOTHING, BadAnswerError, "bad_answer"),
        (FaultKind.UNAVAILABLE, UnavailableError, "unavailable"),
        (FaultKind.TOO_MANY, ThrottledError, "throttled"),
        (FaultKind.LOST_BEFORE, UnavailableError, "unavailable"),
        (FaultKind.LOST_AFTER, UnavailableError, "unavailable"),
    ],
)
@pytest.mark.parametrize("step", ["first", "listing", "reading", "creating", "locating", "whole"])
def test_a_bad_day(stage: ExchangeStage, kind: FaultKind, expected: type[ConnectorError], code: str, step: str) -> None:
    contact = stage.put(CONTACTS, ANN)
    _, cursor = listed(stage, CONTACTS)
    mailbox = stage.open({CONTACTS: cursor})
    steps: dict[str, Callable[[], object]] = {
        "first": lambda: mailbox.changes(EVENTS, None),
        "listing": lambda: mailbox.changes(CONTACTS, cursor),
        "reading": lambda: mailbox.read(CONTACTS, [contact]),
        "creating": lambda: mailbox.create(CONTACTS, [Draft("key", ANN)]),
        "locating": lambda: mailbox.locate(CONTACTS, [Trail(contact, "marker:key")]),
        "whole": lambda: mailbox.whole(CONTACTS, [contact]),
    }
    with stage.fault(kind), pytest.raises(expected) as caught:
        steps[step]()
    assert caught.value.code == code
    assert isinstance(caught.value, RetryLaterError)
    if kind in {FaultKind.UNAVAILABLE, FaultKind.TOO_MANY}:
        assert caught.value.after == 1
    assert listed(stage, CONTACTS)[0].keys() >= {contact}


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (Response("", 302, {"Location": "/owa"}), BadAnswerError),
        (Response("no", 403), SignInAgainError),
        (Response("no", 404), BadAnswerError),
        (Response("no", 500), UnavailableError),
        (Response("no", 504), TimedOutError),
        (Response("<a/>", 200), BadAnswerError),
        (Response(f'<s:Envelope xmlns:s="{SOAP}"><s:Body/></s:Envelope>', 200), BadAnswerError),
        (Response(f'<s:Envelope xmlns:s="{SOAP}"><s:Body><x/></s:Body></s:Envelope>', 200), BadAnswerError),
        (soap("ErrorServerBusy", after="4500"), ThrottledError),
        (soap("ErrorInternalServerTransientError"), UnavailableError),
        (soap("ErrorMailboxStoreUnavailable"), UnavailableError),
        (soap("ErrorTimeoutExpired"), TimedOutError),
        (soap("ErrorInvalidServerVersion"), StopConnectionError),
        (soap("ErrorMadeUpByNobody"), BadAnswerError),
        (soap("ErrorNonExistentMailbox"), StopRepError),
    ],
)
def test_other_answers(stage: ExchangeStage, answer: Response, expected: type[ConnectorError]) -> None:
    with pytest.raises(ConnectorError) as caught:
        through(stage, answer).changes(CONTACTS, None)
    assert type(caught.value) is expected
    assert caught.value.remedy
    assert "jane" not in str(caught.value)


def test_a_busy_server_says_how_long(stage: ExchangeStage) -> None:
    with pytest.raises(ThrottledError) as caught:
        through(stage, soap("ErrorServerBusy", after="4500")).changes(CONTACTS, None)
    assert caught.value.after == 4.5


@pytest.mark.parametrize(
    ("raised", "expected", "code"),
    [
        (requests.exceptions.SSLError("certificate verify failed"), StopConnectionError, "certificate"),
        (requests.exceptions.ConnectTimeout(), TimedOutError, "timed_out"),
        (requests.exceptions.ReadTimeout(), TimedOutError, "timed_out"),
        (TimeoutError(), TimedOutError, "timed_out"),
        (requests.exceptions.ProxyError(), UnavailableError, "proxy_failed"),
        (requests.exceptions.ChunkedEncodingError(), UnavailableError, "unavailable"),
        (requests.exceptions.ConnectionError(), UnavailableError, "unavailable"),
        (ConnectionResetError(), UnavailableError, "unavailable"),
    ],
)
def test_a_bad_network(stage: ExchangeStage, raised: Exception, expected: type[ConnectorError], code: str) -> None:
    with pytest.raises(expected) as caught:
        through(stage, Raising(raised)).changes(CONTACTS, None)
    assert caught.value.code == code
    assert caught.value.remedy


def test_an_unknown_host(stage: ExchangeStage) -> None:
    settings = ExchangeSettings("https://mail.nowhere.invalid/EWS/Exchange.asmx", "svc@acme.example", "x")
    with ExchangeConnection(settings, clock=stage.now) as connection, pytest.raises(StopConnectionError) as caught:
        connection.open(REP, {}, installation="here", org_id="00D1").changes(CONTACTS, None)
    assert caught.value.code == "unknown_host"
    assert "mail.nowhere.invalid" in str(caught.value)


def test_nobody_listens(stage: ExchangeStage) -> None:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        settings = ExchangeSettings(
            f"http://127.0.0.1:{bound.getsockname()[1]}/EWS/Exchange.asmx", "svc@x.example", "x"
        )
        with ExchangeConnection(settings, clock=stage.now) as connection, pytest.raises(UnavailableError):
            connection.open(REP, {}, installation="here", org_id="00D1").changes(CONTACTS, None)


def test_a_server_that_speaks_no_tls(stage: ExchangeStage) -> None:
    with SocketServer(stage.server) as server:
        url = server.url.replace("http://", "https://") + "/EWS/Exchange.asmx"
        settings = ExchangeSettings(url, "svc@acme.example", PASSWORD)
        with ExchangeConnection(settings, clock=stage.now) as connection, pytest.raises(StopConnectionError) as caught:
            connection.open(REP, {}, installation="here", org_id="00D1").changes(CONTACTS, None)
    assert caught.value.code == "tls"


def test_over_a_socket(stage: ExchangeStage) -> None:
    with SocketServer(stage.faults) as server:
        settings = ExchangeSettings(f"{server.url}/EWS/Exchange.asmx", "ACME\\svc", PASSWORD)
        with ExchangeConnection(settings, clock=stage.now) as connection:
            mailbox = connection.open(REP, {}, installation="here", org_id="00D1")
            done = make(mailbox, CONTACTS, ANN)
            assert only(mailbox.read(CONTACTS, [done.id])[0]).values == ANN
            assert connection.build == "15.1.2507.6"
            for kind in (FaultKind.LOST_AFTER, FaultKind.HALF, FaultKind.HTML):
                stage.faults.arm(Fault(kind))
                with pytest.raises(RetryLaterError):
                    mailbox.read(CONTACTS, [done.id])
            assert only(mailbox.read(CONTACTS, [done.id])[0]).values == ANN


def test_a_server_that_is_too_old_is_named_as_such(stage: ExchangeStage) -> None:
    stage.server.version = Version(14, 3, 496, 0)
    with pytest.raises(StopConnectionError) as caught:
        stage.connect().open(REP, {}, installation="here", org_id="00D1").changes(CONTACTS, None)
    assert caught.value.code == "unsupported_version"
    assert "14.3.496.0" in str(caught.value)


def swap(stage: ExchangeStage, old: bytes, new: bytes) -> Any:
    """Stand before the server and change what it answers."""

    def application(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        body = b"".join(stage.server(environ, lambda *_: lambda _chunk: None))
        start("200 OK", [("Content-Type", "text/xml"), ("Date", "Mon, 02 Mar 2026 09:00:00 GMT")])
        return [body.replace(old, new)]

    return application


def test_a_page_that_never_ends(stage: ExchangeStage) -> None:
    _, cursor = listed(stage, CONTACTS)
    stage.put(CONTACTS, ANN)
    more = swap(stage, b"<m:IncludesLastItemInRange>true<", b"<m:IncludesLastItemInRange>false<")
    mailbox = through(stage, more)
    pages = follow_for_ever(mailbox, cursor)
    with pytest.raises(BadAnswerError, match="for ever"):
        list(islice(pages, 5))


def follow_for_ever(mailbox: ExchangeMailbox, cursor: str) -> Iterator[Page]:
    """Go on as long as the mailbox says that there is more."""
    while True:
        page = mailbox.changes(CONTACTS, cursor)
        assert page.more
        cursor = page.cursor
        yield page


def test_an_answer_with_too_many_messages(stage: ExchangeStage) -> None:
    contact = stage.put(CONTACTS, ANN)
    twice = b"</m:GetItemResponseMessage>"
    mailbox = through(stage, swap(stage, twice, twice + b'<m:GetItemResponseMessage ResponseClass="Success"/>'))
    with pytest.raises(BadAnswerError, match="2 messages to 1"):
        mailbox.read(CONTACTS, [contact])


@pytest.mark.parametrize(
    ("code", "hint"),
    [
        ("ErrorQuotaExceeded", "Deleted Items"),
        ("ErrorMessageSizeExceeded", "Shorten"),
        ("ErrorDataSizeLimitExceeded", "Shorten"),
        ("ErrorItemCorrupt", catalogue.entries()["other_exchange"].remedy),
    ],
)
def test_what_is_the_items_own_trouble(stage: ExchangeStage, code: str, hint: str) -> None:
    mailbox = through(stage, _refusing("CreateItem", code, "It was not saved."))
    (outcome,) = mailbox.create(EVENTS, [Draft("key", FAIR)])
    assert isinstance(outcome, ItemError)
    assert (outcome.code, outcome.duty) == (code, Duty.MEND)
    assert hint in outcome.remedy


@pytest.mark.parametrize(
    ("code", "told"), [("ErrorFolderNotFound", "no_calendar"), ("ErrorUnsupportedPathForQuery", "exchange_refused")]
)
def test_what_is_told_of_a_whole_collection(stage: ExchangeStage, code: str, told: str) -> None:
    with pytest.raises(ConnectorError) as caught:
        through(stage, _refusing("GetFolder", code, "No.")).changes(EVENTS, None)
    assert caught.value.code == told
    assert caught.value.remedy == catalogue.remedy(told)


def test_a_mailbox_without_default_contacts_fails_its_test(stage: ExchangeStage) -> None:
    application = _refusing("GetFolder", "ErrorFolderNotFound", "No.")
    settings = ExchangeSettings(URL, "svc@acme.example", PASSWORD)
    connection = ExchangeConnection(settings, clock=stage.now, adapter=lambda: InProcessAdapter(application))
    probe = connection.probe(lambda: REP, installation="here", org_id="00D1")
    probe.sign_in()
    with pytest.raises(StopCollectionError) as caught:
        probe.contacts()
    assert caught.value.code == "no_contacts_folder"


def _refusing(operation: str, code: str, text: str) -> Any:
    stage = ExchangeStage()

    def application(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        body = environ["wsgi.input"].read()
        if operation.encode() not in body:
            stream: Any = type("Stream", (), {"read": staticmethod(lambda *_: body)})()
            return stage.server({**environ, "wsgi.input": stream}, start)
        start("200 OK", [("Content-Type", "text/xml")])
        messages = "http://schemas.microsoft.com/exchange/services/2006/messages"
        return [
            f'<s:Envelope xmlns:s="{SOAP}"><s:Body><m:{operation}Response xmlns:m="{messages}"><m:ResponseMessages>'
            f'<m:{operation}ResponseMessage ResponseClass="Error"><m:MessageText>{text}</m:MessageText>'
            f"<m:ResponseCode>{code}</m:ResponseCode></m:{operation}ResponseMessage></m:ResponseMessages>"
            f"</m:{operation}Response></s:Body></s:Envelope>".encode()
        ]

    return application


@pytest.mark.parametrize(
    ("operation", "code", "expected"),
    [
        ("SyncFolderItems", "ErrorInvalidSyncStateData", ResyncError),
        ("SyncFolderItems", "ErrorSyncFolderNotFound", StopCollectionError),
        ("GetFolder", "ErrorServerBusy", ThrottledError),
        ("GetFolder", "ErrorItemNotFound", StopCollectionError),
        ("CreateItem", "ErrorServerBusy", ThrottledError),
        ("CreateItem", "ErrorMailboxStoreUnavailable", UnavailableError),
    ],
)
def test_refusals_inside_an_answer(
    stage: ExchangeStage, operation: str, code: str, expected: type[ConnectorError]
) -> None:
    mailbox = through(stage, _refusing(operation, code, "No."))
    asked = mailbox.create if operation == "CreateItem" else mailbox.changes
    what: Any = [Draft("key", FAIR)] if operation == "CreateItem" else None
    with pytest.raises(expected):
        asked(EVENTS, what)


def test_one_draft_that_the_schema_refuses_fails_alone(stage: ExchangeStage) -> None:
    drafts = [Draft(str(one), ANN) for one in range(5)]
    drafts[3] = Draft("bad", {**ANN, "Birthday": "no date at all"})
    outcomes = stage.open().create(CONTACTS, drafts)
    assert [isinstance(one, Written) for one in outcomes] == [True, True, True, False, True]
    bad = outcomes[3]
    assert isinstance(bad, ItemError)
    assert "no date" not in bad.message
    assert len(listed(stage, CONTACTS)[0]) == 4


def test_a_batch_that_the_server_stopped_half_way_is_asked_again(stage: ExchangeStage) -> None:
    ids = [stage.put(CONTACTS, {"Surname": str(place)}) for place in range(PAGE_SIZE)]
    asked: list[int] = []

    def application(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        body = b"".join(stage.server(environ, lambda *_: lambda _chunk: None))
        head, *messages = body.split(b"<m:GetItemResponseMessage ")
        asked.append(len(messages))
        messages[2:-1] = [STOPPED] * len(messages[2:-1])
        if len(messages) > 2:
            messages[-1] = STOPPED + messages[-1].partition(b"</m:GetItemResponseMessage>")[2]
        start("200 OK", [("Content-Type", "text/xml")])
        return [b"<m:GetItemResponseMessage ".join([head, *messages])]

    records = through(stage, application).read(CONTACTS, ids)
    assert [only(one).values["Surname"] for one in records] == ["0", "1", "2", "3", "4"]
    assert asked == [5, 2, 1], "what is left is asked in batches as large as the server managed"


STOPPED = (
    b'ResponseClass="Warning"><m:MessageText>Stopped.</m:MessageText>'
    b"<m:ResponseCode>ErrorBatchProcessingStopped</m:ResponseCode></m:GetItemResponseMessage>"
)


@pytest.mark.parametrize("code", ["ErrorInternalServerError", "ErrorItemCorrupt", "ErrorTimeoutExpired"])
def test_a_corrupt_item_does_not_stop_the_mailbox(stage: ExchangeStage, code: str) -> None:
    (outcome,) = through(stage, _refusing("GetItem", code, "No.")).read(CONTACTS, ["some id"])
    assert isinstance(outcome, ItemError)
    assert outcome.code == code


def test_a_folder_that_nobody_may_open(stage: ExchangeStage) -> None:
    with pytest.raises(StopRepError) as caught:
        through(stage, _refusing("GetFolder", "ErrorAccessDenied", "No.")).changes(EVENTS, None)
    assert caught.value.code == "mailbox_access_denied"
