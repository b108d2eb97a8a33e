"""Event series: made by a pattern, changed and deleted one by one or from one on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.support.salesforce_org import REP

if TYPE_CHECKING:
    from tests.support.salesforce_org import Rest, World

NINE = {"Subject": "Jour fixe", "StartDateTime": "2026-03-16T08:00:00Z", "DurationInMinutes": 60}
WEEKLY = "RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=4"
COLUMNS = "Id, Subject, StartDateTime, EndDateTime, IsRecurrence2, IsRecurrence2Exception, GroupEventType"


def series(rest: Rest, rule: str = WEEKLY, **more: Any) -> str:
    return rest.create("Event", **{**NINE, "Recurrence2PatternText": rule, **more})


def occurrences(rest: Rest) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = rest.query(
        f"SELECT {COLUMNS} FROM Event WHERE GroupEventType != '3' ORDER BY StartDateTime"  # noqa: S608 - our own words
    )
    return rows


def starts(rest: Rest) -> list[str]:
    return [one["StartDateTime"][5:16] for one in occurrences(rest)]


def test_a_pattern_makes_an_event_for_each_occurrence_by_the_users_clock(rest: Rest) -> None:
    first = series(rest)
    found = occurrences(rest)
    assert [one["StartDateTime"][5:16] for one in found] == ["03-16T08:00", "03-23T08:00", "03-30T07:00", "04-06T07:00"]
    assert [one["EndDateTime"][11:13] for one in found] == ["09", "09", "08", "08"]
    assert (found[0]["Id"], {one["IsRecurrence2"] for one in found}) == (first, {True})
    shown = rest.get(f"/sobjects/Event/{found[2]['Id']}")
    assert shown["Recurrence2PatternText"] == WEEKLY
    assert shown["Recurrence2PatternStartDate"] == "2026-03-16T08:00:00.000+0000"
    assert shown["Recurrence2PatternTimeZone"] == "Europe/Berlin"


def test_one_record_more_stands_for_the_series(rest: Rest) -> None:
    series(rest)
    assert len(rest.query("SELECT Id FROM Event WHERE GroupEventType = '3' AND IsRecurrence2 = true")) == 1


def test_days_repeat_as_dates(rest: Rest) -> None:
    rest.create(
        "Event", IsAllDayEvent=True, ActivityDate="2026-03-28", Recurrence2PatternText="RRULE:FREQ=DAILY;COUNT=3"
    )
    assert starts(rest) == ["03-28T00:00", "03-29T00:00", "03-30T00:00"]


def test_what_has_no_end_is_made_for_some_time(rest: Rest) -> None:
    series(rest, "RRULE:FREQ=DAILY")
    assert len(occurrences(rest)) == 200


@pytest.mark.parametrize("rule", ["FREQ=DAILY;COUNT=2", "RRULE:COUNT=2", "RRULE:FREQ=DAILY;UNTIL=20260320", "RRULE:"])
def test_what_is_no_pattern_is_refused(rest: Rest, rule: str) -> None:
    status, error = rest.refusal("POST", "/sobjects/Event", {**NINE, "Recurrence2PatternText": rule})
    assert (status, error["errorCode"], error["fields"]) == (
        400,
        "FIELD_INTEGRITY_EXCEPTION",
        ["Recurrence2PatternText"],
    )
    assert occurrences(rest) == []


def test_a_changed_occurrence_is_an_exception_and_the_pattern_stays(rest: Rest) -> None:
    series(rest)
    second = occurrences(rest)[1]["Id"]
    rest.send("PATCH", f"/sobjects/Event/{second}", {"Subject": "Late"})
    assert [one["IsRecurrence2Exception"] for one in occurrences(rest)] == [False, True, False, False]
    change = {"Recurrence2PatternText": "RRULE:FREQ=DAILY;COUNT=2"}
    _, error = rest.refusal("PATCH", f"/sobjects/Event/{second}", change)
    assert error["errorCode"] == "INVALID_FIELD_FOR_INSERT_UPDATE"


def test_one_goes_alone_or_with_all_that_follow(rest: Rest) -> None:
    series(rest)
    first, second, third, _ = (one["Id"] for one in occurrences(rest))
    rest.send("DELETE", f"/sobjects/Event/{first}")
    assert starts(rest) == ["03-23T08:00", "03-30T07:00", "04-06T07:00"]
    answer = rest.send("DELETE", f"/sobjects/Event/{third}/fromThisEventOnwards")
    assert answer.json()["success"].startswith("We're deleting")
    assert starts(rest) == ["03-23T08:00"]
    rest.send("DELETE", f"/sobjects/Event/{second}/fromThisEventOnwards")
    assert rest.query("SELECT Id FROM Event") == []


def test_what_is_no_series_has_nothing_that_follows(rest: Rest) -> None:
    event = rest.create("Event", **NINE)
    status, _ = rest.refusal("DELETE", f"/sobjects/Event/{event}/fromThisEventOnwards", None)
    assert status == 400


def test_who_changes_the_rule_makes_the_series_anew(world: World, rest: Rest) -> None:
    first = series(rest)
    before = {one["Id"] for one in occurrences(rest)}
    again = world.org.as_user(REP).remake(first, {"StartDateTime": "2026-03-16T09:00:00Z"})
    after = {one["Id"] for one in occurrences(rest)}
    assert (again in after, len(after), before & after) == (True, 4, set())
    assert starts(rest)[0] == "03-16T09:00"
    assert len(rest.query("SELECT Id FROM Event WHERE GroupEventType = '3'")) == 1
