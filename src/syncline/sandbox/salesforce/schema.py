"""The objects and fields that the org has, read from the small tables in `tables/`.

A line of a table is `name : type(length) : flags : label : extras`. Flags: c createable, u updateable, n nillable,
f filterable, s sortable, g groupable, a aggregatable, d defaulted on create, p permissionable, r restricted picklist,
i id lookup, N name field, q prefilterable in search, e external id, U unique, S case-sensitive. The facts about
Contact, Event, Account and Lead are those that a real org answers to describe; a test holds them against the recording.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Final

SIZED: Final = frozenset({"string", "textarea", "phone", "email", "url", "picklist", "combobox"})
"""Types whose values are text of a limited length."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an object. `length` counts characters; `digits` holds (digits,) of ints or (precision, scale)."""

    name: str
    type: str
    flags: str
    label: str
    length: int = 0
    digits: tuple[int, ...] = ()
    references: tuple[str, ...] = ()
    relationship: str | None = None
    compound: str | None = None
    info: str | None = None
    default: str | None = None
    values: tuple[str, ...] = ()

    def has(self, flag: str) -> bool:
        """Say whether one of the flags of the module's docstring is set."""
        return flag in self.flags

    @property
    def custom(self) -> bool:
        """Custom fields end in __c."""
        return self.name.endswith("__c")

    @property
    def required(self) -> bool:
        """A create must give it: it holds no null, and nothing is put in for it."""
        return self.has("c") and not self.has("n") and not self.has("d") and self.default is None


@dataclass(slots=True)
class SObject:
    """One object: its names, its key prefix, and its fields in describe's order."""

    name: str
    plural: str
    prefix: str
    label: str = ""
    createable: bool = True
    fields: dict[str, Field] = field(default_factory=dict)
    required: list[str] = field(default_factory=list)
    """The names of the fields that every create must give."""
    _lower: dict[str, Field] = field(default_factory=dict)
    _relations: dict[str, Field] = field(default_factory=dict)

    def add(self, new: Field) -> None:
        """Take a field in, in place of one of the same name."""
        self.fields[new.name] = new
        self._lower[new.name.lower()] = new
        if new.required and new.name not in self.required:
            self.required.append(new.name)
        if new.relationship:
            self._relations[new.relationship.lower()] = new

    def insert_after(self, place: str, new: Field) -> None:
        """Take a field in behind another."""
        self.add(new)
        del self.fields[new.name]
        order = list(self.fields.items())
        at = [name for name, _field in order].index(place) + 1
        self.fields = dict([*order[:at], (new.name, new), *order[at:]])

    def find(self, name: str) -> Field | None:
        """Find a field by name; case does not count."""
        return self._lower.get(name.lower())

    def relation(self, name: str) -> Field | None:
        """Find the reference field that a relationship name (Owner, Account, Extra__r) follows."""
        return self._relations.get(name.lower())

    @property
    def owned(self) -> bool:
        """Records of this object have an owner and are shared."""
        return "OwnerId" in self.fields


_OBJECTS = (
    SObject("Account", "Accounts", "001"),
    SObject("Contact", "Contacts", "003"),
    SObject("Lead", "Leads", "00Q"),
    SObject("Event", "Events", "00U"),
    SObject("EventRelation", "Event Relations", "0RE", "Event Relation"),
    SObject("Task", "Tasks", "00T"),
    SObject("User", "Users", "005"),
    SObject("Profile", "Profiles", "00e", createable=False),
    SObject("Organization", "Organizations", "00D", createable=False),
    SObject("RecordType", "Record Types", "012", "Record Type", createable=False),
    SObject("UserRole", "Roles", "00E", "Role", createable=False),
    SObject("SetupAuditTrail", "Setup Audit Trail Entries", "0Ym", "Setup Audit Trail Entry", createable=False),
)


class Schema:
    """All objects of one org; an org may be given custom fields."""

    def __init__(self) -> None:
        self.objects: dict[str, SObject] = {}
        for shape in _OBJECTS:
            self.objects[shape.name] = _load(shape)
        self._lower = {name.lower(): item for name, item in self.objects.items()}
        self._prefixes = {item.prefix: item for item in self.objects.values()}

    def add(self, shape: SObject) -> SObject:
        """Let one more object be there, with the fields of its table."""
        made = _load(shape)
        self.objects[made.name] = self._lower[made.name.lower()] = self._prefixes[made.prefix] = made
        return made

    def find(self, name: str) -> SObject | None:
        """Find an object by name; case does not count."""
        return self._lower.get(name.lower())

    def of_id(self, record_id: str) -> SObject | None:
        """Find the object that an id's key prefix belongs to."""
        return self._prefixes.get(record_id[:3])


def _load(shape: SObject) -> SObject:
    loaded = SObject(shape.name, shape.plural, shape.prefix, shape.label or shape.name, createable=shape.createable)
    for line in _text(f"{shape.name.lower()}.txt").splitlines():
        loaded.add(parse(line))
    return loaded


def load_lines(name: str) -> list[str]:
    """Answer the lines of a table in `tables/`."""
    return _text(name).splitlines()


@cache
def _text(name: str) -> str:
    return resources.files(__package__).joinpath("tables", name).read_text(encoding="utf-8")


@cache
def parse(line: str) -> Field:
    """Read one line of a table."""
    name, kind, flags, label, extras = (part.strip() for part in (line.rstrip().removesuffix(":") + ":").split(":")[:5])
    kind, _, size = kind.rstrip(")").partition("(")
    numbers = tuple(int(number) for number in size.split(",")) if size else ()
    extra = dict(part.strip().split("=", 1) for part in extras.split(";") if part.strip())
    return Field(
        name,
        kind,
        flags,
        label,
        length=numbers[0] if kind in SIZED else (18 if kind in {"id", "reference"} else 0),
        digits=() if kind in SIZED else numbers,
        references=tuple(extra["to"].split(",")) if "to" in extra else (),
        relationship=extra.get("as"),
        compound=extra.get("in"),
        info=extra.get("info"),
        default=extra.get("default"),
        values=_values(extra.get("values", "")),
    )


def _values(text: str) -> tuple[str, ...]:
    if text.startswith("@"):
        return tuple(_text(text[1:]).split())
    return tuple(text.split("|")) if text else ()
