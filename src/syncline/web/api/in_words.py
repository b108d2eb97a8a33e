"""What the API's description says besides its calls: the whole, each group of calls, and what calls ask alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.web.access.permissions import MEANINGS

if TYPE_CHECKING:
    from syncline.web.access.needs import Need

ABOUT = """\
Everything that Syncline's pages and commands do, for programs.

**Who calls.** Every call needs a token, as `Authorization: Bearer ...`: a person makes one on the page *Your account*,
whoever has the data folder by `syncline token make NAME`. A token does what its person may at this moment; each call
says which permissions it needs, in the words of the page *People*. A rep without permissions reaches what is their own.

**What is refused** has one shape: `{"error": {"code", "message", "remedy"}}`. Nothing is done by halves: of several ids
of which one is unknown, none is touched.

**Lists** answer a part of themselves: `limit` rows, and in `next` what to send as `after` (in the history as `before`)
for those that come then; null at the end. `count` is how many there are, or at least are where `more` is true.

**Two people at once**: what is read has a mark in `ETag`; a change that sends it as `If-Match` is refused (412) where
somebody else was quicker.

Times are ISO 8601 with their offset. Within a version calls, fields and values are added, and nothing is taken away.
"""

TAGS = {
    "status": "How everything is: connections, sums, and each rep's state.",
    "reps": "The Salesforce users who sync: how one does, stopping and matching anew, and why a record does not sync.",
    "connections": "Addresses and credentials of orgs and mail systems. Secrets go in and are never answered.",
    "connection test": "Every step on the way to Salesforce and a rep's mailbox, with what was seen and what to do.",
    "configurations": "Who syncs, in which direction, by which rules; and what that would do, before it is active.",
    "set-up": "The whole set-up as one document, and what it takes to connect: consent, keys and certificates.",
    "alerts": "Who is told when something breaks, without having looked.",
    "privacy": "Erasing what is kept of one person.",
    "coming from": "Whether Lightning Sync or Einstein Activity Capture is still at work for the same reps.",
    "errors": "What fails, by record, with what to do about it; trying again; saved reports; what every code means.",
    "unresolved": "Questions that only a person can answer, such as which of two contacts is meant.",
    "held": "Deletions that wait for a person's word, because they are unusually many.",
    "journal": "Every value that Syncline overwrote and every record it deleted, and taking that back.",
    "history": "Who changed what here, from where, before and after.",
    "people": "Accounts, what they may do, and one's own.",
    "tokens": "One's own tokens for this API.",
    "Outlook add-in": "What an add-in asks about one event of its own rep's calendar.",
}

PARAMETERS = {
    "limit": "How many rows at most.",
    "offset": "How many rows to leave out at the beginning; `after` is quicker.",
    "after": "What the part before told as `next`: the list goes on there.",
    "before": "What the part before told as `next`: the list goes on there.",
    "rep": "A rep's id, as `/api/reps` shows it: the name of the org's connection, a slash, the user name.",
    "q": "Part of a name or address; in the journal, of a record's name or values.",
    "state": "Only those in this state.",
    "configuration": "The name of a configuration.",
    "record": "Words of its name or subject, an address, an id, or the link of its page.",
    "look": "Whether Salesforce and the mailbox are asked as well, which takes some seconds.",
    "name": "The name, as the list shows it.",
    "code": "Only those of this cause: a code of `/api/catalogue`.",
    "collection": "Contacts or events; left out: both.",
    "direction": "Where the item was going; left out: both.",
    "side": "Where Syncline wrote; left out: both sides.",
    "since": "Only from this instant on.",
    "until": "Only before this instant.",
    "sort": "In which order.",
    "report": "The id of a saved report.",
    "kind": "Only questions of this kind.",
    "what": "Only changes of this sort: `rep`, `configuration`, `connection`, ...",
    "who": "Part of the name of whoever made the change.",
    "username": "The user name of the account.",
    "key": "The id of a key that was made here.",
    "event": "The id of an event in the mailbox, as Office.js tells it.",
}


def needed(need: Need) -> str:
    """Say who may make a call."""
    if need.alone:
        return "Needs: a token of the rep themselves."
    named = " and ".join(sorted(MEANINGS[one].label for one in need.every))
    if need.own:
        return f"Needs: *{named}*; or being a rep, for what is their own."
    return f"Needs: *{named}*." if named else "Needs: any token."
