"""Which address is which method, and which scopes open it.

Addresses and scopes are those of the discovery documents
(https://calendar-json.googleapis.com/$discovery/rest?version=v3, https://people.googleapis.com/$discovery/rest?version=v1).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from .calendar.methods import calendars, colors, delete, free_busy, get, insert, instances, move, settings, watch, write
from .calendar.methods import list as listing
from .errors import ApiError
from .people.methods import batch, connections, groups, search
from .people.methods import get as people_get
from .people.methods import write as people_write

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .call import Method

CALENDAR: Final = "calendar"
PEOPLE: Final = "people"
_AUTH: Final = "https://www.googleapis.com/auth/"


def _scopes(*names: str) -> frozenset[str]:
    return frozenset(_AUTH + name for name in names)


_EVENTS_WRITE: Final = _scopes("calendar", "calendar.events", "calendar.events.owned", "calendar.app.created")
_EVENTS_READ: Final = _EVENTS_WRITE | _scopes(
    "calendar.readonly", "calendar.events.readonly", "calendar.events.owned.readonly", "calendar.events.public.readonly"
)  # fmt: skip
_CALENDARS_READ: Final = _scopes(
    "calendar", "calendar.readonly", "calendar.calendars", "calendar.calendars.readonly", "calendar.app.created"
)  # fmt: skip
_CALENDARS_WRITE: Final = _scopes("calendar", "calendar.calendars", "calendar.app.created")
_SETTINGS_READ: Final = _scopes(
    "calendar", "calendar.readonly", "calendar.settings", "calendar.settings.readonly"
)  # fmt: skip
_FREE_BUSY: Final = _scopes(
    "calendar", "calendar.readonly", "calendar.freebusy", "calendar.events.freebusy"
)  # fmt: skip
_LIST_READ: Final = _scopes("calendar", "calendar.readonly", "calendar.calendarlist", "calendar.calendarlist.readonly")
_CONTACTS_WRITE: Final = _scopes("contacts")
_CONTACTS_READ: Final = _scopes("contacts", "contacts.readonly")
_OTHERS_READ: Final = _scopes("contacts.other.readonly")


@dataclass(frozen=True, slots=True)
class Route:
    """One method of an API."""

    operation: str
    api: str
    verb: str
    path: re.Pattern[str]
    run: Method
    scopes: frozenset[str]


_COMMON: Final = frozenset({
    "alt", "fields", "key", "prettyPrint", "quotaUser", "access_token", "oauth_token", "callback", "uploadType",
    "upload_protocol", "$.xgafv",
})  # fmt: skip
_SYNC: Final = frozenset({"pageSize", "pageToken", "syncToken"})
_PERSON: Final = frozenset({"personFields", "sources", "requestMask.includeField"})
_PEOPLE_PARAMETERS: Final = {
    "people.connections.list": _PERSON | _SYNC | {"requestSyncToken", "sortOrder"},
    "people.people.createContact": frozenset({"personFields", "sources"}),
    "people.people.updateContact": frozenset({"personFields", "sources", "updatePersonFields"}),
    "people.people.get": _PERSON,
    "people.people.getBatchGet": _PERSON | {"resourceNames"},
    "people.people.searchContacts": frozenset({"query", "readMask", "pageSize", "sources"}),
    "people.contactGroups.batchGet": frozenset({"groupFields", "maxMembers", "resourceNames"}),
    "people.contactGroups.list": _SYNC | {"groupFields"},
    "people.contactGroups.get": frozenset({"groupFields", "maxMembers"}),
    "people.contactGroups.delete": frozenset({"deleteContacts"}),
    "people.otherContacts.list": _SYNC | {"readMask", "requestSyncToken", "sources"},
}  # fmt: skip


def check_parameters(route: Route, query: Mapping[str, list[str]]) -> None:
    """Refuse parameters that a method of the People API does not have; the Calendar API overlooks them.

    https://cloud.google.com/endpoints/docs/grpc/transcoding: a parameter has to be a field of the request.
    """
    if route.api != PEOPLE:
        return
    for name in query:
        if name not in _COMMON and name not in _PEOPLE_PARAMETERS.get(route.operation, frozenset()):
            message = f'Invalid JSON payload received. Unknown name "{name}": Cannot bind query parameter.'
            raise ApiError(400, "badRequest", message)


@cache
def _table() -> tuple[Route, ...]:
    return tuple(
        Route(operation, api, verb, _pattern(path), run, scopes)
        for api, table in ((CALENDAR, _CALENDAR), (PEOPLE, _PEOPLE))
        for operation, verb, path, run, scopes in table
    )


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/:]+|[^/]+?)", path))


_CALENDAR_PREFIX: Final = re.compile(r"(?:/calendar(?:/v3)?)+(?=/)")
_PEOPLE_PREFIX: Final = re.compile(r"(?:/v1)+(?=/)")


def find(verb: str, path: str) -> tuple[Route, Mapping[str, str]] | None:
    """Answer the method and the parts of an address.

    Either API is found with and without its version in front: clients disagree on whether that belongs to an address
    that they are given.
    """
    path = re.sub("/+", "/", path)
    plain = _PEOPLE_PREFIX.sub("", _CALENDAR_PREFIX.sub("", path, count=1), count=1)
    for route in _table():
        match = route.path.fullmatch(plain)
        if match is not None and route.verb == verb:
            return route, {name: unquote(value) for name, value in match.groupdict().items()}
    return None


def api_of(path: str) -> str:
    """Answer whose errors an address speaks."""
    return PEOPLE if re.match(r"(?:/v1)*/(?:people|contactGroups|otherContacts)\b", path) else CALENDAR


_EVENTS: Final = "/calendars/{calendarId}/events"
_EVENT: Final = f"{_EVENTS}/{{eventId}}"
_CALENDAR: Final[tuple[tuple[str, str, str, Method, frozenset[str]], ...]] = (
    ("calendar.events.list", "GET", _EVENTS, listing.events_list, _EVENTS_READ),
    ("calendar.events.insert", "POST", _EVENTS, insert.events_insert, _EVENTS_WRITE),
    ("calendar.events.import", "POST", f"{_EVENTS}/import", insert.events_import, _EVENTS_WRITE),
    ("calendar.events.get", "GET", _EVENT, get.events_get, _EVENTS_READ),
    ("calendar.events.patch", "PATCH", _EVENT, write.events_patch, _EVENTS_WRITE),
    ("calendar.events.update", "PUT", _EVENT, write.events_update, _EVENTS_WRITE),
    ("calendar.events.delete", "DELETE", _EVENT, delete.events_delete, _EVENTS_WRITE),
    ("calendar.events.watch", "POST", f"{_EVENTS}/watch", watch.events_watch, _EVENTS_READ),
    ("calendar.events.instances", "GET", f"{_EVENT}/instances", instances.events_instances, _EVENTS_READ),
    ("calendar.events.move", "POST", f"{_EVENT}/move", move.events_move, _EVENTS_WRITE),
    ("calendar.channels.stop", "POST", "/channels/stop", watch.channels_stop, _EVENTS_READ),
    ("calendar.colors.get", "GET", "/colors", colors.colors_get, _EVENTS_READ | _LIST_READ),
    ("calendar.settings.list", "GET", "/users/me/settings", settings.settings_list, _SETTINGS_READ),
    ("calendar.freebusy.query", "POST", "/freeBusy", free_busy.free_busy_query, _FREE_BUSY),
    ("calendar.calendars.delete", "DELETE", "/calendars/{calendarId}", calendars.calendars_delete, _CALENDARS_WRITE),
    (
        "calendar.calendars.clear", "POST", "/calendars/{calendarId}/clear", calendars.calendars_clear,
        _scopes("calendar", "calendar.calendars"),
    ),
    ("calendar.settings.get", "GET", "/users/me/settings/{setting}", settings.settings_get, _SETTINGS_READ),
    ("calendar.calendars.insert", "POST", "/calendars", calendars.calendars_insert, _CALENDARS_WRITE),
    ("calendar.calendars.patch", "PATCH", "/calendars/{calendarId}", calendars.calendars_patch, _CALENDARS_WRITE),
    ("calendar.calendars.update", "PUT", "/calendars/{calendarId}", calendars.calendars_update, _CALENDARS_WRITE),
    ("calendar.calendars.get", "GET", "/calendars/{calendarId}", calendars.calendars_get, _CALENDARS_READ),
    ("calendar.calendarList.list", "GET", "/users/me/calendarList", calendars.calendar_list_list, _LIST_READ),
    (
        "calendar.calendarList.get", "GET", "/users/me/calendarList/{calendarId}", calendars.calendar_list_get,
        _LIST_READ,
    ),
)  # fmt: skip
_PEOPLE: Final[tuple[tuple[str, str, str, Method, frozenset[str]], ...]] = (
    ("people.connections.list", "GET", "/people/{person}/connections", connections.connections_list, _CONTACTS_READ),
    ("people.people.createContact", "POST", "/people:createContact", people_write.create_contact, _CONTACTS_WRITE),
    ("people.people.getBatchGet", "GET", "/people:batchGet", people_get.people_batch_get, _CONTACTS_READ),
    ("people.people.searchContacts", "GET", "/people:searchContacts", search.search_contacts, _CONTACTS_READ),
    ("people.people.batchCreateContacts", "POST", "/people:batchCreateContacts", batch.batch_create, _CONTACTS_WRITE),
    ("people.people.batchUpdateContacts", "POST", "/people:batchUpdateContacts", batch.batch_update, _CONTACTS_WRITE),
    ("people.people.batchDeleteContacts", "POST", "/people:batchDeleteContacts", batch.batch_delete, _CONTACTS_WRITE),
    (
        "people.people.updateContact", "PATCH", "/people/{person}:updateContact", people_write.update_contact,
        _CONTACTS_WRITE,
    ),
    (
        "people.people.deleteContact", "DELETE", "/people/{person}:deleteContact", people_write.delete_contact,
        _CONTACTS_WRITE,
    ),
    ("people.people.get", "GET", "/people/{person}", people_get.people_get, _CONTACTS_READ),
    ("people.contactGroups.list", "GET", "/contactGroups", groups.groups_list, _CONTACTS_READ),
    ("people.contactGroups.create", "POST", "/contactGroups", groups.groups_create, _CONTACTS_WRITE),
    (
        "people.contactGroups.members.modify", "POST", "/contactGroups/{group}/members:modify", groups.members_modify,
        _CONTACTS_WRITE,
    ),
    ("people.contactGroups.batchGet", "GET", "/contactGroups:batchGet", groups.groups_batch_get, _CONTACTS_READ),
    ("people.contactGroups.get", "GET", "/contactGroups/{group}", groups.groups_get, _CONTACTS_READ),
    ("people.contactGroups.update", "PUT", "/contactGroups/{group}", groups.groups_update, _CONTACTS_WRITE),
    ("people.contactGroups.delete", "DELETE", "/contactGroups/{group}", groups.groups_delete, _CONTACTS_WRITE),
    ("people.otherContacts.list", "GET", "/otherContacts", connections.others_list, _OTHERS_READ),
)  # fmt: skip
