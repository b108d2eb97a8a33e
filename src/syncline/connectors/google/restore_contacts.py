"""Bring deleted contacts back whole. The trash of Google Contacts has no API, so they are made anew of what was kept.

https://developers.google.com/people/api/rest/v1/people/createContact and, for the photo,
https://developers.google.com/people/api/rest/v1/people/updateContactPhoto
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from syncline.connectors.coming_back import ELSEWHERE, NOT_KEPT
from syncline.connectors.google.account import people_call
from syncline.connectors.google.contact_places import PERSON_FIELDS
from syncline.connectors.google.contact_read import MARKER, entries_of, groups_of
from syncline.connectors.google.contact_write import MY_CONTACTS, membership, writable
from syncline.connectors.google.create_contacts import MASK, written
from syncline.connectors.google.get_people import fetch_people, stands
from syncline.connectors.google.group_calls import list_groups
from syncline.connectors.google.made_contacts import made_contacts
from syncline.connectors.google.refusals import BAD_REQUEST, item_error, refusal_of
from syncline.connectors.google.whole_contacts import ALL_FIELDS
from syncline.connectors.port import Intent, Written

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from syncline.connectors.google.account import Account
    from syncline.connectors.port import ItemError, Lost

_READ_ONLY = frozenset({"metadata", "photos", "memberships", "clientData"})
_OK = 300


def restore_contacts(account: Account, group: str, losts: Sequence[Lost]) -> list[Written | ItemError]:
    """Bring contacts back into the group. What stands there already is answered as it is."""
    here = fetch_people(account, [lost.id for lost in losts], PERSON_FIELDS) if losts else []
    made = made_contacts(account, group, [Intent(lost.key, lost.values, lost.since) for lost in losts])
    results: list[Written | ItemError] = []
    for lost, person in zip(losts, here, strict=True):
        again = made.get(lost.key)
        if person is not None:
            results.append(written(person) if stands(person, lost.id, group) else ELSEWHERE)
        elif again is not None:
            results.append(Written(again.id, again.version, after=again.values, trace=again.trace))
        else:
            results.append(_anew(account, group, lost))
    return results


def _anew(account: Account, group: str, lost: Lost) -> Written | ItemError:
    kept = _kept(lost.whole)
    if kept is None:
        return NOT_KEPT
    person = _person(account, group, kept["person"], lost.key)
    query = (("personFields", MASK), ("sources", "READ_SOURCE_TYPE_CONTACT"))
    call = people_call("people.createContact", "POST", "/people:createContact", query, person)
    answer = account.people(call, takes=frozenset({BAD_REQUEST}))
    if answer.status >= _OK:
        return item_error(refusal_of(answer))
    photo = kept.get("photo")
    return written(_with_photo(account, answer.body, str(photo)) if photo else answer.body)


def _person(account: Account, group: str, kept: Mapping[str, Any], key: str) -> dict[str, Any]:
    """Answer the contact to be made: every field that can be written, and of its groups those that still are."""
    person: dict[str, Any] = {
        field: [writable(one) for one in entries_of(kept, field)]
        for field in ALL_FIELDS
        if field not in _READ_ONLY and entries_of(kept, field)
    }
    alive = {one.id for one in list_groups(account)} & groups_of(kept)
    person["memberships"] = [membership(one) for one in (group, MY_CONTACTS, *sorted(alive - {group}))]
    others = [writable(one) for one in entries_of(kept, "clientData") if one.get("key") != MARKER]
    person["clientData"] = [*others, {"key": MARKER, "value": key}]
    return person


def _with_photo(account: Account, person: Mapping[str, Any], photo: str) -> Mapping[str, Any]:
    body = {"photoBytes": photo, "personFields": MASK, "sources": ["READ_SOURCE_TYPE_CONTACT"]}
    path = f"/{person['resourceName']}:updateContactPhoto"
    answer = account.people(
        people_call("people.updateContactPhoto", "PATCH", path, body=body), takes=frozenset({BAD_REQUEST})
    )
    told = answer.body.get("person") if answer.status < _OK and isinstance(answer.body, dict) else None
    return told if isinstance(told, dict) else person


def _kept(whole: str) -> dict[str, Any] | None:
    try:
        kept = json.loads(whole)
    except ValueError:
        return None
    return kept if isinstance(kept, dict) and isinstance(kept.get("person"), dict) else None
