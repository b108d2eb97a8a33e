"""When an ended link lives again: what a person took out does not come back, unless that person puts it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.planner.scope import marked, private
from syncline.records.link import Ended
from syncline.records.words import Side

if TYPE_CHECKING:
    from syncline.planner.policy import Rules
    from syncline.records.link import Link
    from syncline.records.record import Record

BACK_IN_FOLDER = frozenset({Ended.MOVED_OUT, Ended.DELETED_IN_MAILBOX, Ended.GONE_UNKNOWN, Ended.CONFIGURATION})
"""Ends after which a record that is put back into the folder, known by its trace, is the same pair again."""
_STAYED_IN_FOLDER = frozenset(
    {Ended.DELETED_IN_SALESFORCE, Ended.BECAME_PRIVATE, Ended.DESELECTED, Ended.BECAME_UNREPRESENTABLE}
)
FIT_AGAIN = frozenset({Ended.BECAME_PRIVATE, Ended.BECAME_UNREPRESENTABLE, Ended.DESELECTED})
"""Ends after which a pair goes on once its mailbox record, or what the configuration says of such records, changed."""
_FIT_AGAIN_THERE = frozenset({Ended.BECAME_PRIVATE, Ended.BECAME_UNREPRESENTABLE})
_BACK_IN_SALESFORCE = frozenset({Ended.DELETED_IN_SALESFORCE, Ended.OUT_OF_SCOPE})


def stayed_in_folder(link: Link) -> bool:
    """Whether the link ended such that the mailbox's own copy is where it was."""
    return link.ended in _STAYED_IN_FOLDER or (link.ended is Ended.OUT_OF_SCOPE and link.made_on is not Side.MAILBOX)


def fits_again(link: Link, mailbox: Record | None, rules: Rules) -> bool:
    """Whether the mailbox record was made such that it syncs again, and the link ended because it was not."""
    if mailbox is None or link.ended not in FIT_AGAIN:
        return False
    wanted = marked(mailbox) or not rules.selected_only
    return wanted and _expressible(mailbox, rules)


def fits_again_there(link: Link, salesforce: Record | None, rules: Rules) -> bool:
    """Whether the Salesforce record was made such that it syncs again, where what is done there reaches the mailbox."""
    if salesforce is None or link.ended not in _FIT_AGAIN_THERE or not rules.direction.may_write(Side.MAILBOX):
        return False
    return _expressible(salesforce, rules)


def _expressible(record: Record, rules: Rules) -> bool:
    return not record.not_representable and (rules.private or not private(record))


def was_removed(link: Link, mailbox: Record | None, rules: Rules) -> bool:
    """An event that is no longer private, and whose Salesforce copy was removed while it was, is copied anew."""
    return rules.removes_private and link.ended is Ended.BECAME_PRIVATE and fits_again(link, mailbox, rules)


def is_back(link: Link, salesforce: Record | None, *, qualifies: bool) -> bool:
    """Whether the Salesforce record is there, or the rep's, again. `qualifies`: the configuration takes it."""
    if salesforce is None or link.ended not in _BACK_IN_SALESFORCE:
        return False
    return qualifies or link.ended is Ended.DELETED_IN_SALESFORCE


def comes_anew(link: Link, salesforce: Record | None, *, qualifies: bool) -> bool:
    """A contact that qualifies, or was undeleted, and whose copy Syncline itself had taken away, is copied anew."""
    if link.ended is Ended.DELETED_ON_BOTH:
        return salesforce is not None and qualifies
    ours = link.ended is Ended.OUT_OF_SCOPE and link.made_on is Side.MAILBOX
    return ours and is_back(link, salesforce, qualifies=qualifies)
