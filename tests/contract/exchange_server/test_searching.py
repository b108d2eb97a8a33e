"""FindItem and FindFolder by hand-written restrictions, pages and orders."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.ews_raw import codes, texts

if TYPE_CHECKING:
    from lxml import etree

    from syncline.sandbox.exchange import OpenMailbox
    from tests.support.ews_raw import Caller

NAME = '<t:FieldURI FieldURI="contacts:GivenName"/>'
SUBJECT = '<t:FieldURI FieldURI="item:Subject"/>'
CREATED = '<t:FieldURI FieldURI="item:DateTimeCreated"/>'
CATEGORIES = '<t:FieldURI FieldURI="item:Categories"/>'
EMAIL = '<t:IndexedFieldURI FieldURI="contacts:EmailAddress" FieldIndex="EmailAddress1"/>'
CLASS = '<t:ExtendedFieldURI PropertyTag="0x001A" PropertyType="String"/>'


def find(
    owner: Caller, restriction: str = "", *, view: str = "", order: str = "", extra: str = "", where: str = "contacts"
) -> etree._Element:
    wanted = f"<m:Restriction>{restriction}</m:Restriction>" if restriction else ""
    shape = f"<t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties>{NAME}{extra}</t:AdditionalProperties>"
    folders = "".join(f'<t:DistinguishedFolderId Id="{name}"/>' for name in where.split())
    return owner.call(
        f'<m:FindItem Traversal="Shallow"><m:ItemShape>{shape}</m:ItemShape>{view}{wanted}{order}'
        f"<m:ParentFolderIds>{folders}</m:ParentFolderIds></m:FindItem>"
    )


def names(root: etree._Element) -> list[str]:
    return texts(root, "//t:GivenName/text()")


def compare(name: str, path: str, constant: str) -> str:
    operand = f'<t:FieldURIOrConstant><t:Constant Value="{constant}"/></t:FieldURIOrConstant>'
    return f"<t:{name}>{path}{operand}</t:{name}>"


def contains(path: str, constant: str, mode: str, comparison: str = "IgnoreCase") -> str:
    attributes = f'ContainmentMode="{mode}" ContainmentComparison="{comparison}"'
    return f'<t:Contains {attributes}>{path}<t:Constant Value="{constant}"/></t:Contains>'


@pytest.fixture
def people(ann: OpenMailbox) -> None:
    ann.create_contact(
        {"GivenName": "Ada", "Categories": ["VIP", "x"], "EmailAddresses": {"EmailAddress1": "a@x.example"}}
    )
    ann.create_contact({"GivenName": "José María", "CompanyName": "Acme"})
    ann.create_contact({"GivenName": "Zoë", "EmailAddresses": {"EmailAddress1": "z@x.example"}})


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("restriction", "expected"),
    [
        (compare("IsEqualTo", NAME, "ADA"), ["Ada"]),
        (compare("IsNotEqualTo", NAME, "ada"), ["José María", "Zoë"]),
        (compare("IsGreaterThan", NAME, "j"), ["José María", "Zoë"]),
        (compare("IsLessThanOrEqualTo", NAME, "Ada"), ["Ada"]),
        (compare("IsGreaterThan", CREATED, "2026-03-02T09:00:00Z"), ["Ada", "José María", "Zoë"]),
        (compare("IsLessThan", CREATED, "2026-03-02T10:00:00+01:00"), []),
        (compare("IsEqualTo", CATEGORIES, "vip"), ["Ada"]),
        (compare("IsEqualTo", EMAIL, "z@x.example"), ["Zoë"]),
        (compare("IsEqualTo", CLASS, "IPM.Contact"), ["Ada", "José María", "Zoë"]),
        (f"<t:Exists>{EMAIL}</t:Exists>", ["Ada", "Zoë"]),
        (f"<t:Not><t:Exists>{EMAIL}</t:Exists></t:Not>", ["José María"]),
        (f"<t:And><t:Exists>{EMAIL}</t:Exists>{compare('IsEqualTo', NAME, 'Zoë')}</t:And>", ["Zoë"]),
        (f"<t:Or>{compare('IsEqualTo', NAME, 'Ada')}{compare('IsEqualTo', NAME, 'Zoë')}</t:Or>", ["Ada", "Zoë"]),
        (contains(NAME, "MAR", "PrefixOnWords"), ["José María"]),
        (contains(NAME, "aria", "Substring"), []),
        (contains(NAME, "aria", "Substring", "IgnoreCaseAndNonSpacingCharacters"), ["José María"]),
        (contains(NAME, "a", "Prefixed"), ["Ada"]),
        (contains(NAME, "a", "Prefixed", "Exact"), []),
        (contains(NAME, "ada", "FullString"), ["Ada"]),
    ],
)
def test_restrictions(owner: Caller, restriction: str, expected: list[str]) -> None:
    assert sorted(names(find(owner, restriction))) == expected


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("offset", "base", "most", "expected", "last", "following"),
    [
        (0, "Beginning", 2, ["Ada", "José María"], "false", "2"),
        (2, "Beginning", 2, ["Zoë"], "true", "3"),
        (0, "Beginning", 9, ["Ada", "José María", "Zoë"], "true", "3"),
        (7, "Beginning", 2, [], "true", "7"),
        (0, "End", 2, ["José María", "Zoë"], "false", "1"),
        (2, "End", 2, ["Ada"], "true", "0"),
    ],
)
def test_pages(
    owner: Caller, offset: int, base: str, most: int, expected: list[str], last: str, following: str
) -> None:
    view = f'<m:IndexedPageItemView MaxEntriesReturned="{most}" Offset="{offset}" BasePoint="{base}"/>'
    order = f'<m:SortOrder><t:FieldOrder Order="Ascending">{NAME}</t:FieldOrder></m:SortOrder>'
    root = find(owner, view=view, order=order)
    (folder,) = root.findall(".//{*}RootFolder")
    assert names(root) == expected
    assert (folder.get("IncludesLastItemInRange"), folder.get("TotalItemsInView")) == (last, "3")
    assert last == "true" or folder.get("IndexedPagingOffset") == following


@pytest.mark.usefixtures("people")
def test_several_folders_in_one_request(owner: Caller) -> None:
    root = find(owner, where="contacts inbox")
    assert (codes(root), len(names(root))) == (["NoError", "NoError"], 3)


@pytest.mark.parametrize(
    ("extra", "code"),
    [
        ('<t:FieldURI FieldURI="item:Body"/>', "ErrorInvalidPropertyRequest"),
        ('<t:FieldURI FieldURI="calendar:RequiredAttendees"/>', "ErrorInvalidPropertyRequest"),
        ('<t:FieldURI FieldURI="folder:DisplayName"/>', "ErrorInvalidPropertyRequest"),
        ('<t:FieldURI FieldURI="calendar:Start"/>', "NoError"),
    ],
)
def test_what_a_listing_cannot_show(owner: Caller, extra: str, code: str) -> None:
    assert codes(find(owner, extra=extra)) == [code]


YEARS = '<m:CalendarView StartDate="2026-01-01T00:00:00Z" EndDate="2029-02-01T00:00:00Z"/>'
PHONES = '<t:FieldOrder Order="Ascending"><t:FieldURI FieldURI="contacts:PhoneNumbers"/></t:FieldOrder>'
ITEM_ID = '<t:FieldURI FieldURI="item:ItemId"/>'


@pytest.mark.parametrize(
    ("request_", "code"),
    [
        ({"restriction": compare("IsEqualTo", ITEM_ID, "x")}, "ErrorUnsupportedPathForQuery"),
        ({"order": f"<m:SortOrder>{PHONES}</m:SortOrder>"}, "ErrorUnsupportedPathForSortGroup"),
        (
            {"view": '<m:IndexedPageItemView MaxEntriesReturned="0" Offset="0" BasePoint="Beginning"/>'},
            "ErrorInvalidPagingMaxRows",
        ),
        ({"view": '<m:IndexedPageItemView Offset="-1" BasePoint="Beginning"/>'}, "ErrorInvalidIndexedPagingParameters"),
        ({"view": YEARS}, "ErrorCalendarFolderIsInvalidForCalendarView"),
        ({"view": YEARS, "where": "calendar"}, "ErrorCalendarViewRangeTooBig"),
    ],
)
def test_refusals(owner: Caller, request_: dict[str, str], code: str) -> None:
    assert codes(find(owner, **request_)) == [code]


def test_what_was_soft_deleted_is_found_where_it_was(owner: Caller, ann: OpenMailbox) -> None:
    item = ann.create_contact({"GivenName": "Ada"})
    owner.call(
        f'<m:DeleteItem DeleteType="SoftDelete"><m:ItemIds><t:ItemId Id="{item.id}"/></m:ItemIds></m:DeleteItem>'
    )
    assert names(find(owner)) == []
    shape = f"<t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties>{NAME}</t:AdditionalProperties>"
    root = owner.call(
        f'<m:FindItem Traversal="SoftDeleted"><m:ItemShape>{shape}</m:ItemShape><m:ParentFolderIds>'
        '<t:DistinguishedFolderId Id="contacts"/></m:ParentFolderIds></m:FindItem>'
    )
    assert names(root) == ["Ada"]


@pytest.mark.parametrize(("traversal", "expected"), [("Shallow", []), ("Deep", ["Salesforce_Sync"])])
def test_folders_by_name(owner: Caller, ann: OpenMailbox, traversal: str, expected: list[str]) -> None:
    ann.make_folder("Salesforce_Sync")
    name = compare("IsEqualTo", '<t:FieldURI FieldURI="folder:DisplayName"/>', "salesforce_sync")
    root = owner.call(
        f'<m:FindFolder Traversal="{traversal}"><m:FolderShape><t:BaseShape>Default</t:BaseShape></m:FolderShape>'
        f"<m:Restriction>{name}</m:Restriction><m:ParentFolderIds>"
        '<t:DistinguishedFolderId Id="msgfolderroot"/></m:ParentFolderIds></m:FindFolder>'
    )
    assert texts(root, "//t:DisplayName/text()") == expected


def test_a_search_by_words_needs_a_content_index(owner: Caller) -> None:
    """The attributes of QueryString are of Exchange 2013; exchangelib sends them."""
    found = owner.codes(
        '<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape>'
        '<m:ParentFolderIds><t:DistinguishedFolderId Id="contacts"/></m:ParentFolderIds>'
        '<m:QueryString ResetCache="true" ReturnDeletedItems="false">Kind:contacts</m:QueryString></m:FindItem>'
    )
    assert found == ["ErrorContentIndexingNotEnabled"]
