"""google-api-python-client over a socket, unmodified: a day in the life of both APIs."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest
from google.auth.exceptions import RefreshError
from google.oauth2 import service_account
from googleapiclient.discovery import build_from_document
from googleapiclient.errors import HttpError

from syncline.sandbox.clock import system_clock
from syncline.sandbox.google import GoogleServer, Limit
from syncline.sandbox.server import SocketServer
from tests.support.google_discovery import CALENDAR, PEOPLE, Judged, document
from tests.support.google_world import OTHER, REP, event

if TYPE_CHECKING:
    from collections.abc import Iterator

    from faker import Faker

    from syncline.sandbox.google import ServiceKey

SCOPES = ["https://www.googleapis.com/auth/calendar", "https://www.googleapis.com/auth/contacts"]
PRIMARY = {"calendarId": "primary"}
Client: TypeAlias = Callable[..., Any]
"""Makes a client of an API, for a user."""
ME = {"resourceName": "people/me", "personFields": "names,memberships,metadata", "requestSyncToken": True}


@pytest.fixture
def server(key: ServiceKey) -> GoogleServer:
    made = GoogleServer(system_clock, key=key)
    made.add_account(REP)
    made.add_account(OTHER)
    return made


@pytest.fixture
def origin(server: GoogleServer) -> Iterator[str]:
    with SocketServer(Judged(server), threads=2) as socket:
        yield socket.url


@pytest.fixture
def client(server: GoogleServer, origin: str) -> Iterator[Client]:
    """The client that Google's document makes, with our address in the document."""
    with ExitStack() as opened:

        def make(api: str, user: str = REP) -> Any:
            info = json.loads(server.key_file(origin))
            credentials = service_account.Credentials.from_service_account_info(info, scopes=SCOPES, subject=user)
            described = {**document(api), "rootUrl": f"{origin}/", "mtlsRootUrl": f"{origin}/"}
            made = build_from_document(described, credentials=credentials)
            opened.callback(made.close)
            return made

        yield make


def all_of(resource: Any, request: Any, following: str = "list_next") -> tuple[list[dict[str, Any]], str]:
    """Everything on all pages, and the sync token of the last."""
    found: list[dict[str, Any]] = []
    page: dict[str, Any] = {}
    while request is not None:
        page = request.execute()
        found += page.get("items", page.get("connections", []))
        request = getattr(resource, following)(request, page)
    return found, page["nextSyncToken"]


def reason(refused: pytest.ExceptionInfo[HttpError]) -> tuple[int, str]:
    return refused.value.status_code, refused.value.error_details[0]["reason"]


def test_a_calendar_is_written_and_synchronized(server: GoogleServer, client: Client) -> None:
    events = client(CALENDAR).events()
    made = [events.insert(**PRIMARY, sendUpdates="none", body=event(id=f"event{n}")).execute() for n in range(5)]
    found, token = all_of(events, events.list(**PRIMARY, maxResults=2))
    events.patch(**PRIMARY, eventId="event0", sendUpdates="none", body={"summary": "Other"}).execute()
    events.delete(**PRIMARY, eventId="event1", sendUpdates="none").execute()
    moved = events.update(**PRIMARY, eventId="event2", sendUpdates="none", body=made[2] | {"location": "Bonn"})
    moved.headers["If-Match"] = made[2]["etag"]
    moved.execute()

    told, _ = all_of(events, events.list(**PRIMARY, syncToken=token))
    assert found == made
    assert [(one["id"], one["status"]) for one in told] == [
        ("event0", "confirmed"), ("event1", "cancelled"), ("event2", "confirmed"),
    ]  # fmt: skip
    with pytest.raises(HttpError) as refused:
        moved.execute()
    assert reason(refused) == (412, "conditionNotMet")
    with pytest.raises(HttpError) as refused:
        events.insert(**PRIMARY, body=event(id="event1")).execute()
    assert reason(refused) == (409, "duplicate")
    server.accounts[REP].calendar.expire_sync_tokens()
    with pytest.raises(HttpError) as refused:
        events.list(**PRIMARY, syncToken=token).execute()
    assert reason(refused) == (410, "fullSyncRequired")
    assert server.unspoken == {}


def test_a_series_is_expanded(server: GoogleServer, client: Client) -> None:
    events = client(CALENDAR).events()
    events.insert(**PRIMARY, body=event(id="series", recurrence=["RRULE:FREQ=DAILY;COUNT=5"])).execute()
    page = events.instances(**PRIMARY, eventId="series", maxResults=3).execute()
    rest = events.instances(**PRIMARY, eventId="series", pageToken=page["nextPageToken"]).execute()
    events.delete(**PRIMARY, eventId=rest["items"][0]["id"]).execute()

    shown = events.list(**PRIMARY, singleEvents=True, orderBy="startTime").execute()["items"]
    days = [one["start"]["dateTime"][8:10] for one in shown]
    assert [one["start"]["dateTime"][8:10] for one in page["items"] + rest["items"]] == ["01", "02", "03", "04", "05"]
    assert days == ["01", "02", "03", "05"]


