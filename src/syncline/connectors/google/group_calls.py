"""The rep's contact groups (labels): looked at, made, marked.

https://developers.google.com/people/api/rest/v1/contactGroups
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from syncline.connectors.errors import BadAnswerError
from syncline.connectors.google.account import items, people_call
from syncline.connectors.google.refusals import CONFLICT, NOT_FOUND

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syncline.connectors.google.account import Account
    from syncline.connectors.google.line import Call
    from syncline.connectors.transport import Answer

_FIELDS = "clientData,groupType,memberCount,metadata,name"
_MARK = "synclineFolder"
_OWN_KIND = "USER_CONTACT_GROUP"
_PAGE = "1000"


@dataclass(frozen=True, slots=True)
class Group:
    """A group of the rep's own. `marker` is what an installation wrote on it."""

    id: str
    name: str
    etag: str
    marker: str | None
    data: tuple[tuple[str, str], ...] = ()
    """Everything that clients wrote on it, by key."""


def looking_at(group: str) -> Call:
    """Answer the call that reads a group; one that is not there (404) is an answer too."""
    return people_call("contactGroups.get", "GET", f"/{group}", (("groupFields", _FIELDS),))


def group_seen(answer: Answer) -> Group | None:
    """Read the answer to such a call; None if there is no such group."""
    if answer.status == NOT_FOUND or _is_deleted(answer.body):
        return None
    return _group(answer.body)


def list_groups(account: Account) -> list[Group]:
    """Answer all groups that the rep made. One call for a thousand."""
    found: list[Group] = []
    page = ""
    while True:
        query = [("groupFields", _FIELDS), ("pageSize", _PAGE)] + ([("pageToken", page)] if page else [])
        answer = account.people(people_call("contactGroups.list", "GET", "/contactGroups", query))
        told = items(answer, "contactGroups")
        found += [_group(one) for one in told if one.get("groupType") == _OWN_KIND and not _is_deleted(one)]
        following = str(answer.body.get("nextPageToken") or "")
        if not following or following == page:
            return found
        page = following


def make_group(account: Account, name: str, marker: str) -> Group | None:
    """Make a group, marked; None if one of that name was made meanwhile (409). One call."""
    body = {"contactGroup": {"name": name, "clientData": [_entry(_MARK, marker)]}, "readGroupFields": _WRITTEN}
    call = people_call("contactGroups.create", "POST", "/contactGroups", body=body)
    answer = account.people(call, takes=frozenset({CONFLICT}))
    return None if answer.status == CONFLICT else _group(answer.body)


_WRITTEN = "clientData,groupType,metadata,name"


def stamp(account: Account, group: Group, marker: str) -> None:
    """Write our marker on a group; what other clients wrote stays. One call."""
    others = [_entry(key, value) for key, value in group.data if key != _MARK]
    told = {"etag": group.etag, "name": group.name, "clientData": [*others, _entry(_MARK, marker)]}
    body = {"contactGroup": told, "updateGroupFields": "clientData", "readGroupFields": _WRITTEN}
    account.people(people_call("contactGroups.update", "PUT", f"/{group.id}", body=body))


def _entry(key: str, value: str) -> dict[str, str]:
    return {"key": key, "value": value}


def _is_deleted(told: Any) -> bool:
    metadata = told.get("metadata") if isinstance(told, dict) else None
    return isinstance(metadata, dict) and bool(metadata.get("deleted"))


def _group(told: Mapping[str, Any]) -> Group:
    data = tuple((str(one.get("key")), str(one.get("value"))) for one in told.get("clientData") or [])
    marker = next((value for key, value in data if key == _MARK), None)
    try:
        return Group(told["resourceName"], str(told.get("name") or ""), str(told.get("etag") or ""), marker, data)
    except KeyError as error:
        raise BadAnswerError("Google answered a group without a name") from error
