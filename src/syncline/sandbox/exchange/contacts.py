"""What Exchange makes of a contact when it is saved ([MS-OXOCNTC] 2.2.1.1).

DisplayName, FileAs and Subject are derived from the parts of the name unless the client sets them itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .computed import TITLE

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from .state.item import ExtendedKey, ExtendedValue

NAME_PARTS = frozenset({"GivenName", "MiddleName", "Surname", "Generation", "CompanyName"})
_SUBJECT = 255


def _joined(*parts: str | None, by: str = " ") -> str:
    return by.join(part.strip() for part in parts if part and part.strip())


def full_name(values: Mapping[str, Any], title: str = "") -> str:
    """Title, given, middle and last name and suffix, as people write them."""
    return _joined(*(title, *(values.get(part) for part in ("GivenName", "MiddleName", "Surname", "Generation"))))


def file_as(values: Mapping[str, Any], mapping: str) -> str | None:
    """The name to file under, for the mappings that Outlook offers; None keeps what is there."""
    first = _joined(values.get("GivenName"), values.get("MiddleName"))
    last, company = values.get("Surname", ""), values.get("CompanyName", "")
    turned = _joined(last, first, by=", ")
    made = {
        "LastCommaFirst": turned,
        "FirstSpaceLast": _joined(first, last, values.get("Generation")),
        "LastSpaceFirst": _joined(last, first),
        "Company": company,
        "LastCommaFirstCompany": _joined(turned, company, by="\r\n"),
        "CompanyLastCommaFirst": _joined(company, turned, by="\r\n"),
        "LastFirst": _joined(last, first, by=""),
        "DisplayName": values.get("DisplayName", ""),
        "FirstName": values.get("GivenName", ""),
        "LastName": last,
        "Empty": "",
    }
    return made.get(mapping)


def settle(
    values: dict[str, Any],
    extended: Mapping[ExtendedKey, ExtendedValue],
    touched: Collection[str],
    *,
    before: str | None,
) -> None:
    """Derive names after a client has set the properties in `touched`.

    `before` is what the full name was, None for a new contact: a DisplayName that somebody wrote otherwise stays.
    """
    new = before is None
    names = NAME_PARTS & set(touched)
    if "DisplayName" not in touched and (new or values.get("DisplayName", "") == before):
        _derive(values, "DisplayName", full_name(values, str(extended.get(TITLE, ""))))
    mapping = values.get("FileAsMapping", "None" if "FileAs" in values else "LastCommaFirst")
    if "FileAs" not in touched or "FileAsMapping" in touched:
        _file(values, mapping, changed=bool(names) or "FileAsMapping" in touched or new)
    if "Subject" not in touched and (names or new or "DisplayName" in touched or "FileAs" in touched):
        _derive(values, "Subject", str(values.get("DisplayName") or values.get("FileAs") or "")[:_SUBJECT])
    values.setdefault("FileAsMapping", mapping)


def _file(values: dict[str, Any], mapping: str, *, changed: bool) -> None:
    if not changed:
        return
    made = file_as(values, mapping)
    if made is None:
        return
    fallback = values.get("CompanyName") or values.get("DisplayName") or next(_addresses(values), "")
    _derive(values, "FileAs", made or (fallback if mapping != "Empty" else ""))


def _addresses(values: Mapping[str, Any]) -> Any:
    return (entry.email for _key, entry in sorted(values.get("EmailAddresses", {}).items()))


def _derive(values: dict[str, Any], name: str, text: str) -> None:
    if text:
        values[name] = text
    else:
        values.pop(name, None)


DEFAULTS: dict[str, Any] = {"ItemClass": "IPM.Contact", "PostalAddressIndex": "None", "ContactSource": "Store"}
