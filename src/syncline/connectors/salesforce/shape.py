"""What differs between contacts and events: their columns, and how values and rows turn into each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syncline.connectors.port import Draft, Edit, ItemError
    from syncline.connectors.salesforce.api import Row
    from syncline.connectors.salesforce.invitees import Invitees
    from syncline.connectors.salesforce.mapping import FieldMap
    from syncline.records.record import Record, Value, Values
    from syncline.records.words import Collection


class Shape(Protocol):
    """One collection in the words of Salesforce, as one rep sees it."""

    @property
    def collection(self) -> Collection:
        """Which collection this is."""

    @property
    def sobject(self) -> str:
        """The object's API name."""

    @property
    def fields(self) -> FieldMap:
        """Which field holds which label."""

    @property
    def invitees(self) -> Invitees | None:
        """How who is invited is kept; None where that does not sync."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The fields that every query of this collection asks for."""

    def record(self, row: Row) -> Record:
        """Turn a row with all columns into a record."""

    def values(self, row: Row) -> dict[str, Value]:
        """Turn a row into values."""

    def refuse(self, values: Values) -> ItemError | None:
        """Answer why Salesforce could not hold these values, before anything is sent."""

    def new_body(self, values: Values) -> dict[str, Any]:
        """Write the body of a create, without company."""

    def marks(self, draft: Draft) -> dict[str, Any]:
        """Write what a new record bears of its own: by it, it is found again. May be empty."""

    def changed_body(self, edit: Edit) -> dict[str, Any]:
        """Write the changed fields of an update, without company. May be empty."""

    def as_sent(self, body: Mapping[str, Any], values: Values) -> dict[str, Value]:
        """Answer what Salesforce holds after a create with this body, as far as is known without reading it."""
