"""From an HTTP request to a method and back: who asks, may they, and what is answered."""

from __future__ import annotations

import json
import re
import threading
from typing import TYPE_CHECKING, Final

from werkzeug.wrappers import Response

from . import batch, bodies, errors, partial, routes
from .call import Call, Reply
from .errors import ApiError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from werkzeug.wrappers import Request

    from .account import Account
    from .oauth import Grant, TokenEndpoint
    from .routes import Route
    from .world import World

_SERVICES: Final = {
    routes.CALENDAR: ("calendar-json.googleapis.com", "Google Calendar API"),
    routes.PEOPLE: ("people.googleapis.com", "People API"),
}
PROJECT_NUMBER: Final = "104729104729"


class Dispatcher:
    """Answers requests to both APIs."""

    def __init__(self, world: World, tokens: TokenEndpoint) -> None:
        self._world = world
        self._tokens = tokens
        self._counting = threading.Lock()

    def respond(self, request: Request) -> Response:
        """Answer one request."""
        verb = request.headers.get("X-HTTP-Method-Override", request.method).upper()
        query: dict[str, list[str]] = {name: values for name, values in request.args.lists()}  # noqa: C416 - typed
        if request.mimetype == "application/x-www-form-urlencoded" and verb == "GET":
            # A query too long for an address comes as a form.
            query |= {name: values for name, values in request.form.lists()}  # noqa: C416 - see above
        origin = request.host_url.rstrip("/")
        path = _raw_path(request)
        if batch.PATH.fullmatch(path):
            return batch.respond(request, self, self._world.batch_limit)
        return self.answer(verb, path, query, dict(request.headers), request.get_data(), origin)

    def answer(
        self,
        verb: str,
        path: str,
        query: Mapping[str, list[str]],
        headers: Mapping[str, str],
        body: bytes,
        origin: str,
    ) -> Response:
        """Answer what stands in one request, or in one part of a batch."""
        try:
            reply = self._reply(verb, path, query, headers, body, origin)
            mask = partial.parse(query["fields"][-1]) if query.get("fields") else {}
            return _response(reply, mask)
        except ApiError as error:
            return self.refusal(error, path)
        except OverflowError:  # a time beyond the last of all years, in some zone
            return self.refusal(errors.invalid("Invalid value."), path)

    def refusal(self, error: ApiError, path: str) -> Response:
        """Answer a refusal in the shape of the API that an address belongs to."""
        content = error.people_body() if routes.api_of(path) == routes.PEOPLE else error.calendar_body()
        return Response(
            json.dumps(content, indent=1), error.code, list(error.headers),
            content_type="application/json; charset=UTF-8",
        )  # fmt: skip

    def fresh(self, digits: int) -> str:
        """Answer random hexadecimal digits."""
        return self._world.hexadecimal(digits)

    def _reply(
        self,
        verb: str,
        path: str,
        query: Mapping[str, list[str]],
        headers: Mapping[str, str],
        body: bytes,
        origin: str,
    ) -> Reply:
        found = routes.find(verb, path)
        if found is None:
            raise errors.not_found()
        route, parts = found
        with self._counting:
            self._world.requests[route.operation] += 1
        account = self._admit(route, headers)
        routes.check_parameters(route, query)
        if body and headers.get("Content-Type", "").startswith("application/x-www-form-urlencoded"):
            raise ApiError(400, "parseError", "This API does not support parsing form-encoded input.")
        content = bodies.checked(route.operation, bodies.parsed(body))
        call = Call(self._world, account, parts, query, content, headers, origin, route.operation)
        quota = self._world.quota
        quota.spend(account.address, call.now)
        with account.lock:
            reply = route.run(call)
        quota.spoil()
        return reply

    def _admit(self, route: Route, headers: Mapping[str, str]) -> Account:
        """Answer whose data the request is about, in the order in which Google asks."""
        grant = self._grant(headers)
        service, title = _SERVICES[route.api]
        if route.api not in self._world.enabled:
            raise errors.not_enabled(service, title, PROJECT_NUMBER)
        if not grant.scopes & route.scopes:
            raise errors.scope_missing(service, route.scopes)
        account = self._world.find(grant.subject)
        if account is None:
            # The user was deleted, or it is the service account itself, which has neither calendar nor contacts.
            raise errors.not_a_calendar_user() if route.api == routes.CALENDAR else errors.forbidden()
        if route.api == routes.CALENDAR and not account.has_calendar:
            raise errors.not_a_calendar_user()
        if route.api == routes.PEOPLE and not account.has_contacts:
            raise errors.forbidden()
        return account

    def _grant(self, headers: Mapping[str, str]) -> Grant:
        scheme, _, token = headers.get("Authorization", "").partition(" ")
        grant = self._tokens.grant(token.strip()) if scheme.lower() == "bearer" else None
        if grant is None:
            raise errors.unauthenticated()
        return grant


def _response(reply: Reply, mask: partial.Mask) -> Response:
    if reply.body is None:
        return Response(status=reply.code, headers=list(reply.headers))
    content = json.dumps(partial.apply(reply.body, mask), ensure_ascii=False)
    return Response(content, reply.code, list(reply.headers), content_type="application/json; charset=UTF-8")


def _raw_path(request: Request) -> str:
    """Answer the path as it was sent: an escaped slash belongs to an id."""
    raw = request.environ.get("REQUEST_URI") or request.environ.get("RAW_URI")
    if raw:
        return re.sub(r"^https?://[^/]+", "", str(raw)).partition("?")[0]
    return request.path.replace("%2f", "%2F")
