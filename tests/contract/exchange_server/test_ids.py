"""Identifiers: opaque, of real length, and refused with the right word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.ews_items import get
from tests.support.ews_raw import codes, texts

if TYPE_CHECKING:
    from syncline.sandbox.exchange import ExchangeServer, OpenMailbox
    from tests.support.ews_raw import Caller


@pytest.mark.parametrize(
    ("item", "code"),
    [
        ('<t:ItemId Id=""/>', "ErrorInvalidIdEmpty"),
        ('<t:ItemId Id="x"/>', "ErrorInvalidIdMalformed"),
        ('<t:ItemId Id="AAMkAGUz"/>', "ErrorInvalidIdMalformed"),
        ("folder", "ErrorCannotUseFolderIdForItemId"),
        ("another mailbox", "ErrorAccessDenied"),
        ("upper case", "ErrorInvalidIdMalformed"),
    ],
)
def test_what_is_not_an_item_s_id(
    server: ExchangeServer, owner: Caller, ann: OpenMailbox, item: str, code: str
) -> None:
    others = server.mailboxes["bob@acme.example"].create_contact({"GivenName": "B"})
    own = ann.create_contact({"GivenName": "A"})
    known = {
        "folder": ann.well_known("contacts").id,
        "another mailbox": others.id,
        "upper case": own.id.upper(),
    }
    if item in known:
        item = f'<t:ItemId Id="{known[item]}"/>'
    assert codes(get(owner, item)) == [code]


def test_an_item_is_not_a_folder(owner: Caller, ann: OpenMailbox) -> None:
    own = ann.create_contact({"GivenName": "A"})
    shape = "<m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape>"
    body = f'<m:GetFolder>{shape}<m:FolderIds><t:FolderId Id="{own.id}"/></m:FolderIds></m:GetFolder>'
    assert owner.codes(body) == ["ErrorCannotUseItemIdForFolderId"]


def test_ids_are_as_long_as_real_ones(ann: OpenMailbox) -> None:
    item = ann.create_contact({"GivenName": "A"})
    assert (len(item.id), len(item.folder.id), len(item.change_key)) == (152, 120, 40)


def test_ids_are_converted_there_and_back(owner: Caller, ann: OpenMailbox) -> None:
    item = ann.create_contact({"GivenName": "A"}).id
    for wanted in ("HexEntryId", "EntryId", "OwaId", "EwsId"):
        body = f'<t:AlternateId Format="EwsId" Id="{item}" Mailbox="{ann.address}"/>'
        root = owner.call(f'<m:ConvertId DestinationFormat="{wanted}"><m:SourceIds>{body}</m:SourceIds></m:ConvertId>')
        (converted,) = texts(root, "//m:AlternateId/@Id")
        back = f'<t:AlternateId Format="{wanted}" Id="{converted}" Mailbox="{ann.address}"/>'
        root = owner.call(f'<m:ConvertId DestinationFormat="EwsId"><m:SourceIds>{back}</m:SourceIds></m:ConvertId>')
        assert texts(root, "//m:AlternateId/@Id") == [item]
