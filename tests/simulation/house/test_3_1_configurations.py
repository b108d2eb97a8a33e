"""SPEC 3.1: who is in which configuration, by name or by profile, and what leaving one means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.records.words import Collection
from tests.support.house import House
from tests.support.house_file import apply_file, apply_object, configuration, export_of, in_force
from tests.support.house_people import add, both, change, contacts, edit, held, lost, move, person, put, rest, shown
from tests.support.house_wire import tap

if TYPE_CHECKING:
    from syncline.store.rows import RepRow

SALES, DESK = "Sales User", "Service Desk"
ANN, BEN, CAT, DEE = (f"{name}@acme.example" for name in ("ann", "ben", "cat", "dee"))
CONTACTS = Collection.CONTACTS


def staffed(**profiles: str) -> House:
    """A house without configurations, and a user with a mailbox for each name."""
    house = House(reps=())
    house.store.save_setup(gone_configurations=["Sales"])
    for name, profile in profiles.items():
        hire(house, name, profile)
    return house


def hire(house: House, name: str, profile: str) -> None:
    house.org.add_user(f"{name}@acme.example", last_name=name.title(), profile=profile)
    house.exchange.add_mailbox(f"{name}@acme.example", "secret")


def user(house: House, name: str, **values: object) -> None:
    house.org.admin.update(house.org.user_id(f"{name}@acme.example"), values)


def profile_id(house: House, name: str) -> str:
    (row,) = house.org.admin.query(f"SELECT Id FROM Profile WHERE Name = '{name}'")  # noqa: S608 - our own words
    return str(row["Id"])


def row(house: House, name: str) -> RepRow:
    return next(rep for rep in house.store.reps() if rep.username == f"{name}@acme.example")


class TestProfiles:
    def test_everybody_of_a_profile_syncs_and_nobody_else(self) -> None:
        house = staffed(ann=SALES, ben=SALES, cat=DESK)
        apply_file(house, configuration("Field", f"profile:{SALES}"))
        for name in (ANN, BEN, CAT):
            add(house, person(len(name)), rep=name)
        rest(house)
        assert in_force(house) == {"ann": "Field", "ben": "Field"}
        assert [len(house.items(name)) for name in (ANN, BEN, CAT)] == [1, 1, 0]

    def test_being_named_beats_a_profile_and_a_profile_takes_back_who_is_named_no_more(self) -> None:
        house = staffed(ann=SALES, ben=SALES)
        field, single = configuration("Field", f"profile:{SALES}"), configuration("Single", BEN)
        apply_file(house, field)
        rest(house)
        assert in_force(house) == {"ann": "Field", "ben": "Field"}
        apply_file(house, field, single)
        assert in_force(house) == {"ann": "Field", "ben": "Single"}
        rest(house)
        assert in_force(house) == {"ann": "Field", "ben": "Single"}
        apply_file(house, field)
        rest(house)
        assert in_force(house) == {"ann": "Field", "ben": "Field"}

    def test_who_is_named_in_one_configuration_is_in_force_there_although_another_takes_the_profile(self) -> None:
        house = staffed(ann=SALES)
        quiet = "contacts: {direction: none}, events: {direction: none}"
        apply_file(house, configuration("Field", f"profile:{SALES}"), configuration("Quiet", ANN, settings=quiet))
        add(house, person(1), rep=ANN)
        rest(house)
        assert in_force(house) == {"ann": "Quiet"}
        assert house.items(ANN) == []

    def test_a_user_who_gets_the_profile_joins_and_who_loses_it_leaves(self) -> None:
        house = staffed(ann=SALES, ben=DESK)
        apply_file(house, configuration("Field", f"profile:{SALES}"))
        add(house, person(1), rep=ANN)
        add(house, person(2), rep=BEN)
        rest(house)
        user(house, "ben", ProfileId=profile_id(house, SALES))
        user(house, "ann", ProfileId=profile_id(house, DESK))
        rest(house)
        assert in_force(house) == {"ben": "Field"}
        assert [len(house.items(name)) for name in (ANN, BEN)] == [1, 1]
        assert house.link_count(CONTACTS, ANN) == 0
        assert len(contacts(house)) == 2

    def test_a_user_of_the_profile_who_is_hired_later_joins(self) -> None:
        house = staffed(ann=SALES)
        apply_file(house, configuration("Field", f"profile:{SALES}"))
        rest(house)
        hire(house, "dee", SALES)
        add(house, person(4), rep=DEE)
        rest(house)
        assert len(house.items(DEE)) == 1

    def test_profiles_are_asked_for_when_a_user_changed_and_once_a_day(self) -> None:
        house = staffed(ann=SALES)
        apply_file(house, configuration("Field", f"profile:{SALES}"))
        rest(house)
        org, _ = tap(house)
        house.sync()
        idle = len(org.seen)
        house.sync()
        assert len(org.seen) == 2 * idle, "an idle cycle does not ask"
        house.wait(hours=25)
        house.sync()
        assert len(org.seen) > 3 * idle

    def test_a_member_who_becomes_inactive_pauses_and_goes_on_later(self) -> None:
        house = staffed(ann=SALES, ben=SALES)
        apply_file(house, configuration("Field", f"profile:{SALES}"))
        add(house, person(1), rep=ANN)
        rest(house)
        user(house, "ann", IsActive=False)
        house.wait(hours=25)
        house.converge()
        assert in_force(house) == {"ann": "Field", "ben": "Field"}
        assert house.errors() == ["user_inactive"]
        assert house.link_count(CONTACTS, ANN) == 1
        user(house, "ann", IsActive=True)
        put(house, person(2), rep=ANN)
        rest(house)
        assert house.errors() == []
        assert len(contacts(house)) == 2

    def test_who_was_inactive_from_the_start_does_not_join(self) -> None:
        house = staffed(ann=SALES, ben=SALES)
        user(house, "ben", IsActive=False)
        apply_file(house, configuration("Field", f"profile:{SALES}"))
        rest(house)
        assert in_force(house) == {"ann": "Field"}

    def test_the_set_up_comes_out_as_it_went_in(self) -> None:
        house = staffed(ann=SALES, ben=DESK)
        apply_file(house, configuration("Field", f"profile:{SALES}", BEN))
        rest(house)
        (written,) = export_of(house)["configurations"].values()
        assert (written["profiles"], written["reps"]) == ([SALES], [BEN])
        assert apply_object(house, export_of(house)).differences[1:] == []

    def test_a_profile_that_is_taken_by_another_configuration_moves_its_reps_and_keeps_their_links(self) -> None:
        house = staffed(ann=SALES)
        apply_file(house, configuration("Field", f"profile:{SALES}"))
        add(house, person(1), rep=ANN)
        rest(house)
        made = apply_file(house, configuration("Inside", f"profile:{SALES}"))
        assert [(one.name, one.action) for one in made.differences if one.what == "rep"] == [(ANN, "moved")]
        rest(house)
        assert house.link_count(CONTACTS, ANN) == 1
        assert len(house.items(ANN)) == len(contacts(house)) == 1


class TestLeaving:
    def paired(self) -> tuple[House, str]:
        house = staffed(ann=SALES)
        apply_file(house, configuration("Field", ANN))
        put(house, person(1), rep=ANN)
        record_id = add(house, person(2), rep=ANN)
        rest(house)
        return house, record_id

    def test_deactivating_pauses_and_keeps_links_and_activating_goes_on(self) -> None:
        house, record_id = self.paired()
        apply_file(house, configuration("Field", ANN, active=False))
        change(house, record_id, rep=ANN, JobTitle="Changed meanwhile")
        put(house, person(3), rep=ANN)
        before = both(house, ANN)
        house.sync()
        assert both(house, ANN) == before
        assert house.link_count(CONTACTS, ANN) == 2
        apply_file(house, configuration("Field", ANN))
        rest(house)
        mine, theirs = both(house, ANN)
        assert mine == theirs
        assert len(mine) == 3
        assert lost(house) == [("mailbox", {"JobTitle": person(2)["JobTitle"]})]

    def test_leaving_or_deleting_ends_links_and_deletes_no_record(self) -> None:
        for second in ((configuration("Field", BEN),), ()):
            house, _ = self.paired()
            hire(house, "ben", SALES)
            before = both(house, ANN)
            apply_file(house, *second)
            house.sync()
            house.sync()
            assert house.link_count(CONTACTS, ANN) == 0
            assert both(house, ANN) == before
            assert house.store.journal() == []
            assert row(house, "ann").configuration == ""
            assert (house.store.errors(), house.store.unresolved()) == ([], [])

    def test_nothing_is_gathered_for_who_left(self) -> None:
        house, record_id = self.paired()
        hire(house, "ben", SALES)
        apply_file(house, configuration("Field", BEN))
        house.sync()
        change(house, record_id, rep=ANN, JobTitle="Changed")
        house.sync()
        assert house.store.inbox(row(house, "ann").id, 10) == []

    def test_who_comes_back_goes_on_from_the_base_and_nothing_is_doubled(self) -> None:
        house, record_id = self.paired()
        apply_file(house)
        house.sync()
        house.wait(days=3)
        item = next(one for one in house.items(ANN) if shown(one)["Surname"] == person(2)["Surname"])
        edit(house, item, rep=ANN, Department="Mine")
        change(house, record_id, rep=ANN, JobTitle="Theirs")
        apply_file(house, configuration("Field", ANN))
        rest(house)
        mine, theirs = both(house, ANN)
        assert mine == theirs
        assert len(mine) == 2
        assert held(house, record_id) == {**person(2), "Department": "Mine", "JobTitle": "Theirs"}
        assert house.link_count(CONTACTS, ANN) == 2

    def test_what_was_deleted_in_salesforce_meanwhile_does_not_come_back_there(self) -> None:
        house, record_id = self.paired()
        apply_file(house)
        house.sync()
        house.org.as_user(ANN).delete(record_id)
        apply_file(house, configuration("Field", ANN))
        rest(house)
        assert len(contacts(house)) == 1
        assert len(house.items(ANN)) == 2

    def test_an_emptied_folder_is_filled_again(self) -> None:
        house, _ = self.paired()
        apply_file(house)
        house.sync()
        for item in house.items(ANN):
            move(house, item, house.mailbox(ANN).well_known("deleteditems"), rep=ANN)
        apply_file(house, configuration("Field", ANN))
        rest(house)
        mine, theirs = both(house, ANN)
        assert mine == theirs
        assert len(mine) == 2

    def test_what_was_ended_before_stays_ended_through_leaving_and_coming_back(self) -> None:
        house, record_id = self.paired()
        item = next(one for one in house.items(ANN) if shown(one)["Surname"] == person(2)["Surname"])
        house.mailbox(ANN).trash(item)
        rest(house)
        assert len(house.items(ANN)) == 1
        apply_file(house)
        house.sync()
        apply_file(house, configuration("Field", ANN))
        rest(house)
        assert len(house.items(ANN)) == 1
        assert record_id in contacts(house)


class TestOneMailbox:
    def test_a_mailbox_that_a_configuration_has_is_refused_to_another_also_if_that_is_not_active(self) -> None:
        for active in (True, False):
            house = staffed(ann=SALES, ben=DESK)
            first = configuration("Field", ANN)
            apply_file(house, first)
            rest(house)
            user(house, "ben", Email=ANN)
            first = configuration("Field", ANN, active=active)
            apply_file(house, first, configuration("Inside", BEN))
            house.sync()
            (error,) = house.store.errors()
            assert (error.rep, error.code) == ("acme/ben@acme.example", "address_shared")
            assert "Field" in error.message

    def test_it_is_looked_at_again_when_profiles_change(self) -> None:
        house = staffed(ann=SALES, ben=DESK)
        user(house, "ben", Email=ANN)
        apply_file(house, configuration("Field", f"profile:{SALES}"), configuration("Inside", "profile:Night"))
        rest(house)
        house.org.add_user("eve@acme.example", last_name="Eve", email=ANN, profile="Night")
        house.sync()
        (error,) = house.store.errors()
        assert (error.rep, error.code) == ("acme/eve@acme.example", "address_shared")
        assert "Field" in error.message

    def test_a_mailbox_that_an_inactive_configuration_would_take_is_known_before_it_ever_ran(self) -> None:
        house = staffed(ann=SALES, ben=DESK)
        apply_file(house, configuration("Field", ANN, active=False), configuration("Inside", BEN))
        rest(house)
        assert row(house, "ann").mailbox == ANN
        user(house, "ben", Email=ANN)
        house.sync()
        (error,) = house.store.errors()
        assert (error.rep, error.code) == ("acme/ben@acme.example", "address_shared")
