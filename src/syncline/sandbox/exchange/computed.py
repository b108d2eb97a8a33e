"""Properties that nobody sets: the server makes them of an item's state when it answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import bodies, ids
from .ids import item_id
from .series import end_written
from .state.item import ExtendedKey
from .values import write_body, write_duration, write_zone
from .xmltext import boolean, escape, instant

if TYPE_CHECKING:
    from collections.abc import Callable

    from .state.item import Attachment, Item

RIGHTS = (
    "<t:EffectiveRights><t:CreateAssociated>{0}</t:CreateAssociated><t:CreateContents>{0}</t:CreateContents>"
    "<t:CreateHierarchy>{0}</t:CreateHierarchy><t:Delete>true</t:Delete><t:Modify>true</t:Modify><t:Read>true</t:Read>"
    "<t:ViewPrivateItems>true</t:ViewPrivateItems></t:EffectiveRights>"
)
TITLE = ExtendedKey("", 0x3A45, "String")
"""PidTagDisplayNamePrefix, which EWS shows only inside CompleteName."""


def item_reference(item: Item, prefix: str = "t") -> str:
    """Write t:ItemId, or m:ItemId."""
    return f'<{prefix}:ItemId Id="{item.id}" ChangeKey="{item.change_key}"/>'


def parent_reference(item: Item) -> str:
    """Write t:ParentFolderId."""
    return f'<t:ParentFolderId Id="{item.folder.id}" ChangeKey="{item.folder.change_key}"/>'


def size(item: Item) -> int:
    """Roughly what the item takes in the store."""
    text = sum(len(value) for value in item.values.values() if isinstance(value, str))
    body = item.values.get("Body")
    return 1024 + 2 * text + (2 * len(body.text) if body else 0) + sum(len(one.content) for one in item.attachments)


def complete_name(item: Item) -> str:
    """Write t:CompleteName of a contact; nothing if it has no name at all."""
    values = item.values
    parts = (
        ("Title", item.extended.get(TITLE)),
        ("FirstName", values.get("GivenName")),
        ("MiddleName", values.get("MiddleName")),
        ("LastName", values.get("Surname")),
        ("Suffix", values.get("Generation")),
        ("Initials", values.get("Initials")),
        ("FullName", values.get("DisplayName")),
        ("Nickname", values.get("Nickname")),
    )
    inside = "".join(f"<t:{name}>{escape(str(value))}</t:{name}>" for name, value in parts if value)
    return f"<t:CompleteName>{inside}</t:CompleteName>" if inside else ""


def write_attachment(item: Item, attachment: Attachment, *, content: str = "") -> str:
    """Write t:FileAttachment; `content` is Base64 and only GetAttachment sends it."""
    inside = f"<t:Content>{content}</t:Content>" if content else ""
    content_id = f"<t:ContentId>{escape(attachment.content_id)}</t:ContentId>" if attachment.content_id else ""
    modified = f"<t:LastModifiedTime>{instant(attachment.modified or item.modified)}</t:LastModifiedTime>"
    return (
        f'<t:FileAttachment><t:AttachmentId Id="{attachment_id(item, attachment)}"/>'
        f"<t:Name>{escape(attachment.name)}</t:Name><t:ContentType>{escape(attachment.content_type)}</t:ContentType>"
        f"{content_id}<t:Size>{len(attachment.content)}</t:Size>{modified}"
        f"<t:IsInline>{boolean(attachment.is_inline)}</t:IsInline>"
        f"<t:IsContactPhoto>{boolean(attachment.is_contact_photo)}</t:IsContactPhoto>{inside}</t:FileAttachment>"
    )


def attachment_id(item: Item, attachment: Attachment) -> str:
    """Make an attachment's id: its item's and its own number."""
    return ids.attachment_id(item.id, attachment.number)


def _attachments(item: Item) -> str:
    inside = "".join(write_attachment(item, one) for one in item.attachments)
    return f"<t:Attachments>{inside}</t:Attachments>" if inside else ""


def _responses(item: Item) -> str:
    if item.kind != "CalendarItem" or not item.values.get("IsMeeting"):
        return "<t:ResponseObjects><t:ForwardItem/></t:ResponseObjects>"
    if item.values.get("IsOrganizer", True):
        return "<t:ResponseObjects><t:CancelCalendarItem/><t:ForwardItem/></t:ResponseObjects>"
    names = ("AcceptItem", "TentativelyAcceptItem", "DeclineItem", "ReplyToItem", "ReplyAllToItem", "ForwardItem")
    return "<t:ResponseObjects>" + "".join(f"<t:{name}/>" for name in names) + "</t:ResponseObjects>"


def _conversation(item: Item) -> str:
    return f'<t:ConversationId Id="{item_id(item.folder.mailbox.guid, 0, item.number)}"/>'


def _text_body(item: Item) -> str:
    body = item.values.get("Body")
    return write_body("TextBody", bodies.convert(body, "Text")) if body else ""


def _all_recipients(name: str) -> Callable[[Item], str]:
    fields = ("RequiredAttendees", "ToRecipients") if name == "DisplayTo" else ("OptionalAttendees", "CcRecipients")

    def write(item: Item) -> str:
        people = [getattr(one, "address", one) for field in fields for one in item.values.get(field, ())]
        return f"<t:{name}>{escape('; '.join(one.name for one in people))}</t:{name}>"

    return write


def _duration(item: Item) -> str:
    values = item.values
    return f"<t:Duration>{write_duration(values['End'] - values['Start'])}</t:Duration>"


def _zone(name: str, *, attribute: bool) -> Callable[[Item], str]:
    source = name.removesuffix("Id")

    def write(item: Item) -> str:
        zone = item.values.get(source)
        if zone is None:
            return ""
        if attribute:
            return write_zone(name, zone)
        return f"<t:{name}>{escape(zone.id)}</t:{name}>"

    return write


def _wall(name: str) -> Callable[[Item], str]:
    source = name.removesuffix("WallClock")

    def write(item: Item) -> str:
        zone = item.values.get(f"{source}TimeZone")
        value = item.values[source]
        return f"<t:{name}>{(zone.wall(value) if zone else value).isoformat(timespec='seconds')}</t:{name}>"

    return write


def _photo(item: Item) -> str:
    return f"<t:HasPicture>{boolean(any(one.is_contact_photo for one in item.attachments))}</t:HasPicture>"


def _legacy_zone(item: Item) -> str:
    zone = item.values.get("StartTimeZone")
    return f"<t:TimeZone>{escape(zone.name)}</t:TimeZone>" if zone else ""


COMPUTED: dict[str, Callable[[Item], str]] = {
    "ItemId": item_reference,
    "ParentFolderId": parent_reference,
    "Size": lambda item: f"<t:Size>{size(item)}</t:Size>",
    "Attachments": _attachments,
    "HasAttachments": lambda item: (
        f"<t:HasAttachments>{boolean(any(not one.is_inline for one in item.attachments))}</t:HasAttachments>"
    ),
    "DateTimeCreated": lambda item: f"<t:DateTimeCreated>{instant(item.created)}</t:DateTimeCreated>",
    "DateTimeReceived": lambda item: f"<t:DateTimeReceived>{instant(item.created)}</t:DateTimeReceived>",
    "DateTimeSent": lambda item: f"<t:DateTimeSent>{instant(item.created)}</t:DateTimeSent>",
    "LastModifiedTime": lambda item: f"<t:LastModifiedTime>{instant(item.modified)}</t:LastModifiedTime>",
    "LastModifiedName": lambda item: f"<t:LastModifiedName>{escape(item.modified_by)}</t:LastModifiedName>",
    "IsSubmitted": lambda item: f"<t:IsSubmitted>{boolean(item.values.get('IsSubmitted'))}</t:IsSubmitted>",
    "IsDraft": lambda item: f"<t:IsDraft>{boolean(item.values.get('IsDraft'))}</t:IsDraft>",
    "IsFromMe": lambda _item: "<t:IsFromMe>false</t:IsFromMe>",
    "IsResend": lambda _item: "<t:IsResend>false</t:IsResend>",
    "IsUnmodified": lambda _item: "<t:IsUnmodified>false</t:IsUnmodified>",
    "IsAssociated": lambda _item: "<t:IsAssociated>false</t:IsAssociated>",
    "EffectiveRights": lambda _item: RIGHTS.format("false"),
    "ResponseObjects": _responses,
    "DisplayTo": _all_recipients("DisplayTo"),
    "DisplayCc": _all_recipients("DisplayCc"),
    "ConversationId": _conversation,
    "TextBody": _text_body,
    "CompleteName": complete_name,
    "HasPicture": _photo,
    "Duration": _duration,
    "StartTimeZone": _zone("StartTimeZone", attribute=True),
    "EndTimeZone": _zone("EndTimeZone", attribute=True),
    "StartTimeZoneId": _zone("StartTimeZoneId", attribute=False),
    "EndTimeZoneId": _zone("EndTimeZoneId", attribute=False),
    "FirstOccurrence": lambda item: end_written(item, last=False),
    "LastOccurrence": lambda item: end_written(item, last=True),
    "StartWallClock": _wall("StartWallClock"),
    "EndWallClock": _wall("EndWallClock"),
    "TimeZone": _legacy_zone,
}
