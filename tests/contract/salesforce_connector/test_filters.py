"""Filters and mappings as the org itself judges them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import requests

from syncline.connectors.errors import StopCollectionError
from syncline.connectors.port import Draft, Written
from syncline.planner.policy import ContactPolicy, Criterion, EventPolicy
from syncline.records.record import OF_SERIES, Record
from syncline.records.words import Collection, Direction
from syncline.sandbox.inprocess import InProcessAdapter
from tests.support.sf_connector_world import COLLEAGUE, EVENTS, REP

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

    from tests.support.sf_connector_world import World

CONTACTS = Collection.CONTACTS
PEOPLE: list[dict[str, Any]] = [
    {
        "LastName": "A", "MailingCountry": "DE", "Title": "100% O'Buyer_x", "Score__c": 7, "Birthdate": "1980-05-01",
        "Topics__c": "golf;wine", "Budget__c": 1000.5, "Share__c": 25, "Email": "a@acme.example", "Phone": "+49 30 1",
        "LeadSource": "Web",
    },
    {
        "LastName": "B", "MailingCountry": "de", "Title": "Seller", "Score__c": 20, "Vip__c": True,
        "Topics__c": "wine", "Budget__c": 2000, "Share__c": 50, "Email": "b@other.example", "LeadSource": "Other",
    },
    {
        "LastName": "C", "MailingCountry": "AT", "Title": "100 Buyerx", "Score__c": 30, "Birthdate": "1990-01-01",
        "Topics__c": "golf", "Phone": "+43 1 2",
    },
    {"LastName": "D"},
]  # fmt: skip


@pytest.fixture
def people(world: World) -> dict[str, str]:
    setup = world.org.setup
    setup.add_field("Contact", "Score__c", kind="double")
    setup.add_field("Contact", "Vip__c", kind="boolean")
    setup.add_field("Contact", "Topics__c", kind="multipicklist", values=("golf", "wine", "chess"))
    setup.add_field("Contact", "Budget__c", kind="currency")
    setup.add_field("Contact", "Share__c", kind="percent")
    setup.add_field("Contact", "Story__c", kind="textarea", length=32000)
    rep = world.org.as_user(REP)
    shop = rep.create("Account", {"Name": "Shop", "Industry": "Retail", "NumberOfEmployees": 12})
    ids = {str(person["LastName"]): rep.create("Contact", person) for person in PEOPLE}
    for name in "AB":
        rep.update(ids[name], {"AccountId": shop})
    return ids


def policy(*where: Criterion) -> ContactPolicy:
    return ContactPolicy(direction=Direction.BOTH, where=where)


@pytest.mark.parametrize(
    ("field", "operator", "value", "passing"),
    [
        ("MailingCountry", "equals", "DE", "AB"),
        ("MailingCountry", "not_equals", "DE", "CD"),
        ("MailingCountry", "equals", None, "D"),
        ("MailingCountry", "not_equals", "", "ABC"),
        ("Title", "contains", "0% O'B", "A"),
        ("Title", "contains", "r_x", "A"),
        ("Title", "starts_with", "100", "AC"),
        ("Title", "not_contains", "Buyer", "BD"),
        ("Score__c", "greater_than", 7, "BC"),
        ("Score__c", "greater_or_equal", "7", "ABC"),
        ("Score__c", "less_than", 20.5, "AB"),
        ("Score__c", "less_or_equal", 20, "AB"),
        ("Vip__c", "equals", True, "B"),
        ("Vip__c", "equals", "false", "ACD"),
        ("Birthdate", "less_than", "1985-01-01", "A"),
        ("CreatedDate", "greater_than", "2026-03-01", "ABCD"),
        ("CreatedDate", "less_than", "2026-03-01T10:00:00+01:00", ""),
        ("Account.Name", "equals", "Nobody", ""),
        ("Account.Industry", "equals", "Retail", "AB"),
        ("Account.Industry", "not_equals", "Retail", "CD"),
        ("Account.NumberOfEmployees", "greater_than", 10, "AB"),
        ("Account.Name", "contains", "ho", "AB"),
        ("AccountId", "is_empty", None, "CD"),
        ("AccountId", "is_not_empty", None, "AB"),
        ("Owner.Name", "equals", "Rep", "ABCD"),
        ("Topics__c", "includes", ("golf",), "AC"),
        ("Topics__c", "includes", ("golf", "wine"), "ABC"),
        ("Topics__c", "includes", "chess", ""),
        ("Topics__c", "excludes", ("golf",), "BD"),
        ("Topics__c", "not_contains", "golf", "BD"),
        ("Topics__c", "contains", "wine", "AB"),
        ("Topics__c", "equals", "golf;wine", "A"),
        ("Topics__c", "is_empty", None, "D"),
        ("Budget__c", "greater_than", 1000.5, "B"),
        ("Budget__c", "equals", "1000.5", "A"),
        ("Budget__c", "is_empty", None, "CD"),
        ("Share__c", "less_or_equal", 25, "A"),
        ("Email", "contains", "@acme.", "A"),
        ("Email", "starts_with", "b@", "B"),
        ("Phone", "starts_with", "+4", "AC"),
        ("LeadSource", "equals", "Web", "A"),
        ("LeadSource", "not_equals", "Web", "BCD"),
        ("LeadSource", "contains", "the", "B"),
        ("Title", "is_empty", None, "D"),
        ("Title", "is_not_empty", None, "ABC"),
        ("Birthdate", "is_empty", None, "BD"),
        ("Birthdate", "greater_or_equal", "1990-01-01", "C"),
        ("LastName", "greater_than", "B", "CD"),
    ],
)
def test_a_filter_decides_the_listing_and_the_reading_alike(
    world: World, people: dict[str, str], field: str, operator: str, value: Any, passing: str
) -> None:
    org = world.open(policy(Criterion(field, operator, value)))
    wanted = {people[name] for name in passing}
    assert {record.id for record in org.changes(CONTACTS, None).records} == wanted
    records = org.read(CONTACTS, list(people.values()))
    assert {record.id for record in records if isinstance(record, Record) and record.in_scope} == wanted
    assert {record.id for record in records if isinstance(record, Record)} == set(people.values())
    describes = 1 + ("." in field)
    assert world.connection.calls == {"total": 2 + describes, "describe": describes, "list": 1, "read": 1}


def test_all_criteria_must_hold(world: World, people: dict[str, str]) -> None:
    org = world.open(policy(Criterion("MailingCountry", "equals", "DE"), Criterion("Score__c", "greater_than", 10)))
    assert [record.id for record in org.changes(CONTACTS, None).records] == [people["B"]]


@pytest.mark.parametrize(
    ("field", "operator", "value"),
    [
        ("Score__c", "equals", "many"),
        ("Score__c", "contains", "1"),
        ("Vip__c", "equals", "perhaps"),
        ("Birthdate", "less_than", "soon"),
        ("Title", "resembles", "x"),
        ("Title = 'x' OR Title", "equals", "x"),
        ("Vip__c", "is_empty", None),
        ("Vip__c", "less_than", True),
        ("Topics__c", "starts_with", "g"),
        ("Topics__c", "less_than", "g"),
        ("Topics__c", "equals", ("golf", "wine")),
        ("LeadSource", "includes", ("Web",)),
        ("AccountId", "contains", "001"),
        ("AccountId", "equals", "Shop"),
        ("OwnerId", "greater_than", "0055g00000XyzAbAAJ"),
        ("Story__c", "contains", "x"),
        ("Nothing__c", "equals", "x"),
        ("Account.Nothing__c", "equals", "x"),
        ("Nowhere.Name", "equals", "x"),
        ("CreatedDate", "starts_with", "2026"),
    ],
)
def test_a_filter_that_makes_no_sense_is_said_before_anything_is_asked(
    world: World, people: dict[str, str], field: str, operator: str, value: Any
) -> None:
    with pytest.raises(StopCollectionError) as caught:
        world.open(policy(Criterion(field, operator, value))).changes(CONTACTS, None)
    assert caught.value.code == "filter_impossible"
    assert "list" not in world.connection.calls


def test_a_filter_on_a_field_that_is_hidden_names_it(world: World, people: dict[str, str]) -> None:
    world.org.permissions(REP).hidden.add(("Contact", "Score__c"))
    with pytest.raises(StopCollectionError, match="Score__c"):
        world.open(policy(Criterion("Score__c", "equals", 7))).changes(CONTACTS, None)


def test_what_a_colleague_owns_is_out_of_scope_even_if_seen(world: World) -> None:
    theirs = world.org.as_user(COLLEAGUE).create("Contact", {"LastName": "Theirs"})
    world.org.share(theirs, REP)
    (record,) = world.open().read(CONTACTS, [theirs])
    assert isinstance(record, Record)
    assert not record.in_scope
    assert record.owner == world.colleague_id


def test_a_custom_field_is_mapped_with_its_own_length(world: World) -> None:
    world.org.setup.add_field("Contact", "Nick__c", length=12)
    org = world.open(ContactPolicy(direction=Direction.BOTH, mapping={"JobTitle": "Nick__c", "Surname": "Nick__c"}))
    capabilities = org.capabilities(CONTACTS)
    assert capabilities["JobTitle"].length == 12
    assert capabilities["Surname"].length == 80
    (done,) = org.create(CONTACTS, [Draft("a", {"Surname": "Lee", "JobTitle": "Boss"})])
    assert isinstance(done, Written)
    assert done.after == {"Surname": "Lee", "JobTitle": "Boss"}
    held = world.org.get(done.id)
    assert held is not None
    assert (held["Nick__c"], held["Title"]) == ("Boss", None)
    world.open(ContactPolicy(direction=Direction.BOTH, mapping={"JobTitle": "Nick__c"})).capabilities(CONTACTS)
    assert world.connection.calls["describe"] == 1


def test_a_field_that_is_not_there_can_hold_nothing(world: World) -> None:
    org = world.open(ContactPolicy(direction=Direction.BOTH, mapping={"JobTitle": "Gone__c"}))
    assert "JobTitle" not in org.capabilities(CONTACTS)


def test_event_fields_are_mapped_too(world: World) -> None:
    world.org.setup.add_field("Event", "Room__c", length=80)
    org = world.open(events=EventPolicy(direction=EVENTS.direction, mapping={"Location": "Room__c"}))
    values = {"Start": "2026-03-05", "End": "2026-03-06", "Location": "R 1", "LegacyFreeBusyStatus": "Free"}
    (done,) = org.create(Collection.EVENTS, [Draft("a", values)])
    assert isinstance(done, Written)
    assert done.after == values


def test_occurrences_of_a_series_are_events_and_say_so_and_the_series_itself_is_none(world: World) -> None:
    rep = world.org.as_user(REP)
    single = rep.create("Event", {"StartDateTime": "2026-03-05T10:00:00Z", "DurationInMinutes": 30})
    series = rep.create(
        "Event",
        {
            "StartDateTime": "2026-03-05T10:00:00Z",
            "DurationInMinutes": 30,
            "Recurrence2PatternText": "RRULE:FREQ=DAILY;COUNT=3",
        },
    )
    (whole,) = rep.query("SELECT Id FROM Event WHERE GroupEventType = '3'")
    found = world.open().read(Collection.EVENTS, [single, series, whole["Id"]])
    records = [one for one in found if isinstance(one, Record)]
    assert [one.not_representable for one in records] == [None, None, "series_record"]
    assert [OF_SERIES in one.extra for one in records] == [False, True, True]


def test_what_belongs_to_a_recurring_event_of_classic_says_so(world: World) -> None:
    rep = world.org.as_user(REP)
    rule = {"RecurrenceType": "RecursDaily", "RecurrenceInterval": 1, "RecurrenceEndDateOnly": "2026-03-06"}
    start = "2026-03-05T10:00:00Z"
    flag = {"IsRecurrence": True, "RecurrenceStartDateTime": start}
    rep.create("Event", {"StartDateTime": start, "DurationInMinutes": 30, **flag, **rule})
    ids = [row["Id"] for row in rep.query("SELECT Id FROM Event")]
    found = world.open().read(Collection.EVENTS, ids)
    assert [one.not_representable for one in found if isinstance(one, Record)] == ["classic_series"] * 3


class SmallPages:
    """Makes every query answer 200 rows a page, as the org may at any time."""

    def __init__(self, world: World) -> None:
        self._application = world.faults

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Any:
        environ["HTTP_SFORCE_QUERY_OPTIONS"] = "batchSize=200"
        if environ["PATH_INFO"].endswith("/composite"):
            self._rewrite(environ)
        return self._application(environ, start_response)

    def _rewrite(self, environ: WSGIEnvironment) -> None:
        body = json.loads(environ["wsgi.input"].read())
        for part in body["compositeRequest"]:
            if part["method"] == "GET":
                part["httpHeaders"] = {"Sforce-Query-Options": "batchSize=200"}
        data = json.dumps(body).encode()
        environ["wsgi.input"] = type(environ["wsgi.input"])(data)
        environ["CONTENT_LENGTH"] = str(len(data))


def test_pages_that_are_smaller_than_asked_for_lose_nothing(world: World) -> None:
    ids = world.org.as_user(REP).create_many("Contact", [{"LastName": f"Person {number}"} for number in range(450)])

    def session() -> requests.Session:
        made = requests.Session()
        made.mount("http://", InProcessAdapter(SmallPages(world)))
        return made

    world.connection = world.connect(session_factory=session)
    org = world.open()
    assert all(isinstance(record, Record) for record in org.read(CONTACTS, ids))
    listed: list[str] = []
    cursor, more = None, True
    while more:
        page = org.changes(CONTACTS, cursor)
        listed += [record.id for record in page.records]
        cursor, more = page.cursor, page.more
    assert listed == sorted(ids)
