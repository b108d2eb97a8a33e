"""SPEC 1.2, 3.9, 6.3: what an Exchange server does to a house: moves, migrations, old builds, busy and full ones."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from syncline.cli.mail.live import LiveMail
from syncline.connectors.exchange import ExchangeConnection, ExchangeSettings
from syncline.connectors.exchange.memory import Memory
from syncline.sandbox.exchange import BUILDS
from syncline.sandbox.inprocess import InProcessAdapter
from syncline.store.rows import MARKED, ConnectionRow
from tests.support.house import EXCHANGE, House, quiet
from tests.support.house_people import add, both, contacts, edit, person, put, rest, shown
from tests.support.house_tables import NO_CONTACTS, NO_EVENTS, contacts_with

REPS = ("rep0@acme.example", "rep1@acme.example")
HOW_MANY = 8


@dataclass
class Remembering(House):
    """A house whose connections learn from each other, as those of a process that stays do."""

    memory: Memory = field(init=False)

    def __post_init__(self) -> None:
        self.memory = Memory(self.clock)
        super().__post_init__()

    def connect_mail(self, row: ConnectionRow) -> LiveMail:
        connection = ExchangeConnection(
            ExchangeSettings(EXCHANGE, "svc@acme.example", "service"),
            clock=self.clock,
            adapter=lambda: InProcessAdapter(self.mail_faults),
            memory=self.memory,
        )
        return LiveMail(connection, frozenset(), self.installation)


def in_step(**settings: str) -> House:
    house = House(contacts=contacts_with(**settings))
    for number in range(HOW_MANY):
        put(house, person(number)) if number % 2 else add(house, person(number))
    rest(house)
    house.wait(minutes=10)
    return house


class TestMigrated:
    """All ids change: everything is paired again, nothing is made and nothing deleted."""

    @pytest.mark.parametrize("deletes", ["keep", "both"])
    def test_a_migrated_mailbox_is_paired_again(self, deletes: str) -> None:
        house = in_step(deletes=deletes)
        before = both(house)
        ids = {item.id for item in house.items()}
        links = house.link_count("contacts")  # type: ignore[arg-type]
        house.exchange.migrate_mailbox(house.reps[0])
        for _ in range(4):
            house.wait(minutes=10)
            assert quiet(house.sync())
        assert both(house) == before
        assert ids.isdisjoint(item.id for item in house.items())
        assert house.link_count("contacts") == links == HOW_MANY  # type: ignore[arg-type]
        assert house.errors() == []
        assert [row for row in house.store.journal() if row.action == "delete"] == []

    def test_and_goes_on_both_ways(self) -> None:
        house = in_step()
        house.exchange.migrate_mailbox(house.reps[0])
        rest(house)
        item = house.items()[0]
        email = shown(item)["EmailAddress1"]
        edit(house, item, JobTitle="Migrated")
        rest(house)
        mine, theirs = both(house)
        assert mine == theirs
        assert [one["JobTitle"] for one in theirs if one["EmailAddress1"] == email] == ["Migrated"]
        assert len(contacts(house)) == HOW_MANY

    def test_what_a_person_took_out_does_not_come_back(self) -> None:
        house = in_step(deletes="keep")
        first, second = list(contacts(house))[:2]
        house.org.admin.delete(first)
        house.org.admin.delete(second)
        house.mailbox().trash(house.items()[-1])
        rest(house)
        house.wait(minutes=10)
        before, kept = contacts(house), len(house.items())
        house.exchange.migrate_mailbox(house.reps[0])
        for _ in range(4):
            house.wait(minutes=10)
            house.sync()
        assert contacts(house) == before
        assert len(house.items()) == kept
        assert house.errors() == []

    def test_events_are_paired_again_as_well(self) -> None:
        house = House(contacts=contacts_with(direction="none"))
        start = house.clock().replace(tzinfo=None, microsecond=0)
        for number in range(4):
            begin = start + timedelta(days=number + 1)
            house.mailbox().create_event(f"Meeting {number}", begin, begin + timedelta(hours=1))
        rest(house)
        house.wait(minutes=10)
        rows = house.org.admin.query("SELECT Id FROM Event")
        assert len(rows) == 4
        house.exchange.migrate_mailbox(house.reps[0])
        for _ in range(3):
            house.wait(minutes=10)
            assert quiet(house.sync())
        assert house.org.admin.query("SELECT Id FROM Event") == rows
        assert house.errors() == []


class TestTwoInstallations:
    def second(self, house: House) -> House:
        other = House(contacts=contacts_with(), clock=house.clock)
        other.org, other.org_faults = house.org, house.org_faults
        other.exchange, other.mail_faults = house.exchange, house.mail_faults
        other.installation = "installation-2"
        return other

    def test_the_second_stops_whole_and_says_why(self) -> None:
        house = in_step()
        house.mailbox().create_event("Board", house.clock().replace(tzinfo=None), house.clock().replace(tzinfo=None))
        other = self.second(house)
        before = both(house)
        assert quiet(other.sync())
        assert other.errors() == ["other_installation"]
        assert "reset" in other.store.errors()[0].remedy
        assert both(house) == before
        rest(house)
        assert house.errors() == []

    def test_a_reset_takes_the_mailbox_over_and_then_the_first_stops(self) -> None:
        house = in_step()
        other = self.second(house)
        other.sync()
        other.store.save_setup(reps=[replace(rep, reset=MARKED) for rep in other.store.reps()])
        rest(other)
        assert other.errors() == []
        edit(house, house.items()[0], JobTitle="Edited")
        house.wait(minutes=10)
        house.sync()
        assert house.errors() == ["other_installation"]
        assert len(contacts(house)) == HOW_MANY


class TestTwoInstallationsOfEventsAlone:
    """SPEC 3.9: without contacts there is no folder of ours; the calendar itself carries the mark."""

    def house(self) -> House:
        house = House(contacts=NO_CONTACTS)
        start = house.clock().replace(tzinfo=None)
        house.mailbox().create_event("Board", start, start + timedelta(hours=1))
        return house

    def second(self, house: House) -> House:
        other = House(contacts=NO_CONTACTS, clock=house.clock)
        other.org, other.org_faults = house.org, house.org_faults
        other.exchange, other.mail_faults = house.exchange, house.mail_faults
        other.installation = "installation-2"
        return other

    def test_the_second_stops_and_makes_no_event(self) -> None:
        house = self.house()
        rest(house)
        other = self.second(house)
        assert quiet(other.sync())
        assert other.errors() == ["other_installation"]
        assert house.org.count("Event") == 1
        rest(house)
        assert house.errors() == []

    def test_a_reset_takes_the_calendar_over_and_then_the_first_stops(self) -> None:
        house = self.house()
        rest(house)
        other = self.second(house)
        other.sync()
        other.store.save_setup(reps=[replace(rep, reset=MARKED) for rep in other.store.reps()])
        rest(other)
        assert other.errors() == []
        house.wait(minutes=10)
        house.sync()
        assert house.errors() == ["other_installation"]
        assert house.org.count("Event") == 1

    def test_a_calendar_that_was_synced_before_marks_existed_is_marked_once(self) -> None:
        house = self.house()
        rest(house)
        house.mailbox().well_known("calendar").extended.clear()
        for _ in range(3):
            house.wait(minutes=10)
            house.sync()
        assert house.errors() == []
        assert house.exchange.requests["UpdateFolder"] == 2
        assert self.second(house).sync()["errors"] == 1


class TestOldBuilds:
    @pytest.mark.parametrize("build", ["2010 SP3", "2013 RTM"])
    def test_one_that_is_too_old_is_named(self, build: str) -> None:
        house = House(events=NO_EVENTS)
        house.exchange.version = BUILDS[build]
        put(house, person(1))
        assert quiet(house.sync())
        (row,) = house.store.errors()
        assert row.code == "unsupported_version"
        assert str(BUILDS[build]) in row.message
        assert "Exchange Server 2010" in row.message or "before Service Pack 1" in row.message

    @pytest.mark.parametrize("build", ["2013 SP1", "2013 CU23", "2016 CU23", "2019 CU14", "SE RTM"])
    def test_the_others_sync(self, build: str) -> None:
        house = House(events=NO_EVENTS)
        house.exchange.version = BUILDS[build]
        put(house, person(1))
        add(house, person(2))
        rest(house)
        assert house.errors() == []
        assert both(house)[0] == both(house)[1]


class TestBusy:
    def test_a_mailbox_is_left_alone_exactly_as_long_as_asked(self) -> None:
        house = Remembering(reps=REPS, events=NO_EVENTS)
        rest(house)
        put(house, person(1), rep=REPS[0])
        put(house, person(2), rep=REPS[1])
        house.exchange.throttle(1, 400_000)
        house.wait(minutes=1)
        asked = house.clock()
        house.sync()
        assert house.errors() == ["throttled"]
        assert len(contacts(house)) == 1, "the other mailbox is not concerned"
        before = house.exchange.requests.total()
        house.wait(minutes=5)
        house.sync()
        calls = house.exchange.requests.total() - before
        assert house.errors() == ["throttled"]
        assert len(contacts(house)) == 1
        assert calls <= 2, "only the other mailbox was asked"
        left = 400 - (house.clock() - asked).total_seconds()
        house.wait(seconds=left + 1)
        rest(house)
        assert house.errors() == []
        assert len(contacts(house)) == 2


class TestTrouble:
    @pytest.mark.parametrize(
        ("trouble", "code"),
        [
            ("ErrorMailboxMoveInProgress", "mailbox_moving"),
            ("ErrorMailboxStoreUnavailable", "mailbox_store_unavailable"),
            ("ErrorConnectionFailed", "unavailable"),
            ("ErrorTimeoutExpired", "timed_out"),
            ("ErrorAccessDenied", "mailbox_access_denied"),
        ],
    )
    def test_a_mailbox_in_trouble_stops_its_rep_says_so_and_heals(self, trouble: str, code: str) -> None:
        house = House(reps=REPS, events=NO_EVENTS)
        for rep in REPS:
            put(house, person(1), rep=rep)
        rest(house)
        house.wait(minutes=10)
        house.mailbox(REPS[0]).trouble = trouble
        put(house, person(3), rep=REPS[1])
        house.sync()
        assert set(house.errors()) == {code}
        assert {row.rep for row in house.store.errors()} == {f"acme/{REPS[0]}"}
        assert all(row.remedy for row in house.store.errors())
        house.mailbox(REPS[0]).trouble = ""
        rest(house)
        assert house.errors() == []
        assert house.link_count("contacts", REPS[0]) == 1  # type: ignore[arg-type]
        assert house.link_count("contacts", REPS[1]) == 2  # type: ignore[arg-type]

    def test_a_full_mailbox_fails_each_contact_and_takes_them_when_there_is_room(self) -> None:
        house = House(events=NO_EVENTS)
        rest(house)
        house.wait(minutes=10)
        house.mailbox().full = True
        add(house, person(1))
        house.sync()
        assert house.errors() == ["ErrorQuotaExceeded"]
        assert "quota" in house.store.errors()[0].remedy
        house.mailbox().full = False
        house.wait(hours=2)
        rest(house)
        assert house.errors() == []
        assert len(house.items()) == 1

    def test_a_full_mailbox_without_the_folder_stops_the_rep(self) -> None:
        house = House(events=NO_EVENTS)
        house.mailbox().full = True
        house.sync()
        assert house.errors() == ["ErrorQuotaExceeded"]
        house.mailbox().full = False
        rest(house)
        assert house.errors() == []

    def test_a_contact_that_is_too_large_fails_alone(self) -> None:
        house = House(events=NO_EVENTS)
        rest(house)
        house.wait(minutes=10)
        house.mailbox().largest = 20_000
        add(house, {**person(1), "Body": "long " * 5_000})
        add(house, person(2))
        house.sync()
        assert house.errors() == ["ErrorMessageSizeExceeded"]
        assert "Shorten" in house.store.errors()[0].remedy
        assert [shown(item)["EmailAddress1"] for item in house.items()] == [person(2)["EmailAddress1"]]

    def test_a_mailbox_without_a_calendar_says_so_and_its_contacts_go_on(self) -> None:
        house = House()
        house.mailbox().lose("calendar")
        put(house, person(1))
        house.sync()
        assert house.errors() == ["no_calendar"]
        assert len(contacts(house)) == 1
