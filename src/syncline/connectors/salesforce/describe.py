"""What the org says about its objects and fields to one user, asked once and then only whether it changed.

Source: https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_sobject_describe.htm, and for
asking again https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/intro_rest_conditional_requests.htm
"""

from __future__ import annotations

import base64
import json
import threading
from dataclasses import dataclass, field
from hashlib import blake2b
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

import msgspec

from syncline.connectors.errors import BadAnswerError
from syncline.connectors.salesforce.api import DATA
from syncline.connectors.salesforce.composite import Part
from syncline.connectors.salesforce.refusals import refused_code, request_error

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from syncline.connectors.salesforce.client import Client
    from syncline.connectors.salesforce.composite import PartAnswer


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a picklist, in its place in the list. `valid_for` is a bitmap of places in the controlling list."""

    value: str
    label: str
    active: bool = True
    valid_for: bytes = b""

    def meant_by(self, text: object) -> bool:
        """Whether a person who wrote this means the entry, by its name or its value."""
        told = text.strip().casefold() if isinstance(text, str) else ""
        return self.active and bool(told) and told in {self.value.casefold(), self.label.casefold()}

    def goes_with(self, place: int) -> bool:
        """Whether the entry may stand beside the controlling list's entry in this place; the first is the highest bit.

        https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_describesobjects_describesobjectresult.htm
        """
        return place // 8 < len(self.valid_for) and bool(self.valid_for[place // 8] & (0x80 >> place % 8))


@dataclass(frozen=True, slots=True, weakref_slot=True)
class FieldFact:
    """One field as one user may use it: its API type, and how many characters it holds (0: no text, or no limit)."""

    name: str
    type: str
    length: int
    label: str = ""
    createable: bool = True
    updateable: bool = True
    nillable: bool = True
    defaulted: bool = False
    """The org puts a value in where a create gives none."""
    unique: bool = False
    external_id: bool = False
    filterable: bool = True
    relationship: str = ""
    """The name under which the record that this field points to is reached in a query (`Account`)."""
    refers_to: tuple[str, ...] = ()
    """The objects to which this field points."""
    restricted: bool = False
    """Takes only the values of `choices`."""
    controller: str = ""
    """The field on whose value the choices depend, empty if on none."""
    choices: Mapping[str, str] = field(default_factory=dict)
    """Active picklist values and their labels."""

    entries: tuple[Choice, ...] = ()
    """All entries of a picklist in their order, those that are not active included; a value may stand there twice."""

    @property
    def required(self) -> bool:
        """Whether a create without it is refused."""
        return self.createable and not self.nillable and not self.defaulted


@dataclass(frozen=True, slots=True)
class RecordType:
    """A record type that the user may give; `default` is what their records get unasked."""

    id: str
    name: str
    default: bool


@dataclass(frozen=True, slots=True, weakref_slot=True)
class ObjectFact:
    """One object as one user may use it. `fields` are those the user sees, by their names in lower case."""

    name: str
    createable: bool
    updateable: bool
    deletable: bool
    fields: Mapping[str, FieldFact]
    record_types: tuple[RecordType, ...]


@dataclass(frozen=True, slots=True)
class _Told:
    fact: ObjectFact | None
    modified: str


class Alike:
    """What the org tells many users in the same words is kept once: a description of two objects takes 200 kB and more.

    It is forgotten with the last user who was told it. May be used by many threads at once.
    """

    def __init__(self) -> None:
        self._objects: WeakValueDictionary[bytes, ObjectFact] = WeakValueDictionary()
        self._fields: WeakValueDictionary[bytes, FieldFact] = WeakValueDictionary()

    def object(self, told: Any) -> ObjectFact:
        """Answer an object, the same one for the same words; its fields, too, where users see different ones."""
        key = _words(told)
        fact = self._objects.get(key)
        if fact is None:
            fact = self._objects[key] = _object(told, self._field)
        return fact

    def _field(self, told: Any) -> FieldFact:
        key = _words(told)
        fact = self._fields.get(key)
        if fact is None:
            fact = self._fields[key] = _field(told)
        return fact


def _words(told: Any) -> bytes:
    try:
        text = msgspec.json.encode(told)
    except UnicodeEncodeError:  # half a character, which only the slow way writes
        text = json.dumps(told).encode()
    return blake2b(text, digest_size=16).digest()


class Describes:
    """Facts about objects, as one user sees them."""

    def __init__(self, client: Client, alike: Alike | None = None) -> None:
        """`alike` is shared by the users of one org."""
        self._client = client
        self._alike = alike or Alike()
        self._lock = threading.Lock()
        self._known: dict[str, _Told] = {}

    def fields(self, sobject: str) -> Mapping[str, FieldFact]:
        """Answer the fields of an object by their names in lower case; none if the user may not see the object."""
        fact = self.object(sobject)
        return fact.fields if fact else {}

    def field(self, sobject: str, path: str) -> FieldFact | None:
        """Answer a field, perhaps through relationships (`Account.Industry`); None if the user sees none of that name.

        Where a relationship leads to several objects (an owner is a user or a queue), users are meant.
        """
        *hops, name = path.lower().split(".")
        for hop in hops:
            found = next((one for one in self.fields(sobject).values() if one.relationship.lower() == hop), None)
            if found is None or not found.refers_to:
                return None
            sobject = "User" if "User" in found.refers_to else found.refers_to[0]
        return self.fields(sobject).get(name)

    def object(self, sobject: str) -> ObjectFact | None:
        """Answer an object, None if the user may not see it. One request, none if it is known."""
        return self.objects([sobject])[sobject]

    def objects(self, names: Collection[str], *, again: bool = False) -> dict[str, ObjectFact | None]:
        """Answer objects, None for each that the user may not see. One request for all that are not known.

        With `again` the org is asked about all of them, and answers in full only what changed since.
        """
        with self._lock:
            asked = [name for name in names if again or name not in self._known]
            if asked:
                self._learn(asked)
            return {name: self._known[name].fact for name in names}

    def _learn(self, names: Sequence[str]) -> None:
        parts = [self._part(name) for name in names]
        answers = self._client.composite("describe", parts)
        for name in names:
            self._known[name] = self._told(name, answers[name])

    def _part(self, name: str) -> Part:
        known = self._known.get(name)
        since = {"If-Modified-Since": known.modified} if known and known.modified else {}
        return Part(name, "GET", f"{DATA}/sobjects/{name}/describe", headers=since)

    def _told(self, name: str, answer: PartAnswer) -> _Told:
        if answer.status == HTTPStatus.NOT_MODIFIED and name in self._known:
            return self._known[name]
        if answer.status == HTTPStatus.NOT_FOUND and refused_code(answer.body) == "NOT_FOUND":
            return _Told(None, "")
        if not answer.ok:
            raise request_error(self._client.actor, answer.status, answer.body)
        return _Told(self._alike.object(answer.body), answer.headers.get("Last-Modified", ""))


def _object(body: Any, field_of: Callable[[Any], FieldFact]) -> ObjectFact:
    try:
        facts = [field_of(told) for told in body["fields"]]
        kinds = [_record_type(told) for told in body.get("recordTypeInfos", ()) if _offered(told)]
        return ObjectFact(
            str(body["name"]),
            createable=body["createable"] is True,
            updateable=body["updateable"] is True,
            deletable=body["deletable"] is True,
            fields={fact.name.lower(): fact for fact in facts},
            record_types=tuple(kinds),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadAnswerError("The org's description of an object lists no fields.") from error


def _field(told: Any) -> FieldFact:
    choices = {
        str(choice["value"]): str(choice.get("label") or choice["value"])
        for choice in told.get("picklistValues") or ()
        if choice.get("active") is not False
    }
    return FieldFact(
        str(told["name"]),
        str(told["type"]),
        int(told["length"]),
        label=str(told.get("label") or told["name"]),
        createable=told.get("createable") is True,
        updateable=told.get("updateable") is True,
        nillable=told.get("nillable") is not False,
        defaulted=told.get("defaultedOnCreate") is True,
        unique=told.get("unique") is True,
        external_id=told.get("externalId") is True,
        filterable=told.get("filterable") is not False,
        relationship=str(told.get("relationshipName") or ""),
        refers_to=tuple(str(name) for name in told.get("referenceTo") or ()),
        restricted=told.get("restrictedPicklist") is True,
        controller=str(told.get("controllerName") or ""),
        choices=choices,
        entries=tuple(_choice(choice) for choice in told.get("picklistValues") or ()),
    )


def _choice(told: Any) -> Choice:
    bitmap = base64.b64decode(told["validFor"]) if told.get("validFor") else b""
    label = str(told.get("label") or told["value"])
    return Choice(str(told["value"]), label, active=told.get("active") is not False, valid_for=bitmap)


def _offered(told: Any) -> bool:
    return told.get("available") is True and told.get("master") is not True


def _record_type(told: Any) -> RecordType:
    return RecordType(str(told["recordTypeId"]), str(told["name"]), told.get("defaultRecordTypeMapping") is True)
