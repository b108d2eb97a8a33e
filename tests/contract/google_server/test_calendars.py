"""Calendars, labels, colours, settings.

https://developers.google.com/workspace/calendar/api/v3/reference/calendars,
https://developers.google.com/workspace/calendar/api/guides/labels
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import pytest

from tests.support.google_world import OTHER, REP

if TYPE_CHECKING:
    from tests.support.google_world import Rest, World

EVENTS = "/calendars/primary/events"
LABEL = {"id": "42617328-8756-4291-8273-192837465647", "backgroundColor": "#039be5", "name": "Salesforce"}
SECOND = {"id": "19283746-9182-4736-8271-918273645261", "backgroundColor": "#33b679"}


def labelled(*labels: dict[str, str]) -> dict[str, Any]:
    return {"labelProperties": {"eventLabels": list(labels)}}


def test_the_primary_calendar_is_called_after_its_owner(world: World, rest: Rest) -> None:
    own, entry = rest.ok("GET", "/calendars/primary"), rest.ok("GET", "/users/me/calendarList/primary")

    assert (own["id"], own["timeZone"], own["kind"]) == (REP, "Europe/Berlin", "calendar#calendar")
    assert (entry["id"], entry["primary"], entry["accessRole"]) == (REP, True, "owner")
    assert rest.ok("GET", f"/calendars/{REP}") == own
    assert world.rest(OTHER).ok("GET", "/users/me/settings/timezone")["value"] == "America/New_York"
    assert [one["id"] for one in rest.ok("GET", "/users/me/calendarList")["items"]] == [REP]
    assert rest.ok("GET", "/colors")["event"].keys() == {str(number) for number in range(1, 12)}
    assert rest.refused(404, "GET", "/users/me/settings/nonsense")["code"] == 404


def test_the_list_of_calendars_is_carried_on(rest: Rest) -> None:
    token = rest.ok("GET", "/users/me/calendarList")["nextSyncToken"]
    second = rest.ok("POST", "/calendars", {"summary": "Second"})["id"]

    assert [one["id"] for one in rest.ok("GET", "/users/me/calendarList", syncToken=token)["items"]] == [second]
    assert rest.refused(400, "GET", "/users/me/calendarList", syncToken="x")["code"] == 400


def test_an_address_may_stand_escaped_in_a_path(rest: Rest) -> None:
    assert rest.ok("GET", f"/calendars/{REP.replace('@', '%40')}/events")["items"] == []


def test_events_wear_labels_of_their_calendar(rest: Rest) -> None:
    rest.ok("PATCH", "/calendars/primary", labelled(LABEL, SECOND))
    made = rest.insert({"eventLabelId": LABEL["id"]}, eventLabelVersion=1)
    path = f"{EVENTS}/{made['id']}"

    assert rest.ok("GET", "/calendars/primary")["labelProperties"]["eventLabels"] == [LABEL, SECOND]
    assert made["eventLabelId"] == LABEL["id"]
    assert rest.ok("PUT", path, {key: made[key] for key in ("start", "end")})["eventLabelId"] == LABEL["id"]
    assert "eventLabelId" not in rest.ok("PATCH", path, {"eventLabelId": ""}, eventLabelVersion=1)
    assert "eventLabelId" not in rest.ok("PATCH", path, {"eventLabelId": SECOND["id"]})
    assert rest.refused(400, "PATCH", path, {"eventLabelId": "unknown"}, eventLabelVersion=1)["code"] == 400


def test_a_label_that_is_taken_away_leaves_its_events(rest: Rest) -> None:
    rest.ok("PATCH", "/calendars/primary", labelled(LABEL))
    made = rest.insert({"eventLabelId": LABEL["id"]}, eventLabelVersion=1)
    token = rest.events()["nextSyncToken"]
    rest.ok("PUT", "/calendars/primary", {"summary": "Mine", **labelled(SECOND)})

    (told,) = rest.events(syncToken=token)["items"]
    assert told["id"] == made["id"]
    assert "eventLabelId" not in told


@pytest.mark.parametrize(
    "labels",
    [
        [LABEL | {"id": "short"}], [LABEL | {"backgroundColor": "blue"}], [LABEL | {"name": "n" * 51}],
        [LABEL, LABEL], [{"backgroundColor": "#039be5"}] * 201,
    ],
)  # fmt: skip
def test_labels_have_their_rules(rest: Rest, labels: list[dict[str, str]]) -> None:
    assert rest.refused(400, "PATCH", "/calendars/primary", labelled(*labels))["code"] == 400


def test_a_calendar_needs_a_title_and_may_have_another_zone(rest: Rest) -> None:
    made = rest.ok("POST", "/calendars", {"summary": "Second", "timeZone": "Asia/Tokyo"})

    assert made["timeZone"] == "Asia/Tokyo"
    assert rest.refused(400, "POST", "/calendars", {})["code"] == 400
    assert rest.refused(400, "PUT", "/calendars/primary", {})["code"] == 400
    assert rest.refused(400, "PATCH", "/calendars/primary", {"timeZone": "Mars/Base"})["code"] == 400


def test_a_calendar_keeps_what_it_is_told_and_goes(world: World, rest: Rest) -> None:
    made = rest.ok("POST", "/calendars", {"summary": "Team", "description": "All of us", "location": "Berlin"})
    token = rest.ok("GET", "/users/me/calendarList")["nextSyncToken"]
    rest.ok("PATCH", f"/calendars/{made['id']}", {"description": ""})
    assert (made["description"], made["location"]) == ("All of us", "Berlin")
    assert "description" not in rest.ok("GET", f"/calendars/{made['id']}")
    assert rest.call("DELETE", f"/calendars/{made['id']}").status_code == 204
    (gone,) = rest.ok("GET", "/users/me/calendarList", syncToken=token)["items"]
    assert (gone["id"], gone["deleted"]) == (made["id"], True)
    assert rest.refused(404, "GET", f"/calendars/{made['id']}/events")["code"] == 404
    assert rest.refused(400, "DELETE", "/calendars/primary")["code"] == 400
    assert list(world.rep.calendars) == [REP]


def test_a_primary_calendar_is_cleared(rest: Rest) -> None:
    event = {"start": {"date": "2026-03-12"}, "end": {"date": "2026-03-13"}}
    token = rest.ok("GET", EVENTS)["nextSyncToken"]
    made = rest.ok("POST", EVENTS, event)["id"]
    assert rest.call("POST", "/calendars/primary/clear").status_code == 204
    assert [(one["id"], one["status"]) for one in rest.ok("GET", EVENTS, syncToken=token)["items"]] == [
        (made, "cancelled")
    ]
    second = rest.ok("POST", "/calendars", {"summary": "Team"})["id"]
    assert rest.refused(400, "POST", f"/calendars/{second}/clear")["code"] == 400


def test_all_settings_are_listed(rest: Rest) -> None:
    page = rest.ok("GET", "/users/me/settings")
    assert {one["id"]: one["value"] for one in page["items"]}["timezone"] == "Europe/Berlin"
    assert rest.ok("GET", "/users/me/settings", syncToken=page["nextSyncToken"])["items"] == []
    assert rest.refused(400, "GET", "/users/me/settings", syncToken="x")["code"] == 400


class TestFreeBusy:
    ASKED: ClassVar = {"timeMin": "2026-03-16T00:00:00Z", "timeMax": "2026-03-19T00:00:00Z"}

    def busy(self, rest: Rest, *names: str) -> dict[str, Any]:
        found: dict[str, Any] = rest.ok("POST", "/freeBusy", {**self.ASKED, "items": [{"id": one} for one in names]})
        return {name: [list(one.values()) for one in told["busy"]] for name, told in found["calendars"].items()}

    def test_spans_that_touch_are_one(self, rest: Rest) -> None:
        for start, end, more in (
            ("16T09:00", "16T10:00", {}), ("16T09:30", "16T11:00", {}), ("16T11:00", "16T12:00", {}),
            ("17T09:00", "17T10:00", {"transparency": "transparent"}), ("18T23:00", "19T02:00", {}),
        ):  # fmt: skip
            times = {"start": {"dateTime": f"2026-03-{start}:00Z"}, "end": {"dateTime": f"2026-03-{end}:00Z"}}
            rest.ok("POST", EVENTS, {**times, **more})
        assert self.busy(rest, "primary") == {
            "primary": [
                ["2026-03-16T09:00:00Z", "2026-03-16T12:00:00Z"], ["2026-03-18T23:00:00Z", "2026-03-19T00:00:00Z"],
            ]
        }  # fmt: skip

    def test_each_occurrence_counts_and_a_cancelled_one_does_not(self, rest: Rest) -> None:
        made = rest.ok("POST", EVENTS, {
            "start": {"dateTime": "2026-03-15T08:00:00Z", "timeZone": "UTC"},
            "end": {"dateTime": "2026-03-15T09:00:00Z", "timeZone": "UTC"}, "recurrence": ["RRULE:FREQ=DAILY"],
        })  # fmt: skip
        assert [one[0][8:10] for one in self.busy(rest, "primary")["primary"]] == ["16", "17", "18"]
        rest.call("DELETE", f"{EVENTS}/{made['id']}_20260317T080000Z")
        assert [one[0][8:10] for one in self.busy(rest, "primary")["primary"]] == ["16", "18"]

    def test_colleagues_and_strangers(self, world: World, rest: Rest) -> None:
        day = {"start": {"date": "2026-03-17"}, "end": {"date": "2026-03-18"}}
        world.rest(OTHER).ok("POST", EVENTS, day)
        found = rest.ok("POST", "/freeBusy", {**self.ASKED, "items": [{"id": OTHER}, {"id": "nobody@acme.example"}]})
        assert found["calendars"][OTHER]["busy"] == [{"start": "2026-03-17T04:00:00Z", "end": "2026-03-18T04:00:00Z"}]
        assert found["calendars"]["nobody@acme.example"]["errors"] == [{"domain": "global", "reason": "notFound"}]

    @pytest.mark.parametrize("wrong", [
        {"timeMin": None}, {"timeMax": "soon"}, {"timeMax": "2026-03-01T00:00:00Z"}, {"items": "primary"},
        {"timeMax": "2027-03-01T00:00:00Z"}, {"items": [{"id": f"c{n}"} for n in range(51)]}, {"items": [{}]},
    ])  # fmt: skip
    def test_questions_that_are_none(self, rest: Rest, wrong: dict[str, Any]) -> None:
        assert rest.refused(400, "POST", "/freeBusy", {**self.ASKED, **wrong})["code"] == 400
