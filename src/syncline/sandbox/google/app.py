"""The server: one WSGI application, whether a socket server or a test calls it."""

from __future__ import annotations

import json
from random import Random
from typing import TYPE_CHECKING, Any, Final

from werkzeug.http import http_date
from werkzeug.wrappers import Request, Response

from . import outbox
from .calendar.channels import Channels
from .calendar.state import Calendar
from .dispatch import Dispatcher
from .keys import ServiceKey, make_service_key
from .oauth import TokenEndpoint, TokenRefusedError
from .people.state import AddressBook
from .ticks import Ticks
from .user import OpenAccount
from .world import World

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable
    from datetime import timedelta
    from wsgiref.types import StartResponse, WSGIEnvironment

    from werkzeug.datastructures import MultiDict

    from syncline.sandbox.clock import Clock

    from .outbox import Mail
    from .paging import Paging
    from .quota import Quota

TOKEN: Final = "/token"  # noqa: S105 - an address
OUTBOX: Final = "/sandbox/outbox"
"""Where the outbox can be read as JSON from outside this process, oldest mail first; Google has no such thing."""
SCOPES: Final = (
    "https://www.googleapis.com/auth/calendar",
    "https://www.googleapis.com/auth/calendar.events",
    "https://www.googleapis.com/auth/calendar.readonly",
    "https://www.googleapis.com/auth/contacts",
)
"""What is delegated to the service account unless a test says otherwise; also all that belongs to them."""


class GoogleServer:
    """A Workspace domain, and a project with a service account that acts for the domain's users.

    `clock` gives every stamp, `seed` ids. The key is made anew unless one is given. Change `tokens` (delegated scopes,
    keys, whether the account is disabled), `enabled` (APIs), `quota`, `paging` and `propagation` at will.
    """

    def __init__(self, clock: Clock, *, seed: int = 0, key: ServiceKey | None = None) -> None:
        self.clock = clock
        self.key = key or make_service_key()
        self._random = Random(seed)  # noqa: S311 - not a secret
        self.world = World(Ticks(clock), self._random, Channels())
        self.tokens = TokenEndpoint(clock, {self.key.id: self.key}, self._user, set(SCOPES))
        self._dispatcher = Dispatcher(self.world, self.tokens)

    @property
    def accounts(self) -> dict[str, OpenAccount]:
        """Users by primary address."""
        return self.world.accounts  # type: ignore[return-value] # `add_account` alone puts any there

    @property
    def outbox(self) -> list[Mail]:
        """Every mail that would have been sent, oldest first."""
        return self.world.outbox

    @property
    def requests(self) -> Counter[str]:
        """Calls by operation (`calendar.events.list`), refused ones too; a batch counts each of its parts."""
        return self.world.requests

    @property
    def unspoken(self) -> Counter[str]:
        """Writes of events, by operation, that did not say who is to be told."""
        return self.world.unspoken

    @property
    def enabled(self) -> set[str]:
        """Which APIs the project has switched on: `calendar`, `people`."""
        return self.world.enabled

    @property
    def quota(self) -> Quota:
        """How many calls there may be."""
        return self.world.quota

    @property
    def paging(self) -> Paging:
        """How pages are cut."""
        return self.world.paging

    @property
    def channels(self) -> Channels:
        """Who watches calendars; `deliver` sends what waits."""
        return self.world.channels

    @property
    def batch_limit(self) -> int:
        """How many requests one batch may hold; clients that know older pages count on 50."""
        return self.world.batch_limit

    @batch_limit.setter
    def batch_limit(self, most: int) -> None:
        self.world.batch_limit = most

    @property
    def propagation(self) -> timedelta:
        """How long writes to contacts stay invisible to listings; two minutes unless changed."""
        return self.world.propagation

    @propagation.setter
    def propagation(self, delay: timedelta) -> None:
        self.world.propagation = delay

    def add_account(
        self, address: str, *, name: str = "", aliases: Iterable[str] = (), time_zone: str = "Europe/Berlin"
    ) -> OpenAccount:
        """Make a user with an empty calendar and an empty address book."""
        shown = name or address.partition("@")[0].replace(".", " ").title()
        calendar = Calendar(address, address, time_zone, self.world.ticks)
        book = AddressBook(self.world.ticks, self._random)
        others = frozenset(alias.casefold() for alias in aliases)
        account = OpenAccount(address, shown, others, {address: calendar}, book, self.world.find, self.world.lock)
        self.world.add(account)
        return account

    def remove_account(self, address: str) -> None:
        """Take a user away, as when an account is deleted."""
        self.world.remove(address)

    def key_file(self, origin: str) -> str:
        """Answer the key file of the service account as JSON, for a server that is reached at `origin`."""
        return json.dumps(self.key.key_file(origin + TOKEN), indent=2)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        if environ.get("HTTP_TRANSFER_ENCODING", "").lower() == "chunked":
            environ["wsgi.input_terminated"] = True
        response = self._respond(Request(environ))
        response.headers["Date"] = http_date(self.clock())
        return response(environ, start_response)

    def _respond(self, request: Request) -> Response:
        if request.path == TOKEN and request.method == "POST":
            return self._token(request.form, request.host_url.rstrip("/"))
        if request.path == OUTBOX:
            return Response(outbox.as_json(self.outbox), content_type="application/json")
        return self._dispatcher.respond(request)

    def _token(self, form: MultiDict[str, str], origin: str) -> Response:
        self.requests["token"] += 1
        code, body = 200, {}
        try:
            body = self.tokens.exchange(form.to_dict(), origin + TOKEN)
        except TokenRefusedError as error:
            code, body = error.code, error.body
        return _json(body, code)

    def _user(self, address: str) -> str | None:
        found = self.world.find(address)
        return found.address if found is not None else None


def _json(body: dict[str, Any], code: int) -> Response:
    return Response(json.dumps(body), code, content_type="application/json; charset=utf-8")
