"""SPEC 3.4: which contacts go to the mailbox, and that a daily sweep sees what touches no contact."""

from __future__ import annotations

from typing import Any

from syncline.records.link import Ended
from syncline.records.words import Collection, Side
from syncline.sandbox.salesforce import Access
from syncline.store.rows import Action
from tests.support.house import House
from tests.support.house_people import add, change, contacts, edit, move, person, put, rest, shown
from tests.support.house_tables import NO_EVENTS, contacts_with
from tests.support.house_wire import tap

OTHER = "other@acme.example"
REP = "rep@acme.example"
GERMAN = [{"field": "MailingCountry", "operator": "equals", "value": "DE"}]


def house_with(**contacts: Any) -> House:
    """A house with a colleague whose contacts the rep does not see unless they are shared."""
    house = House(contacts=contacts_with(**contacts), events=NO_EVENTS)
    house.org.add_user(OTHER, last_name="Other")
    return house


def names(house: House) -> list[str]:
    return sorted(shown(item)["Surname"] for item in house.items())


def surnames(*numbers: int) -> list[str]:
    return sorted(person(number)["Surname"] for number in numbers)


def ended(house: House, record_id: str) -> list[Ended | None]:
    links = house.store.links("acme/rep@acme.example", Collection.CONTACTS, Side.SALESFORCE, [record_id])
    return [link.ended for link in links]


class TestWhich:
    def test_selected_takes_the_reps_own_and_all_takes_what_the_rep_sees(self) -> None:
        for which, expected in (("selected", (1,)), ("all", (1, 2))):
            house = house_with(which=which)
            add(house, person(1))
            seen, _hidden = (add(house, person(number), rep=OTHER) for number in (2, 3))
            house.org.share(seen, REP)
            rest(house)
            assert names(house) == surnames(*expected)

    def test_criteria_hold_for_what_goes_out_and_never_for_what_comes_in(self) -> None:
        house = house_with(where=GERMAN)
        add(house, {**person(1), "BusinessCountry": "de"})
        add(house, {**person(2), "BusinessCountry": "AT"})
        put(house, {**person(3), "BusinessCountry": "FR"})
        rest(house)
        assert names(house) == surnames(1, 3)
        assert len(contacts(house)) == 3

    def test_who_leaves_the_filter_is_taken_out_and_who_comes_into_it_comes(self) -> None:
        house = house_with(where=GERMAN)
        leaving = add(house, {**person(1), "BusinessCountry": "DE"})
        coming = add(house, {**person(2), "BusinessCountry": "AT"})
        rest(house)
        change(house, leaving, BusinessCountry="AT")
        change(house, coming, BusinessCountry="DE")
        rest(house)
        assert names(house) == surnames(2)
        assert len(contacts(house)) == 2
        assert [row.action for row in house.store.journal()] == [Action.DELETE]

    def taken_out_and_put_back(self) -> tuple[House, str]:
        """Who left the filter, and whom the rep put back from Deleted Items with another name and address."""
        house = house_with(where=GERMAN)
        theirs = add(house, {**person(1), "BusinessCountry": "DE"})
        rest(house)
        change(house, theirs, BusinessCountry="AT")
        rest(house)
        assert names(house) == []
        (gone,) = house.mailbox().items.values()
        move(house, gone, house.folder())
        (back,) = house.items()
        edit(house, back, EmailAddress1="another@customer.example", Surname="Another")
        return house, theirs

    def test_who_was_taken_out_and_is_put_back_under_another_address_is_known_again(self) -> None:
        house, theirs = self.taken_out_and_put_back()
        rest(house)
        assert list(contacts(house)) == [theirs]
        assert contacts(house)[theirs]["Surname"] == "Another"
        assert names(house) == ["Another"]
        assert None in ended(house, theirs)

    def test_who_bears_the_old_address_by_then_is_the_one_in_salesforce(self) -> None:
        house, theirs = self.taken_out_and_put_back()
        put(house, person(1))
        rest(house)
        assert house.errors() == []
        assert len(contacts(house)) == 2
        assert contacts(house)[theirs]["Surname"] == person(1)["Surname"]


