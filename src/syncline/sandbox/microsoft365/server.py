"""The server: one WSGI application, whether a socket server or a test calls it."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from werkzeug.http import http_date
from werkzeug.wrappers import Request, Response

from . import graph, identity, outbox
from .batch import batch
from .direct import OpenMailbox
from .errors import GraphError
from .identity.access import bearer
from .identity.app import App, Secret
from .moments import stamp
from .tenant import Tenant
from .users import User

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIEnvironment

    from syncline.sandbox.clock import Clock

    from .call import Call, Reply
    from .outbox import Mail

OUTBOX: Final = "/sandbox/outbox"
"""Where the outbox can be read as JSON from outside this process, oldest mail first; Microsoft has nothing like it."""
VERSION: Final = "v1.0"
_JSON: Final = "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8"


class Microsoft365Server:
    """A tenant in memory, with the identity platform and Microsoft Graph in front of it.

    `clock` gives every stamp and the Date header, `seed` every id and secret. There is one application, `app`, whose
    secret is `secret`; what it may do in mailboxes is assigned in Exchange, for all but those in `denied`.
    """

    def __init__(self, clock: Clock, *, domain: str = "acme.example", seed: int = 0) -> None:
        self.clock = clock
        self.tenant = Tenant(clock, domain, seed)
        self.tenant.subscriptions.tenant = self.tenant.id
        self.secret = f"{self.tenant.new_guid().hex}~sandbox"
        self.app = App(self.tenant.new_id(), [Secret(self.secret, clock() + timedelta(days=365))])
        self.tenant.apps[self.app.client_id] = self.app

    @property
    def client_id(self) -> str:
        """The application's id."""
        return self.app.client_id

    @property
    def mailboxes(self) -> dict[str, OpenMailbox]:
        """Mailboxes by primary address."""
        users = self.tenant.users.values()
        return {user.address: user.mailbox for user in users if isinstance(user.mailbox, OpenMailbox)}

    @property
    def denied(self) -> set[str]:
        """Addresses of mailboxes outside the application's scope; add to it or take away."""
        return self.tenant.denied

    @property
    def outbox(self) -> list[Mail]:
        """Every mail that would have been sent, oldest first."""
        return self.tenant.outbox

    @property
    def requests(self) -> Counter[str]:
        """Calls by method and pattern of the address, refused ones too; those in batches one by one, and `token`."""
        return self.tenant.requests

    def add_mailbox(
        self, address: str, *, given_name: str = "", surname: str = "", zone: str = "UTC",
        aliases: Iterable[str] = (), other_mails: Iterable[str] = (), principal_name: str = "",
    ) -> OpenMailbox:  # fmt: skip
        """Make a user with a mailbox; `zone` is a Windows id."""
        guid = self.tenant.new_guid()
        user = User(
            str(guid), address, given_name or address.partition("@")[0].title(), surname, zone, None, tuple(aliases),
            tuple(other_mails), principal_name,
        )  # fmt: skip
        mailbox = OpenMailbox(address, user.name, guid, self.clock)
        mailbox.watchers.append(self.tenant.subscriptions.watch)
        user.mailbox = mailbox
        self.tenant.add_user(user)
        return mailbox

    def user(self, address: str) -> User:
        """Answer the user of an address; `KeyError` if there is none."""
        found = self.tenant.user(address)
        if found is None:
            raise KeyError(address)
        return found

    def remove_mailbox(self, address: str) -> None:
        """Delete a user with the mailbox."""
        self.tenant.remove_user(self.user(address))

    def throttle(self, calls: int, retry_after: int = 10) -> None:
        """Answer the next calls on mailboxes with 429, those in batches one by one."""
        self.tenant.gate.throttle(calls, retry_after)

    def expire_tokens(self) -> None:
        """Refuse every access token given out so far."""
        self.tenant.token_generation += 1

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        if environ.get("HTTP_TRANSFER_ENCODING", "").lower() == "chunked":
            environ["wsgi.input_terminated"] = True
        response = self._respond(Request(environ))
        response.headers["Date"] = http_date(self.clock())
        return response(environ, start_response)

    def _respond(self, request: Request) -> Response:
        segments = [segment for segment in request.path.split("/") if segment]
        if segments[:1] == [VERSION]:
            return self._graph(request)
        if request.path == OUTBOX:
            return Response(outbox.as_json(self.outbox), content_type="application/json")
        answered = identity.answer(self.tenant, request)
        return answered if answered is not None else Response("Not found.", 404, content_type="text/plain")

    def _graph(self, request: Request) -> Response:
        request_id = self.tenant.new_id()
        client_id = request.headers.get("client-request-id", request_id)
        try:
            reply = self._answer(request)
        except GraphError as error:
            reply = graph.refused(stamp(self.clock()), request_id, client_id, error)
        headers = {"request-id": request_id, "client-request-id": client_id, "OData-Version": "4.0", **reply.headers}
        return _response(reply, headers)

    def _answer(self, request: Request) -> Reply:
        call = self._call(request)
        if len(call.segments) == 1 and call.segments[0] == "$batch":
            self.tenant.count("$batch")
            return batch(call)
        return graph.answer(call)

    def _call(self, request: Request) -> Call:
        app = bearer(self.tenant, request.headers.get("Authorization", ""))
        path = request.path.lstrip("/").removeprefix(VERSION)
        query = request.query_string.decode()
        address = f"{path}?{query}" if query else path
        headers = {name.lower(): value for name, value in request.headers.items()}
        base = f"{request.host_url.rstrip('/')}/{VERSION}"
        return graph.call_of(self.tenant, app, request.method, address, headers, request.get_data(), base)


def _response(reply: Reply, headers: dict[str, str]) -> Response:
    if isinstance(reply.body, bytes):
        return Response(reply.body, reply.status, headers, content_type=reply.content_type)
    if reply.body is None:
        return Response(b"", reply.status, headers)
    text = json.dumps(reply.body, ensure_ascii=False, separators=(",", ":"))
    return Response(text.encode("utf-8", "surrogatepass"), reply.status, headers, content_type=_JSON)
