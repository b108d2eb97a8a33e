"""Contact groups, which Google's pages call labels: https://developers.google.com/people/api/rest/v1/contactGroups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from syncline.sandbox.google.call import Reply
from syncline.sandbox.google.errors import ApiError
from syncline.sandbox.google.people import masks, persons, sync
from syncline.sandbox.google.people.methods.place import group_of
from syncline.sandbox.google.people.methods.write import membership
from syncline.sandbox.google.people.state import MY_CONTACTS, groups_of
from syncline.sandbox.google.ticks import stamp

if TYPE_CHECKING:
    from syncline.sandbox.google.call import Call, Json
    from syncline.sandbox.google.people.state import AddressBook, Entry, Version

MOST: Final = 1000
DEFAULT: Final = 30
MODIFIED: Final = 1000
BATCH: Final = 200
_USER: Final = "USER_CONTACT_GROUP"
_UPDATED: Final = frozenset({"clientData", "name"})
_DEFAULT_FIELDS: Final = frozenset({"metadata", "groupType", "memberCount", "name"})
_SYSTEM: Final = {
    "myContacts": "My Contacts", "starred": "Starred", "friends": "Friends", "family": "Family",
    "coworkers": "Coworkers", "chatBuddies": "Chat contacts", "all": "All Contacts", "blocked": "Blocked",
}  # fmt: skip


def groups_list(call: Call) -> Reply:
    """Answer all groups without their members, or with a sync token those that have changed."""
    fields, book = _fields(call), call.account.book
    most = call.number("pageSize", DEFAULT, MOST, least=0) or DEFAULT
    page = sync.listed(call, book.groups, book, ("groupFields",), most, wanted=True)
    body: Json = {}
    if page.found:
        sizes = book.sizes()
        body["contactGroups"] = [
            shown(entry, version, sizes.get(entry.name, 0), fields) for entry, version in page.found
        ]
    if page.next_page:
        body["nextPageToken"] = page.next_page
    if page.next_sync:
        body["nextSyncToken"] = page.next_sync
    return Reply(body | ({"totalItems": page.total} if page.total else {}))


def groups_get(call: Call) -> Reply:
    """Answer a group with up to `maxMembers` of its members, none unless asked for."""
    entry, book = group_of(call), call.account.book
    most = call.number("maxMembers", 0, 1_000_000, least=0)
    return Reply(_with_members(book, entry, most, _fields(call)))


def groups_batch_get(call: Call) -> Reply:
    """Answer up to 200 groups; one that is not there has a status and no group.

    https://developers.google.com/people/api/rest/v1/contactGroups/batchGet
    """
    names, fields, book = call.query.get("resourceNames", []), _fields(call), call.account.book
    if not names:
        raise persons.bad("Request must include at least one resource name.")
    if len(names) > BATCH:
        raise persons.bad(f"Request must include at most {BATCH} resource names.")
    most = call.number("maxMembers", 0, 1_000_000, least=0)
    responses: list[Json] = []
    for name in names:
        entry = book.groups.living(name)
        if entry is None:
            status = {"code": 5, "message": "Requested entity was not found."}
            responses.append({"requestedResourceName": name, "status": status})
        else:
            responses.append({
                "requestedResourceName": name, "status": {}, "contactGroup": _with_members(book, entry, most, fields),
            })  # fmt: skip
    return Reply({"responses": responses})


def _with_members(book: AddressBook, entry: Entry, most: int, fields: frozenset[str]) -> Json:
    members = book.members(entry.name)
    body = shown(entry, entry.now, len(members), fields)
    return body | ({"memberResourceNames": members[:most]} if members[:most] else {})


def groups_create(call: Call) -> Reply:
    """Make a group; its name must be new."""
    book, given = call.account.book, call.json()
    name = _name(given)
    _check_free(book, name, None)
    values = {"name": name, "groupType": _USER, "clientData": _client_data(given)}
    resource = f"contactGroups/{call.world.hexadecimal(16)}"
    entry = book.put(book.groups, resource, values, call.world.propagation)
    return Reply(shown(entry, entry.now, 0, _asked(given)))


def groups_update(call: Call) -> Reply:
    """Replace the fields that `updateGroupFields` names, the name alone unless it says otherwise."""
    entry, book, given = group_of(call), call.account.book, call.json()
    _check_own(entry)
    wanted = (given.get("contactGroup") or {}).get("etag")
    if wanted and wanted != entry.now.etag:
        raise persons.bad("Request contact group etag is different than the current etag.",
                          "failedPrecondition", "FAILED_PRECONDITION")  # fmt: skip
    fields = masks.read(str(given.get("updateGroupFields") or ""), "updateGroupFields", _UPDATED, optional=True)
    values = dict(entry.values)
    if "name" in (fields or {"name"}):
        values["name"] = _name(given)
        _check_free(book, values["name"], entry)
    if "clientData" in fields:
        values["clientData"] = _client_data(given)
    book.put(book.groups, entry.name, values, call.world.propagation)
    return Reply(shown(entry, entry.now, len(book.members(entry.name)), _asked(given)))


def groups_delete(call: Call) -> Reply:
    """Delete a group, and its contacts if that is asked for; else they stay in the other groups they are in."""
    entry, book = group_of(call), call.account.book
    _check_own(entry)
    for name in book.members(entry.name):
        if call.flag("deleteContacts"):
            book.put(book.people, name, None, call.world.propagation)
        else:
            _leave(call, name, entry.name, last=MY_CONTACTS)
    book.put(book.groups, entry.name, None, call.world.propagation)
    return Reply({})


def members_modify(call: Call) -> Reply:
    """Put contacts into a group and take others out of it; what cannot be done is listed, the rest is done.

    https://developers.google.com/people/api/rest/v1/contactGroups.members/modify
    """
    entry, book, given = group_of(call), call.account.book, call.json()
    adding, removing = given.get("resourceNamesToAdd") or [], given.get("resourceNamesToRemove") or []
    if not adding and not removing:
        raise persons.bad("Request must include resource names to add or to remove.")
    if len(adding) + len(removing) > MODIFIED:
        raise persons.bad(f"Request must include at most {MODIFIED} resource names.")
    if adding and entry.values["groupType"] != _USER and entry.name not in {MY_CONTACTS, "contactGroups/starred"}:
        raise persons.bad(f"Contacts cannot be added to the system contact group {entry.name}.")
    missing = [name for name in [*adding, *removing] if book.people.living(name) is None]
    for name in adding:
        if name not in missing:
            _join(call, name, entry.name)
    stuck = [name for name in removing if name not in missing and not _leave(call, name, entry.name)]
    body: Json = {}
    if missing:
        body["notFoundResourceNames"] = missing
    if stuck:
        body["canNotRemoveLastContactGroupResourceNames"] = stuck
    return Reply(body)


def shown(entry: Entry, version: Version, size: int, fields: frozenset[str]) -> Json:
    """Answer a group resource; a size of zero does not show."""
    made: Json = {"resourceName": entry.name, "etag": version.etag}
    if version.values is None:
        return made | {"metadata": {"deleted": True}}
    values = version.values
    if "metadata" in fields and values["groupType"] == _USER:
        made["metadata"] = {"updateTime": stamp(version.updated)}
    if "groupType" in fields:
        made["groupType"] = values["groupType"]
    if "name" in fields:
        made |= {"name": values["name"], "formattedName": _SYSTEM.get(values["name"], values["name"])}
    if "clientData" in fields and values.get("clientData"):
        made["clientData"] = values["clientData"]
    return made | ({"memberCount": size} if size and "memberCount" in fields else {})


def _fields(call: Call) -> frozenset[str]:
    return masks.read(call.one("groupFields"), "groupFields", masks.GROUP, optional=True) or _DEFAULT_FIELDS


def _asked(given: Json) -> frozenset[str]:
    """Answer which fields a write is to answer."""
    asked = masks.read(str(given.get("readGroupFields") or ""), "readGroupFields", masks.GROUP, optional=True)
    return asked or _DEFAULT_FIELDS


def _client_data(given: Json) -> list[Json]:
    """Take in what a client writes on a group for itself: pairs of texts, doubled ones too."""
    told = (given.get("contactGroup") or {}).get("clientData") or []
    if not isinstance(told, list) or not all(isinstance(one, dict) for one in told):
        raise persons.bad("Invalid contact group client data.")
    return [{"key": str(one.get("key", "")), "value": str(one.get("value", ""))} for one in told]


def _name(given: Json) -> str:
    name = (given.get("contactGroup") or {}).get("name")
    if not isinstance(name, str) or not name.strip():
        raise persons.bad("Request must include a contact group name.")
    return name.strip()


def _check_free(book: AddressBook, name: str, but: Entry | None) -> None:
    if any(one is not but and one.values["name"].casefold() == name.casefold() for one in book.groups.all_living()):
        raise ApiError(409, "alreadyExists", "Contact group name already exists.")


def _check_own(entry: Entry) -> None:
    if entry.values["groupType"] != _USER:
        raise persons.bad("System contact groups cannot be changed.")


def _join(call: Call, person: str, group: str) -> None:
    book = call.account.book
    values = book.people.entries[person].values
    if group not in groups_of(values):
        joined: list[Any] = [*values.get("memberships", ()), membership(group)]
        book.put(book.people, person, values | {"memberships": joined}, call.world.propagation)


def _leave(call: Call, person: str, group: str, last: str = "") -> bool:
    """Answer whether the contact could leave: it has to be in some group, `last` if there would be no other."""
    book = call.account.book
    values = book.people.entries[person].values
    left = [one for one in groups_of(values) if one != group]
    if not left and not last:
        return False
    kept = [membership(one) for one in left or [last]]
    book.put(book.people, person, values | {"memberships": kept}, call.world.propagation)
    return True
