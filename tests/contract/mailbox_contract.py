"""What every implementation of the port's `Mailbox` must do, whoever stands behind it.

A subclass gives the fixture `stage`: the hands of the people who use the mailbox, beside the endpoint that is tested.
"""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING

import pytest

from syncline.connectors.errors import ResyncError, RetryLaterError
from syncline.connectors.port import (
    Conflict,
    Draft,
    Edit,
    Intent,
    ItemError,
    Mention,
    Missing,
    Trail,
    Whereabouts,
    Written,
)
from syncline.records.capability import fit
from syncline.records.fields import FIELDS
from syncline.records.normal import same
from syncline.records.record import Record
from syncline.records.words import Collection, Side
from tests.contract.mailbox_stage import (
    ANN,
    BARE,
    CONTACTS,
    EVENTS,
    FAIR,
    LUNCH,
    PAGE_SIZE,
    both,
    follow,
    listed,
    make,
    mentioned,
    only,
)
from tests.support.hostile_people import hostile_contacts

if TYPE_CHECKING:
    from syncline.records.record import Value, Values
    from tests.contract.mailbox_stage import Stage

ZONES = ("Asia/Kathmandu", "America/St_Johns", "Australia/Sydney", "America/Sao_Paulo", "Africa/Cairo", "Pacific/Apia")


