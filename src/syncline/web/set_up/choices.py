"""What a configuration may say, each choice in plain words with what it means (SPEC 3.2 to 3.6, 4.5, 5.3 to 5.6)."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from syncline.planner.policy import ContactPolicy, EventPolicy, SeriesPolicy

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Choice:
    """One setting with several words; `words` says of each what it is called and what it does, with an example."""

    key: str
    label: str
    default: str
    words: Mapping[str, str]
    example: str = ""
    """What the words tell the end of."""
    on: str = ""
    """The word that `true` means, where there is one."""


_CONTACTS, _EVENTS = ContactPolicy(), EventPolicy()

CONTACTS = (
    Choice("direction", "Direction", _CONTACTS.direction, {
        "both": "Both ways: an edit on either side reaches the other.",
        "to_salesforce": "Mailbox to Salesforce: what reps put into their folder arrives in Salesforce.",
        "to_mailbox": "Salesforce to mailbox: reps carry their Salesforce contacts with them.",
        "none": "Contacts do not sync.",
    }),
    Choice("which", "Which Salesforce contacts go to the mailbox", _CONTACTS.which, {
        "selected": "The rep's own: those whose owner is the rep.",
        "all": "All that the rep can see in Salesforce, up to 50,000.",
    }),
    Choice("conflicts", "Where both sides changed the same field", _CONTACTS.conflicts, {
        "salesforce": "Salesforce wins: Head of buying stays.",
        "mailbox": "The mailbox wins: Buyer stays.",
        "latest": "The later change wins: what was saved last stays; where nobody can tell, Head of buying.",
    }, "For example, a rep changes a title to Buyer in Outlook, and a colleague to Head of buying in Salesforce. What"
       " gives way is in the journal."),
    Choice("deletes", "Where one side deletes", _CONTACTS.deletes, {
        "keep": "The other copy stays: the contact is still in Salesforce, and does not come back into the folder.",
        "both": "The other copy is deleted as well: it goes to Salesforce's recycle bin, whole in the journal.",
    }, "For example, a rep tidies up the folder and deletes a contact."),
    Choice("ties", "Where several Salesforce contacts could be the one of the mailbox", _CONTACTS.ties, {
        "ask": "Ask: it becomes an unresolved item.",
        "most_recently_updated": "Take the one that was updated last.",
        "oldest": "Take the one that was made first.",
        "most_recent_activity": "Take the one with the last activity.",
    }),
    Choice("duplicates", "Where a duplicate rule of the org objects", _CONTACTS.duplicates, {
        "report": "It stays out, as an error with the rule's own words.",
        "allow": "Insist, where the rule lets whoever insists through.",
    }),
)  # fmt: skip

EVENTS = (
    Choice("direction", "Direction", _EVENTS.direction, {
        "to_salesforce": "Calendar to Salesforce: meetings arrive in Salesforce.",
        "both": "Both ways: what is changed on either side arrives on the other.",
        "to_mailbox": "Salesforce to calendar: events of the rep in Salesforce appear in their calendar.",
        "none": "Events do not sync.",
    }),
    Choice("which", "Which events", _EVENTS.which, {
        "all": "All of the default calendar.",
        "selected": "Only those that the rep marks with the category Salesforce.",
    }),
    Choice("private", "Private events", "false", {
        "false": "Stay private: they do not sync.",
        "true": "Sync, and are private in Salesforce, too.",
        "busy_only": "Sync as busy time without any content.",
    }),
    Choice("series", "Series", "false", {
        "false": "Are left alone, and reported.",
        SeriesPolicy.OCCURRENCES.value: "Each occurrence is an event of its own in Salesforce, three months ahead.",
        SeriesPolicy.SERIES.value: "As event series of Salesforce, where it can hold them; else as single events.",
    }, on=SeriesPolicy.OCCURRENCES.value),
    Choice("made_private", "Where an event is made private later", _EVENTS.made_private, {
        "keep": "The Salesforce copy stays as it was.",
        "remove": "The Salesforce copy is removed.",
    }),
    Choice("window", "From which end time on", _EVENTS.window, {
        "today": "Today: what ends today or later.",
        "last_month": "Last month: what ended on the first day of last month or later.",
        "last_days": "The last days, as many as stand below.",
    }),
    Choice("conflicts", "Where both sides changed the same field", _EVENTS.conflicts, {
        "mailbox": "The calendar wins: Tuesday stays.",
        "salesforce": "Salesforce wins: Wednesday stays.",
        "latest": "The later change wins: the day that was saved last stays; where nobody can tell, Tuesday.",
    }, "For example, a meeting is moved to Tuesday in Outlook, and to Wednesday in Salesforce. What gives way is in the"
       " journal."),
)  # fmt: skip

_FLAG_LABELS = {
    "remove_deleted": "Remove on the other side what is deleted where events come from: a meeting that the rep deletes"
    " goes to Salesforce's recycle bin, whole in the journal; else its copy stays, and does not sync any more",
    "relate": "Relate events to the contacts, or the one lead, who take part",
    "attendees": "Sync attendees and their responses",
    "invite_from_salesforce": "Invite in the calendar, too, whom somebody invites in Salesforce; they are told nothing"
    " (Exchange Server and Google alone)",
    "may_send_mail": "Allow changes that make the mail system mail the attendees (Microsoft 365 alone)",
}
_CHOSEN_ELSEWHERE = frozenset({"private", "busy_only"})
FLAGS = {
    one.name: _FLAG_LABELS.get(one.name, one.name.replace("_", " ").capitalize())
    for one in fields(EventPolicy)
    if isinstance(one.default, bool) and one.name not in _CHOSEN_ELSEWHERE
}
"""Every setting of events that is on or off, as the policy has them."""

OPERATORS = {
    "equals": "is", "not_equals": "is not", "contains": "contains", "not_contains": "does not contain",
    "starts_with": "starts with", "less_than": "is less than", "less_or_equal": "is at most",
    "greater_than": "is greater than", "greater_or_equal": "is at least", "includes": "includes one of",
    "excludes": "includes none of", "is_empty": "is empty", "is_not_empty": "is not empty",
}  # fmt: skip


def said(part: Mapping[str, Any], choice: Choice) -> str:
    """Answer which word a part of the set-up says, in the form's spelling."""
    value = part.get(choice.key, choice.default)
    if isinstance(value, bool):
        return choice.on if value and choice.on else str(value).lower()
    return "last_days" if isinstance(value, dict) else str(value)