def test_a_batch_is_taken_apart_and_put_together(server: GoogleServer, client: Client) -> None:
    calendar = client(CALENDAR)
    # With a token at hand: to get one for a batch, the client opens a connection that it never closes.
    calendar.events().list(**PRIMARY).execute()
    answers: dict[str, object] = {}

    def keep(identifier: str, answer: Any, error: Exception | None) -> None:
        answers[identifier] = reason_of(error) if error else answer["id"]

    batch = calendar.new_batch_http_request(callback=keep)
    for name in ("batch0", "batch1", "batch0"):
        batch.add(calendar.events().insert(**PRIMARY, body=event(id=name), sendUpdates="none"))
    batch.execute()
    assert list(answers.values()) == ["batch0", "batch1", "duplicate"]


def reason_of(error: Exception) -> str:
    assert isinstance(error, HttpError)
    return str(error.error_details[0]["reason"])


def test_a_channel_is_opened_and_stopped(server: GoogleServer, client: Client) -> None:
    calendar = client(CALENDAR)
    body = {"id": "channel", "type": "web_hook", "address": "https://hook.example/", "token": "t"}
    made = calendar.events().watch(**PRIMARY, body=body).execute()
    calendar.channels().stop(body={"id": "channel", "resourceId": made["resourceId"]}).execute()

    assert made["kind"] == "api#channel"
    assert len(server.channels) == 0


def test_contacts_live_in_a_group(server: GoogleServer, client: Client, fake: Faker) -> None:
    server.propagation = timedelta(0)
    people = client(PEOPLE)
    group = people.contactGroups().create(body={"contactGroup": {"name": "Salesforce Sync"}}).execute()
    bodies = [{"contactPerson": {"names": [{"givenName": fake.first_name()}]}} for _ in range(5)]
    made = people.people().batchCreateContacts(body={"contacts": bodies, "readMask": "names,metadata"}).execute()
    names = [one["person"]["resourceName"] for one in made["createdPeople"]]
    members = people.contactGroups().members()
    members.modify(resourceName=group["resourceName"], body={"resourceNamesToAdd": names[:3]}).execute()

    connections = people.people().connections()
    found, token = all_of(connections, connections.list(**ME, pageSize=2))
    inside = people.contactGroups().get(resourceName=group["resourceName"], maxMembers=10).execute()
    assert [one["resourceName"] for one in found] == names
    assert inside["memberResourceNames"] == names[:3]
    first = people.people().get(resourceName=names[0], personFields="names,metadata").execute()
    change = {"metadata": first["metadata"], "names": [{"givenName": "Other"}]}
    update = {"resourceName": names[0], "updatePersonFields": "names", "body": change}
    people.people().updateContact(**update).execute()
    people.people().deleteContact(resourceName=names[4]).execute()
    told, _ = all_of(connections, connections.list(**ME, pageSize=2, syncToken=token))
    assert [(one["resourceName"], one.get("metadata", {}).get("deleted", False)) for one in told] == [
        (names[0], False), (names[4], True),
    ]  # fmt: skip
    with pytest.raises(HttpError) as refused:
        people.people().updateContact(**update).execute()
    assert reason(refused) == (400, "failedPrecondition")
    server.accounts[REP].book.expire_sync_tokens()
    with pytest.raises(HttpError) as refused:
        connections.list(**ME, syncToken=token).execute()
    assert refused.value.error_details[0]["reason"] == "EXPIRED_SYNC_TOKEN"


def test_it_tries_again_after_a_limit_and_a_bad_backend(server: GoogleServer, client: Client) -> None:
    server.quota.refuse([Limit.USER, Limit.PROJECT, Limit.TOO_MANY, Limit.BACKEND])
    request = client(CALENDAR).events().list(**PRIMARY)
    request._sleep = lambda _seconds: None

    assert request.execute(num_retries=4)["items"] == []
    assert server.quota.refusals == 4


@pytest.mark.parametrize(
    ("change", "said"),
    [("scope", "unauthorized_client"), ("user", "Invalid email or User ID"), ("key", "Invalid JWT Signature")],
)
def test_it_is_told_why_it_cannot_sign_in(server: GoogleServer, client: Client, change: str, said: str) -> None:
    if change == "scope":
        server.tokens.delegated.clear()
    if change == "key":
        server.tokens.keys.clear()
    calendar = client(CALENDAR, "nobody@acme.example" if change == "user" else REP)

    with pytest.raises(RefreshError, match=said):
        calendar.events().list(**PRIMARY).execute()
