"""Which resource an address means.

Names of segments are told apart without regard to case; what stands between slashes is anybody's id.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import unquote

from .errors import GraphError, no_segment
from .resources import (
    actions,
    calendar_delta,
    calendar_view,
    calendars,
    contact_delta,
    contact_folders,
    contacts,
    events,
    instances,
    mail_folders,
    mailbox_settings,
    master_categories,
    photo,
    subscriptions,
    supported_time_zones,
    translate_ids,
    users,
)  # fmt: skip

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .call import Call, Reply

_KEY: Final = re.compile(r"([A-Za-z]+)\((?:\w+=microsoft\.graph\.\w+)?'([^']*)'\)")
"""A key, or the one parameter of a function, an enumeration's: its name and its value are two segments."""
_DELTA: Final = frozenset({"delta", "delta()", "microsoft.graph.delta", "microsoft.graph.delta()"})
_ACTION: Final = "microsoft.graph."


class Route(NamedTuple):
    """`area` is the permission that it needs, empty for none of a mailbox."""

    method: str
    pattern: tuple[str, ...]
    area: str
    handler: Callable[[Call], Reply]

    @property
    def operation(self) -> str:
        """How it is counted."""
        return f"{self.method} /{'/'.join(self.pattern)}"


_EVENTS: Final = ("users/{user}/events", "users/{user}/calendar/events", "users/{user}/calendars/{calendar}/events")
_VIEWS: Final = (
    "users/{user}/calendarView", "users/{user}/calendar/calendarView", "users/{user}/calendars/{calendar}/calendarView",
)  # fmt: skip
_CONTACTS: Final = (
    "users/{user}/contacts", "users/{user}/contactFolders/{folder}/contacts",
    "users/{user}/contactFolders/{parent}/childFolders/{folder}/contacts",
)  # fmt: skip
_FOLDERS: Final = ("users/{user}/contactFolders", "users/{user}/contactFolders/{parent}/childFolders")


