"""What is kept of a contact before it is deleted: everything that People tells of it, and its photo.

https://developers.google.com/people/api/rest/v1/people#Photo. The photo comes from the address that the person names,
without a token; what is no picture there is left out.
"""

from __future__ import annotations

import json
from base64 import b64encode
from typing import TYPE_CHECKING, Any

from syncline.connectors.errors import ConnectorError
from syncline.connectors.google.contact_read import entries_of
from syncline.connectors.google.get_people import fetch_people
from syncline.connectors.port import Missing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from syncline.connectors.google.account import Account
    from syncline.connectors.port import ItemError

ALL_FIELDS = (
    "addresses", "biographies", "birthdays", "calendarUrls", "clientData", "emailAddresses", "events", "externalIds",
    "genders", "imClients", "interests", "locales", "locations", "memberships", "metadata", "miscKeywords", "names",
    "nicknames", "occupations", "organizations", "phoneNumbers", "photos", "relations", "sipAddresses", "skills",
    "urls", "userDefined",
)  # fmt: skip
_OK = 300
_LARGEST = 4_000_000
_SIZE = "sz=720"


def whole_contacts(account: Account, ids: Sequence[str]) -> list[str | Missing | ItemError]:
    """Answer contacts as JSON: `person` as People tells it, `photo` in Base64 if the rep gave it one."""
    people = zip(ids, fetch_people(account, ids, ALL_FIELDS), strict=True)
    return [Missing(id_) if one is None else _kept(account, one) for id_, one in people]


def _kept(account: Account, person: Mapping[str, Any]) -> str:
    kept: dict[str, Any] = {"person": person}
    url = next(
        (str(one["url"]) for one in entries_of(person, "photos") if one.get("url") and not one.get("default")), ""
    )
    photo = _photo(account, url) if url else None
    if photo:
        kept["photo"] = b64encode(photo).decode()
    return json.dumps(kept, ensure_ascii=False)


def _photo(account: Account, url: str) -> bytes | None:
    """Fetch a photo. A contact is kept without one rather than not at all."""
    try:
        answer = account.line.picture(f"{url}{'&' if '?' in url else '?'}{_SIZE}")
    except ConnectorError:
        return None
    picture = answer.headers.get("Content-Type", "").startswith("image/")
    return answer.content if answer.status < _OK and picture and len(answer.content) <= _LARGEST else None
