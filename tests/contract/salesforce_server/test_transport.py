"""What goes over the wire besides JSON: chunks, gzip, versions, the usage header, the daily limit."""

from __future__ import annotations

import gzip
import http.client
import json
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
import requests

from tests.support.guard import GUARD
from tests.support.salesforce_org import REP, VERSION

if TYPE_CHECKING:
    from tests.support.salesforce_org import Rest, World


def _headers(world: World, **more: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {world.org.sessions.start(world.org.user_id(REP))}", **more}


def test_a_body_may_come_in_chunks(world: World, served: str) -> None:
    connection = http.client.HTTPConnection(urlsplit(served).netloc, timeout=GUARD)
    chunks = [b'{"LastName": ', b'"Vogel"}']
    headers = _headers(world, **{"Content-Type": "application/json", "Transfer-Encoding": "chunked"})

    connection.request("POST", f"/services/data/{VERSION}/sobjects/Contact", iter(chunks), headers, encode_chunked=True)
    answer = connection.getresponse()
    made = json.loads(answer.read())
    connection.close()

    assert (answer.status, made["success"]) == (201, True)


def test_answers_and_bodies_may_be_compressed(world: World, served: str) -> None:
    address = f"{served}/services/data/{VERSION}/sobjects"
    body = gzip.compress(b'{"LastName": "Vogel"}')

    made = requests.post(
        f"{address}/Contact", data=body, headers=_headers(world, **{"Content-Encoding": "gzip"}), timeout=GUARD
    )
    plain = requests.get(
        f"{address}/Contact/describe", headers=_headers(world, **{"Accept-Encoding": ""}), timeout=GUARD
    )
    packed = requests.get(
        f"{address}/Contact/describe", headers=_headers(world, **{"Accept-Encoding": "gzip"}), timeout=GUARD
    )

    assert made.status_code == 201
    assert (plain.headers.get("Content-Encoding"), packed.headers.get("Content-Encoding")) == (None, "gzip")
    assert packed.json() == plain.json()


def test_a_connection_is_kept_for_many_requests(world: World, served: str) -> None:
    connection = http.client.HTTPConnection(urlsplit(served).netloc, timeout=GUARD)
    headers = _headers(world)
    for _ in range(3):
        connection.request("GET", f"/services/data/{VERSION}/limits", headers=headers)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200
        assert not answer.will_close
    connection.close()


def test_many_clients_at_once_make_one_record_of_one_key(world: World, served: str) -> None:
    world.org.setup.add_field("Contact", "Key__c", external_id=True, unique=True)
    headers = _headers(world)
    address = f"{served}/services/data/{VERSION}/sobjects/Contact"

    def upsert(number: int) -> int:
        keyed = requests.patch(f"{address}/Key__c/one", json={"LastName": "One"}, headers=headers, timeout=GUARD)
        made = requests.post(address, json={"LastName": str(number)}, headers=headers, timeout=GUARD)
        assert made.status_code == 201
        return keyed.status_code

    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(upsert, range(24)))

    assert sorted(statuses) == [200] * 23 + [201]
    assert (world.org.count("Contact"), world.org.requests.used) == (25, 48)


def test_versions_are_listed_without_a_session_and_resources_with_one(rest: Rest) -> None:
    versions = rest.session.get(f"{rest.origin}/services/data", timeout=GUARD).json()
    assert [versions[0]["version"], versions[-1]["version"]] == ["50.0", "66.0"]
    assert (versions[0]["label"], versions[-1]["label"]) == ("Winter '21", "Spring '26")

    resources = rest.get("/services/data/v66.0/")
    assert resources["sobjects"] == "/services/data/v66.0/sobjects"
    assert rest.get(resources["query"], q="SELECT Id FROM Contact")["done"] is True


@pytest.mark.parametrize(("version", "status"), [("v49.0", 410), ("v67.0", 404), ("v60", 404), ("latest", 404)])
def test_other_versions_are_refused(rest: Rest, version: str, status: int) -> None:
    assert rest.refusal("GET", f"/services/data/{version}/limits")[0] == status


def test_every_answer_says_how_many_requests_were_used(world: World, rest: Rest) -> None:
    usage = [rest.send("GET", path).headers["Sforce-Limit-Info"] for path in ("/limits", "/nothing")]

    assert usage == ["api-usage=1/100000", "api-usage=2/100000"]
    assert rest.get("/limits")["DailyApiRequests"] == {"Max": 100_000, "Remaining": 99_997}
    assert dict(world.org.requests.by_kind) == {"limits": 2, "unknown": 1}


def test_when_the_days_requests_are_used_up_nothing_is_done(world: World, rest: Rest) -> None:
    world.org.requests.limit = 1
    rest.get("/limits")

    assert rest.refusal("POST", "/sobjects/Contact", {"LastName": "Vogel"}) == (
        403,
        {"message": "TotalRequests Limit exceeded.", "errorCode": "REQUEST_LIMIT_EXCEEDED"},
    )
    assert world.org.count("Contact") == 0


def test_records_are_counted_by_object(world: World, rest: Rest) -> None:
    rest.create("Contact", LastName="Vogel")

    assert rest.get("/limits/recordCount", sObjects="Contact,Event") == {"sObjects": [{"count": 1, "name": "Contact"}]}


def test_soap_offers_little_more_than_login(rest: Rest) -> None:
    soap = "http://schemas.xmlsoap.org/soap/envelope/"
    logout = '<logout xmlns="urn:partner.soap.sforce.com"/>'
    envelope = f'<s:Envelope xmlns:s="{soap}"><s:Body>{logout}</s:Body></s:Envelope>'
    for body in (envelope, "<broken"):
        answer = rest.session.post(f"{rest.origin}/services/Soap/u/60.0", data=body, timeout=GUARD)
        assert answer.status_code == 500
        assert "<sf:exceptionCode>UNKNOWN_EXCEPTION</sf:exceptionCode>" in answer.text
