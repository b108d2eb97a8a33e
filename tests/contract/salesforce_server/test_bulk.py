"""Both Bulk APIs: driven by simple-salesforce, unmodified, and by hand where no client goes."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import pytest
import requests
from lxml import etree
from simple_salesforce import Salesforce

from syncline.sandbox.server import SocketServer
from tests.support.salesforce_org import OTHER, REP, PlainHttp

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.salesforce_org import Rest, World

JOBS = "/services/async/60.0/job"


@pytest.fixture
def client(world: World) -> Iterator[Salesforce]:
    with SocketServer(world.org, threads=2) as server, requests.Session() as session:
        session.mount("https://", PlainHttp(server.url))
        token = world.org.sessions.start(world.org.user_id(REP))
        yield Salesforce(instance="acme.my.sandbox.test", session_id=token, session=session, version="60.0")


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


class TestTwo:
    def test_simple_salesforce_inserts_updates_and_deletes(self, client: Salesforce) -> None:
        (told,) = client.bulk2.Contact.insert(
            records=[{"LastName": "Brandt"}, {"LastName": "Petit", "Email": "no"}], wait=0
        )
        assert (told["numberRecordsProcessed"], told["numberRecordsFailed"]) == (2, 1)
        (refused,) = rows(client.bulk2.Contact.get_failed_records(told["job_id"]))
        assert refused["sf__Error"].startswith("INVALID_EMAIL_ADDRESS:Email: invalid email address: no")
        (made,) = rows(client.bulk2.Contact.get_successful_records(told["job_id"]))
        assert (made["LastName"], made["sf__Created"]) == ("Brandt", "true")
        client.bulk2.Contact.update(records=[{"Id": made["sf__Id"], "Title": "CEO", "Email": "#N/A"}], wait=0)
        assert client.Contact.get(made["sf__Id"])["Title"] == "CEO"
        client.bulk2.Contact.delete(records=[{"Id": made["sf__Id"]}], wait=0)
        assert client.query("SELECT Id FROM Contact")["totalSize"] == 0

    def test_simple_salesforce_asks_page_by_page(self, client: Salesforce) -> None:
        for number in range(5):
            client.Contact.create({"LastName": f"L{number}"})
        pages = list(
            client.bulk2.Contact.query(
                "SELECT LastName, Account.Name FROM Contact ORDER BY LastName", max_records=2, wait=0
            )
        )
        assert [len(rows(page)) for page in pages] == [2, 2, 1]
        assert rows(pages[2]) == [{"LastName": "L4", "Account.Name": ""}]

    def test_a_job_is_told_of_as_it_goes(self, world: World) -> None:
        rest = world.rest()
        made = rest.send(
            "POST", "/jobs/ingest", {"object": "contact", "operation": "insert", "lineEnding": "CRLF"}
        ).json()
        assert (made["state"], made["object"], made["apiVersion"]) == ("Open", "Contact", 60.0)
        assert upload(rest, f"/{made['contentUrl']}", "LastName\r\nBrandt\r\n").status_code == 201
        address = f"/jobs/ingest/{made['id']}"
        assert rest.send("PATCH", address, {"state": "UploadComplete"}).json()["state"] == "UploadComplete"
        assert rest.get(address)["state"] == "JobComplete"
        assert rest.get("/jobs/ingest")["records"][0]["numberRecordsProcessed"] == 1
        left = rest.send("GET", f"{address}/unprocessedrecords")
        assert (left.text, left.headers["Content-Type"]) == ('"LastName"\r\n', "text/csv")
        assert rest.send("DELETE", address).status_code == 204
        assert rest.refusal("GET", address)[1]["errorCode"] == "NOT_FOUND"

    @pytest.mark.parametrize("settings", [
        {"object": "Contact"},
        {"object": "Contact", "operation": "hardDelete"},
        {"object": "Nothing", "operation": "insert"},
        {"operation": "insert"},
        {"object": "Contact", "operation": "upsert"},
        {"object": "Contact", "operation": "upsert", "externalIdFieldName": "Title"},
        {"object": "Contact", "operation": "insert", "contentType": "JSON"},
        {"object": "Contact", "operation": "insert", "columnDelimiter": "DOT"},
        {"object": "Contact", "operation": "insert", "lineEnding": "CR"},
        {"object": "Contact", "operation": "query"},
        {"object": "Contact", "operation": []},
    ])  # fmt: skip
    def test_a_job_that_cannot_be(self, rest: Rest, settings: dict[str, Any]) -> None:
        status, refused = rest.refusal("POST", "/jobs/ingest", settings)
        assert (status, refused["errorCode"]) in {
            (400, "INVALIDJOB"), (400, "INVALIDENTITY"), (400, "FEATURENOTENABLED"),
        }  # fmt: skip

    @pytest.mark.parametrize("content", ["", "Nothing\nx\n", "LastName,Title\nx\n", '"LastName\nx', b"\xff\xfe"])
    def test_content_that_is_none(self, rest: Rest, content: str | bytes) -> None:
        made = rest.send("POST", "/jobs/ingest", {"object": "Contact", "operation": "insert"}).json()
        upload(rest, f"/{made['contentUrl']}", content)
        rest.send("PATCH", f"/jobs/ingest/{made['id']}", {"state": "UploadComplete"})
        told = rest.get(f"/jobs/ingest/{made['id']}")
        assert (told["state"], told["errorMessage"][:14]) == ("Failed", "InvalidBatch :")

    def test_a_job_goes_one_way(self, rest: Rest) -> None:
        made = rest.send("POST", "/jobs/ingest", {"object": "Contact", "operation": "insert"}).json()
        address = f"/jobs/ingest/{made['id']}"
        assert rest.refusal("GET", f"{address}/successfulResults")[1]["errorCode"] == "INVALIDJOBSTATE"
        assert rest.refusal("DELETE", address)[1]["errorCode"] == "INVALIDJOBSTATE"
        assert rest.send("PATCH", address, {"state": "Aborted"}).json()["state"] == "Aborted"
        assert rest.refusal("PATCH", address, {"state": "UploadComplete"})[1]["errorCode"] == "INVALIDJOBSTATE"
        assert upload(rest, f"/{made['contentUrl']}", "LastName\n").status_code == 400

    @pytest.mark.parametrize("soql", ["SELECT Nothing FROM Contact", "SELECT COUNT() FROM Contact", "junk", None])
    def test_a_query_that_is_none(self, rest: Rest, soql: str | None) -> None:
        assert rest.refusal("POST", "/jobs/query", {"operation": "query", "query": soql})[0] == 400

    def test_jobs_are_their_makers(self, world: World) -> None:
        made = (
            world.rest().send("POST", "/jobs/query", {"operation": "query", "query": "SELECT Id FROM Contact"}).json()
        )
        assert world.rest(OTHER).refusal("GET", f"/jobs/query/{made['id']}")[0] == 404
        assert world.rest().refusal("GET", f"/jobs/query/{made['id']}/results", locator="x")[0] == 400


def upload(rest: Rest, address: str, content: str | bytes) -> requests.Response:
    headers = {"Authorization": f"Bearer {rest.token}", "Content-Type": "text/csv"}
    return rest.session.put(rest.origin + address, data=content, headers=headers, timeout=10)


class TestOne:
    def test_simple_salesforce_inserts_and_asks_in_json(self, client: Salesforce) -> None:
        told = client.bulk.Contact.insert([{"LastName": "Brandt"}, {"Title": "CEO"}], use_serial=True)
        assert [one["success"] for one in told] == [True, False]
        assert told[1]["errors"][0]["statusCode"] == "REQUIRED_FIELD_MISSING"
        (found,) = client.bulk.Contact.query("SELECT Id, LastName FROM Contact")
        assert (found["Id"], found["LastName"]) == (told[0]["id"], "Brandt")

    def test_xml_jobs_with_csv_batches(self, rest: Rest) -> None:
        """As jsforce and the loaders of others send them."""
        job = self.told(self.post(rest, "", self.job("insert", "CSV")), "id")
        batch = self.told(self.post(rest, f"/{job}/batch", "LastName,Title\nBrandt,CEO\n,CTO\n", "text/csv"), "id")
        assert self.told(self.post(rest, f"/{job}", "<jobInfo><state>Closed</state></jobInfo>"), "state") == "Closed"
        assert self.told(self.read(rest, f"/{job}/batch/{batch}"), "state") == "Completed"
        first, second = rows(self.read(rest, f"/{job}/batch/{batch}/result").text)
        assert (first["Success"], first["Created"], second["Success"]) == ("true", "true", "false")
        assert second["Error"] == "REQUIRED_FIELD_MISSING:Required fields are missing: [LastName]:LastName --"
        assert (
            self.told(self.post(rest, f"/{job}/batch", "LastName\nx\n", "text/csv"), "exceptionCode")
            == "InvalidJobState"
        )

    def test_a_query_in_xml(self, rest: Rest) -> None:
        rest.send("POST", "/sobjects/Contact", {"LastName": "O'Hara & Co"})
        job = self.told(self.post(rest, "", self.job("query", "XML")), "id")
        batch = self.told(self.post(rest, f"/{job}/batch", "SELECT LastName FROM Contact"), "id")
        result = self.told(self.read(rest, f"/{job}/batch/{batch}/result"), "result")
        assert self.told(self.read(rest, f"/{job}/batch/{batch}/result/{result}"), "LastName") == "O'Hara & Co"

    @pytest.mark.parametrize("content", ["{", "{}", '["x"]', '[{"Nothing": 1}]', "\x00"])
    def test_a_batch_that_is_none_fails_alone(self, rest: Rest, content: str) -> None:
        asked = {"operation": "insert", "object": "Contact", "contentType": "JSON"}
        job = rest.send("POST", JOBS, asked).json()["id"]
        batch = self.post(rest, f"/{job}/batch", content, "application/json").json()["id"]
        told = rest.send("GET", f"{JOBS}/{job}/batch/{batch}", headers={"Content-Type": "application/json"}).json()
        assert (told["state"], told["stateMessage"][:14]) == ("Failed", "InvalidBatch :")

    @pytest.mark.parametrize("content", ["<", "<jobInfo/>", "<jobInfo><operation>insert</operation></jobInfo>"])
    def test_a_job_that_is_none(self, rest: Rest, content: str) -> None:
        answer = self.post(rest, "", content)
        assert (answer.status_code, self.told(answer, "exceptionCode")) == (400, "InvalidJob")

    def test_nobody(self, rest: Rest) -> None:
        rest.token = "nobody"
        answer = self.post(rest, "", self.job("insert", "CSV"))
        assert (answer.status_code, self.told(answer, "exceptionCode")) == (400, "InvalidSessionId")

    def test_addresses_that_lead_nowhere(self, rest: Rest) -> None:
        assert self.told(self.read(rest, "/750000000000000AAA"), "exceptionCode") == "InvalidJob"
        job = self.told(self.post(rest, "", self.job("insert", "CSV")), "id")
        assert self.told(self.read(rest, f"/{job}/batch/751000000000000AAA"), "exceptionCode") == "InvalidBatch"
        assert self.told(self.read(rest, f"/{job}/nothing"), "exceptionCode") == "InvalidUrl"

    @staticmethod
    def job(operation: str, form: str) -> str:
        return (
            '<?xml version="1.0"?><jobInfo xmlns="http://www.force.com/2009/06/asyncapi/dataload">'
            f"<operation>{operation}</operation><object>Contact</object><contentType>{form}</contentType></jobInfo>"
        )

    @staticmethod
    def post(rest: Rest, path: str, content: str, media: str = "application/xml") -> requests.Response:
        headers = {"X-SFDC-Session": rest.token, "Content-Type": media}
        return rest.session.post(rest.origin + JOBS + path, data=content.encode(), headers=headers, timeout=10)

    @staticmethod
    def read(rest: Rest, path: str) -> requests.Response:
        return rest.session.get(rest.origin + JOBS + path, headers={"X-SFDC-Session": rest.token}, timeout=10)

    @staticmethod
    def told(answer: requests.Response, name: str) -> str:
        found = etree.fromstring(answer.content).find(f".//{{*}}{name}")
        assert found is not None, answer.text
        return found.text or ""
