"""Whether a Salesforce record belongs in a rep's mailbox: by its owner, and by the configuration's filter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from syncline.records.words import Side

if TYPE_CHECKING:
    from syncline.records.link import Link
    from syncline.records.record import Record


@dataclass(frozen=True, slots=True)
class Belonging:
    """For one rep: the Salesforce user, and whether only what that user owns counts."""

    user_id: str
    own_records_only: bool

    def qualifies(self, record: Record) -> bool:
        """Whether a Salesforce record may go to this rep's mailbox."""
        owned = not self.own_records_only or record.owner in {None, self.user_id}
        return owned and record.in_scope

    def left_scope(self, link: Link, record: Record | None, owner: str | None) -> bool:
        """Whether the linked record qualified once and does not any more; `owner` may be known where `record` is not.

        It changed hands: it was the rep's when last settled and is somebody else's now. Or it fails the filter now, and
        is in the mailbox only because it once passed: filters never apply to what came from the mailbox.
        """
        if record is not None and not record.in_scope and link.made_on is Side.MAILBOX:
            return True
        changed_hands = link.owner == self.user_id and owner not in {None, "", self.user_id}
        return self.own_records_only and changed_hands
