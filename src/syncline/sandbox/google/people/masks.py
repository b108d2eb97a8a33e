"""Field masks of the People API: which fields there are, which a mask names, and what is refused.

https://developers.google.com/people/api/rest/v1/people/get (personFields),
https://developers.google.com/people/api/rest/v1/people/updateContact (updatePersonFields)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from syncline.sandbox.google.errors import ApiError

if TYPE_CHECKING:
    from collections.abc import Iterable

WRITABLE: Final = frozenset({
    "addresses", "biographies", "birthdays", "calendarUrls", "clientData", "emailAddresses", "events", "externalIds",
    "genders", "imClients", "interests", "locales", "locations", "memberships", "miscKeywords", "names", "nicknames",
    "occupations", "organizations", "phoneNumbers", "relations", "sipAddresses", "skills", "urls", "userDefined",
})  # fmt: skip
READABLE: Final = WRITABLE | {"ageRanges", "coverPhotos", "metadata", "photos"}
OTHERS: Final = frozenset({"emailAddresses", "metadata", "names", "phoneNumbers", "photos"})
"""What is known of other contacts."""
SINGLETONS: Final = ("biographies", "birthdays", "genders", "names")
GROUP: Final = frozenset({"clientData", "groupType", "memberCount", "metadata", "name"})


def read(text: str, name: str, known: Iterable[str] = READABLE, *, optional: bool = False) -> frozenset[str]:
    """Read a mask; a field that is not one is refused, and so is an empty mask unless it is `optional`."""
    fields = frozenset(one.strip() for one in text.split(",") if one.strip())
    if not fields and not optional:
        raise ApiError(
            400, "badRequest",
            f"{name} mask is required. Please specify one or more valid paths. Valid paths are documented at "
            "https://developers.google.com/people/api/rest/v1/people/get.",
        )  # fmt: skip
    if unknown := sorted(fields - frozenset(known)):
        raise ApiError(
            400, "badRequest",
            f'Invalid {name} mask path: "{unknown[0]}". Valid paths are documented at '
            "https://developers.google.com/people/api/rest/v1/people/get.",
        )  # fmt: skip
    return fields
