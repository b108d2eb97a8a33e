"""getUpdated and getDeleted, the recycle bin, merges, and stamps that arrive late."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from syncline.sandbox.salesforce import RefusedError
from tests.support.salesforce_org import REP, START

if TYPE_CHECKING:
    from tests.support.salesforce_org import Rest, World


def _text(instant: datetime) -> str:
    return instant.strftime("%Y-%m-%dT%H:%M:%SZ")


def _window(start: timedelta, end: timedelta) -> dict[str, str]:
    return {"start": _text(START + start), "end": _text(START + end)}


HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def test_what_changed_and_what_went_is_listed(world: World, sync: Rest) -> None:
    rep = world.org.as_user(REP)
    kept, gone = rep.create("Contact", {"LastName": "Kept"}), rep.create("Contact", {"LastName": "Gone"})
    world.clock.advance(HOUR)
    rep.delete(gone)
    world.clock.advance(MINUTE * 5)

    updated = sync.get("/sobjects/Contact/updated/", **_window(-HOUR, HOUR * 2))
    deleted = sync.get("/sobjects/Contact/deleted/", **_window(-HOUR, HOUR * 2))

    assert updated == {"ids": [kept], "latestDateCovered": "2026-03-10T10:35:00.000+0000"}
    assert deleted["deletedRecords"] == [{"deletedDate": "2026-03-10T10:30:00.000+0000", "id": gone}]
    assert deleted["latestDateCovered"] == "2026-03-10T10:35:00.000+0000"
    assert deleted["earliestDateAvailable"] <= "2026-03-10T10:30:00.000+0000"


def test_seconds_of_the_window_are_ignored_and_its_end_is_open(world: World, sync: Rest) -> None:
    world.clock.advance(timedelta(seconds=30))
    made = world.org.as_user(REP).create("Contact", {"LastName": "x"})
    world.clock.advance(timedelta(seconds=30))
    world.org.as_user(REP).create("Contact", {"LastName": "on the minute"})
    world.clock.advance(HOUR)

    def found(start: timedelta, end: timedelta) -> list[str]:
        ids: list[str] = sync.get("/sobjects/Contact/updated", **_window(start, end))["ids"]
        return ids

    assert found(timedelta(seconds=50), MINUTE * 1 + timedelta(seconds=59)) == [made]
    assert len(found(timedelta(seconds=50), MINUTE * 2)) == 2
    assert found(-MINUTE * 5, timedelta(seconds=50)) == []


@pytest.mark.parametrize(
    ("kind", "days", "ok"),
    [("updated", 29, True), ("updated", 31, False), ("deleted", 14, True), ("deleted", 16, False)],
)
def test_the_past_is_only_so_deep(sync: Rest, kind: str, days: int, ok: bool) -> None:  # noqa: FBT001
    answer = sync.send("GET", f"/sobjects/Contact/{kind}", params=_window(-DAY * days, timedelta()))

    assert answer.ok is ok
    if not ok:
        assert answer.json()[0]["errorCode"] == "INVALID_REPLICATION_DATE"


@pytest.mark.parametrize(
    "window",
    [
        _window(timedelta(), timedelta(seconds=29)),
        _window(HOUR, timedelta()),
        {"start": _text(START)},
        {"start": "yesterday", "end": _text(START)},
    ],
)
def test_a_window_must_be_a_minute_long(sync: Rest, window: dict[str, str]) -> None:
    assert sync.refusal("GET", "/sobjects/Contact/updated", **window)[1]["errorCode"] == "INVALID_REPLICATION_DATE"


def test_the_bin_is_seen_by_query_all_alone_until_it_is_emptied(world: World, rest: Rest, sync: Rest) -> None:
    made = rest.create("Contact", LastName="Gone")
    rest.send("DELETE", f"/sobjects/Contact/{made}")
    world.clock.advance(HOUR)
    soql = "SELECT Id, IsDeleted FROM Contact"

    binned = rest.get("/queryAll", q=soql)["records"]
    assert (rest.query(soql), [(record["Id"], record["IsDeleted"]) for record in binned]) == ([], [(made, True)])
    assert rest.ids(f"{soql} ALL ROWS") == [made]

    assert world.org.purge("Contact") == 1
    assert rest.get("/queryAll", q=soql)["records"] == []
    listed = sync.get("/sobjects/Contact/deleted", **_window(-HOUR, HOUR))["deletedRecords"]
    assert [record["id"] for record in listed] == [made]


def test_undelete_brings_back_the_record_and_what_went_with_it(world: World) -> None:
    rep = world.org.as_user(REP)
    contact = rep.create("Contact", {"LastName": "Vogel"})
    times = {"StartDateTime": "2026-03-10T10:00:00Z", "DurationInMinutes": 30}
    event = rep.create("Event", {**times, "WhoId": contact})
    dropped = rep.create("Event", {**times, "WhoId": contact})
    rep.delete(dropped)
    rep.delete(contact)
    assert world.org.count("Event", deleted=True) == 2
    before = rep.query("SELECT SystemModstamp FROM Contact", deleted=True)[0]["SystemModstamp"]
    world.clock.advance(HOUR)

    rep.undelete(contact)

    assert rep.get(contact)["SystemModstamp"] > before
    assert [record["Id"] for record in rep.query("SELECT Id FROM Event")] == [event]
    with pytest.raises(RefusedError, match="UNDELETE_FAILED"):
        rep.undelete(contact)


def test_an_account_takes_its_contacts_along(world: World, rest: Rest) -> None:
    account = rest.create("Account", Name="Acme")
    rest.create("Contact", LastName="Vogel", AccountId=account)

    rest.send("DELETE", f"/sobjects/Account/{account}")

    assert world.org.count("Contact", deleted=True) == 1


def test_a_merged_contact_names_its_master_and_leaves_it_the_events(world: World, sync: Rest) -> None:
    rep = world.org.as_user(REP)
    master, loser = (rep.create("Contact", {"LastName": name}) for name in ("Vogel", "Vogl"))
    event = rep.create("Event", {"StartDateTime": "2026-03-10T10:00:00Z", "DurationInMinutes": 30, "WhoId": loser})

    rep.merge(master, loser)

    merged = sync.get("/queryAll", q="SELECT Id, MasterRecordId FROM Contact WHERE IsDeleted = true")["records"]
    assert [(record["Id"], record["MasterRecordId"]) for record in merged] == [(loser, master)]
    assert rep.get(event)["WhoId"] == master


def test_a_late_commit_carries_an_early_stamp(world: World, sync: Rest) -> None:
    rep = world.org.as_user(REP)
    early = rep.create("Contact", {"LastName": "Early"})
    world.clock.advance(MINUTE * 10)
    seen = sync.query("SELECT SystemModstamp FROM Contact ORDER BY SystemModstamp DESC LIMIT 1")[0]["SystemModstamp"]
    world.clock.advance(MINUTE)

    with world.org.late_commits(by=MINUTE * 12):
        late = rep.create("Contact", {"LastName": "Late"})
    after = rep.create("Contact", {"LastName": "After"})

    cursor = seen.replace(".000+0000", "Z")
    new = sync.ids(f"SELECT Id FROM Contact WHERE SystemModstamp > {cursor}")  # noqa: S608 - SOQL
    overlapped = sync.ids(f"SELECT Id FROM Contact WHERE SystemModstamp > {_text(START - MINUTE * 5)}")  # noqa: S608
    assert (new, overlapped) == ([after], [early, late, after])


def test_records_written_in_one_second_share_a_stamp(world: World, sync: Rest) -> None:
    made = world.org.as_user(REP).create_many("Contact", [{"LastName": str(n)} for n in range(5)])
    soql = "SELECT Id FROM Contact WHERE SystemModstamp = 2026-03-10T09:30:00Z ORDER BY SystemModstamp, Id"

    assert sync.ids(soql) == made
    assert sync.ids(soql.replace("=", ">=")) == made
    assert sync.ids(soql.replace("=", ">")) == []
