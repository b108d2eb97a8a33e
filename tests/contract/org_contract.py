"""What every implementation of the port's `Org` must do, whoever stands behind it.

A subclass gives the fixture `stage`: the org's own hands, beside the endpoint that is tested.
"""

from __future__ import annotations

from abc import abstractmethod
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

import pytest

from syncline.connectors.errors import RetryLaterError
from syncline.connectors.port import Draft, Edit, Intent, ItemError, Mention, Missing, Written
from syncline.planner.policy import ContactPolicy
from syncline.records.capability import fit
from syncline.records.fields import CONTACT_FIELDS, EVENT_FIELDS
from syncline.records.normal import same
from syncline.records.record import Record
from syncline.records.words import Collection, Direction, Side
from tests.support.hostile_people import hostile_contacts

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from syncline.connectors.port import Org
    from syncline.records.record import Value, Values

CONTACTS, EVENTS = Collection.CONTACTS, Collection.EVENTS
ANN: dict[str, Value] = {
    "GivenName": "Ann",
    "Surname": "Lee",
    "EmailAddress1": "ann.lee@customer.example",
    "JobTitle": "Buyer",
}
LUNCH: dict[str, Value] = {
    "Subject": "Lunch",
    "Start": "2026-03-05T12:00:00@Europe/Berlin",
    "End": "2026-03-05T13:00:00@Europe/Berlin",
    "LegacyFreeBusyStatus": "Busy",
}
FAIR: dict[str, Value] = {"Subject": "Fair", "Start": "2026-03-10", "End": "2026-03-13", "LegacyFreeBusyStatus": "Busy"}


class Stage(Protocol):
    """An org with one rep, and hands to do behind the endpoint's back what people do."""

    @abstractmethod
    def open(self, contacts: ContactPolicy = ..., /) -> Org:
        """The rep's endpoint."""

    @abstractmethod
    def put(self, collection: Collection, values: Values, *, owned: bool = True, shared: bool = False) -> str:
        """Somebody makes a record; not `owned`: a colleague, who may share it with the rep."""

    @abstractmethod
    def change(self, record_id: str, values: Values) -> None:
        """A person changes a record."""

    @abstractmethod
    def remove(self, record_id: str) -> None:
        """A person deletes a record."""

    @abstractmethod
    def account(self, name: str) -> str:
        """There is an account that the rep sees."""

    @abstractmethod
    def now(self) -> datetime:
        """The instant by our clock."""

    @abstractmethod
    def wait(self) -> None:
        """Some seconds pass."""

    @abstractmethod
    def losing_the_answer(self) -> AbstractContextManager[None]:
        """The next request is carried out, but its answer is lost."""


def listed(org: Org) -> tuple[list[Record], int]:
    """Read a listing to its end; answers its records and pages."""
    records: list[Record] = []
    cursor: str | None = None
    for pages in range(1, 100):
        page = org.changes(CONTACTS, cursor)
        records += page.records
        cursor = page.cursor
        if not page.more:
            return records, pages
    pytest.fail("the listing does not end")


def written(outcomes: list[Written | ItemError]) -> list[Written]:
    """Answer the outcomes, all of which must be writes."""
    done = [outcome for outcome in outcomes if isinstance(outcome, Written)]
    assert done == outcomes
    return done


def make(org: Org, collection: Collection, values: Values) -> Written:
    """Make one record."""
    (outcome,) = written(org.create(collection, [Draft("key", values)]))
    return outcome


