"""The MAPI properties under which first-class properties are also known ([MS-OXPROPS])."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .xmltext import boolean, instant

if TYPE_CHECKING:
    from collections.abc import Callable

    from .state.folder import Folder
    from .state.item import ExtendedKey, Item

_TEXTS = {
    0x001A: "ItemClass", 0x0037: "Subject", 0x3001: "DisplayName", 0x3A05: "Generation", 0x3A06: "GivenName",
    0x3A0A: "Initials", 0x3A11: "Surname", 0x3A16: "CompanyName", 0x3A17: "JobTitle", 0x3A18: "Department",
    0x3A19: "OfficeLocation", 0x3A30: "AssistantName", 0x3A44: "MiddleName", 0x3A46: "Profession", 0x3A48: "SpouseName",
    0x3A4E: "Manager", 0x3A4F: "Nickname",
}  # fmt: skip
_PHONES = {
    0x3A02: "Callback", 0x3A08: "BusinessPhone", 0x3A09: "HomePhone", 0x3A1A: "PrimaryPhone", 0x3A1B: "BusinessPhone2",
    0x3A1C: "MobilePhone", 0x3A1D: "RadioPhone", 0x3A1E: "CarPhone", 0x3A1F: "OtherTelephone", 0x3A21: "Pager",
    0x3A23: "OtherFax", 0x3A24: "BusinessFax", 0x3A25: "HomeFax", 0x3A2C: "Telex", 0x3A2D: "Isdn",
    0x3A2E: "AssistantPhone", 0x3A2F: "HomePhone2", 0x3A4B: "TtyTddPhone", 0x3A57: "CompanyMainPhone",
}  # fmt: skip
_TIMES = {0x3007: "created", 0x3008: "modified"}
_SEARCH_KEY = 0x300B


def read_mapi(item: Item, key: ExtendedKey) -> str | None:
    """Read an item's property by tag where it is not kept under that tag."""
    if key.property_set or not isinstance(key.name, int):
        return None
    if key.name == _SEARCH_KEY:
        return item.search_key
    if key.name in _TEXTS:
        return item.values.get(_TEXTS[key.name]) or None
    if key.name in _PHONES:
        phones: dict[str, str] = item.values.get("PhoneNumbers", {})
        return phones.get(_PHONES[key.name])
    return instant(getattr(item, _TIMES[key.name])) if key.name in _TIMES else None


def read_folder_mapi(folder: Folder, key: ExtendedKey) -> str | None:
    """Read a folder's property by tag; LocalCommitTimeMax is when its contents last changed ([MS-OXPROPS] 2.762)."""
    reader = _FOLDER.get(key.name) if not key.property_set and isinstance(key.name, int) else None
    return reader(folder) if reader else None


_FOLDER: dict[int | str, Callable[[Folder], str]] = {
    0x3001: lambda folder: folder.name,
    0x3007: lambda folder: instant(folder.created),
    0x3008: lambda folder: instant(folder.modified),
    0x3602: lambda folder: str(len(folder.items)),
    0x3603: lambda folder: str(sum(item.values.get("IsRead") is False for item in folder.items.values())),
    0x360A: lambda folder: boolean(folder.children),
    0x3613: lambda folder: folder.folder_class,
    0x670A: lambda folder: instant(folder.committed or folder.created),
    0x670B: lambda folder: str(folder.deleted_total),
}
