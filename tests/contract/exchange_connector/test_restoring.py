"""A deleted item comes back whole: photo, attachments, categories and properties that Syncline does not know."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from syncline.connectors.errors import RetryLaterError
from syncline.connectors.exchange.get_items import WHOLE_BATCH
from syncline.connectors.exchange.kept import stream_of
from syncline.connectors.port import Duty, ItemError, Lost, Mention, Written
from syncline.records.words import Collection
from syncline.sandbox.exchange.state.item import Attachment, ExtendedKey
from syncline.sandbox.exchange.zones import Zone
from syncline.sandbox.faults import Fault, FaultKind
from tests.contract.mailbox_stage import ANN, LUNCH, only

if TYPE_CHECKING:
    from syncline.sandbox.exchange import Item
    from tests.support.exchange_stage import ExchangeStage

CONTACTS, EVENTS = Collection.CONTACTS, Collection.EVENTS
PHOTO = Attachment(1, "ContactPicture.jpg", "image/jpeg", b"\xff\xd8\xff\xe0 a face", is_contact_photo=True)
CARD = Attachment(2, "card.pdf", "application/pdf", b"%PDF-1.4 a card")
FACTORY = ExtendedKey("00062004-0000-0000-c000-000000000046", "Favourite colour", "String")
EXTRA = {"Categories": ["Friends", "Key account"], "SpouseName": "Kim", "Body": "<b>Careful</b>"}


def decorated(stage: ExchangeStage) -> Item:
    """A contact with more in it than any field that syncs."""
    item = stage.item(stage.put(CONTACTS, ANN, more_addresses=["ann@home.example"]))
    item.attachments = [PHOTO, CARD]
    item.extended[FACTORY] = "teal"
    stage.box.edit(item, EXTRA)
    return item


def everything(item: Item) -> dict[str, object]:
    values = {name: value.id if isinstance(value, Zone) else value for name, value in item.values.items()}
    return {**values, "extended": item.extended, "attachments": item.attachments, "kind": item.kind}


def delete(stage: ExchangeStage, item: Item, collection: Collection = CONTACTS) -> Lost:
    """Delete it as Syncline does; answers what is known of it afterwards."""
    mailbox = stage.open()
    record = only(mailbox.read(collection, [item.id])[0])
    (whole,) = mailbox.whole(collection, [item.id])
    assert isinstance(whole, str)
    (gone,) = mailbox.delete(collection, [Mention(record.id, record.version)])
    assert isinstance(gone, Written)
    return Lost(record.id, "key-1", whole, record.values, stage.now(), record.trace)


def back(stage: ExchangeStage, lost: Lost, collection: Collection = CONTACTS) -> Written:
    (result,) = stage.open().restore(collection, [lost])
    assert isinstance(result, Written)
    return result


@pytest.mark.parametrize("emptied", [False, True])
def test_a_contact_comes_back_whole_even_from_an_emptied_folder(stage: ExchangeStage, *, emptied: bool) -> None:
    item = decorated(stage)
    before = everything(item)
    lost = delete(stage, item)
    if emptied:
        for one in list(stage.box.well_known("deleteditems").items.values()):
            stage.box.remove_item(one)
    result = back(stage, lost)
    found = stage.item(result.id)
    assert found.folder is stage.folder
    assert everything(found) == before
    record = only(stage.open().read(CONTACTS, [result.id])[0])
    assert (result.version, result.after, result.trace) == (record.version, record.values, record.trace)
    assert stage.mails() == 0


@pytest.mark.parametrize("emptied", [False, True])
def test_an_event_comes_back_and_nobody_is_told(stage: ExchangeStage, *, emptied: bool) -> None:
    item = stage.item(stage.put(EVENTS, LUNCH))
    before = everything(item)
    lost = delete(stage, item, EVENTS)
    if emptied:
        for one in list(stage.box.well_known("deleteditems").items.values()):
            stage.box.remove_item(one)
    result = back(stage, lost, EVENTS)
    assert everything(stage.item(result.id)) == before
    assert stage.mails() == 0


def test_what_is_there_again_is_not_brought_back_twice(stage: ExchangeStage) -> None:
    lost = delete(stage, decorated(stage))
    first = back(stage, lost)
    assert back(stage, lost) == first
    assert len(stage.folder.items) == 1


def test_what_the_rep_has_elsewhere_by_now_is_left_there(stage: ExchangeStage) -> None:
    lost = delete(stage, decorated(stage))
    (trashed,) = stage.box.well_known("deleteditems").items.values()
    stage.box.move_item(trashed, stage.box.well_known("contacts"))
    (result,) = stage.open().restore(CONTACTS, [lost])
    assert isinstance(result, ItemError)
    assert result.code == "in_another_folder"
    assert len(stage.folder.items) == 0


def test_what_was_never_kept_whole_is_said_to_be_so(stage: ExchangeStage) -> None:
    item = decorated(stage)
    lost = delete(stage, item)
    for one in list(stage.box.well_known("deleteditems").items.values()):
        stage.box.remove_item(one)
    old = Lost(lost.id, lost.key, "<Contact/>", lost.values, lost.since, lost.trace)
    results = stage.open().restore(CONTACTS, [old, lost])
    assert [getattr(result, "code", "") for result in results] == ["not_kept_whole", ""]


def thrown_away(stage: ExchangeStage, count: int) -> list[Lost]:
    """Deleted and in no folder any more: what was kept whole is all there is."""
    items = [stage.item(stage.put(CONTACTS, {**ANN, "Surname": f"Lee {number}"})) for number in range(count)]
    losts = [delete(stage, item) for item in items]
    for one in list(stage.box.well_known("deleteditems").items.values()):
        stage.box.remove_item(one)
    return losts


@pytest.mark.parametrize("kind", [FaultKind.LOST_AFTER, FaultKind.LOST_BEFORE, FaultKind.HALF, FaultKind.NOTHING])
@pytest.mark.parametrize("call", [0, 1])
def test_4_5_uploading_that_breaks_half_way_is_finished_by_the_next_attempt_and_nothing_is_doubled(
    stage: ExchangeStage, kind: FaultKind, call: int
) -> None:
    losts = thrown_away(stage, 7)
    stage.faults.arm(nth_call("UploadItems", call, kind))
    with pytest.raises(RetryLaterError):
        stage.open().restore(CONTACTS, losts)
    assert stage.faults.acted == [kind]
    results = stage.open().restore(CONTACTS, losts)
    assert [one.after["Surname"] for one in results if isinstance(one, Written) and one.after] == [
        f"Lee {number}" for number in range(7)
    ]
    assert len(stage.folder.items) == 7
    assert stage.mails() == 0


def test_4_5_a_stream_that_the_server_refuses_is_that_items_trouble_alone(stage: ExchangeStage) -> None:
    first, broken, last = thrown_away(stage, 3)
    stream = stream_of(broken.whole)
    assert stream
    broken = replace(broken, whole=broken.whole.replace(stream, stream[: len(stream) // 2 // 4 * 4]))
    results = stage.open().restore(CONTACTS, [first, broken, last])
    assert [isinstance(one, Written) for one in results] == [True, False, True]
    refused = results[1]
    assert isinstance(refused, ItemError)
    assert refused.code.startswith("Error")
    assert len(stage.folder.items) == 2


@pytest.mark.parametrize("kind", [FaultKind.LOST_AFTER, FaultKind.HALF, FaultKind.NOTHING])
def test_4_5_what_could_not_be_exported_whole_is_not_answered_as_kept(stage: ExchangeStage, kind: FaultKind) -> None:
    ids = [stage.put(CONTACTS, {**ANN, "Surname": f"Lee {number}"}) for number in range(WHOLE_BATCH + 2)]
    stage.faults.arm(nth_call("ExportItems", 1, kind))
    with pytest.raises(RetryLaterError):
        stage.open().whole(CONTACTS, ids)
    assert stage.faults.acted == [kind]
    again = stage.open().whole(CONTACTS, ids)
    assert all(isinstance(one, str) and stream_of(one) for one in again)
    assert len(stage.folder.items) == len(ids)


def nth_call(operation: str, number: int, kind: FaultKind) -> Fault:
    calls = iter(range(1000))
    name = operation.encode()
    return Fault(kind, lambda body, _environ: b"<m:" + name in body and next(calls) == number)


def test_4_5_what_the_rep_throws_away_for_good_in_that_moment_is_tried_again(stage: ExchangeStage) -> None:
    lost = delete(stage, decorated(stage))
    bin_ = stage.box.well_known("deleteditems")

    def emptied_before_the_move(body: bytes, _environ: object) -> bool:
        if b"MoveItem" in body:
            for one in list(bin_.items.values()):
                stage.box.remove_item(one)
        return False

    stage.faults.arm(Fault(FaultKind.NOTHING, emptied_before_the_move))
    (refused,) = stage.open().restore(CONTACTS, [lost])
    assert isinstance(refused, ItemError)
    assert (refused.code, refused.duty) == ("vanished", Duty.RETRY)
    stage.faults.disarm()
    back(stage, lost)
    assert len(stage.folder.items) == 1


def test_many_come_back_in_the_order_asked(stage: ExchangeStage) -> None:
    items = [stage.item(stage.put(CONTACTS, {**ANN, "Surname": f"Lee {number}"})) for number in range(7)]
    losts = [delete(stage, item) for item in items]
    for one in list(stage.box.well_known("deleteditems").items.values())[::2]:
        stage.box.remove_item(one)
    results = stage.open().restore(CONTACTS, losts)
    assert [one.after["Surname"] for one in results if isinstance(one, Written) and one.after] == [
        f"Lee {number}" for number in range(7)
    ]
