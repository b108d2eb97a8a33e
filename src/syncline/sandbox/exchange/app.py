"""The server: one WSGI application, whether a socket server or a test calls it."""

from __future__ import annotations

import random
import threading
import uuid
from collections import Counter
from contextlib import nullcontext
from typing import TYPE_CHECKING

from werkzeug.http import http_date
from werkzeug.wrappers import Request, Response

from . import auth, autodiscover, outbox, schema, soap
from .builds import Version
from .context import Context
from .direct import OpenMailbox
from .directory import Directory
from .errors import ItemError, SchemaFault, SignInError, SoapFault
from .gate import Gate
from .operations import get_streaming_events
from .registry import OPERATIONS
from .subscriptions import Subscriptions
from .xmltext import M, line_of, local

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from wsgiref.types import StartResponse, WSGIEnvironment

    from syncline.sandbox.clock import Clock

    from .gate import SignInPolicy
    from .outbox import Mail
    from .soap import Envelope

PATH = "/ews/exchange.asmx"
OUTBOX = "/sandbox/outbox"
"""Where the outbox can be read as JSON from outside this process, oldest mail first; no Exchange has that."""
_XML = "text/xml; charset=utf-8"
_AFFINITY = "X-BackEndOverrideCookie"
_STREAMING = "GetStreamingEvents"


