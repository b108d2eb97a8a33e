"""Which group of contacts is synced, and whether it still is what it was (SPEC 3.9 and 4.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from syncline.connectors.errors import FOLDER_REPLACED, ResyncError, StopCollectionError, UnavailableError
from syncline.connectors.google.group_calls import group_seen, list_groups, looking_at, make_group, stamp
from syncline.connectors.google.refusals import NOT_FOUND
from syncline.connectors.mark import NoFolderYetError

if TYPE_CHECKING:
    from syncline.connectors.google.account import Account
    from syncline.connectors.google.group_calls import Group
    from syncline.connectors.google.line import Call
    from syncline.connectors.mark import Mark
    from syncline.connectors.transport import Answer

GROUP_NAME = "Salesforce Sync"
ABSENT = frozenset({NOT_FOUND})
_LISTED_BY_THEN = 120.0


class Groups:
    """The group of one mailbox during one cycle. Calls are made when first needed."""

    def __init__(self, account: Account, mark: Mark, known: str | None) -> None:
        """`known` is the group that the cycle's cursor reads."""
        self._account = account
        self._mark = mark
        self._known = known
        self._followed: set[str] = set()
        self.adopted = False

    @property
    def known(self) -> str | None:
        """The id of the group that is read."""
        return self._known

    def open(self) -> str:
        """Answer the group to list from the start; it is made if it is not there.

        Raises `StopCollectionError` if it syncs into another org, `StopRepError` if another installation syncs it.
        """
        groups = list_groups(self._account)
        found = next((one for one in groups if is_ours(one)), None)
        if found is None and any(one.marker == self._mark.text() for one in groups):
            raise StopCollectionError(f"{GROUP_NAME} was renamed", code="group_renamed")
        group = found or self._make()
        owner = self._mark.owner(group.marker)
        self.adopted = found is not None and owner is not None
        self._claim(group, owner)
        self._followed.add(group.id)
        self._known = group.id
        return group.id

    def unseen(self, id_: str) -> Call | None:
        """Answer how to look whether the group of a cursor is there; None if it was looked at in this cycle."""
        return None if id_ in self._followed else looking_at(id_)

    def look_again(self, id_: str) -> None:
        """Look whenever it was looked at last: what left a group that vanished was not taken out."""
        self.saw(id_, self._account.people(looking_at(id_), takes=ABSENT))

    def saw(self, id_: str, answer: Answer) -> None:
        """Take in what such a look was answered.

        Raises `StopCollectionError` if the group is not there, `ResyncError` if another took its place.
        """
        group = group_seen(answer)
        if group is None or not is_ours(group):
            self._displaced(id_, group)
        owner = self._mark.owner(group.marker)
        self._claim(group, owner)
        self._followed.add(id_)
        self._known = id_

    def _make(self) -> Group:
        if self._mark.only_looking:
            raise NoFolderYetError
        made = make_group(self._account, GROUP_NAME, self._mark.text())
        made = made or next((one for one in list_groups(self._account) if is_ours(one)), None)
        if made is None:
            raise UnavailableError("a group that was made a moment ago is not listed yet", after=_LISTED_BY_THEN)
        return made

    def _claim(self, group: Group, owner: str | None) -> None:
        """Mark a group as ours, unless it is already or may not be."""
        if owner != self._mark.installation and self._mark.may_claim(owner):
            stamp(self._account, group, self._mark.text())

    def _displaced(self, id_: str, group: Group | None) -> NoReturn:
        """Say what became of the group, and whether another stands in its place."""
        for other in list_groups(self._account):
            if other.id != id_ and is_ours(other):
                self._mark.owner(other.marker)
                detail = f"a new group {GROUP_NAME} took the place of the one that was read"
                raise ResyncError(detail, code=FOLDER_REPLACED)
        if group is None:
            raise StopCollectionError(f"{GROUP_NAME} was deleted", code="group_deleted")
        raise StopCollectionError(f"{GROUP_NAME} was renamed", code="group_renamed")


def is_ours(group: Group) -> bool:
    """Tell whether a group has the name that syncs."""
    return group.name.strip().casefold() == GROUP_NAME.casefold()
