"""https://developers.google.com/people/api/rest/v1/people/get and .../people/getBatchGet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from syncline.sandbox.google.call import Reply
from syncline.sandbox.google.people import persons
from syncline.sandbox.google.people.methods.place import person_of, read_mask

if TYPE_CHECKING:
    from syncline.sandbox.google.call import Call, Json

BATCH: Final = 200
_ME: Final = "people/me"


def people_get(call: Call) -> Reply:
    """Answer a contact as it is now, however new that is."""
    fields = read_mask(call)
    if call.parts["person"] == "me":
        return Reply(_me(call))
    entry = person_of(call, f"people/{call.parts['person']}")
    return Reply(persons.shown(entry, entry.now, fields))


def people_batch_get(call: Call) -> Reply:
    """Answer up to 200 contacts; one that is not there has a status and no person."""
    fields, names = read_mask(call), call.query.get("resourceNames", [])
    if not names:
        raise persons.bad("Request must include at least one resource name.")
    if len(names) > BATCH:
        raise persons.bad(f"Request must include at most {BATCH} resource names.")
    return Reply({"responses": [_response(call, name, fields) for name in names]})


def _response(call: Call, name: str, fields: frozenset[str]) -> Json:
    if name == _ME:
        return {"httpStatusCode": 200, "person": _me(call), "requestedResourceName": name, "status": {}}
    entry = call.account.book.people.living(name)
    if entry is None:
        status = {"code": 5, "message": "Requested entity was not found."}
        return {"httpStatusCode": 404, "requestedResourceName": name, "status": status}
    person = persons.shown(entry, entry.now, fields)
    return {"httpStatusCode": 200, "person": person, "requestedResourceName": name, "status": {}}


def _me(call: Call) -> Json:
    number = f"{sum(call.account.address.encode()) * 7919 + 10**20}"
    source = {"type": "PROFILE", "id": number}
    primary = {"primary": True, "source": source}
    return {
        "resourceName": f"people/{number}",
        "etag": "%EgMBLjc=",
        "names": [{"metadata": primary, "displayName": call.account.name}],
        "emailAddresses": [{"metadata": primary, "value": call.account.address}],
    }
