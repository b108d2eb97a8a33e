"""Field mappings: mailbox field to Salesforce field, where it differs from the default."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from syncline.cli.setup_file.problems import did_you_mean
from syncline.cli.setup_file.values import Reader, WrongValueError, attempt, text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syncline.cli.setup_file.nodes import Entry, Tree
    from syncline.cli.setup_file.problems import Findings
    from syncline.records.fields import Field

_FIELD_NAME = re.compile(r"[A-Za-z]\w*", re.ASCII)
_FIELD_PATH = re.compile(r"[A-Za-z]\w*(?:\.[A-Za-z]\w*){0,4}", re.ASCII)


def field_mapping(fields: Mapping[str, Field]) -> Reader:
    """Answer the reader of a mapping of these fields."""

    def read(tree: Tree, findings: Findings) -> dict[str, str]:
        if not tree.is_section:
            raise WrongValueError(
                tree.spot, f"a mapping is wanted here, not {tree.described}", "Write {mailbox field: Salesforce field}."
            )
        entries = [entry for entry in tree.entries(findings) if _may_be_mapped(entry, fields, findings)]
        mapped = {entry.key: attempt(salesforce_field, entry.value, findings) for entry in entries}
        _note_collisions(entries, mapped, fields, findings)
        return {label: name for label, name in mapped.items() if name is not None}

    return read


def salesforce_field(tree: Tree, findings: Findings) -> str:
    """Take the API name of a Salesforce field."""
    found = text(tree, findings)
    if not _FIELD_NAME.fullmatch(found):
        raise WrongValueError(
            tree.spot,
            f"{found!r} is not the name of a Salesforce field",
            "Write its API name, such as Title or Fax__c.",
        )
    return found


def salesforce_path(tree: Tree, findings: Findings) -> str:
    """Take the API name of a Salesforce field, perhaps of a record that the contact points to (Account.Industry)."""
    found = text(tree, findings)
    if not _FIELD_PATH.fullmatch(found):
        raise WrongValueError(
            tree.spot,
            f"{found!r} is not the name of a Salesforce field",
            "Write its API name, such as MailingCountry, Tier__c or Account.Industry.",
        )
    return found


def _may_be_mapped(entry: Entry, fields: Mapping[str, Field], findings: Findings) -> bool:
    field = fields.get(entry.key)
    free = [label for label, known in fields.items() if not known.locked]
    if field is None:
        remedy = did_you_mean(entry.key, free, "Fields that can be mapped are")
        findings.wrong(entry.key_spot, f"{entry.key!r} is not a mailbox field that syncs", remedy)
    elif field.locked:
        remedy = f"Take it out: it always goes with {field.salesforce}."
        message = f"{entry.key!r} cannot be mapped, because matching relies on it"
        findings.wrong(entry.key_spot, message, remedy)
    return field is not None and not field.locked


def _note_collisions(
    entries: list[Entry], mapped: Mapping[str, str | None], fields: Mapping[str, Field], findings: Findings
) -> None:
    """Two mailbox fields in one Salesforce field would overwrite each other for ever."""
    names = {label: (mapped.get(label) or field.salesforce) for label, field in fields.items()}
    for entry in entries:
        others = [label for label, name in names.items() if name == names[entry.key] and label != entry.key]
        if others and mapped[entry.key] is not None:
            message = f"{names[entry.key]} already goes with {others[0]!r}"
            findings.wrong(entry.value.spot, message, f"Map {others[0]} to another field, or choose another here.")
