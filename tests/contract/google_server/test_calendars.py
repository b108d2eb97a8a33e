"""Calendars, labels, colours, settings.

https://developers.google.com/workspace/calendar/api/v3/reference/calendars,
https://developers.google.com/workspace/calendar/api/guides/labels
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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
