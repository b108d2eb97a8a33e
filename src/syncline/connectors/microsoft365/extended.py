"""Values that Graph's own properties do not hold: how they are named, asked for and written.

https://learn.microsoft.com/graph/api/resources/extended-properties-overview; tags and ids are those of [MS-OXPROPS]
(https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxprops/).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_SYNCLINE = "{5c8f3d0e-7a41-4c6b-9d27-1e0b6f4a8c53}"
_ADDRESS = "{00062004-0000-0000-c000-000000000046}"

FOLDER_MARKER = f"String {_SYNCLINE} Name SynclineFolder"
"""On the folder: which installation syncs it into which org."""
ITEM_MARKER = f"String {_SYNCLINE} Name SynclineKey"
"""On an item that Syncline made: the key of the intent."""
SEARCH_KEY = "Binary 0x300b"
"""PidTagSearchKey: it stays with an item that is moved, or whose mailbox is migrated."""
BUSINESS_FAX = "String 0x3a24"
OTHER_PHONE = "String 0x3a1f"
ASSISTANT_PHONE = "String 0x3a2e"
EMAIL1_ORIGINAL = f"String {_ADDRESS} Id 0x8084"
"""PidLidEmail1OriginalDisplayName: the SMTP address where the entry itself names someone in the directory."""
BIRTHDAY_LOCAL = f"SystemTime {_ADDRESS} Id 0x80de"
"""PidLidBirthdayLocal: the birthday at 0:00, without any zone ([MS-OXOCNTC] 2.2.1.5.2)."""


def expand(ids: Sequence[str]) -> str:
    """Ask for properties beside the item's own."""
    return f"$expand={expansion(ids)}"


def expansion(ids: Sequence[str]) -> str:
    """Answer what stands in `$expand`, beside which other words may stand."""
    wanted = " or ".join(f"id eq '{one}'" for one in ids)
    return _encoded(f"singleValueExtendedProperties($filter={wanted})")


def carries(property_id: str, value: str) -> str:
    """Filter by a property. Case does not count in values, so that what is found has to be looked at."""
    quoted = value.replace("'", "''")
    wanted = f"singleValueExtendedProperties/Any(ep: ep/id eq '{property_id}' and ep/value eq '{quoted}')"
    return f"$filter={_encoded(wanted)}"


def _encoded(expression: str) -> str:
    """Write an expression into an address; in a batch nobody else does it."""
    return quote(expression, safe="$()',=")


def written(values: Mapping[str, str]) -> list[dict[str, str]]:
    """Write properties. None can be taken away, as far as the pages say: one that is emptied gets an empty text.

    https://learn.microsoft.com/graph/api/resources/singlevaluelegacyextendedproperty
    """
    return [{"id": property_id, "value": value} for property_id, value in values.items()]


def extended_values(item: Mapping[str, Any]) -> dict[str, str]:
    """Answer the properties of an item, by their ids in lower case but for a name's own spelling."""
    held: Iterable[Any] = item.get("singleValueExtendedProperties") or ()
    return {
        _plain(one["id"]): one["value"]
        for one in held
        if isinstance(one, dict) and isinstance(one.get("id"), str) and isinstance(one.get("value"), str)
    }


def _plain(property_id: str) -> str:
    """Servers write type, tag and set in a spelling of their own; names are compared letter by letter."""
    head, name, tail = property_id.partition(" Name ")
    kind, _, rest = head.partition(" ")
    return f"{kind} {rest.lower().replace(' id ', ' Id ')}{name}{tail}"
