"""The folders that every mailbox is born with.

Names: https://learn.microsoft.com/exchange/client-developer/web-service-reference/distinguishedfolderid
"""

from __future__ import annotations

from typing import NamedTuple


class Birth(NamedTuple):
    """One folder of a new mailbox."""

    distinguished: str
    parent: str
    name: str
    folder_class: str


TREE = (
    Birth("root", "", "", ""),
    Birth("msgfolderroot", "root", "Top of Information Store", "IPF.Note"),
    Birth("searchfolders", "root", "Finder", ""),
    Birth("recoverableitemsroot", "root", "Recoverable Items", ""),
    Birth("recoverableitemsdeletions", "recoverableitemsroot", "Deletions", ""),
    Birth("recoverableitemsversions", "recoverableitemsroot", "Versions", ""),
    Birth("recoverableitemspurges", "recoverableitemsroot", "Purges", ""),
    Birth("calendar", "msgfolderroot", "Calendar", "IPF.Appointment"),
    Birth("contacts", "msgfolderroot", "Contacts", "IPF.Contact"),
    Birth("deleteditems", "msgfolderroot", "Deleted Items", "IPF.Note"),
    Birth("drafts", "msgfolderroot", "Drafts", "IPF.Note"),
    Birth("inbox", "msgfolderroot", "Inbox", "IPF.Note"),
    Birth("journal", "msgfolderroot", "Journal", "IPF.Journal"),
    Birth("junkemail", "msgfolderroot", "Junk Email", "IPF.Note"),
    Birth("notes", "msgfolderroot", "Notes", "IPF.StickyNote"),
    Birth("outbox", "msgfolderroot", "Outbox", "IPF.Note"),
    Birth("sentitems", "msgfolderroot", "Sent Items", "IPF.Note"),
    Birth("syncissues", "msgfolderroot", "Sync Issues", "IPF.Note"),
    Birth("conflicts", "syncissues", "Conflicts", "IPF.Note"),
    Birth("localfailures", "syncissues", "Local Failures", "IPF.Note"),
    Birth("serverfailures", "syncissues", "Server Failures", "IPF.Note"),
    Birth("tasks", "msgfolderroot", "Tasks", "IPF.Task"),
    Birth("conversationhistory", "msgfolderroot", "Conversation History", "IPF.Note"),
    Birth("recipientcache", "contacts", "Recipient Cache", "IPF.Contact.RecipientCache"),
    Birth("quickcontacts", "contacts", "Skype for Business Contacts", "IPF.Contact.MOC.QuickContacts"),
)
