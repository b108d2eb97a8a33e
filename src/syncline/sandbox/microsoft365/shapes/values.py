"""Values of the simple types, as a request may give them: each reader answers the normal form or raises 400."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from syncline.sandbox.microsoft365.errors import bad_request, invalid_body, unknown_property
from syncline.sandbox.microsoft365.moments import instant, stamp

if TYPE_CHECKING:
    from datetime import datetime

Reader: TypeAlias = Callable[[str, Any, Any], Any]
"""Is called with the property's name, the given value (never null) and the value before (or None)."""
Json: TypeAlias = dict[str, Any]

ADDRESS_PARTS: Final = ("street", "city", "state", "countryOrRegion", "postalCode")


def wrong_type(edm: str) -> Exception:
    """Answer the gateway's 400 for a value of another type."""
    return invalid_body(f"Cannot convert a primitive value to the expected type '{edm}'. See the inner exception.")


def text(_name: str, value: Any, _before: Any) -> str:
    """Read Edm.String."""
    if not isinstance(value, str):
        raise wrong_type("Edm.String")
    return value


def boolean(_name: str, value: Any, _before: Any) -> bool:
    """Read Edm.Boolean; as a string, too, as the samples of sendMail have it.

    https://learn.microsoft.com/graph/api/user-sendmail
    """
    if isinstance(value, str) and value.lower() in {"true", "false"}:
        return value.lower() == "true"
    if not isinstance(value, bool):
        raise wrong_type("Edm.Boolean")
    return value


def integer(_name: str, value: Any, _before: Any) -> int:
    """Read Edm.Int32."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise wrong_type("Edm.Int32")
    return value


def moment(_name: str, value: Any, _before: Any) -> str:
    """Read Edm.DateTimeOffset."""
    try:
        read: datetime = instant(value)
    except (ValueError, TypeError):
        raise wrong_type("Edm.DateTimeOffset") from None
    return stamp(read).replace(".000000Z", "Z")


def one_of(kind: str, *names: str) -> Reader:
    """Make a reader of an enumeration, whose names are told apart without regard to case.

    The samples of https://learn.microsoft.com/graph/api/user-post-events say HTML where answers say html.
    """
    known = {name.lower(): name for name in names}

    def read(_name: str, value: Any, _before: Any) -> str:
        found = known.get(value.lower()) if isinstance(value, str) else None
        if found is None:
            raise invalid_body(f"Requested value '{value}' was not found in 'microsoft.graph.{kind}'.")
        return found

    return read


def texts(most: int | None = None) -> Reader:
    """Make a reader of a collection of strings.

    How many phones, e-mail and chat addresses a contact holds is told by the service alone:
    https://github.com/microsoftgraph/microsoft-graph-docs-contrib/issues/560
    """

    def read(name: str, value: Any, _before: Any) -> list[str]:
        if not isinstance(value, list):
            raise invalid_body(f"Expected a collection for the property '{name}'.")
        if any(not isinstance(one, str) for one in value):
            raise wrong_type("Edm.String")
        at_most(name, value, most)
        return list(value)

    return read


def at_most(name: str, value: list[Any], most: int | None) -> None:
    """Refuse a collection that is too long."""
    if most is not None and len(value) > most:
        shown = name[0].upper() + name[1:]
        raise bad_request(
            f"The multi value property {shown} has {len(value)} entries, that exceeds the max allowed value of {most}",
            "ErrorInvalidProperty",
        )


def parts(kind: str, given: Any, names: Mapping[str, Reader] | tuple[str, ...]) -> Json:
    """Read a complex value; properties that its type does not have are refused."""
    if not isinstance(given, dict):
        raise invalid_body(f"A value of type 'microsoft.graph.{kind}' is expected.")
    read: Json = {}
    for name, value in given.items():
        if "@" in name:
            continue
        if name not in names:
            raise unknown_property(name, kind)
        reader = names[name] if isinstance(names, Mapping) else text
        read[name] = None if value is None else reader(name, value, None)
    return read


def address(_name: str, value: Any, before: Any) -> Json:
    """Read a physicalAddress: parts that are not named stay (OData 4.0, 11.4.3), null clears one."""
    merged = {**(before or {}), **parts("physicalAddress", value, ADDRESS_PARTS)}
    return {part: merged[part] for part in ADDRESS_PARTS if merged.get(part) is not None}


def email(value: Any) -> Json:
    """Read an emailAddress; without a name it is called like its address."""
    read = parts("emailAddress", value, ("name", "address"))
    kept = {name: one for name, one in read.items() if one is not None}
    return {"name": kept.get("address", ""), **kept} if kept else {}


def emails(name: str, value: Any, _before: Any) -> list[Json]:
    """Read a contact's e-mail addresses."""
    if not isinstance(value, list):
        raise invalid_body(f"Expected a collection for the property '{name}'.")
    at_most(name, value, 3)
    return [read for one in value if (read := email(one))]


def spelled(given: Json, name: str) -> Json:
    """Answer what was given with one property by its own name, however it was capitalized: O365 sends one so."""
    return {name if key.lower() == name.lower() else key: value for key, value in given.items()}


def settle(kind: str, given: Json, before: Json, readers: Mapping[str, Reader], ignored: frozenset[str]) -> Json:
    """Answer the values before with those given over them; null takes one away.

    `ignored` can be read only: a client may send them back.
    """
    after = dict(before)
    for name, value in given.items():
        if "@" in name or name in ignored:
            continue
        reader = readers.get(name)
        if reader is None:
            raise unknown_property(name, kind)
        if value is None:
            after.pop(name, None)
        else:
            after[name] = reader(name, value, before.get(name))
    return after
