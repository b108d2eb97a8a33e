"""The mapping of a collection in two columns: each mailbox field, and the Salesforce fields that it may go with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from syncline.connectors.salesforce.compatible import COMPATIBLE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from syncline.connectors.port import OrgField
    from syncline.records.fields import Field

_LOCKED = "Always so: Syncline recognises records by it."
_BY_ITSELF = "Always so: Syncline works it out by itself."
_READ_ONLY = ", never written: only from Salesforce to the mailbox"
_GONE = "not offered by the org, or it does not fit"


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: what the file says, and what a person reads."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Mapped:
    """One row. `fixed` says why nothing can be chosen; `options` is None where the org's fields are not known."""

    label: str
    default: str
    said: str
    fixed: str = ""
    options: Sequence[Option] | None = None


def mapping_rows(
    fields: Mapping[str, Field], mapping: Mapping[str, str], offered: Sequence[OrgField] | None
) -> list[Mapped]:
    """Answer the rows of a collection; `offered` are the org's fields, None while they are not known."""
    return [_row(field, mapping.get(field.label, ""), offered) for field in fields.values()]


def _row(field: Field, said: str, offered: Sequence[OrgField] | None) -> Mapped:
    if field.locked or field.kind not in COMPATIBLE:
        return Mapped(field.label, field.salesforce, "", _LOCKED if field.locked else _BY_ITSELF)
    options = None if offered is None else _options(field, said, offered)
    return Mapped(field.label, field.salesforce, said, options=options)


def _options(field: Field, said: str, offered: Sequence[OrgField]) -> list[Option]:
    names = {one.name.lower(): one for one in offered}
    default = names.get(field.salesforce.lower())
    first = Option("", f"{default.label if default else field.salesforce} (default)")
    fitting = [
        Option(one.name, f"{one.label} ({one.name}){'' if one.written else _READ_ONLY}")
        for one in offered
        if field.label in one.goes_with and one.name != field.salesforce
    ]
    known = {option.name.lower() for option in fitting}
    stray = [Option(said, f"{said}: {_GONE}")] if said and said.lower() not in known else []
    return [first, *stray, *fitting]
