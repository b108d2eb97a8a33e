"""Extended properties of items and folders."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.ews_items import contact, create, get, reference
from tests.support.ews_raw import codes, texts

if TYPE_CHECKING:
    from syncline.sandbox.exchange import OpenMailbox
    from tests.support.ews_raw import Caller


NAMED = '<t:ExtendedFieldURI DistinguishedPropertySetId="PublicStrings" PropertyName="Marker" PropertyType="String"/>'
TAG = '<t:ExtendedFieldURI PropertyTag="0x3A45" PropertyType="String"/>'


def test_they_come_back_under_the_path_asked_for(owner: Caller) -> None:
    inside = f"<t:ExtendedProperty>{NAMED}<t:Value>a &amp; b</t:Value></t:ExtendedProperty>"
    inside += f"<t:ExtendedProperty>{TAG}<t:Value>Dr.</t:Value></t:ExtendedProperty><t:GivenName>A</t:GivenName>"
    made = reference(create(owner, contact(inside)))
    same = NAMED.replace(
        'DistinguishedPropertySetId="PublicStrings"', 'PropertySetId="00020329-0000-0000-C000-000000000046"'
    )
    for path in (NAMED, same):
        root = get(owner, made, path, base="IdOnly")
        assert texts(root, "//t:ExtendedProperty/t:Value/text()") == ["a & b"]
    assert texts(get(owner, made), "//t:CompleteName/t:Title/text()") == ["Dr."]
    assert texts(get(owner, made, TAG), "//t:ExtendedFieldURI/@PropertyTag") == ["0x3a45"]


@pytest.mark.parametrize(
    "path",
    [
        '<t:ExtendedFieldURI PropertyName="x" PropertyType="String"/>',
        '<t:ExtendedFieldURI PropertyTag="0x8001" PropertyType="String"/>',
        '<t:ExtendedFieldURI DistinguishedPropertySetId="Common" PropertyType="String"/>',
        '<t:ExtendedFieldURI PropertySetId="{}" PropertyName="x" PropertyId="1" PropertyType="String"/>'.format(
            "00020329-0000-0000-C000-000000000046"
        ),
    ],
)
def test_paths_that_make_no_sense(owner: Caller, path: str) -> None:
    made = reference(create(owner, contact("")))
    assert codes(get(owner, made, path)) == ["ErrorInvalidExtendedProperty"]


def test_a_folder_has_them_too(owner: Caller, ann: OpenMailbox) -> None:
    folder = f'<t:FolderId Id="{ann.well_known("contacts").id}"/>'
    numbers = "".join(
        f'<t:ExtendedFieldURI PropertyTag="{tag}" PropertyType="{kind}"/>'
        for tag, kind in (("0x670A", "SystemTime"), ("0x670B", "Integer"), ("0x3602", "Integer"))
    )
    shape = f"<t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties>{numbers}</t:AdditionalProperties>"
    ask = f"<m:GetFolder><m:FolderShape>{shape}</m:FolderShape><m:FolderIds>{folder}</m:FolderIds></m:GetFolder>"
    kept, gone = ann.create_contact({"GivenName": "A"}), ann.create_contact({"GivenName": "B"})
    ann.trash(gone)
    committed, deleted, count = texts(owner.call(ask), "//t:ExtendedProperty/t:Value/text()")
    assert (committed, deleted, count) == ("2026-03-02T09:00:00Z", "1", "1")
    named = f"<t:ExtendedProperty>{NAMED}<t:Value>here</t:Value></t:ExtendedProperty>"
    setter = f"<t:SetFolderField>{NAMED}<t:ContactsFolder>{named}</t:ContactsFolder></t:SetFolderField>"
    changes = f"<t:FolderChange>{folder}<t:Updates>{setter}</t:Updates></t:FolderChange>"
    owner.call(f"<m:UpdateFolder><m:FolderChanges>{changes}</m:FolderChanges></m:UpdateFolder>")
    assert texts(owner.call(ask.replace(numbers, NAMED)), "//t:Value/text()") == ["here"]
    assert kept.id in ann.items