class MailboxContract:
    """The suite."""

    def test_it_is_the_mailbox_side(self, stage: Stage) -> None:
        mailbox = stage.open()
        assert mailbox.side is Side.MAILBOX
        for collection in Collection:
            assert mailbox.capabilities(collection).keys() <= FIELDS[collection].keys()

    def test_the_servers_clock_shows_in_its_answers(self, stage: Stage) -> None:
        mailbox = stage.open()
        assert mailbox.clock_offset() == timedelta()
        mailbox.changes(CONTACTS, None)
        assert abs(mailbox.clock_offset() - timedelta(hours=-1)) < timedelta(seconds=5)

    # --- listing -------------------------------------------------------------------------------------------------

    @both
    def test_an_empty_mailbox_lists_nothing_and_its_folder_is_known_from_then_on(
        self, stage: Stage, collection: Collection
    ) -> None:
        mailbox = stage.open()
        assert mailbox.known(collection) is None
        (page,), cursor = follow(mailbox, collection, None)
        assert (page.mentions, page.records, page.gone) == ((), (), ())
        folder = mailbox.known(collection)
        assert folder
        assert stage.open({collection: cursor}).known(collection) == folder

    @both
    def test_a_listing_has_pages_and_mentions_everything_once(self, stage: Stage, collection: Collection) -> None:
        ids = {stage.put(collection, BARE[collection]) for _ in range(2 * PAGE_SIZE + 1)}
        pages, _ = follow(stage.open(), collection, None)
        assert len(pages) == 3
        assert [page.more for page in pages] == [True, True, False]
        assert mentioned(pages).keys() == ids
        assert sum(len(page.mentions) + len(page.records) for page in pages) == len(ids)

    @both
    def test_a_cursor_tells_new_changed_and_gone_and_nothing_else(self, stage: Stage, collection: Collection) -> None:
        kept, changed, gone = (stage.put(collection, BARE[collection]) for _ in range(3))
        before, cursor = listed(stage, collection)
        stage.change(changed, {"Body": "Changed"})
        stage.trash(gone)
        new = stage.put(collection, BARE[collection])
        pages, _ = follow(stage.open({collection: cursor}), collection, cursor)
        after = mentioned(pages)
        assert after.keys() == {changed, new}
        assert after[changed] != before[changed]
        assert [one for page in pages for one in page.gone] == [gone]
        assert kept in before

    @both
    def test_a_cursor_can_be_used_again(self, stage: Stage, collection: Collection) -> None:
        _, cursor = listed(stage, collection)
        new = stage.put(collection, BARE[collection])
        for _ in range(2):
            pages, _ = follow(stage.open({collection: cursor}), collection, cursor)
            assert mentioned(pages).keys() == {new}

    @both
    def test_nothing_new_is_an_empty_page_and_a_cursor_that_comes_to_rest(
        self, stage: Stage, collection: Collection
    ) -> None:
        stage.put(collection, BARE[collection])
        _, cursor = listed(stage, collection)
        cursors = [cursor]
        for _ in range(4):
            (page,), cursor = follow(stage.open({collection: cursor}), collection, cursor)
            assert (page.mentions, page.records, page.gone) == ((), (), ())
            cursors.append(cursor)
        assert cursors[-1] == cursors[-2]

    @both
    def test_a_listing_that_was_cut_off_goes_on_where_it_stopped(self, stage: Stage, collection: Collection) -> None:
        ids = {stage.put(collection, BARE[collection]) for _ in range(2 * PAGE_SIZE)}
        first = stage.open().changes(collection, None)
        late = stage.put(collection, BARE[collection])
        pages, cursor = follow(stage.open({collection: first.cursor}), collection, first.cursor)
        # What comes while a listing is under way is told by it, or by the reading that follows.
        later, _ = follow(stage.open({collection: cursor}), collection, cursor)
        assert mentioned([first, *pages, *later]).keys() == ids | {late}

    @both
    def test_a_cursor_that_the_server_forgot_asks_for_a_new_listing(self, stage: Stage, collection: Collection) -> None:
        known = stage.put(collection, BARE[collection])
        _, cursor = listed(stage, collection)
        stage.void_cursors()
        stage.put(collection, BARE[collection])
        with pytest.raises(ResyncError):
            stage.open({collection: cursor}).changes(collection, cursor)
        assert known in listed(stage, collection)[0]

    @pytest.mark.parametrize("cursor", ["", "{}", "[1]", '{"v": 999}', "🦆"])
    def test_a_cursor_that_nobody_wrote_asks_for_a_new_listing(self, stage: Stage, cursor: str) -> None:
        with pytest.raises(ResyncError):
            stage.open({CONTACTS: cursor}).changes(CONTACTS, cursor)

    @both
    def test_own_writes_are_mentioned_in_the_version_that_they_answered(
        self, stage: Stage, collection: Collection
    ) -> None:
        _, cursor = listed(stage, collection)
        mailbox = stage.open({collection: cursor})
        done = make(mailbox, collection, BARE[collection])
        pages, cursor = follow(stage.open({collection: cursor}), collection, cursor)
        assert mentioned(pages) == {done.id: done.version}
        whole = {**BARE[collection], "Body": "x"}
        (edited,) = stage.open().update(collection, [Edit(done.id, done.version, {"Body": "x"}, whole)])
        assert isinstance(edited, Written)
        assert edited.version != done.version
        pages, _ = follow(stage.open({collection: cursor}), collection, cursor)
        assert mentioned(pages) == {edited.id: edited.version}

    # --- reading -------------------------------------------------------------------------------------------------

    @both
    def test_reading_keeps_the_order_and_says_what_is_missing(self, stage: Stage, collection: Collection) -> None:
        ids = [stage.put(collection, BARE[collection]) for _ in range(PAGE_SIZE + 2)]
        gone = ids[1]
        stage.trash(gone)
        asked = [*reversed(ids), "no id at all"]
        answered = stage.open().read(collection, asked)
        assert [getattr(one, "id", None) for one in answered] == asked
        assert [one for one in answered if not isinstance(one, Record)] == [Missing(gone), Missing("no id at all")]

    def test_nothing_asked_is_nothing_answered(self, stage: Stage) -> None:
        mailbox = stage.open()
        mailbox.changes(CONTACTS, None)
        assert mailbox.read(CONTACTS, []) == []
        assert mailbox.create(CONTACTS, []) == []
        assert mailbox.update(CONTACTS, []) == []
        assert mailbox.delete(CONTACTS, []) == []
        assert mailbox.whole(CONTACTS, []) == []
        assert mailbox.locate(CONTACTS, []) == []
        assert mailbox.made(CONTACTS, []) == {}

    def test_a_contact_is_read_with_all_its_fields(self, stage: Stage) -> None:
        contact = stage.put(CONTACTS, ANN)
        versions, _ = listed(stage, CONTACTS)
        record = only(stage.open().read(CONTACTS, [contact])[0])
        assert record.values == ANN
        assert record.version == versions[contact]
        assert record.modified is not None
        assert (record.created or record.modified) <= record.modified <= stage.now()
        assert record.marker is None
        assert record.not_representable is None

    @pytest.mark.parametrize("values", [LUNCH, FAIR])
    def test_an_event_is_read_with_all_its_fields(self, stage: Stage, values: Values) -> None:
        record = only(stage.open().read(EVENTS, [stage.put(EVENTS, values)])[0])
        assert record.values == values
        assert record.uid
        assert record.attendees == 0

    @both
    def test_the_whole_record_is_text_with_everything_in_it(self, stage: Stage, collection: Collection) -> None:
        values = {CONTACTS: ANN, EVENTS: LUNCH}[collection]
        here, gone = stage.put(collection, values), stage.put(collection, BARE[collection])
        stage.trash(gone)
        whole, missing = stage.open().whole(collection, [here, gone])
        assert isinstance(whole, str)
        for word in ("ann.lee@customer.example", "Second line") if collection is CONTACTS else ("Canteen", "figures"):
            assert word in whole
        assert missing == Missing(gone)

    # --- creating ------------------------------------------------------------------------------------------------

    def test_a_contact_is_made_with_all_its_fields_and_our_mark(self, stage: Stage) -> None:
        mailbox = stage.open()
        done = make(mailbox, CONTACTS, ANN, key="intent-1")
        record = only(mailbox.read(CONTACTS, [done.id])[0])
        assert record.values == ANN
        assert (record.id, record.version, record.marker) == (done.id, done.version, "intent-1")

    @pytest.mark.parametrize(
        "values",
        [
            LUNCH,
            FAIR,
            {**LUNCH, "Sensitivity": "Private"},
            {**FAIR, "End": "2026-04-11", "ReminderMinutesBeforeStart": 0},
            {**LUNCH, "End": "2026-07-05T19:30:00@America/New_York"},
            BARE[EVENTS] | {"Start": "2026-10-25T01:30:00@UTC", "End": "2026-10-25T01:30:00@UTC"},
        ],
    )
    def test_an_event_is_made_with_all_its_fields_and_told_to_nobody(self, stage: Stage, values: Values) -> None:
        mailbox = stage.open()
        done = make(mailbox, EVENTS, values, key="intent-2")
        record = only(mailbox.read(EVENTS, [done.id])[0])
        assert record.values == values
        assert (record.version, record.marker) == (done.version, "intent-2")
        assert stage.mails() == 0

    @pytest.mark.parametrize("day", ["2026-01-15", "2026-07-15"])
    def test_events_keep_wall_time_and_zone_in_both_hemispheres(self, stage: Stage, day: str) -> None:
        mailbox = stage.open()
        wanted = [
            {**BARE[EVENTS], "Start": f"{day}T09:00:00@{zone}", "End": f"{day}T10:00:00@{zone}"} for zone in ZONES
        ]
        done = mailbox.create(EVENTS, [Draft(f"key {place}", one) for place, one in enumerate(wanted)])
        held = mailbox.read(EVENTS, [one.id for one in done if isinstance(one, Written)])
        assert [only(one).values for one in held] == wanted

    def test_what_a_system_has_no_name_for_keeps_its_instant(self, stage: Stage) -> None:
        mailbox = stage.open()
        for zone in ("Antarctica/Troll", "TZ:<+0100>-1<+0200>-2,M3.5.0/2,M10.5.0/3"):
            for day in ("2026-01-15", "2026-07-15"):
                values = {**BARE[EVENTS], "Start": f"{day}T09:00:00@{zone}", "End": f"{day}T10:00:00@{zone}"}
                done = make(mailbox, EVENTS, values, f"{day} {zone}")
                held = only(mailbox.read(EVENTS, [done.id])[0]).values
                assert all(same(FIELDS[EVENTS][label], held[label], values[label]) for label in ("Start", "End"))

    def test_an_event_keeps_the_uid_that_it_was_given(self, stage: Stage) -> None:
        mailbox = stage.open()
        (done,) = mailbox.create(EVENTS, [Draft("key", LUNCH, uid="uid-4711@elsewhere.example")])
        assert isinstance(done, Written)
        uid = only(mailbox.read(EVENTS, [done.id])[0]).uid
        assert uid
        assert not stage.keeps_uids or uid == "uid-4711@elsewhere.example"

    @pytest.mark.parametrize("raw", [False, True])
    def test_hostile_contacts_come_back_as_they_were_sent(self, stage: Stage, *, raw: bool) -> None:
        mailbox = stage.open()
        people = hostile_contacts()
        if not raw:
            people = [fit(mailbox.capabilities(CONTACTS), person) for person in people]
        done = mailbox.create(CONTACTS, [Draft(str(place), person) for place, person in enumerate(people)])
        records = mailbox.read(CONTACTS, [one.id for one in done if isinstance(one, Written)])
        for person, record in zip(people, records, strict=True):
            for label, value in person.items():
                assert same(FIELDS[CONTACTS][label], only(record).values.get(label), value), label

    def test_hostile_texts_come_back_from_updates(self, stage: Stage) -> None:
        people = hostile_contacts()
        mailbox = stage.open()
        done = [make(mailbox, CONTACTS, {"Surname": "Plain"}) for _ in people]
        edits = [Edit(one.id, one.version, person, person) for one, person in zip(done, people, strict=True)]
        outcomes = mailbox.update(CONTACTS, edits)
        assert all(isinstance(one, Written) for one in outcomes)
        for person, record in zip(people, mailbox.read(CONTACTS, [one.id for one in done]), strict=True):
            for label, value in person.items():
                assert same(FIELDS[CONTACTS][label], only(record).values.get(label), value), label

    # --- in doubt ------------------------------------------------------------------------------------------------

    @both
    def test_a_create_whose_answer_was_lost_is_found_by_its_key(self, stage: Stage, collection: Collection) -> None:
        mailbox = stage.open()
        mailbox.changes(collection, None)
        before = stage.now()
        with stage.losing_the_answer(), pytest.raises(RetryLaterError):
            mailbox.create(collection, [Draft("lost", BARE[collection]), Draft("lost too", BARE[collection])])
        intents = [Intent(key, BARE[collection], before) for key in ("lost", "never", "lost too")]
        found = stage.open().made(collection, intents)
        assert found.keys() == {"lost", "lost too"}
        assert {record.id for record in found.values()} == listed(stage, collection)[0].keys()
        assert found["lost"].values == BARE[collection]

    def test_a_create_that_never_arrived_is_not_found(self, stage: Stage) -> None:
        mailbox = stage.open()
        mailbox.changes(CONTACTS, None)
        with stage.losing_the_request(), pytest.raises(RetryLaterError):
            mailbox.create(CONTACTS, [Draft("lost", ANN)])
        assert stage.open().made(CONTACTS, [Intent("lost", ANN, stage.now())]) == {}

    # --- updating ------------------------------------------------------------------------------------------------

    def test_an_update_changes_what_it_names_and_nothing_else(self, stage: Stage) -> None:
        contact = stage.put(CONTACTS, ANN)
        mailbox = stage.open()
        record = only(mailbox.read(CONTACTS, [contact])[0])
        changes: dict[str, Value | None] = {
            "JobTitle": None,
            "Birthday": "1981-03-01",
            "MobilePhone": "+49 171 9",
            "BusinessFax": None,
            "OtherCity": "Köln",
            "BusinessState": None,
            "Body": None,
        }
        expected = {label: value for label, value in (ANN | changes).items() if value is not None}
        (done,) = mailbox.update(CONTACTS, [Edit(contact, record.version, changes, expected)])
        assert isinstance(done, Written)
        after = only(mailbox.read(CONTACTS, [contact])[0])
        assert after.values == expected
        assert after.version == done.version != record.version

    @pytest.mark.parametrize("label", sorted(ANN))
    def test_any_field_can_be_emptied_and_filled_again(self, stage: Stage, label: str) -> None:
        mailbox = stage.open()
        made = make(mailbox, CONTACTS, ANN)
        rest = {one: value for one, value in ANN.items() if one != label}
        (emptied,) = mailbox.update(CONTACTS, [Edit(made.id, made.version, {label: None}, rest)])
        assert isinstance(emptied, Written)
        assert only(mailbox.read(CONTACTS, [made.id])[0]).values == rest
        (filled,) = mailbox.update(CONTACTS, [Edit(made.id, emptied.version, {label: ANN[label]}, ANN)])
        assert isinstance(filled, Written)
        assert only(mailbox.read(CONTACTS, [made.id])[0]).values == ANN

    def test_other_addresses_of_a_contact_stay(self, stage: Stage) -> None:
        more = ["second@customer.example", "third@customer.example"]
        contact = stage.put(CONTACTS, ANN, more_addresses=more)
        mailbox = stage.open()
        record = only(mailbox.read(CONTACTS, [contact])[0])
        edit = Edit(contact, record.version, {"EmailAddress1": "new@customer.example", "Surname": "Ray"}, record.values)
        assert isinstance(mailbox.update(CONTACTS, [edit])[0], Written)
        assert stage.addresses(contact) == ["new@customer.example", *more]

    @both
    def test_what_changed_meanwhile_is_a_conflict_and_the_others_are_written(
        self, stage: Stage, collection: Collection
    ) -> None:
        ids = [stage.put(collection, BARE[collection]) for _ in range(3)]
        versions, _ = listed(stage, collection)
        changed, gone, fine = ids
        stage.change(changed, {"Body": "A person's word"})
        stage.trash(gone)
        edits = [Edit(one, versions[one], {"Body": "Ours"}, {**BARE[collection], "Body": "Ours"}) for one in ids]
        conflict, missing, done = stage.open().update(collection, edits)
        assert (conflict, missing) == (Conflict(changed), Missing(gone))
        assert isinstance(done, Written)
        records = stage.open().read(collection, [changed, fine])
        assert [only(one).values.get("Body") for one in records] == ["A person's word", "Ours"]

    def test_an_event_moves_becomes_all_day_and_back_and_nobody_is_told(self, stage: Stage) -> None:
        mailbox = stage.open()
        done = make(mailbox, EVENTS, LUNCH)
        steps: list[dict[str, Value]] = [
            {"Start": "2026-07-06T09:00:00@America/New_York", "End": "2026-07-06T09:45:00@America/New_York"},
            {"Start": "2026-07-06", "End": "2026-07-08"},
            {"Start": LUNCH["Start"], "End": LUNCH["End"]},
            {"Sensitivity": "Private", "LegacyFreeBusyStatus": "OOF", "Subject": "Change"},
        ]
        whole: dict[str, Value] = dict(LUNCH)
        for wanted in steps:
            step = fit(mailbox.capabilities(EVENTS), wanted)
            whole = whole | step
            (outcome,) = mailbox.update(EVENTS, [Edit(done.id, done.version, step, whole)])
            assert isinstance(outcome, Written)
            done = outcome
            assert only(mailbox.read(EVENTS, [done.id])[0]).values == whole
        emptied = {"Sensitivity": None, "ReminderMinutesBeforeStart": None, "Location": None, "Body": None}
        whole = {label: value for label, value in whole.items() if label not in emptied}
        assert isinstance(mailbox.update(EVENTS, [Edit(done.id, done.version, emptied, whole)])[0], Written)
        assert only(mailbox.read(EVENTS, [done.id])[0]).values == whole
        assert stage.mails() == 0

    # --- deleting and looking for what left --------------------------------------------------------------------------

    @both
    def test_a_delete_can_be_recovered_and_spares_what_changed_meanwhile(
        self, stage: Stage, collection: Collection
    ) -> None:
        ids = [stage.put(collection, BARE[collection]) for _ in range(3)]
        versions, cursor = listed(stage, collection)
        changed, gone, fine = ids
        traces = [Trail(one.id, one.trace) for one in stage.open().read(collection, ids) if isinstance(one, Record)]
        stage.change(changed, {"Body": "A person's word"})
        stage.trash(gone)
        conflict, missing, done = stage.open().delete(collection, [Mention(one, versions[one]) for one in ids])
        assert (conflict, missing) == (Conflict(changed), Missing(gone))
        assert isinstance(done, Written)
        pages, _ = follow(stage.open({collection: cursor}), collection, cursor)
        assert {one for page in pages for one in page.gone} == {gone, fine}
        seen = stage.open({collection: cursor}).locate(collection, traces)
        assert seen == [Whereabouts.HERE, Whereabouts.DELETED, Whereabouts.DELETED]
        assert stage.mails() == 0

    @both
    def test_what_left_is_found_by_its_trace(self, stage: Stage, collection: Collection) -> None:
        here, trashed, moved = (stage.put(collection, BARE[collection]) for _ in range(3))
        mailbox = stage.open()
        trails = [Trail(one, only(mailbox.read(collection, [one])[0]).trace) for one in (here, trashed, moved)]
        _, cursor = listed(stage, collection)
        stage.trash(trashed)
        stage.move_out(moved)
        asked = [*trails, Trail("never.seen", None), Trail("never.seen", "no trace of ours")]
        assert stage.open({collection: cursor}).locate(collection, asked) == [
            Whereabouts.HERE,
            Whereabouts.DELETED,
            Whereabouts.ELSEWHERE,
            Whereabouts.UNKNOWN,
            Whereabouts.UNKNOWN,
        ]

    @both
    def test_what_we_made_is_found_by_the_trace_that_the_write_answered(
        self, stage: Stage, collection: Collection
    ) -> None:
        mailbox = stage.open()
        done = [make(mailbox, collection, BARE[collection], key) for key in ("one", "two", "three")]
        _, cursor = listed(stage, collection)
        stage.trash(done[1].id)
        stage.move_out(done[2].id)
        found = stage.open({collection: cursor}).locate(collection, [Trail(one.id, one.trace) for one in done])
        assert found == [Whereabouts.HERE, Whereabouts.DELETED, Whereabouts.ELSEWHERE]

    def test_one_bad_record_does_not_stop_the_others(self, stage: Stage) -> None:
        mailbox = stage.open()
        bad = {**LUNCH, "End": "2026-07-05T11:00:00@Europe/Berlin"}
        good, refused, fine = mailbox.create(EVENTS, [Draft("a", LUNCH), Draft("b", bad), Draft("c", FAIR)])
        assert isinstance(refused, ItemError)
        assert refused.remedy
        assert isinstance(good, Written)
        assert isinstance(fine, Written)
        assert listed(stage, EVENTS)[0].keys() == {good.id, fine.id}

    def test_times_are_aware(self, stage: Stage) -> None:
        record = only(stage.open().read(CONTACTS, [stage.put(CONTACTS, ANN)])[0])
        assert record.modified is not None
        assert record.modified.utcoffset() == UTC.utcoffset(None)
