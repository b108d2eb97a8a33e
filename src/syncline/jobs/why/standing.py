"""Where a record can stand, and what that means in plain words: one sentence of what is so, one of what to do."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from syncline.records.link import Ended

if TYPE_CHECKING:
    from collections.abc import Mapping


class Standing(StrEnum):
    """What the answer is."""

    IN_STEP = "in_step"
    WAITING = "waiting"
    FAILING = "failing"
    UNRESOLVED = "unresolved"
    IGNORED = "ignored"
    HELD = "held"
    REFUSED = "refused"
    ENDED = "ended"
    PRIVATE = "private"
    NOT_SELECTED = "not_selected"
    DIRECTION = "direction"
    OUTSIDE_WINDOW = "outside_window"
    NOT_REPRESENTABLE = "not_representable"
    FILTERED = "filtered"
    SOMEBODY_ELSES = "somebody_elses"
    BEFORE_ACTIVATION = "before_activation"
    NOT_VISIBLE = "not_visible"
    NOT_IN_FOLDER = "not_in_folder"
    DELETED = "deleted"
    OTHER_OBJECT = "other_object"
    NEVER_SEEN = "never_seen"


TONES: Mapping[Standing, str] = MappingProxyType(
    {
        Standing.IN_STEP: "good",
        Standing.WAITING: "warn",
        Standing.UNRESOLVED: "warn",
        Standing.HELD: "warn",
        Standing.FAILING: "bad",
        Standing.NOT_VISIBLE: "bad",
    }
)
"""Which need somebody, for pages; all others are as somebody wanted it."""

PLAIN: Mapping[Standing, tuple[str, str]] = MappingProxyType(
    {
        Standing.IN_STEP: ("It syncs: both copies were in step when they were last looked at.", ""),
        Standing.WAITING: ("It is seen and waits for its turn.", "Nothing needs to be done."),
        Standing.HELD: (
            "More would be deleted or copied at once than goes through unasked, so this waits for a person.",
            "Decide under Held: let it go, or refuse it.",
        ),
        Standing.REFUSED: (
            "A person refused to let this be deleted or copied, and that word is kept.",
            "Decide anew under Held, if it was a mistake.",
        ),
        Standing.PRIVATE: (
            "It is marked private, and private events are left alone. Nothing of what it says is kept.",
            "Take the private mark off, if others may see it.",
        ),
        Standing.NOT_SELECTED: (
            "Only selected events sync, and this one is not selected.",
            "Give it the category Salesforce (in Google Calendar: the label of that name).",
        ),
        Standing.DIRECTION: (
            "The configuration does not let this kind of record flow in that direction.",
            "If it should, an administrator changes the direction of the configuration.",
        ),
        Standing.FILTERED: (
            "It does not meet the conditions that the configuration sets for contacts that go to the mailbox.",
            "Change the record so that it meets them; or put the contact into the folder yourself.",
        ),
        Standing.SOMEBODY_ELSES: (
            "In Salesforce it belongs to somebody else, and only the rep's own records go to the mailbox.",
            "Change its owner in Salesforce, or an administrator lets all visible contacts sync.",
        ),
        Standing.BEFORE_ACTIVATION: (
            "It is older than the configuration: only what was made or edited in Salesforce since goes out.",
            "Edit and save it in Salesforce.",
        ),
        Standing.NOT_VISIBLE: (
            "It is in Salesforce, and Salesforce does not show it to the rep.",
            "A Salesforce administrator can share the record with the rep.",
        ),
        Standing.NOT_IN_FOLDER: (
            "It lies in the mailbox, but not in the folder that syncs.",
            "Move it (do not copy it) into Salesforce_Sync; an event, into the calendar of the mailbox itself.",
        ),
        Standing.DELETED: ("It is deleted.", "Restore it from the recycle bin, or from Deleted Items."),
        Standing.OTHER_OBJECT: (
            "That is the id of another kind of record. Contacts and events sync; leads, accounts and others do not.",
            "Name a contact or an event.",
        ),
    }
)

_AS_IT_WAS = "Both copies stay as they are and go their own ways."
ENDED: Mapping[Ended, tuple[str, str]] = MappingProxyType(
    {
        Ended.DELETED_IN_MAILBOX: (
            "It was deleted in the mailbox. The copy in Salesforce stays, and does not come back by itself.",
            "Move it from Deleted Items back to where it was: the pair goes on.",
        ),
        Ended.DELETED_IN_SALESFORCE: (
            "It was deleted in Salesforce. The copy in the mailbox stays, and is not copied there again.",
            "Restore it from Salesforce's recycle bin: the pair goes on.",
        ),
        Ended.MOVED_OUT: (
            f"It was moved out of the folder that syncs. {_AS_IT_WAS}",
            "Move it back into the folder: the pair goes on.",
        ),
        Ended.GONE_UNKNOWN: (
            f"It is no longer in the folder, and nobody can tell where it went; nothing was deleted. {_AS_IT_WAS}",
            "If it lies somewhere in the mailbox, move it back: the pair goes on.",
        ),
        Ended.OUT_OF_SCOPE: (
            "In Salesforce it no longer belongs to what syncs, by its owner, its values, or who may see it.",
            "Give it back in Salesforce (owner, conditions, sharing): it syncs again.",
        ),
        Ended.BECAME_PRIVATE: (
            "It was made private, and private events are left alone.",
            "Take the private mark off: it syncs again.",
        ),
        Ended.DESELECTED: (
            f"It is no longer selected for Salesforce. {_AS_IT_WAS}",
            "Give it the category Salesforce again (in Google Calendar: the label): it syncs again.",
        ),
        Ended.BECAME_UNREPRESENTABLE: (
            f"It became something that the other side cannot hold. {_AS_IT_WAS}",
            "Change it back into something that can be held: it syncs again.",
        ),
        Ended.CONFIGURATION: (
            f"The rep left the configuration. {_AS_IT_WAS}",
            "When the rep is in a configuration again, the pair goes on from where it stopped.",
        ),
        Ended.DELETED_ON_BOTH: (
            "It was deleted on one side, and Syncline deleted the other copy as the configuration says.",
            "The journal holds it whole and can bring it back.",
        ),
    }
)

UNHELD: Mapping[str, str] = MappingProxyType(
    {
        "recurring": "it is a series, and series do not sync here (or not by such a rule)",
        "series_record": "it only stands for a series of Salesforce, each event of which syncs by itself",
        "classic_series": "it is a recurring event of Salesforce Classic, and these stay where they are",
        "longer_than_14_days": "it is longer than 14 days, and Salesforce holds no such event",
        "end_before_start": "it ends before it begins",
        "year_out_of_range": "Salesforce knows no year before 1700 and none after 4000",
        "no_time": "it has no start or no end",
        "unknown_zone": "it is in a time zone that nobody knows",
        "unknown_address": "its e-mail address is a name in the company's directory that cannot be looked up",
        "distribution_list": "it is a distribution list, not a person",
        "not_a_contact": "it is no contact",
        "not_an_event": "it is no event",
        "attendee_copy": "it is the event of somebody who is invited, and follows the organizer's, which syncs",
        "attendees_left_out": "more than 50 people take part, and those beyond are in the calendar alone",
        "birthday": "it is a birthday that the calendar shows by itself",
        "focus_time": "it is focus time",
        "from_gmail": "it was made by Gmail out of a mail",
        "working_location": "it only tells where somebody works",
    }
)


def unheld(word: str) -> tuple[str, str]:
    """Answer what keeps a record from being held on the other side, and what to do."""
    why = UNHELD.get(word, f"it holds something that has no place there ({word.replace('_', ' ')})")
    return f"The other side cannot hold it as it is: {why}.", "Change it, or leave it: nothing else is affected."
