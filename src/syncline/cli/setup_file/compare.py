"""One part of the file against the rows of the store: what is new, what differs, what the file no longer names."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from syncline.store.rows import ConfigurationRow, ConnectionRow, RepRow, rep_id_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from syncline.cli.setup_file.document import ConfigurationPart, ConnectionPart, RepPart


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that applying the file changes. `action` is added, changed, removed, moved or left."""

    what: str
    name: str
    action: str
    details: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Answer it for machines."""
        return {"what": self.what, "name": self.name, "action": self.action, "details": list(self.details)}


def connection_row(part: ConnectionPart, before: ConnectionRow | None) -> ConnectionRow:
    """Answer the row of a connection. The org that answered first stays remembered while the connection is there."""
    org_id = before.org_id if before is not None and before.kind == part.kind else ""
    return ConnectionRow(part.name, part.kind, part.settings, part.secrets, org_id)


def connection_difference(before: ConnectionRow | None, after: ConnectionRow) -> Difference | None:
    """Tell what changes about a connection; secrets are named, never shown."""
    if before is None:
        return Difference("connection", after.name, "added", (f"kind: {after.kind}",))
    details = [
        *_changed({"kind": before.kind, **before.settings}, {"kind": after.kind, **after.settings}),
        *(f"{key}: changed" for key in _unequal(before.secrets, after.secrets)),
    ]
    return Difference("connection", after.name, "changed", tuple(details)) if details else None


def configuration_row(part: ConfigurationPart, before: ConfigurationRow | None, now: datetime) -> ConfigurationRow:
    """Answer the row of a configuration; its first activation is remembered for good (SPEC 5.2)."""
    activated_at = before.activated_at if before is not None else None
    if part.active and activated_at is None:
        activated_at = now
    return ConfigurationRow(part.name, part.org, part.mail, part.active, part.settings, activated_at)


def configuration_difference(before: ConfigurationRow | None, after: ConfigurationRow) -> Difference | None:
    """Tell what changes about a configuration."""
    if before is None:
        state = "active" if after.active else "not active"
        return Difference("configuration", after.name, "added", (f"{after.org} with {after.mail}, {state}",))
    details = tuple(_changed(_plain(before), _plain(after)))
    return Difference("configuration", after.name, "changed", details) if details else None


def rep_row(part: RepPart, configuration: ConfigurationPart, before: RepRow | None) -> RepRow:
    """Answer the row of a rep. What cycles learned stays, except a mailbox that the file or its absence overrules."""
    after = before or RepRow(
        rep_id_of(configuration.org, part.username), configuration.org, configuration.mail, part.username, ""
    )
    mailbox = part.mailbox
    if not mailbox and not after.overridden and after.mail == configuration.mail:
        mailbox = after.mailbox
    return replace(
        after,
        mail=configuration.mail,
        configuration=configuration.name,
        mailbox=mailbox,
        overridden=bool(part.mailbox),
        # Another mailbox is another link: whether nobody else has it is looked at before it syncs.
        user_id=after.user_id if mailbox.casefold() == after.mailbox.casefold() else "",
        profile="",
    )


def moved_by_profile(before: RepRow, part: ConfigurationPart) -> RepRow:
    """Answer the row of a rep whose profile brings them into a configuration; who has the profile cycles find out."""
    mailbox = before.mailbox if before.mail == part.mail else ""
    return replace(before, mail=part.mail, configuration=part.name, mailbox=mailbox)


def left(before: RepRow) -> RepRow:
    """Answer the row of a rep whom no configuration names. Cycles end the links, and delete no record."""
    return replace(before, configuration="", profile="")


def rep_difference(before: RepRow | None, after: RepRow) -> Difference | None:
    """Tell what changes about a rep."""
    if before == after:
        return None
    if not after.configuration:
        return Difference(
            "rep", after.username, "left", ("no configuration names this rep: links end, no record goes",)
        )
    if before is None or not before.configuration:
        return Difference("rep", after.username, "added", (f"configuration: {after.configuration}",))
    if before.configuration != after.configuration:
        return Difference("rep", after.username, "moved", (f"{before.configuration} -> {after.configuration}",))
    details = _changed({"mail": before.mail, "mailbox": before.mailbox}, {"mail": after.mail, "mailbox": after.mailbox})
    return Difference("rep", after.username, "changed", tuple(details) or ("mailbox: no longer named in the file",))


def setting_difference(name: str, before: str, after: str) -> Difference | None:
    """Tell what changes about a section such as `guards`; both are texts as the store keeps them."""
    if before == after:
        return None
    one, two = (json.loads(text) if text else {} for text in (before, after))
    return Difference(name, name, "changed", tuple(_changed(one, two)))


def _plain(row: ConfigurationRow) -> dict[str, Any]:
    return {"org": row.org, "mail": row.mail, "active": row.active} | dict(row.settings)


def _unequal(one: Mapping[str, Any], two: Mapping[str, Any]) -> list[str]:
    return sorted(key for key in {*one, *two} if one.get(key) != two.get(key))


def _changed(one: Mapping[str, Any], two: Mapping[str, Any], path: str = "") -> Iterator[str]:
    """Name every leaf that differs, as `contacts.direction: both -> none`."""
    for key in _unequal(one, two):
        before, after = one.get(key), two.get(key)
        if isinstance(before, Mapping | None) and isinstance(after, Mapping | None):
            yield from _changed(before or {}, after or {}, f"{path}{key}.")
        else:
            yield f"{path}{key}: {_shown(before)} -> {_shown(after)}"


def _shown(value: Any) -> str:
    if value is None or value == "":
        return "not set"
    return value if isinstance(value, str) else json.dumps(value, default=dict)
