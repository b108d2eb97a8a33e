"""From a request to Graph to its answer."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qsl

from . import prefer, routes
from .call import Call, Reply

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .errors import GraphError
    from .identity.app import App
    from .routes import Route
    from .state.mailbox import Mailbox
    from .tenant import Tenant


def call_of(
    tenant: Tenant, app: App, method: str, address: str, headers: Mapping[str, str], body: bytes, base: str
) -> Call:
    """Make a call of an address after the version, with its query."""
    path, _, query = address.partition("?")
    wishes = prefer.read(headers.get("prefer", ""))
    names = dict(parse_qsl(query, keep_blank_values=True))
    return Call(tenant, app, method, routes.segments(path), names, headers, body, base, wishes)


class Errand(NamedTuple):
    """A call whose route is known, and the mailbox that it is about, if any."""

    call: Call
    route: Route
    mailbox: Mailbox | None


def errand(call: Call) -> Errand:
    """Find out what a call wants; raises `GraphError` if it cannot be had."""
    route, names = routes.find(call.method, call.segments)
    call = replace(call, names=names, operation=route.operation)
    call.tenant.count(route.operation)
    if "user" not in names or len(call.segments) <= len(("users", "id")):
        return Errand(call, route, None)
    mailbox = call.mailbox()
    call.tenant.gate.admit(mailbox.address)
    if route.area:
        call.permit(route.area)
    return Errand(call, route, mailbox)


def slot(wanted: Errand) -> AbstractContextManager[None]:
    """Hold the slot of its mailbox that an errand needs; 429 if there is none."""
    return wanted.call.tenant.gate.slot(wanted.mailbox.address) if wanted.mailbox is not None else nullcontext()


def run(wanted: Errand) -> Reply:
    """Carry an errand out while its slot is held."""
    with wanted.mailbox.lock if wanted.mailbox is not None else nullcontext():
        return _confirmed(wanted.call, wanted.route.handler(wanted.call))


def answer(call: Call) -> Reply:
    """Carry a call out; raises `GraphError` for what is refused."""
    wanted = errand(call)
    with slot(wanted):
        return run(wanted)


def _confirmed(call: Call, reply: Reply) -> Reply:
    if call.wishes.applied:
        reply.headers.setdefault("Preference-Applied", ", ".join(call.wishes.applied))
    return reply


def refused(call_date: str, request_id: str, client_request_id: str, error: GraphError) -> Reply:
    """Answer an error.

    https://learn.microsoft.com/graph/errors
    """
    inner = {"date": call_date, "request-id": request_id, "client-request-id": client_request_id}
    body = {"error": {"code": error.code, "message": error.message, "innerError": inner}}
    headers = {"Retry-After": str(error.retry_after)} if error.retry_after is not None else {}
    return Reply(error.status, body, headers)
