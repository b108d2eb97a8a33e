"""Many contacts at once: values by the page, and never older than what the changes told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.connectors.port import Missing
from syncline.records.record import Record
from tests.contract.mailbox_stage import CONTACTS
from tests.support.microsoft365_stage import Microsoft365Stage

if TYPE_CHECKING:
    from syncline.connectors.port import Page

MANY = 45


def filled() -> tuple[Microsoft365Stage, list[str]]:
    stage = Microsoft365Stage(page_size=50)
    return stage, [
        stage.put(CONTACTS, {"Surname": f"Number {number}", "OtherTelephone": "1"}) for number in range(MANY)
    ]


def ids(page: Page) -> list[str]:
    return [one.id for one in page.mentions]


def test_a_folder_is_read_by_the_page_with_all_that_stands_beside() -> None:
    stage, made = filled()
    mailbox = stage.open()
    page = mailbox.changes(CONTACTS, None)
    before = stage.calls()
    found = mailbox.read(CONTACTS, ids(page))
    assert stage.calls() == before + 1
    assert {one.id: one.values["OtherTelephone"] for one in found if isinstance(one, Record)} == dict.fromkeys(
        made, "1"
    )


def test_what_changed_before_it_was_told_is_not_read_in_an_older_version() -> None:
    stage, made = filled()
    stage.connection.close()
    stage.connection = stage.connect(page_size=43)
    mailbox = stage.open()
    first = mailbox.changes(CONTACTS, None)
    late = next(one for one in made if one not in ids(first))
    mailbox.read(CONTACTS, ids(first))
    stage.change(late, {"Surname": "Edited"})
    second = mailbox.changes(CONTACTS, first.cursor)
    more = [*ids(second), *ids(first)]
    read = {one.id: one for one in mailbox.read(CONTACTS, more) if isinstance(one, Record)}
    told = {one.id: one.version for one in second.mentions}
    assert read[late].values["Surname"] == "Edited"
    assert read[late].version == told[late]


def test_what_left_meanwhile_is_missing() -> None:
    stage, made = filled()
    mailbox = stage.open()
    page = mailbox.changes(CONTACTS, None)
    stage.move_out(made[7])
    answers = mailbox.read(CONTACTS, ids(page))
    assert [one for one in answers if not isinstance(one, Record)] == [Missing(made[7])]
