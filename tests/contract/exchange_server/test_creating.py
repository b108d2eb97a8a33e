"""CreateItem: errors one by one, and what the server makes of a new item."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.ews_items import IN_CONTACTS, NO_MAIL, change, contact, create, event, get, reference, update, value
from tests.support.ews_raw import codes, texts

if TYPE_CHECKING:
    from syncline.sandbox.exchange import OpenMailbox
    from tests.support.ews_raw import Caller


def test_one_bad_item_does_not_stop_its_batch(owner: Caller, ann: OpenMailbox) -> None:
    good, bad = contact("<t:GivenName>A</t:GivenName>"), contact("<t:HasPicture>true</t:HasPicture>")
    root = create(owner, good, bad, good, folder=IN_CONTACTS)
    assert codes(root) == ["NoError", "ErrorInvalidPropertySet", "NoError"]
    assert texts(root, "//m:MessageXml/t:FieldURI/@FieldURI") == ["contacts:HasPicture"]
    assert len(ann.items) == 2


@pytest.mark.parametrize(
    ("item", "attributes", "folder", "code"),
    [
        (event(""), "", "", "ErrorSendMeetingInvitationsRequired"),
        (event(""), NO_MAIL, IN_CONTACTS, "ErrorCannotCreateCalendarItemInNonCalendarFolder"),
        (contact(""), "", IN_CONTACTS.replace("contacts", "inbox"), "ErrorCannotCreateContactInNonContactFolder"),
        ("<t:Message/>", "", "", "ErrorMessageDispositionRequired"),
        ("<t:Message/>", 'MessageDisposition="SendOnly"', "", "ErrorMissingRecipients"),
        ("<t:Task/>", "", "", "ErrorInvalidItemForOperationCreateItem"),
        (contact("<t:MimeContent>QQ==</t:MimeContent>"), "", "", "ErrorUnsupportedMimeConversion"),
        (event("<t:Start>2026-01-02T00:00:00Z</t:Start><t:End>2026-01-01T00:00:00Z</t:End>"), NO_MAIL, "",
         "ErrorCalendarEndDateIsEarlierThanStartDate"),
        (event("<t:Start>2026-01-02T00:00:00Z</t:Start><t:End>2036-01-01T00:00:00Z</t:End>"), NO_MAIL, "",
         "ErrorCalendarDurationIsTooLong"),
        (event('<t:StartTimeZone Id="Nowhere Standard Time"/>'), NO_MAIL, "", "ErrorTimeZone"),
    ],
)  # fmt: skip
def test_refusals(owner: Caller, item: str, attributes: str, folder: str, code: str) -> None:
    assert codes(create(owner, item, attributes=attributes, folder=folder)) == [code]


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("<t:GivenName>Ada</t:GivenName><t:Surname>Byron</t:Surname>", ("Ada Byron", "Byron, Ada", "Ada Byron")),
        ("<t:GivenName>Ada</t:GivenName>", ("Ada", "Ada", "Ada")),
        ("<t:CompanyName>Acme</t:CompanyName>", (None, "Acme", "Acme")),
        ("<t:FileAs>Mine</t:FileAs><t:GivenName>Ada</t:GivenName>", ("Ada", "Mine", "Ada")),
        ("<t:FileAsMapping>FirstSpaceLast</t:FileAsMapping><t:GivenName>Ada</t:GivenName><t:Surname>B</t:Surname>",
         ("Ada B", "Ada B", "Ada B")),
        ("<t:DisplayName>Lady L</t:DisplayName><t:Surname>B</t:Surname>", ("Lady L", "B", "Lady L")),
        ("", (None, None, None)),
    ],
)  # fmt: skip
def test_names_are_derived(owner: Caller, inside: str, expected: tuple[str | None, ...]) -> None:
    root = get(owner, reference(create(owner, contact(inside))))
    assert tuple(value(root, name) for name in ("DisplayName", "FileAs", "Subject")) == expected


def test_a_name_of_one_s_own_survives_a_change_of_its_parts(owner: Caller) -> None:
    made = create(owner, contact("<t:DisplayName>Lady L</t:DisplayName><t:GivenName>Ada</t:GivenName>"))
    root = get(owner, reference(update(owner, reference(made), change("GivenName", "Augusta"))))
    assert (value(root, "GivenName"), value(root, "DisplayName")) == ("Augusta", "Lady L")


def test_a_long_subject_is_cut(owner: Caller) -> None:
    made = create(
        owner,
        f"<t:Message><t:Subject>{'x' * 300}</t:Subject></t:Message>",
        attributes='MessageDisposition="SaveOnly"',
    )
    assert value(get(owner, reference(made)), "Subject") == "x" * 255
