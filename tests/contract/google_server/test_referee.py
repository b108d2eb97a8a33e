"""The referee is awake: whatever is wrong with a message by Google's discovery documents is seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.support.google_discovery import CALENDAR, PEOPLE, NotValidError, method_of, problems, query_problems

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.support.google_world import Rest, World

WRONG: list[tuple[str, str, dict[str, Any], str]] = [
    (CALENDAR, "Event", {"sumary": "x"}, "$.sumary is not known"),
    (CALENDAR, "Event", {"sequence": "1"}, "$.sequence: '1' is no integer"),
    (CALENDAR, "Event", {"created": "yesterday"}, "$.created: 'yesterday' is no date-time"),
    (CALENDAR, "Events", {"items": [{"id": 5}]}, "$.items[0].id: 5 is no string"),
    (CALENDAR, "EventAttendee", {"self": "yes"}, "$.self: 'yes' is no boolean"),
    (CALENDAR, "EventDateTime", {"date": "1.4.2026"}, "$.date: '1.4.2026' is no date"),
    (CALENDAR, "Calendar", {"labelProperties": {"eventLabels": {}}}, "$.labelProperties.eventLabels: {} is no array"),
    (CALENDAR, "CalendarListEntry", {"primary": 1}, "$.primary: 1 is no boolean"),
    (CALENDAR, "CalendarList", {"items": {}}, "$.items: {} is no array"),
    (CALENDAR, "Channel", {"expiration": 7}, "$.expiration: 7 is no string"),
    (CALENDAR, "Colors", {"event": {"1": {"colour": "#fff"}}}, "$.event.1.colour is not known"),
    (CALENDAR, "Setting", {"value": True}, "$.value: True is no string"),
    (PEOPLE, "Person", {"names": [{"first": "x"}]}, "$.names[0].first is not known"),
    (PEOPLE, "PersonMetadata", {"sources": [{"type": "FRIEND"}]}, "is none of"),
    (PEOPLE, "ListConnectionsResponse", {"totalItems": True}, "$.totalItems: True is no integer"),
    (PEOPLE, "ListOtherContactsResponse", {"people": []}, "$.people is not known"),
    (PEOPLE, "GetPeopleResponse", {"responses": [{"status": {"code": "5"}}]}, "$.responses[0].status.code"),
    (PEOPLE, "ContactGroup", {"memberCount": 1.5}, "$.memberCount: 1.5 is no integer"),
    (PEOPLE, "ListContactGroupsResponse", {"contactGroups": [{"metadata": {"updateTime": "x"}}]}, "google-datetime"),
    (PEOPLE, "BatchCreateContactsRequest", {"contacts": [{"person": {}}]}, "$.contacts[0].person is not known"),
    (PEOPLE, "BatchUpdateContactsRequest", {"contacts": {"people/c1": {"name": 1}}}, "$.contacts.people/c1.name"),
    (PEOPLE, "BatchUpdateContactsResponse", {"updateResult": []}, "$.updateResult: [] is no object"),
    (PEOPLE, "BatchDeleteContactsRequest", {"resourceNames": [1]}, "$.resourceNames[0]: 1 is no string"),
    (PEOPLE, "ModifyContactGroupMembersRequest", {"add": []}, "$.add is not known"),
    (PEOPLE, "ModifyContactGroupMembersResponse", {"notFoundResourceNames": "x"}, "is no array"),
]  # fmt: skip


@pytest.mark.parametrize(("api", "schema", "message", "said"), WRONG)
def test_a_wrong_message_is_seen(api: str, schema: str, message: dict[str, Any], said: str) -> None:
    assert any(said in one for one in problems(api, {"$ref": schema}, message))


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"maxresults": ["5"]}, "?maxresults is not known"),
        ({"maxResults": ["many"]}, "is no integer"),
        ({"singleEvents": ["1"]}, "is no boolean"),
        ({"orderBy": ["end"]}, "is none of"),
        ({"pageToken": ["a", "b"]}, "more than once"),
    ],
)
def test_a_wrong_parameter_is_seen(query: Mapping[str, list[str]], said: str) -> None:
    method = method_of(CALENDAR, "GET", "calendars/primary/events")

    assert method is not None
    assert any(said in one for one in query_problems(CALENDAR, method, query))


def test_what_passes_is_judged_on_its_way(world: World, rest: Rest) -> None:
    world.rep.calendar.summary = 5  # type: ignore[assignment] # that is the point

    with pytest.raises(NotValidError, match=r"answer .*summary: 5 is no string"):
        rest.events()
    with pytest.raises(NotValidError, match=r"request .*colour is not known"):
        rest.insert({"colour": "blue"})