def _table() -> Iterator[tuple[str, str, str, Callable[[Call], Reply]]]:
    yield "GET", "users", "", users.listed
    yield "GET", "users/{user}", "", users.one
    yield "GET", "users/{user}/mailboxSettings", "MailboxSettings", mailbox_settings.read
    yield "GET", "users/{user}/mailboxSettings/{setting}", "MailboxSettings", mailbox_settings.read_one
    yield "GET", "users/{user}/mailFolders/{folder}", "Mail", mail_folders.one
    yield "GET", "users/{user}/outlook/masterCategories", "MailboxSettings", master_categories.listed
    yield "GET", "users/{user}/outlook/supportedTimeZones", "MailboxSettings", supported_time_zones.listed
    yield "GET", "users/{user}/outlook/supportedTimeZones/{standard}", "MailboxSettings", supported_time_zones.listed
    yield "POST", "users/{user}/translateExchangeIds", "", translate_ids.translate
    for base in _FOLDERS:
        yield "GET", base, "Contacts", contact_folders.listed
        yield "POST", base, "Contacts", contact_folders.create
        yield "GET", f"{base}/{{folder}}", "Contacts", contact_folders.one
        yield "PATCH", f"{base}/{{folder}}", "Contacts", contact_folders.update
        yield "DELETE", f"{base}/{{folder}}", "Contacts", contact_folders.delete
    for base in _CONTACTS:
        yield "GET", base, "Contacts", contacts.listed
        yield "POST", base, "Contacts", contacts.create
        yield "GET", f"{base}/$count", "Contacts", contacts.count
        yield "GET", f"{base}/delta", "Contacts", contact_delta.delta
        yield "GET", f"{base}/{{contact}}", "Contacts", contacts.one
        yield "PATCH", f"{base}/{{contact}}", "Contacts", contacts.update
        yield "DELETE", f"{base}/{{contact}}", "Contacts", contacts.delete
        yield "GET", f"{base}/{{contact}}/photo", "Contacts", photo.about
        yield "GET", f"{base}/{{contact}}/photo/$value", "Contacts", photo.read
        yield "PUT", f"{base}/{{contact}}/photo/$value", "Contacts", photo.write
    yield "GET", "users/{user}/calendar", "Calendars", calendars.default
    yield "GET", "users/{user}/calendars", "Calendars", calendars.listed
    yield "POST", "users/{user}/calendars", "Calendars", calendars.create
    yield "GET", "users/{user}/calendars/{calendar}", "Calendars", calendars.one
    yield "DELETE", "users/{user}/calendars/{calendar}", "Calendars", calendars.delete
    yield "PATCH", "users/{user}/calendar", "Calendars", calendars.update
    yield "PATCH", "users/{user}/calendars/{calendar}", "Calendars", calendars.update
    for base in _VIEWS:
        yield "GET", base, "Calendars", calendar_view.listed
        yield "GET", f"{base}/delta", "Calendars", calendar_delta.delta
    for base in _EVENTS:
        yield "GET", base, "Calendars", events.listed
        yield "POST", base, "Calendars", events.create
        yield "GET", f"{base}/$count", "Calendars", events.count
        yield "GET", f"{base}/{{event}}", "Calendars", events.one
        yield "PATCH", f"{base}/{{event}}", "Calendars", events.update
        yield "DELETE", f"{base}/{{event}}", "Calendars", events.delete
        yield "GET", f"{base}/{{event}}/calendar", "Calendars", events.calendar
        yield "GET", f"{base}/{{event}}/instances", "Calendars", instances.listed
        yield "POST", f"{base}/{{event}}/cancel", "Calendars", actions.cancel
        for name in actions.ANSWERS:
            yield "POST", f"{base}/{{event}}/{name}", "Calendars", actions.respond
    yield "GET", "subscriptions", "", subscriptions.listed
    yield "POST", "subscriptions", "", subscriptions.create
    yield "GET", "subscriptions/{subscription}", "", subscriptions.one
    yield "PATCH", "subscriptions/{subscription}", "", subscriptions.renew
    yield "DELETE", "subscriptions/{subscription}", "", subscriptions.delete
    yield "POST", "subscriptions/{subscription}/reauthorize", "", subscriptions.reauthorize


def _by_length() -> dict[int, list[Route]]:
    found: dict[int, list[Route]] = {}
    for method, pattern, area, handler in _table():
        route = Route(method, tuple(pattern.split("/")), area, handler)
        found.setdefault(len(route.pattern), []).append(route)
    return found


ROUTES: Final = _by_length()


def segments(path: str) -> tuple[str, ...]:
    """Take a path apart: empty segments do not count, `users('x')` is `users/x`, functions have one spelling."""
    found: list[str] = []
    for segment in filter(None, path.split("/")):
        name = unquote(segment)
        keyed = _KEY.fullmatch(name)
        if keyed is not None:
            found += keyed.groups()
        elif name.lower() in _DELTA:
            found.append("delta")
        else:
            found.append(name[len(_ACTION) :] if name.lower().startswith(_ACTION) else name)
    return tuple(found)


def find(method: str, path: tuple[str, ...]) -> tuple[Route, dict[str, str]]:
    """Answer the route of an address and what stands in its places; 400 or 405 if there is none."""
    if path[:1] and path[0].lower() == "me":
        raise GraphError(400, "BadRequest", "/me request is only valid with delegated authentication flow.")
    known = False
    for route in ROUTES.get(len(path), ()):
        names = _fit(route.pattern, path)
        if names is None:
            continue
        if route.method == method:
            return route, names
        known = True
    if known:
        text = "Specified HTTP method is not allowed for the request target."
        raise GraphError(405, "Request_BadRequest", text)
    raise no_segment(path[-1] if path else "")


def _fit(pattern: tuple[str, ...], path: tuple[str, ...]) -> dict[str, str] | None:
    names: dict[str, str] = {}
    for wanted, given in zip(pattern, path, strict=True):
        if wanted.startswith("{"):
            names[wanted[1:-1]] = given
        elif wanted.lower() != given.lower():
            return None
    return names
