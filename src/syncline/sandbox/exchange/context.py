"""What an operation needs of the request around it: the caller, and the objects that its ids mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from . import ids, series
from .auth import Caller, mailbox_named
from .errors import ItemError
from .outbox import Mail
from .values import read_zone
from .xmltext import Element, T, children, local, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from syncline.sandbox.clock import Clock

    from .directory import Directory
    from .outbox import Kind
    from .soap import Envelope
    from .state.folder import Folder
    from .state.item import Attachment, Item
    from .state.mailbox import Mailbox
    from .subscriptions import Subscriptions
    from .zones import Zone


class Context:
    """One request."""

    def __init__(
        self,
        caller: Caller,
        envelope: Envelope,
        directory: Directory,
        outbox: list[Mail],
        subscriptions: Subscriptions,
        clock: Clock,
    ) -> None:
        self.caller = caller
        self.operation = local(envelope.operation)
        self.directory = directory
        self.subscriptions = subscriptions
        self.clock = clock
        self._outbox = outbox
        self._headers = envelope.headers

    @property
    def mailbox(self) -> Mailbox:
        """The mailbox that the caller acts in."""
        if self.caller.acting is None:
            raise ItemError("ErrorMissingEmailAddress")
        if self.caller.acting.trouble:
            raise ItemError(self.caller.acting.trouble)
        return self.caller.acting

    def room(self, element: Element | None = None) -> None:
        """Refuse to make or enlarge anything in a mailbox that is full, and an item that is too large."""
        if self.mailbox.full:
            raise ItemError("ErrorQuotaExceeded")
        if element is not None and 0 < self.mailbox.largest < len(etree.tostring(element)):
            raise ItemError("ErrorMessageSizeExceeded")

    @property
    def zone(self) -> Zone | None:
        """The time zone of the TimeZoneContext header."""
        header = self._headers.get("TimeZoneContext")
        definition = header.find(f"{T}TimeZoneDefinition") if header is not None else None
        return read_zone(definition) if definition is not None else None

    def folder(self, element: Element, *, missing: str = "ErrorFolderNotFound") -> Folder:
        """The folder of a FolderId or DistinguishedFolderId; `missing` is the error's code if there is none."""
        if local(element) == "DistinguishedFolderId":
            found = self._owner(element).distinguished(element.get("Id", ""))
        else:
            found = self._folder_by_id(element.get("Id", ""))
        if found is None:
            raise ItemError(missing)
        return found

    def target(self, parent: Element, *, missing: str) -> Folder:
        """The folder inside an element such as ToFolderId."""
        return self.folder(children(parent)[0], missing=missing)

    def _owner(self, element: Element) -> Mailbox:
        named = element.find(f"{T}Mailbox")
        address = text_of(named.find(f"{T}EmailAddress")).strip() if named is not None else ""
        return mailbox_named(address, self.caller, self.directory) if address else self.mailbox

    def _folder_by_id(self, identifier: str) -> Folder | None:
        found = self.mailbox.folders.get(identifier)
        if found is None:
            self._explain(identifier, wanted="folder", code="ErrorCannotUseItemIdForFolderId")
        return found

    def item(self, element: Element) -> Item:
        """The item of an ItemId, an OccurrenceItemId or a RecurringMasterItemId."""
        if local(element) == "OccurrenceItemId":
            master = self._item(element.get("RecurringMasterId", ""))
            return series.by_index(master, int(element.get("InstanceIndex", "0")))
        if local(element) == "RecurringMasterItemId":
            found = series.master_of(self._item(element.get("OccurrenceId", "")))
            if found is None:
                raise ItemError("ErrorCalendarCannotUseIdForRecurringMasterId")
            return found
        return self._item(element.get("Id", ""))

    def _item(self, identifier: str) -> Item:
        found = series.find(self.mailbox, identifier)
        if found is not None:
            return found
        self._explain(identifier, wanted="item", code="ErrorCannotUseFolderIdForItemId")
        raise ItemError("ErrorItemNotFound")

    def attachment(self, element: Element) -> tuple[Item, Attachment]:
        """The attachment of an AttachmentId, and its item."""
        try:
            identifier, number = ids.parse_attachment_id(element.get("Id", ""))
        except ids.MalformedIdError as error:
            raise ItemError("ErrorInvalidAttachmentId") from error
        item = self.mailbox.items.get(identifier)
        found = next((one for one in item.attachments if one.number == number), None) if item is not None else None
        if item is None or found is None:
            raise ItemError("ErrorItemNotFound")
        return item, found

    def _explain(self, identifier: str, *, wanted: str, code: str) -> None:
        if not identifier:
            raise ItemError("ErrorInvalidIdEmpty")
        try:
            reference = ids.parse(identifier)
        except ids.MalformedIdError as error:
            raise ItemError("ErrorInvalidIdMalformed") from error
        if reference.kind != wanted:
            raise ItemError(code)
        owner = self.directory.by_guid(reference.mailbox)
        if owner is not None and owner is not self.mailbox:
            raise ItemError("ErrorAccessDenied")

    def send(self, kind: Kind, to: Iterable[str], subject: str) -> None:
        """Record a mail; nobody gets one about nothing."""
        people = tuple(to)
        if people:
            self._outbox.append(Mail(kind, self.mailbox.address, people, subject, self.operation, self.clock()))
