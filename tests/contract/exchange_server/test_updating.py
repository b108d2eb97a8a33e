"""UpdateItem: conflicts, refusals that change nothing, parts of dictionaries, bodies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.ews_items import NO_MAIL, NO_UPDATES, change, contact, create, event, get, reference, update, value
from tests.support.ews_raw import codes

if TYPE_CHECKING:
    from syncline.sandbox.exchange import OpenMailbox
    from tests.support.ews_raw import Caller


@pytest.fixture
def item(owner: Caller) -> str:
    return reference(create(owner, contact("<t:GivenName>Ada</t:GivenName>")))


@pytest.mark.parametrize(
    ("how", "key", "code"),
    [
        ("NeverOverwrite", "stale", "ErrorIrresolvableConflict"),
        ("AutoResolve", "stale", "NoError"),
        ("AlwaysOverwrite", "stale", "NoError"),
        ("NeverOverwrite", "none", "ErrorChangeKeyRequiredForWriteOperations"),
        ("AutoResolve", "none", "ErrorChangeKeyRequiredForWriteOperations"),
        ("AlwaysOverwrite", "none", "NoError"),
        ("NeverOverwrite", "malformed", "ErrorInvalidChangeKey"),
    ],
)
def test_conflicts(owner: Caller, item: str, how: str, key: str, code: str) -> None:
    update(owner, item, change("JobTitle", "Early"))
    head = item.partition(" ChangeKey")[0]
    given = {"stale": item, "none": f"{head}/>", "malformed": f'{head} ChangeKey="x"/>'}[key]
    assert codes(update(owner, given, change("JobTitle", "Late"), how=how)) == [code]
    assert value(get(owner, item), "JobTitle") == ("Late" if code == "NoError" else "Early")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        (change("CompleteName", ""), "ErrorInvalidPropertySet"),
        (change("Start", "2026-01-01T00:00:00Z", prefix="calendar", kind="CalendarItem"),
         "ErrorUpdatePropertyMismatch"),
        (change("JobTitle", "x").replace("t:JobTitle>", "t:Surname>"), "ErrorUpdatePropertyMismatch"),
        ('<t:SetItemField><t:FieldURI FieldURI="contacts:JobTitle"/><t:Contact/></t:SetItemField>',
         "ErrorIncorrectUpdatePropertyCount"),
        (change("JobTitle", "x", act="AppendToItemField"), "ErrorInvalidPropertyAppend"),
        ('<t:DeleteItemField><t:FieldURI FieldURI="item:DateTimeCreated"/></t:DeleteItemField>',
         "ErrorInvalidPropertyDelete"),
    ],
)  # fmt: skip
def test_a_refused_change_changes_nothing(owner: Caller, ann: OpenMailbox, item: str, changes: str, code: str) -> None:
    before = next(iter(ann.items.values())).change
    assert codes(update(owner, item, change("Surname", "Byron"), changes)) == [code]
    after = next(iter(ann.items.values()))
    assert (after.change, "Surname" in after.values) == (before, False)


def test_parts_of_dictionaries(owner: Caller, ann: OpenMailbox, item: str) -> None:
    def part(uri: str, key: str, inside: str) -> str:
        path = f'<t:IndexedFieldURI FieldURI="contacts:{uri}" FieldIndex="{key}"/>'
        if not inside:
            return f"<t:DeleteItemField>{path}</t:DeleteItemField>"
        return f"<t:SetItemField>{path}<t:Contact>{inside}</t:Contact></t:SetItemField>"

    street = '<t:PhysicalAddresses><t:Entry Key="Home"><t:Street>1\nA</t:Street></t:Entry></t:PhysicalAddresses>'
    city = '<t:PhysicalAddresses><t:Entry Key="Home"><t:City>Rome</t:City></t:Entry></t:PhysicalAddresses>'
    mail = '<t:EmailAddresses><t:Entry Key="EmailAddress2">a@b.example</t:Entry></t:EmailAddresses>'
    made = update(
        owner, item,
        part("PhysicalAddress:Street", "Home", street),
        part("PhysicalAddress:City", "Home", city),
        part("EmailAddress", "EmailAddress2", mail),
    )  # fmt: skip
    values = next(iter(ann.items.values())).values
    assert values["PhysicalAddresses"] == {"Home": {"Street": "1\nA", "City": "Rome"}}
    assert values["EmailAddresses"]["EmailAddress2"].email == "a@b.example"
    update(owner, reference(made), part("PhysicalAddress:City", "Home", ""), part("EmailAddress", "EmailAddress2", ""))
    values = next(iter(ann.items.values())).values
    assert values["PhysicalAddresses"] == {"Home": {"Street": "1\nA"}}
    assert "EmailAddresses" not in values


def test_bodies_are_appended(owner: Caller, item: str) -> None:
    body = '<t:Contact><t:Body BodyType="Text">{}</t:Body></t:Contact>'
    path = '<t:FieldURI FieldURI="item:Body"/>'
    made = update(owner, item, f"<t:SetItemField>{path}{body.format('One')}</t:SetItemField>")
    made = update(owner, reference(made), f"<t:AppendToItemField>{path}{body.format('+Two')}</t:AppendToItemField>")
    assert value(get(owner, reference(made)), "Body") == "One+Two"
    assert "One+Two</div>" in (value(get(owner, reference(made), body="<t:BodyType>HTML</t:BodyType>"), "Body") or "")


def test_a_calendar_item_wants_to_know_who_is_told(owner: Caller) -> None:
    item = reference(create(owner, event(""), attributes=NO_MAIL))
    where = change("Location", "Here", prefix="calendar", kind="CalendarItem")
    assert codes(update(owner, item, where)) == ["ErrorSendMeetingInvitationsOrCancellationsRequired"]
    assert codes(update(owner, item, where, attributes=NO_UPDATES)) == ["NoError"]
    delete = f'<m:DeleteItem DeleteType="HardDelete"><m:ItemIds>{item}</m:ItemIds></m:DeleteItem>'
    assert owner.codes(delete) == ["ErrorSendMeetingCancellationsRequired"]
