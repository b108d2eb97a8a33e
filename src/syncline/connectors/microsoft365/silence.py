"""Nobody is told by mail (SPEC 5.9).

Graph has no switch for it: changing a meeting that one organizes mails its attendees, and deleting it cancels by mail
(https://learn.microsoft.com/graph/api/event-update, https://learn.microsoft.com/graph/api/event-cancel). Such meetings
are left as they are, unless the configuration says that mail may be sent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from syncline.connectors.microsoft365.contact_read import version_of
from syncline.connectors.microsoft365.event_read import would_mail
from syncline.connectors.microsoft365.get_items import look_items
from syncline.connectors.port import Edit, ItemError, Mention, Missing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from syncline.connectors.microsoft365.items import Items

_WHO = "$select=id,changeKey,isOrganizer,attendees"
_MOST = 5000
"""Events that are kept in mind, so that memory does not grow with the calendar; others are looked at when needed."""

Target = TypeVar("Target", Edit, Mention)


class Silence:
    """Knows how many people each event would be mailed to, in which version; what it does not know, it looks up."""

    def __init__(self, owner: str, *, may_send_mail: bool) -> None:
        self._owner = owner
        self._may_send_mail = may_send_mail
        self._known: dict[str, tuple[str, int]] = {}

    def note(self, item: Mapping[str, Any]) -> None:
        """Take note of an event that was read."""
        if len(self._known) < _MOST:
            self._known[str(item.get("id"))] = (version_of(item), would_mail(item, self._owner))

    def checked(self, items: Items, targets: Sequence[Target]) -> list[Target | ItemError | Missing]:
        """Answer the targets that nobody is told of, and in place of the others why they wait.

        One that has another version by now is passed on: the write names the version and is refused.
        """
        if self._may_send_mail:
            return list(targets)
        unknown = [one.id for one in targets if self._known.get(one.id, ("", 0))[0] != one.version]
        looked = dict(zip(unknown, look_items(items, unknown, _WHO), strict=True)) if unknown else {}
        return [self._judged(one, looked.get(one.id)) for one in targets]

    def _judged(
        self, target: Target, looked: Mapping[str, Any] | Missing | ItemError | None
    ) -> Target | ItemError | Missing:
        """What cannot be looked at is left alone: nobody knows whom a write would be mailed to."""
        if isinstance(looked, (Missing, ItemError)):
            return looked
        if looked is None:
            people = self._known[target.id][1]
        else:
            people = would_mail(looked, self._owner)
            self.note(looked)
        if not people:
            return target
        return ItemError("would_mail", f"This would mail {people} people: the rep organizes the meeting.")
