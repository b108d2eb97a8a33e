"""What is not written into a calendar: what people would be mailed about, and texts that hold an online meeting.

Graph has no switch for mails (SPEC 5.9): changing a meeting that one organizes mails its attendees, and deleting it
cancels by mail (https://learn.microsoft.com/graph/api/event-update, https://learn.microsoft.com/graph/api/event-cancel).
Such meetings are left as they are, unless the configuration says that mail may be sent.

An online meeting hangs on a part of its event's text: "Inadvertently removing the meeting blob from the body would
disable meeting online", says the page of event-update. Plain text cannot hold it, so that such a text stays.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

from syncline.connectors.microsoft365.contact_read import version_of
from syncline.connectors.microsoft365.event_read import would_mail
from syncline.connectors.microsoft365.get_items import look_items
from syncline.connectors.port import Edit, ItemError, Mention, Missing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from syncline.connectors.microsoft365.items import Items

_ASKED: Final = "$select=id,changeKey,isOrganizer,attendees,isOnlineMeeting"
_MOST = 5000
"""Events that are kept in mind, so that memory does not grow with the calendar; others are looked at when needed."""
_ONLINE: Final = ItemError("online_meeting_text", "The text holds an online meeting, which plain text would take off.")

Target = TypeVar("Target", Edit, Mention)


@dataclass(frozen=True, slots=True)
class _Facts:
    """What matters of an event, in one version: how many people it would be mailed to, and whether it is online."""

    version: str
    people: int
    online: bool


class HeldBack:
    """Knows what matters of the events that were read; what it does not know, it looks up."""

    def __init__(self, owner: str, *, may_send_mail: bool) -> None:
        self._owner = owner
        self._may_send_mail = may_send_mail
        self._known: dict[str, _Facts] = {}

    def note(self, item: Mapping[str, Any]) -> None:
        """Take note of an event that was read."""
        if len(self._known) < _MOST:
            self._known[str(item.get("id"))] = self._facts(item)

    def checked(self, items: Items, targets: Sequence[Target]) -> list[Target | ItemError | Missing]:
        """Answer the targets that may be written, and in place of the others why they wait.

        One that has another version by now is passed on: the write names the version and is refused.
        """
        unknown = [one.id for one in targets if self._matters(one) and not self._is_known(one)]
        looked = dict(zip(unknown, look_items(items, unknown, _ASKED), strict=True)) if unknown else {}
        return [self._judged(one, looked.get(one.id)) if self._matters(one) else one for one in targets]

    def _matters(self, target: Edit | Mention) -> bool:
        return not self._may_send_mail or _writes_text(target)

    def _is_known(self, target: Edit | Mention) -> bool:
        known = self._known.get(target.id)
        return known is not None and known.version == target.version

    def _judged(
        self, target: Target, looked: Mapping[str, Any] | Missing | ItemError | None
    ) -> Target | ItemError | Missing:
        """What cannot be looked at is left alone: nobody knows whom a write would be mailed to."""
        if isinstance(looked, (Missing, ItemError)):
            return looked
        facts = self._known[target.id] if looked is None else self._facts(looked)
        if facts.people and not self._may_send_mail:
            message = f"This would mail {facts.people} people: the rep organizes the meeting."
            return ItemError("would_mail", message)
        return _ONLINE if facts.online and _writes_text(target) else target

    def _facts(self, item: Mapping[str, Any]) -> _Facts:
        return _Facts(version_of(item), would_mail(item, self._owner), item.get("isOnlineMeeting") is True)


def _writes_text(target: Edit | Mention) -> bool:
    """Whether a text is written as plain text; one that is put back is written as it was."""
    return isinstance(target, Edit) and "Body" in target.changes and not target.kept
