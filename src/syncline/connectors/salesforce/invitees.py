"""Who is invited to an event, as relations of it: users, contacts and leads, each with a response.

Source: https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_eventrelation.htm.
Where the org shares activities, a relation is also what an event is about, and its flags tell which; elsewhere every
relation is an invitation. What a relation leads to shows its e-mail address like any reference of many kinds
(https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_name.htm).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from syncline.connectors.salesforce import soql
from syncline.connectors.salesforce.rows import text_in
from syncline.records.attendees import Attendee, Response, attendees_text, normal_address
from syncline.records.fields import ATTENDEES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from syncline.connectors.salesforce.api import Row
    from syncline.connectors.salesforce.describe import Describes
    from syncline.records.record import Value

RELATION: Final = "EventRelation"
_RELATIONS: Final = "EventRelations"
_STATUS: Final = {
    Response.NONE: "New",
    Response.ACCEPTED: "Accepted",
    Response.TENTATIVE: "Maybe",
    Response.DECLINED: "Declined",
}
_RESPONSES: Final = {status: response for response, status in _STATUS.items()}


@dataclass(frozen=True, slots=True)
class Invitation:
    """One relation that invites somebody. `about`: the event is about this person, too."""

    id: str
    person: str
    status: str
    address: str
    about: bool = False


@dataclass(frozen=True, slots=True)
class Invitees:
    """How this org keeps them. `apart`: flags tell invitations from what an event is about."""

    apart: bool

    @classmethod
    def of(cls, describes: Describes) -> Invitees:
        """Ask the org's description; one request, none if it is known."""
        return cls("isinvitee" in describes.fields(RELATION))

    @property
    def column(self) -> str:
        """Ask for relations with their event."""
        flags = ("IsInvitee", "IsParent", "IsWhat") if self.apart else ()
        return f"({soql.select(('Id', 'RelationId', 'Status', *flags, 'Relation.Email'), _RELATIONS)})"

    def values(self, row: Row) -> dict[str, Value]:
        """Answer who is invited, whose address the rep can see, besides the owner."""
        owner = text_in(row, "OwnerId")
        told = [
            Attendee(one.address, response=_RESPONSES.get(one.status, Response.NONE))
            for one in self.invitations(row)
            if one.person != owner and "@" in one.address
        ]
        text = attendees_text({one.address: one for one in told}.values())
        return {ATTENDEES: text} if text else {}

    def invitations(self, row: Row) -> Iterator[Invitation]:
        """Answer every relation that invites somebody."""
        return (one for one, invites in self._all(row) if invites)

    def related(self, row: Row) -> dict[str, str]:
        """Answer the relations that say what the event is about and invite nobody: their ids by person."""
        return {one.person: one.id for one, invites in self._all(row) if not invites}

    def _all(self, row: Row) -> Iterator[tuple[Invitation, bool]]:
        inner = row.get(_RELATIONS)
        told = inner.get("records") if isinstance(inner, dict) else None
        for one in told if isinstance(told, list) else ():
            invitation = Invitation(
                str(one.get("Id", "")),
                str(one.get("RelationId", "")),
                text_in(one, "Status") or "New",
                normal_address(text_in(one, "Relation.Email") or ""),
                about=one.get("IsParent") is True,
            )
            yield invitation, one.get("IsInvitee") is True if self.apart else True

    def body(self, event_id: str, person: str, attendee: Attendee) -> dict[str, Any]:
        """Write a new invitation."""
        flags = {"IsInvitee": True, "IsParent": False, "IsWhat": False} if self.apart else {}
        return {"EventId": event_id, "RelationId": person, **self.answer(attendee), **flags}

    def answer(self, attendee: Attendee) -> dict[str, Any]:
        """Write what somebody answered."""
        return {"Status": _STATUS[attendee.response]}
