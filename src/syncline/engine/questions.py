"""What each kind of unresolved item asks, in a sentence for people, and what answers it takes."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from syncline.engine.asking import COMPANY, EDITED_AND_DELETED, MERGED, NOT_RELATED, NOT_REPRESENTABLE, REFUSED
from syncline.planner.match import Doubt

if TYPE_CHECKING:
    from collections.abc import Mapping

_PAIR = "Name the record it is (--to ID), or --new if it is none of them."

QUESTIONS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        Doubt.SEVERAL_IN_SALESFORCE: ("Several Salesforce records could be one of the mailbox.", _PAIR),
        Doubt.SEVERAL_IN_MAILBOX: ("Several records of the mailbox could be one of Salesforce.", _PAIR),
        Doubt.CONTRADICTION: ("The other side knows the same e-mail address under another name.", _PAIR),
        Doubt.COPY_IN_MAILBOX: (
            "The folder holds a copy of a contact that syncs already.",
            "Delete the copy, ignore it, or --new if it is another person.",
        ),
        COMPANY: (
            "No account bears the contact's company exactly, or several do. The contact has no account for it.",
            "Name the account (--to ID), or make it in Salesforce and look again.",
        ),
        NOT_RELATED: (
            "No contact or lead that the rep can see has the address of an attendee.",
            "Name a lead, contacts or another record (--to ID, several times).",
        ),
        REFUSED: (
            "Salesforce does not take somebody who takes part as an invitee.",
            "Look whether that user is active and may have events, then change who takes part, or ignore it.",
        ),
        EDITED_AND_DELETED: (
            "The record was changed here and deleted on the other side. It stays here, and does not sync.",
            "--new copies it to the other side again; --to ID pairs it with another record.",
        ),
        MERGED: (
            "The contact was merged in Salesforce into one that syncs with another contact of the folder.",
            "Delete one of the two in the folder, or ignore it.",
        ),
    }
)
_NOT_REPRESENTABLE = ("One side cannot hold this record as it is.", "Change it, or ignore it.")
_UNKNOWN = ("Only a person can decide about this record.", "Mend one of the records and look again, or ignore it.")


def question(kind: str) -> tuple[str, str]:
    """Answer what is asked about an item of this kind, and how it is answered."""
    if kind.startswith(NOT_REPRESENTABLE):
        return _NOT_REPRESENTABLE
    return QUESTIONS.get(kind, _UNKNOWN)