class ExchangeServer:
    """An Exchange 2016 that holds its mailboxes in memory.

    `clock` gives every stamp and the Date header, `seed` the mailboxes' GUIDs. The service account has no mailbox and
    may impersonate everybody but those in `denied`.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        service_account: str = "svc@acme.example",
        password: str = "service",  # noqa: S107 - a sandbox has nothing to protect
        seed: int = 0,
        version: Version | None = None,
    ) -> None:
        schema.prepare()
        self.clock = clock
        self.service_account = service_account
        self.password = password
        self.outbox: list[Mail] = []
        """Every mail that would have been sent, oldest first."""
        self.requests: Counter[str] = Counter()
        """Calls by operation, refused ones too."""
        self._random = random.Random(seed)  # noqa: S311 - not a secret
        self._directory = Directory(service_account, password)
        self._gate = Gate(self._directory)
        self.autodiscover = autodiscover.Autodiscover(self._directory, version or Version())
        """What Autodiscover tells, and whom it sends elsewhere."""
        self.subscriptions = Subscriptions(self._random)
        """Who is told what happens; `subscriptions.pace` says how streaming passes time."""
        self._counting = threading.Lock()
        self._busy, self._back_off = 0, 0

    @property
    def mailboxes(self) -> dict[str, OpenMailbox]:
        """Mailboxes by primary address."""
        return self._directory.mailboxes

    @property
    def denied(self) -> set[str]:
        """Addresses of mailboxes outside the service account's impersonation scope; add to it or take away."""
        return self._directory.denied

    @property
    def version(self) -> Version:
        """The build that the server poses as; set it at will."""
        return self.autodiscover.version

    @version.setter
    def version(self, version: Version) -> None:
        self.autodiscover.version = version

    @property
    def sign_in(self) -> SignInPolicy:
        """Which schemes are offered, and whether they have to be bound to the TLS channel; change it at will."""
        return self._gate.policy

    def add_mailbox(self, address: str, password: str, *, aliases: Iterable[str] = (), name: str = "") -> OpenMailbox:
        """Make a mailbox with its well-known folders."""
        guid = uuid.UUID(int=self._random.getrandbits(128), version=4)
        shown = name or address.partition("@")[0].replace(".", " ").title()
        mailbox = OpenMailbox(address, password, name=shown, aliases=aliases, guid=guid, clock=self.clock)
        self._directory.add(mailbox)
        return mailbox

    def migrate_mailbox(self, address: str) -> None:
        """Move a mailbox here as if from another organization: same address and contents, all ids new."""
        mailbox = self._directory.mailboxes[address]
        self._directory.remove(address)
        mailbox.renew_ids(uuid.UUID(int=self._random.getrandbits(128), version=4))
        self._directory.add(mailbox)

    def remove_mailbox(self, address: str) -> None:
        """Take a mailbox away, as when an account is deleted."""
        self._directory.remove(address)

    def throttle(self, calls: int, back_off: int = 1000) -> None:
        """Answer the next calls with ErrorServerBusy, which asks to stay away for `back_off` milliseconds.

        https://learn.microsoft.com/exchange/client-developer/exchange-web-services/ews-throttling-in-exchange
        """
        with self._counting:
            self._busy, self._back_off = calls, back_off

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        if environ.get("HTTP_TRANSFER_ENCODING", "").lower() == "chunked":
            environ["wsgi.input_terminated"] = True
        response = self._respond(Request(environ))
        response.headers["Date"] = http_date(self.clock())
        return response(environ, start_response)

    def _respond(self, request: Request) -> Response:
        path = request.path.rstrip("/").lower()
        if path != PATH and path not in autodiscover.PATHS:
            return self._beside(request.path)
        elsewhere = autodiscover.redirected(self.autodiscover, request) if path != PATH else None
        if elsewhere is not None:
            return elsewhere
        try:
            user = self._gate.admit(request.environ, request.host)
        except SignInError as error:
            challenges = [("WWW-Authenticate", one) for one in error.challenges]
            return Response("Unauthorized.", 401, challenges, content_type="text/plain")
        if path != PATH:
            return autodiscover.answered(self.autodiscover, request, self.clock())
        return self._web_services(user, request)

    def _web_services(self, user: str, request: Request) -> Response:
        if self.sign_in.blocked:
            return Response("Forbidden", 403, content_type="text/plain")
        if request.method != "POST":
            return Response("The service is up.", 200 if request.method == "GET" else 405, content_type="text/plain")
        if not (request.mimetype or "").endswith("xml"):
            return Response(status=415)
        try:
            response = Response(self._answer(user, request.get_data()), 200, content_type=_XML)
        except SoapFault as error:
            return Response(soap.fault(error), 500, content_type=_XML)
        if request.headers.get("X-PreferServerAffinity", "").lower() == "true":
            response.set_cookie(_AFFINITY, "sandbox~1", path="/EWS")
        return response

    def _beside(self, path: str) -> Response:
        if path == OUTBOX:
            return Response(outbox.as_json(self.outbox), content_type="application/json")
        return Response("Not found.", 404, content_type="text/plain")

    def _answer(self, user: str, body: bytes) -> bytes | Iterator[bytes]:
        envelope = soap.parse(body)
        operation = local(envelope.operation)
        self._count(operation)
        soap.check_version(envelope, self.version)
        run = OPERATIONS.get(operation)
        if (run is None and operation != _STREAMING) or envelope.operation.tag != f"{M}{operation}":
            raise SchemaFault(f"The element '{operation}' is not expected.", line_of(envelope.operation))
        schema.check(envelope)
        context = self._context(user, envelope)
        if run is None:
            contents = get_streaming_events.stream(context, envelope.operation)
            return (soap.answer(operation, content, self.version) for content in contents)
        acting = context.caller.acting
        try:
            with acting.lock if acting is not None else nullcontext():
                content = run(context, envelope.operation)
        except ItemError as error:
            raise SoapFault(error.code, error.text, details=error.details) from error
        return soap.answer(operation, content, self.version)

    def _context(self, user: str, envelope: Envelope) -> Context:
        caller = auth.identify(user, envelope, self._directory)
        return Context(caller, envelope, self._directory, self.outbox, self.subscriptions, self.clock)

    def _count(self, operation: str) -> None:
        with self._counting:
            self.requests[operation] += 1
            self._busy, busy = max(0, self._busy - 1), self._busy > 0
        if busy:
            detail = f'<t:Value Name="BackOffMilliseconds">{self._back_off}</t:Value>'
            raise SoapFault("ErrorServerBusy", "The server cannot service this request right now.", details=(detail,))
