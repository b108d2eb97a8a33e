"""Items by hand-written SOAP: requests made, answers read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support.ews_raw import Caller, texts

if TYPE_CHECKING:
    from lxml import etree

IN_CONTACTS = '<m:SavedItemFolderId><t:DistinguishedFolderId Id="contacts"/></m:SavedItemFolderId>'
NO_MAIL = 'SendMeetingInvitations="SendToNone"'
NO_UPDATES = 'SendMeetingInvitationsOrCancellations="SendToNone"'


def create(owner: Caller, *items: str, attributes: str = "", folder: str = "") -> etree._Element:
    return owner.call(f"<m:CreateItem {attributes}>{folder}<m:Items>{''.join(items)}</m:Items></m:CreateItem>")


def contact(inside: str) -> str:
    return f"<t:Contact>{inside}</t:Contact>"


def event(inside: str) -> str:
    return f"<t:CalendarItem><t:Subject>Board</t:Subject>{inside}</t:CalendarItem>"


def reference(root: etree._Element) -> str:
    ((identifier,), (key,)) = texts(root, "//t:ItemId/@Id"), texts(root, "//t:ItemId/@ChangeKey")
    return f'<t:ItemId Id="{identifier}" ChangeKey="{key}"/>'


def get(owner: Caller, item: str, *paths: str, base: str = "AllProperties", body: str = "") -> etree._Element:
    additional = f"<t:AdditionalProperties>{''.join(paths)}</t:AdditionalProperties>" if paths else ""
    shape = f"<m:ItemShape><t:BaseShape>{base}</t:BaseShape>{body}{additional}</m:ItemShape>"
    return owner.call(f"<m:GetItem>{shape}<m:ItemIds>{item}</m:ItemIds></m:GetItem>")


def update(
    owner: Caller, item: str, *changes: str, how: str = "NeverOverwrite", attributes: str = ""
) -> etree._Element:
    inside = f"<t:ItemChange>{item}<t:Updates>{''.join(changes)}</t:Updates></t:ItemChange>"
    return owner.call(
        f'<m:UpdateItem ConflictResolution="{how}" {attributes}><m:ItemChanges>{inside}</m:ItemChanges></m:UpdateItem>'
    )


def change(name: str, value: str, *, prefix: str = "contacts", kind: str = "Contact", act: str = "SetItemField") -> str:
    return (
        f'<t:{act}><t:FieldURI FieldURI="{prefix}:{name}"/><t:{kind}><t:{name}>{value}</t:{name}></t:{kind}></t:{act}>'
    )


def value(root: etree._Element, name: str) -> str | None:
    return next(iter(texts(root, f"//t:{name}/text()")), None)
