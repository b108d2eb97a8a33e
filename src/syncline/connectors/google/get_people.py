"""people.getBatchGet: contacts by name, 200 in a request.

https://developers.google.com/people/api/rest/v1/people/getBatchGet. A contact that was linked with a profile has
another name by now and is answered under that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from syncline.connectors.errors import UnavailableError
from syncline.connectors.google.account import items, people_call
from syncline.connectors.google.contact_places import PERSON_FIELDS
from syncline.connectors.google.contact_read import contact_record, groups_of, name_of_resource, version_of
from syncline.connectors.google.list_contacts import CONTACT_SOURCE
from syncline.connectors.google.refusals import BAD_REQUEST, NOT_FOUND
from syncline.connectors.port import Conflict, Missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from syncline.connectors.google.account import Account
    from syncline.connectors.port import ItemError
    from syncline.records.record import Record

Person: TypeAlias = dict[str, Any]
IDENTITY = ("memberships", "metadata")
_OPERATION = "people.getBatchGet"
_PREFIX = "people/"
_PASSING = frozenset({2, 4, 8, 10, 13, 14})
"""UNKNOWN, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, ABORTED, INTERNAL and UNAVAILABLE."""


def fetch_people(account: Account, ids: Sequence[str], fields: Iterable[str]) -> list[Person | None]:
    """Answer people as they are now, None where there is no such contact."""
    wanted = [one for one in dict.fromkeys(ids) if one.startswith(_PREFIX)]
    size = account.settings.people_batch
    found: dict[str, Person] = {}
    for start in range(0, len(wanted), size):
        found |= _fetch(account, wanted[start : start + size], ",".join(fields))
    return [found.get(one) for one in ids]


def _fetch(account: Account, names: Sequence[str], fields: str) -> dict[str, Person]:
    query = [("personFields", fields), CONTACT_SOURCE, *(("resourceNames", name) for name in names)]
    call = people_call(_OPERATION, "GET", "/people:batchGet", query)
    answer = account.people(call, takes=frozenset({BAD_REQUEST, NOT_FOUND}))
    if answer.status in {BAD_REQUEST, NOT_FOUND}:  # one name that is none spoils the request
        if len(names) == 1:
            return {}
        half = len(names) // 2
        return _fetch(account, names[:half], fields) | _fetch(account, names[half:], fields)
    told = items(answer, "responses")
    if any(_passing(one) for one in told):
        raise account.line.heed(account.address, UnavailableError(f"{_OPERATION} did not answer for everybody"))
    told = [one for one in told if isinstance(one.get("person"), dict)]
    return {str(one.get("requestedResourceName") or name_of_resource(one["person"])): one["person"] for one in told}


def _passing(response: Mapping[str, Any]) -> bool:
    """Whether one person of several could not be read just now, which is not to be absent.

    Codes: https://cloud.google.com/apis/design/errors#handling_errors
    """
    status = response.get("status")
    return isinstance(status, dict) and status.get("code") in _PASSING


def read_people(account: Account, group: str, ids: Sequence[str]) -> list[Record | Missing | ItemError]:
    """Read contacts that are in the group, under the name by which they are asked for."""
    people = zip(ids, fetch_people(account, ids, PERSON_FIELDS), strict=True)
    return [contact_record(one) if one is not None and stands(one, id_, group) else Missing(id_) for id_, one in people]


def stands(person: Person, id_: str, group: str) -> bool:
    """Whether a contact is in the group, and bears its name still."""
    return name_of_resource(person) == id_ and group in groups_of(person)


def standing(id_: str, version: str, person: Person | None, group: str) -> Conflict | Missing | None:
    """Answer why a contact that was seen in a version cannot be written, None if it can."""
    if person is None or not stands(person, id_, group):
        return Missing(id_)
    return None if version_of(person) == version else Conflict(id_)