class TestSweep:
    def shared(self) -> tuple[House, str]:
        """One of the rep's own, one of a colleague's that is shared."""
        house = house_with(which="all")
        add(house, person(1))
        put(house, person(9))
        theirs = add(house, person(2), rep=OTHER)
        house.org.share(theirs, REP)
        rest(house)
        assert names(house) == surnames(1, 2, 9)
        return house, theirs

    def test_what_is_shared_without_being_touched_comes_with_the_next_days_sweep(self) -> None:
        house, _ = self.shared()
        late = add(house, person(3), rep=OTHER)
        rest(house)
        house.org.share(late, REP)
        rest(house)
        assert names(house) == surnames(1, 2, 9)
        house.wait(hours=25)
        rest(house)
        assert names(house) == surnames(1, 2, 3, 9)

    def test_what_is_hidden_now_goes_to_deleted_items_whole_in_the_journal_and_stays_in_salesforce(self) -> None:
        house, theirs = self.shared()
        house.org.share(theirs, REP, Access.NONE)
        house.wait(hours=25)
        rest(house)
        assert names(house) == surnames(1, 9)
        assert person(2)["Surname"] in [shown(item)["Surname"] for item in house.mailbox().items.values()]
        assert ended(house, theirs) == [Ended.OUT_OF_SCOPE]
        (row,) = house.store.journal()
        assert (row.side, row.action, bool(row.whole)) == (Side.MAILBOX, Action.DELETE, True)
        assert theirs in contacts(house)
        assert house.errors() == []

    def test_a_copy_that_somebody_edited_stays(self) -> None:
        house, theirs = self.shared()
        house.org.share(theirs, REP, Access.NONE)
        item = next(one for one in house.items() if shown(one)["Surname"] == person(2)["Surname"])
        edit(house, item, JobTitle="Mine")
        house.wait(hours=25)
        house.converge()
        assert person(2)["Surname"] in names(house)
        assert house.store.journal() == []

    def test_what_is_shared_again_comes_again_once(self) -> None:
        house, theirs = self.shared()
        house.org.share(theirs, REP, Access.NONE)
        house.wait(hours=25)
        rest(house)
        house.org.share(theirs, REP)
        house.wait(hours=25)
        rest(house)
        assert names(house) == surnames(1, 2, 9)
        house.wait(hours=25)
        rest(house)
        assert names(house) == surnames(1, 2, 9)

    def test_a_deletion_is_not_taken_for_hiding(self) -> None:
        house, theirs = self.shared()
        house.wait(hours=25)
        house.org.as_user(OTHER).delete(theirs)
        rest(house)
        assert person(2)["Surname"] in names(house)
        assert house.store.journal() == []

    def test_a_field_of_the_account_decides_although_no_contact_is_touched(self) -> None:
        where = [{"field": "Account.Industry", "operator": "equals", "value": "Retail"}]
        house = house_with(where=where)
        user = house.org.as_user(REP)
        shop = user.create("Account", {"Name": "Shop", "Industry": "Retail"})
        bank = user.create("Account", {"Name": "Bank", "Industry": "Banking"})
        add(house, person(1), AccountId=shop)
        add(house, person(2), AccountId=bank)
        rest(house)
        assert names(house) == surnames(1)
        user.update(shop, {"Industry": "Banking"})
        user.update(bank, {"Industry": "Retail"})
        house.wait(hours=25)
        rest(house)
        assert names(house) == surnames(2)

    def test_the_guard_holds_a_bulk_of_withdrawals(self) -> None:
        house = house_with(which="all")
        theirs = [add(house, person(number), rep=OTHER) for number in range(12)]
        for one in theirs:
            house.org.share(one, REP)
        rest(house)
        for one in theirs:
            house.org.share(one, REP, Access.NONE)
        house.wait(hours=25)
        house.converge()
        assert len(house.items()) == 7
        assert len(house.sync()["held"]) == 7

    def test_it_happens_once_a_day_and_costs_a_request_for_two_thousand(self) -> None:
        house, _ = self.shared()
        house.wait(hours=25)
        org, _ = tap(house)
        house.sync()
        assert [name for name in org.seen if name != "token"] == [
            "Contact+Event+Account+User+SetupAuditTrail",
            "Contact+Account",
            "q0",
            "query",
        ], "the feed, the rep's permissions, what is linked, and the listing"
        for hours in (0, 10):
            house.wait(hours=hours)
            org.seen.clear()
            house.sync()
            assert [name for name in org.seen if name != "token"] == ["Contact+Event+Account+User+SetupAuditTrail"]
