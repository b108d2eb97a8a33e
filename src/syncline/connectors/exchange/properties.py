"""Properties beyond EWS's own: how they are named in requests, and found again in answers.

Tags and ids: [MS-OXPROPS] (https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxprops/).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from syncline.connectors.exchange.soap import Element, T, t

Key: TypeAlias = int | str


@dataclass(frozen=True, slots=True)
class Extended:
    """A MAPI property: by tag, by number in a set, or by name in a set."""

    type: str
    tag: int | None = None
    set: str | None = None
    id: int | None = None
    name: str | None = None

    def path(self) -> Element:
        """Name it in a request."""
        attributes = {"PropertyType": self.type}
        if self.tag is not None:
            attributes["PropertyTag"] = f"0x{self.tag:04x}"
        if self.set is not None:
            attributes["PropertySetId"] = self.set
        if self.id is not None:
            attributes["PropertyId"] = str(self.id)
        if self.name is not None:
            attributes["PropertyName"] = self.name
        return t("ExtendedFieldURI", attributes=attributes)

    def with_value(self, value: str) -> Element:
        """Give it a value."""
        return t("ExtendedProperty", self.path(), t("Value", text=value))

    @property
    def key(self) -> Key:
        """What tells it from the other properties that we ask for."""
        return self.tag or self.id or self.name or ""


_SYNCLINE = "5c8f3d0e-7a41-4c6b-9d27-1e0b6f4a8c53"
_ADDRESS = "00062004-0000-0000-c000-000000000046"

FOLDER_MARKER = Extended("String", set=_SYNCLINE, name="SynclineFolder")
"""On the folder: which installation syncs it into which org."""
ITEM_MARKER = Extended("String", set=_SYNCLINE, name="SynclineKey")
"""On an item that Syncline made: the key of the intent."""
SEARCH_KEY = Extended("Binary", tag=0x300B)
"""PidTagSearchKey stays with an item when it is moved ([MS-OXCPRPT] 2.2.1.9)."""
LOCAL_COMMIT_TIME_MAX = Extended("SystemTime", tag=0x670A)
DELETED_COUNT_TOTAL = Extended("Integer", tag=0x670B)
CONTENT_COUNT = Extended("Integer", tag=0x3602)
EMAIL1_ORIGINAL = Extended("String", set=_ADDRESS, id=0x8084)
"""PidLidEmail1OriginalDisplayName: the SMTP address where the entry itself names someone in the directory."""
BIRTHDAY_LOCAL = Extended("SystemTime", set=_ADDRESS, id=0x80DE)
"""PidLidBirthdayLocal: the birthday at 0:00, without any zone ([MS-OXOCNTC] 2.2.1.5.2)."""


def extended_key(uri: Element) -> Key:
    """Answer the `key` of the property that an answer names; Exchange may write a tag in either case."""
    tag, number = uri.get("PropertyTag"), uri.get("PropertyId")
    if tag is not None:
        return int(tag, 16)
    return int(number) if number is not None else uri.get("PropertyName", "")


def extended_values(element: Element) -> dict[Key, str]:
    """Answer the extended properties of an item or a folder."""
    found: dict[Key, str] = {}
    for prop in element.iterchildren(f"{T}ExtendedProperty"):
        value = prop.find(f"{T}Value")
        if value is not None and value.text:
            found[extended_key(prop[0])] = value.text
    return found
