"""jsforce, a client of the org that somebody else wrote in another language. Set up by `make interop`."""

from __future__ import annotations

import json
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from syncline.sandbox.salesforce import SalesforceOrg, make_app_key
from syncline.sandbox.server import SocketServer
from tests.support.guard import GUARD
from tests.support.salesforce_org import REP, assertion

HERE = Path(__file__).parent
MODULES = HERE / "node_modules" / "jsforce"
PASSWORD = "Geheim & <1>"

pytestmark = pytest.mark.interop


def _node() -> str:
    node = shutil.which("node")
    assert node, "Node is not installed: install Node 18 or later, then run `make interop`"
    assert MODULES.is_dir(), f"jsforce is not installed: run `npm ci` in {HERE.name}/, or `make interop`"
    return node


@pytest.fixture(scope="module")
def org() -> SalesforceOrg:
    made = SalesforceOrg()
    made.add_user(REP, first_name="Marianne", last_name="Vogel", password=PASSWORD)
    made.setup.add_field("Contact", "Key__c", external_id=True, unique=True)
    return made


@pytest.fixture(scope="module")
def seen(org: SalesforceOrg) -> dict[str, Any]:
    node = _node()
    key = make_app_key()
    org.add_app(key)
    with SocketServer(org) as server:
        signed = assertion(key, datetime.now(UTC), aud=server.url)
        run = subprocess.run(  # noqa: S603 - our own script, with our own arguments
            [node, str(HERE / "drive.mjs"), server.url, signed, REP, PASSWORD],
            capture_output=True,
            text=True,
            timeout=GUARD,
            check=False,
        )
    assert run.returncode == 0, run.stderr
    made: dict[str, Any] = json.loads(run.stdout)
    return made


def test_it_signs_in_both_ways(org: SalesforceOrg, seen: dict[str, Any]) -> None:
    assert (seen["login"]["id"], seen["login"]["organizationId"]) == (org.user_id(REP), org.id)
    assert seen["identity"] == REP
    assert "INVALID_LOGIN" in seen["wrongPassword"]["message"]


def test_it_writes_and_reads_one_record(org: SalesforceOrg, seen: dict[str, Any]) -> None:
    made = seen["created"]["id"]
    assert (seen["created"]["success"], seen["updated"]["success"]) == (True, True)
    assert (seen["retrieved"]["Title"], seen["retrieved"]["Name"]) == ("CEO", "Ute Brandt")
    assert seen["found"][0]["Id"] == made
    assert seen["found"][0]["Owner"]["Username"] == REP
    assert seen["refusedCreate"]["code"] == "REQUIRED_FIELD_MISSING"


def test_it_writes_many_records(seen: dict[str, Any]) -> None:
    assert [result["success"] for result in seen["many"]] == [True] * 450
    assert [result["success"] for result in seen["someBad"]] == [True, False]
    assert seen["someBad"][1]["errors"][0]["statusCode"] == "INVALID_EMAIL_ADDRESS"


def test_it_reads_page_by_page(seen: dict[str, Any]) -> None:
    assert seen["fetched"] == {"total": 452, "records": 452, "done": True}


def test_it_upserts(seen: dict[str, Any]) -> None:
    first, second = seen["upserted"]
    assert (first["created"], second["created"], first["id"]) == (True, False, second["id"])
    assert [result["created"] for result in seen["upsertedMany"]] == [False, True]


def test_it_hears_why_a_query_is_bad(seen: dict[str, Any]) -> None:
    assert seen["refusedQuery"]["code"] == "INVALID_FIELD"
    assert "No such column 'Foo' on entity 'Contact'" in seen["refusedQuery"]["message"]


def test_it_sends_a_composite(org: SalesforceOrg, seen: dict[str, Any]) -> None:
    account, contact = seen["composite"]["compositeResponse"]
    assert (account["httpStatusCode"], contact["httpStatusCode"]) == (201, 204)
    linked = org.get(seen["created"]["id"])
    assert linked is not None
    assert linked["AccountId"] == account["body"]["id"]


def test_it_describes(seen: dict[str, Any]) -> None:
    assert seen["describe"] == {"name": "Event", "fields": 48}
    assert {"Contact", "Event", "Account"} <= set(seen["global"])


def test_it_deletes_and_hears_of_it(org: SalesforceOrg, seen: dict[str, Any]) -> None:
    gone = [seen["created"]["id"], seen["many"][0]["id"]]
    assert [result["success"] for result in seen["destroyed"]] == [True, True]
    assert sorted(seen["gone"]) == sorted(gone)
    assert seen["left"] == org.count("Contact") == seen["changed"]
    assert seen["limits"]["used"] == org.requests.used


def test_it_loads_and_asks_in_bulk_by_both_apis(seen: dict[str, Any]) -> None:
    assert [one["success"] for one in seen["loaded"]] == [True, False]
    (made,), (refused,) = seen["loadedBy2"]["successfulResults"], seen["loadedBy2"]["failedResults"]
    assert (made["LastName"], refused["LastName"]) == ("Bulk", "Bad")
    assert refused["sf__Error"].startswith("REQUIRED_FIELD_MISSING")
    rows = [{"LastName": "Bulk"}, {"LastName": "Bulk"}]
    assert (seen["bulkQueried"], seen["bulkQueriedBy2"], seen["searched"]) == (rows, rows, 2)