class OrgContract:
    """The suite."""

    def test_it_is_the_salesforce_side(self, stage: Stage) -> None:
        assert stage.open().side is Side.SALESFORCE

    # --- listing -------------------------------------------------------------------------------------------------

    def test_a_listing_answers_the_reps_own_contacts_with_their_values(self, stage: Stage) -> None:
        mine = stage.put(CONTACTS, ANN)
        stage.put(CONTACTS, {"Surname": "Hidden"}, owned=False)
        stage.put(CONTACTS, {"Surname": "Shared"}, owned=False, shared=True)
        (record,), _ = listed(stage.open())
        assert (record.id, dict(record.values)) == (mine, ANN)
        assert record.version
        assert record.modified is not None
        assert record.created is not None
        assert record.in_scope

    def test_all_contacts_are_those_that_the_rep_sees(self, stage: Stage) -> None:
        seen = {stage.put(CONTACTS, ANN), stage.put(CONTACTS, {"Surname": "Shared"}, owned=False, shared=True)}
        stage.put(CONTACTS, {"Surname": "Hidden"}, owned=False)
        records, _ = listed(stage.open(ContactPolicy(direction=Direction.BOTH, which="all")))
        assert {record.id for record in records} == seen
        assert all(record.in_scope for record in records)

    def test_a_listing_that_is_done_stays_done(self, stage: Stage) -> None:
        stage.put(CONTACTS, ANN)
        org = stage.open()
        first = org.changes(CONTACTS, None)
        again = org.changes(CONTACTS, first.cursor)
        assert not first.more
        assert (again.records, again.more, again.cursor) == ((), False, first.cursor)

    def test_events_are_never_listed(self, stage: Stage) -> None:
        stage.put(EVENTS, LUNCH)
        page = stage.open().changes(EVENTS, None)
        assert (page.records, page.mentions, page.gone, page.more) == ((), (), (), False)

    # --- reading -------------------------------------------------------------------------------------------------

    def test_reading_keeps_the_order_and_says_what_is_missing(self, stage: Stage) -> None:
        one, two = stage.put(CONTACTS, ANN), stage.put(CONTACTS, {"Surname": "Two"})
        hidden = stage.put(CONTACTS, {"Surname": "Hidden"}, owned=False)
        gone = stage.put(CONTACTS, {"Surname": "Gone"})
        stage.remove(gone)
        asked = [two, hidden, one, gone, "no id at all", two]
        answered = stage.open().read(CONTACTS, asked)
        assert [getattr(answer, "id", None) for answer in answered] == asked
        assert [isinstance(answer, Missing) for answer in answered] == [False, True, False, True, True, False]

    def test_the_whole_record_is_text_with_everything_in_it(self, stage: Stage) -> None:
        made = stage.put(CONTACTS, {**ANN, "Body": "Line one\nLine two"})
        gone = stage.put(CONTACTS, {"Surname": "Gone"})
        stage.remove(gone)
        whole, missing = stage.open().whole(CONTACTS, [made, gone])
        assert isinstance(whole, str)
        assert made in whole
        assert "ann.lee@customer.example" in whole
        assert missing == Missing(gone)

    # --- finding -------------------------------------------------------------------------------------------------

    @pytest.mark.parametrize(
        "probe",
        [
            {"EmailAddress1": "ANN.Lee@customer.example", "Surname": "Other"},
            {"GivenName": "ann", "Surname": "LEE"},
        ],
    )
    def test_contacts_are_found_by_address_or_by_full_name(self, stage: Stage, probe: Values) -> None:
        made = stage.put(CONTACTS, ANN)
        stage.put(CONTACTS, {"GivenName": "Bo", "Surname": "Nobody"})
        found = stage.open().find(CONTACTS, [Record(id="m1", version="1", values=probe)])
        assert [record.id for record in found] == [made]

    def test_what_the_rep_does_not_see_is_not_found(self, stage: Stage) -> None:
        stage.put(CONTACTS, ANN, owned=False)
        assert stage.open().find(CONTACTS, [Record(id="m1", version="1", values=ANN)]) == []

    def test_a_probe_full_of_signs_finds_what_it_says(self, stage: Stage) -> None:
        hostile = {"GivenName": "O'Brien \\ %_\"", "Surname": "@{made[0].id}' OR Name != '"}
        made = stage.put(CONTACTS, hostile)
        stage.put(CONTACTS, ANN)
        found = stage.open().find(CONTACTS, [Record(id="m1", version="1", values=hostile)])
        assert [record.id for record in found] == [made]

    def test_events_are_found_by_start(self, stage: Stage) -> None:
        lunch, fair = stage.put(EVENTS, LUNCH), stage.put(EVENTS, FAIR)
        stage.put(EVENTS, {**LUNCH, "Start": "2026-03-06T12:00:00@UTC", "End": "2026-03-06T13:00:00@UTC"})
        org = stage.open()
        in_utc = {"Start": "2026-03-05T11:00:00@UTC", "End": "2026-03-05T12:00:00@UTC"}
        assert [record.id for record in org.find(EVENTS, [Record(id="m", version="", values=in_utc)])] == [lunch]
        assert [record.id for record in org.find(EVENTS, [Record(id="m", version="", values=FAIR)])] == [fair]

    # --- creating ------------------------------------------------------------------------------------------------

    def test_a_create_answers_what_the_org_holds(self, stage: Stage) -> None:
        org = stage.open()
        done = make(org, CONTACTS, ANN)
        stage.wait()
        (record,) = org.read(CONTACTS, [done.id])
        assert isinstance(record, Record)
        assert done.after == record.values == ANN
        assert done.version == record.version

    def test_one_bad_record_does_not_stop_the_others(self, stage: Stage) -> None:
        org = stage.open()
        drafts = [
            Draft("a", ANN),
            Draft("b", {"Surname": "Bad", "EmailAddress1": "no address"}),
            Draft("c", {"Surname": "C"}),
        ]
        good, bad, fine = org.create(CONTACTS, drafts)
        assert isinstance(bad, ItemError)
        assert bad.remedy
        assert "no address" not in bad.message
        assert isinstance(good, Written)
        assert isinstance(fine, Written)
        assert [isinstance(answer, Record) for answer in org.read(CONTACTS, [good.id, fine.id])] == [True, True]
        assert good.after == ANN

    @pytest.mark.parametrize(
        ("values", "surname"),
        [
            ({"GivenName": "Cher"}, "Cher"),
            ({"CompanyName": "Customer AG"}, "Customer AG"),
            ({"EmailAddress1": "info@customer.example"}, "info"),
        ],
    )
    def test_something_stands_in_for_a_last_name(self, stage: Stage, values: Values, surname: str) -> None:
        done = make(stage.open(), CONTACTS, values)
        assert done.after is not None
        assert done.after["Surname"] == surname

    def test_a_company_becomes_the_account_of_exactly_that_name(self, stage: Stage) -> None:
        account = stage.account("Customer AG")
        org = stage.open()
        done = make(org, CONTACTS, {**ANN, "CompanyName": "CUSTOMER AG"})
        (record,) = org.read(CONTACTS, [done.id])
        assert isinstance(record, Record)
        assert record.values["CompanyName"] == "Customer AG"
        assert account in record.extra.values()
        assert done.notes == ()

    def test_a_company_that_is_no_account_is_reported_and_not_written(self, stage: Stage) -> None:
        near = stage.account("Customer Aktiengesellschaft")
        done = make(stage.open(), CONTACTS, {**ANN, "CompanyName": "Customer AG"})
        assert done.after == ANN
        assert done.notes == ("company_unresolved",)
        assert [one.id for one in done.candidates] == [near]

    def test_two_accounts_of_one_name_are_no_account(self, stage: Stage) -> None:
        twins = {stage.account("Customer AG"), stage.account("Customer AG")}
        done = make(stage.open(), CONTACTS, {**ANN, "CompanyName": "Customer AG"})
        assert done.notes == ("company_unresolved",)
        assert {one.id for one in done.candidates} == twins

    def test_hostile_contacts_come_back_as_they_were_sent(self, stage: Stage) -> None:
        org = stage.open()
        capabilities = org.capabilities(CONTACTS)
        people = [fit(capabilities, person) for person in hostile_contacts()]
        outcomes = written(org.create(CONTACTS, [Draft(str(place), person) for place, person in enumerate(people)]))
        records = org.read(CONTACTS, [outcome.id for outcome in outcomes])
        for person, outcome, record in zip(people, outcomes, records, strict=True):
            assert isinstance(record, Record)
            for label, value in person.items():
                assert same(CONTACT_FIELDS[label], record.values.get(label), value), (label, value)
                assert outcome.after is not None
                assert same(CONTACT_FIELDS[label], outcome.after.get(label), value), (label, value)

    # --- events --------------------------------------------------------------------------------------------------

    def test_a_timed_event_keeps_its_instants(self, stage: Stage) -> None:
        done = make(stage.open(), EVENTS, {**LUNCH, "ReminderMinutesBeforeStart": 15, "Location": "Canteen"})
        assert done.after == {
            **LUNCH,
            "Start": "2026-03-05T11:00:00@UTC",
            "End": "2026-03-05T12:00:00@UTC",
            "ReminderMinutesBeforeStart": 15,
            "Location": "Canteen",
        }

    @pytest.mark.parametrize("end", ["2026-03-11", "2026-03-13", "2026-03-24"])
    def test_an_all_day_event_is_dates_that_never_shift(self, stage: Stage, end: str) -> None:
        done = make(stage.open(), EVENTS, {**FAIR, "End": end})
        assert done.after == {**FAIR, "End": end}

    def test_a_private_event_is_private_and_one_without_subject_stays_so(self, stage: Stage) -> None:
        values = {**LUNCH, "Sensitivity": "Private"}
        del values["Subject"]
        done = make(stage.open(), EVENTS, values)
        assert done.after is not None
        assert done.after["Sensitivity"] == "Private"
        assert "Subject" not in done.after

    @pytest.mark.parametrize(
        "values",
        [
            {"Subject": "s" * 255},
            {"Body": "".join(f"{number:07}\n" for number in range(4_000))[:31_999] + "x"},
            {"Start": "2026-07-05T10:00:00@UTC", "End": "2026-07-05T10:00:00@UTC"},
            {"Start": "2026-07-05T10:00:00@UTC", "End": "2026-07-19T10:00:00@UTC"},
            {"Start": "2026-03-20T09:00:00@Europe/Berlin", "End": "2026-04-03T10:00:00@Europe/Berlin"},
            {"Start": "2026-03-01", "End": "2026-03-15"},
            {"Start": "2026-07-05T09:00:00@Australia/Sydney", "End": "2026-07-05T09:30:00@America/St_Johns"},
            {"Start": "2026-07-05T09:00:00@TZ:<+0545>-5:45", "End": "2026-07-05T09:30:00@TZ:<+0545>-5:45"},
        ],
    )
    def test_an_event_at_the_edges_of_what_an_org_holds_comes_back_as_it_was(
        self, stage: Stage, values: Values
    ) -> None:
        event: dict[str, Value] = {**LUNCH, **values}
        held = make(stage.open(), EVENTS, event).after
        assert held is not None
        assert held.keys() == event.keys()
        assert [label for label in event if not same(EVENT_FIELDS[label], held[label], event[label])] == []

    def test_what_is_longer_is_cut_before_it_is_sent(self, stage: Stage) -> None:
        org = stage.open()
        long: dict[str, Value] = {**LUNCH, "Subject": "s" * 300, "Body": "b" * 31_999 + "\U0001f600" + "b" * 9}
        fitted = fit(org.capabilities(EVENTS), long)
        assert (len(str(fitted["Subject"])), len(str(fitted["Body"]))) == (255, 31_999)
        held = make(org, EVENTS, fitted).after or {}
        assert all(held[label] == fitted[label] for label in ("Subject", "Body"))

    def test_an_event_of_more_than_fourteen_days_is_reported(self, stage: Stage) -> None:
        long, fine = stage.open().create(EVENTS, [Draft("a", {**FAIR, "End": "2026-03-25"}), Draft("b", LUNCH)])
        assert isinstance(long, ItemError)
        assert long.code == "event_too_long"
        assert isinstance(fine, Written)

    # --- updating ------------------------------------------------------------------------------------------------

    def test_an_update_changes_what_it_names_and_tells_before_and_after(self, stage: Stage) -> None:
        record_id = stage.put(CONTACTS, ANN)
        stage.change(record_id, {"Department": "Sales"})
        edit = Edit(record_id, "", {"JobTitle": None, "MobilePhone": "+49 30 1"}, {**ANN, "MobilePhone": "+49 30 1"})
        (done,) = stage.open().update(CONTACTS, [edit])
        assert isinstance(done, Written)
        assert done.before == {**ANN, "Department": "Sales"}
        expected = {**ANN, "Department": "Sales", "MobilePhone": "+49 30 1"}
        del expected["JobTitle"]
        assert done.after == expected
        assert done.version

    def test_an_update_of_what_is_gone_is_missing_and_the_others_go_on(self, stage: Stage) -> None:
        gone, here = stage.put(CONTACTS, ANN), stage.put(CONTACTS, {"Surname": "Here"})
        hidden = stage.put(CONTACTS, {"Surname": "Hidden"}, owned=False)
        stage.remove(gone)
        edits = [Edit(record_id, "", {"JobTitle": "CEO"}, {}) for record_id in (gone, hidden, here)]
        first, second, third = stage.open().update(CONTACTS, edits)
        assert first == Missing(gone)
        assert second == Missing(hidden)
        assert isinstance(third, Written)
        assert third.after == {"Surname": "Here", "JobTitle": "CEO"}

    def test_a_company_that_was_emptied_takes_no_account_away(self, stage: Stage) -> None:
        stage.account("Customer AG")
        org = stage.open()
        made = make(org, CONTACTS, {**ANN, "CompanyName": "Customer AG"})
        (done,) = org.update(CONTACTS, [Edit(made.id, "", {"CompanyName": None}, ANN)])
        assert isinstance(done, Written)
        assert done.after == {**ANN, "CompanyName": "Customer AG"}

    def test_an_event_moves_with_its_reminder(self, stage: Stage) -> None:
        org = stage.open()
        made = make(org, EVENTS, {**LUNCH, "ReminderMinutesBeforeStart": 30})
        later = {"Start": "2026-03-05T14:00:00@Europe/Berlin", "End": "2026-03-05T15:00:00@Europe/Berlin"}
        whole = {**LUNCH, **later, "ReminderMinutesBeforeStart": 30}
        (done,) = org.update(EVENTS, [Edit(made.id, made.version, later, whole)])
        assert isinstance(done, Written)
        assert done.after is not None
        assert done.after["Start"] == "2026-03-05T13:00:00@UTC"
        assert done.after["ReminderMinutesBeforeStart"] == 30

    def test_an_event_becomes_all_day_and_back(self, stage: Stage) -> None:
        org = stage.open()
        made = make(org, EVENTS, LUNCH)
        days = {"Start": "2026-03-05", "End": "2026-03-07"}
        (all_day,) = org.update(EVENTS, [Edit(made.id, "", days, {**LUNCH, **days})])
        assert isinstance(all_day, Written)
        assert all_day.after == {**LUNCH, **days}
        times = {"Start": LUNCH["Start"], "End": LUNCH["End"]}
        (timed,) = org.update(EVENTS, [Edit(made.id, "", times, LUNCH)])
        assert isinstance(timed, Written)
        assert timed.after == made.after

    # --- deleting ------------------------------------------------------------------------------------------------

    def test_a_delete_tells_what_it_took_and_a_second_one_that_it_is_missing(self, stage: Stage) -> None:
        record_id = stage.put(CONTACTS, ANN)
        org = stage.open()
        (done,) = org.delete(CONTACTS, [Mention(record_id, "")])
        assert isinstance(done, Written)
        assert done.before == ANN
        assert org.delete(CONTACTS, [Mention(record_id, "")]) == [Missing(record_id)]
        assert org.read(CONTACTS, [record_id]) == [Missing(record_id)]

    # --- in doubt ------------------------------------------------------------------------------------------------

    @pytest.mark.parametrize(("collection", "values"), [(CONTACTS, ANN), (EVENTS, LUNCH)])
    def test_a_create_whose_answer_was_lost_is_found_again(
        self, stage: Stage, collection: Collection, values: Values
    ) -> None:
        org = stage.open()
        before = stage.now()
        with stage.losing_the_answer(), pytest.raises(RetryLaterError):
            org.create(collection, [Draft("lost", values), Draft("other", {**values, "Body": "Another"})])
        other = {**values, "Body": "Never sent"}
        intents = [Intent("lost", values, before), Intent("never", other, before)]
        found = stage.open().made(collection, intents)
        assert found.keys() == {"lost"}
        assert "Body" not in found["lost"].values

    def test_what_was_made_long_before_is_not_taken_for_it(self, stage: Stage) -> None:
        make(stage.open(), CONTACTS, ANN)
        much_later = stage.now() + timedelta(hours=1)
        assert stage.open().made(CONTACTS, [Intent("lost", ANN, much_later)]) == {}
