"""simple-salesforce over a socket, unmodified but for the transport that turns https into http."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import requests
from simple_salesforce import Salesforce
from simple_salesforce.exceptions import (
    SalesforceAuthenticationFailed,
    SalesforceExpiredSession,
    SalesforceGeneralError,
    SalesforceMalformedRequest,
    SalesforceMoreThanOneRecord,
    SalesforceResourceNotFound,
)

from syncline.sandbox.clock import system_clock
from syncline.sandbox.salesforce import SalesforceOrg
from syncline.sandbox.salesforce.duplicates import DuplicateRule
from syncline.sandbox.server import SocketServer
from tests.support.salesforce_org import REP, PlainHttp

if TYPE_CHECKING:
    from collections.abc import Iterator

    from faker import Faker

    from syncline.sandbox.salesforce import AppKey

PASSWORD = "Geheim & <1>"


@pytest.fixture
def org(key: AppKey) -> SalesforceOrg:
    made = SalesforceOrg(clock=system_clock)
    made.add_app(key, secret="s3cret")
    made.add_user(REP, last_name="Vogel", password=PASSWORD, security_token="tok")
    return made


@pytest.fixture
def session(org: SalesforceOrg) -> Iterator[requests.Session]:
    with SocketServer(org, threads=2) as server, requests.Session() as made:
        made.mount("https://", PlainHttp(server.url))
        yield made


@pytest.fixture
def client(session: requests.Session, key: AppKey) -> Salesforce:
    return Salesforce(
        username=REP, consumer_key=key.client_id, privatekey=key.private_key, session=session, version="60.0"
    )


def test_it_signs_in_by_jwt_and_works_as_the_rep(client: Salesforce, org: SalesforceOrg) -> None:
    made = client.Contact.create({"LastName": "Brandt"})

    assert client.Contact.get(made["id"])["OwnerId"] == org.user_id(REP)
    client.limits()
    assert client.api_usage["api-usage"].used == 3


def test_it_signs_in_with_password_and_security_token(session: requests.Session, org: SalesforceOrg) -> None:
    client = Salesforce(username=REP, password=PASSWORD, security_token="tok", session=session)

    assert client.query("SELECT Id FROM Contact")["totalSize"] == 0
    assert org.requests.tokens == 1


def test_it_signs_in_by_the_password_flow(session: requests.Session, key: AppKey) -> None:
    client = Salesforce(
        username=REP,
        password=f"{PASSWORD}tok",
        consumer_key=key.client_id,
        consumer_secret="s3cret",
        session=session,
    )

    assert client.query("SELECT Id FROM Contact")["totalSize"] == 0


def test_a_wrong_password_is_refused(session: requests.Session) -> None:
    with pytest.raises(SalesforceAuthenticationFailed) as refused:
        Salesforce(username=REP, password="wrong", security_token="tok", session=session)

    assert refused.value.code == "INVALID_LOGIN"


def test_records_live_and_die(client: Salesforce, fake: Faker) -> None:
    made = [client.Contact.create({"LastName": fake.last_name()[:80], "Email": fake.email()})["id"] for _ in range(3)]
    client.Contact.update(made[0], {"Title": "CEO"})
    client.Contact.delete(made[1])

    found = client.query_all("SELECT Id, Title FROM Contact ORDER BY Id")["records"]
    everything = client.query_all("SELECT Id FROM Contact", include_deleted=True)["records"]
    assert [(record["Id"], record["Title"]) for record in found] == [(made[0], "CEO"), (made[2], None)]
    assert len(everything) == 3
    with pytest.raises(SalesforceResourceNotFound):
        client.Contact.get(made[1])
    with pytest.raises(SalesforceMalformedRequest) as refused:
        client.Contact.create({})
    assert refused.value.content[0]["errorCode"] == "REQUIRED_FIELD_MISSING"


def test_it_reads_page_by_page(client: Salesforce, org: SalesforceOrg) -> None:
    org.as_user(REP).create_many("Contact", [{"LastName": str(n)} for n in range(4500)])

    assert len(list(client.query_all_iter("SELECT Id FROM Contact"))) == 4500
    assert org.requests.by_kind["query"] == 3


def test_it_upserts_by_key(client: Salesforce, org: SalesforceOrg) -> None:
    org.setup.add_field("Contact", "Key__c", external_id=True, unique=True)

    assert client.Contact.upsert("Key__c/1", {"LastName": "Brandt"}) == 201
    assert client.Contact.upsert("Key__c/1", {"LastName": "Brandt"}) == 200
    assert client.Contact.get_by_custom_id("Key__c", "1")["LastName"] == "Brandt"


def test_it_describes_and_asks_for_limits(client: Salesforce) -> None:
    assert len(client.Contact.describe()["fields"]) == 59
    assert client.Event.metadata()["objectDescribe"]["keyPrefix"] == "00U"
    assert client.limits()["DailyApiRequests"]["Max"] == 100_000
    assert {item["name"] for item in client.describe()["sobjects"]} >= {"Contact", "Event"}


def test_it_sends_a_composite(client: Salesforce) -> None:
    body = {
        "compositeRequest": [
            {
                "referenceId": "a",
                "method": "POST",
                "url": f"{_base(client)}/sobjects/Account",
                "body": {"Name": "Acme"},
            },
            {"referenceId": "b", "method": "GET", "url": f"{_base(client)}/sobjects/Account/@{{a.id}}?fields=Name"},
        ]
    }

    answer = client.restful("composite", method="POST", json=body)

    assert answer["compositeResponse"][1]["body"]["Name"] == "Acme"


def _base(client: Salesforce) -> str:
    return f"/services/data/v{client.sf_version}"


def test_a_revoked_session_is_an_expired_one(session: requests.Session, org: SalesforceOrg) -> None:
    token = org.sessions.start(org.user_id(REP))
    client = Salesforce(instance="acme.my.salesforce.com", session_id=token, session=session)
    client.query("SELECT Id FROM Contact")

    org.sessions.revoke_all()

    with pytest.raises(SalesforceExpiredSession):
        client.query("SELECT Id FROM Contact")


def test_a_key_that_fits_several_records_is_told_with_where_they_are(client: Salesforce) -> None:
    made = [client.Contact.create({"LastName": name, "Email": "info@b.example"})["id"] for name in ("Vogel", "Amsel")]

    with pytest.raises(SalesforceMoreThanOneRecord) as caught:
        client.Contact.upsert("Email/info@b.example", {"Title": "x"})

    assert caught.value.status == 300
    assert [address.rsplit("/", 1)[1] for address in caught.value.content] == made


def test_a_duplicate_is_refused_with_what_was_found_and_saved_by_who_insists(
    client: Salesforce, org: SalesforceOrg
) -> None:
    org.setup.add_duplicate_rule(DuplicateRule("Contact", "Same_Email", ("Email",)))
    person = {"LastName": "Vogel", "Email": "v@b.example"}
    first = client.Contact.create(person)["id"]

    with pytest.raises(SalesforceMalformedRequest) as caught:
        client.Contact.create(person)

    (error,) = caught.value.content
    (match,) = error["duplicateResult"]["matchResults"]
    assert (error["errorCode"], match["matchRecords"][0]["record"]["Id"]) == ("DUPLICATES_DETECTED", first)
    insist = {"Sforce-Duplicate-Rule-Header": "allowSave=true"}
    assert client.Contact.create(person, headers=insist)["success"] is True


def test_a_description_that_did_not_change_is_answered_without_a_body(client: Salesforce) -> None:
    address = f"{client.base_url}sobjects/Contact/describe"
    told = client._call_salesforce("GET", address)

    with pytest.raises(SalesforceGeneralError) as caught:
        client._call_salesforce("GET", address, headers={"If-Modified-Since": told.headers["Last-Modified"]})

    assert (caught.value.status, caught.value.content) == (304, "")
