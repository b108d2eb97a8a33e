"""Drives a Graph server with Microsoft's own libraries, unmodified: MSAL, azure-identity, msgraph-sdk.

Run by test_msgraph.py in an environment of its own, because these libraries are large. Reads where to go as JSON from
standard input and writes what it saw as JSON to standard output.
"""

# ruff: noqa: T201
from __future__ import annotations

import asyncio
import json
import sys
from typing import Any

import msal
from azure.identity import ClientSecretCredential
from kiota_abstractions.base_request_configuration import RequestConfiguration
from kiota_abstractions.headers_collection import HeadersCollection
from kiota_abstractions.method import Method
from kiota_abstractions.request_information import RequestInformation
from kiota_authentication_azure.azure_identity_authentication_provider import AzureIdentityAuthenticationProvider
from msgraph import GraphRequestAdapter, GraphServiceClient
from msgraph.generated.models.attendee import Attendee
from msgraph.generated.models.contact import Contact
from msgraph.generated.models.contact_folder import ContactFolder
from msgraph.generated.models.date_time_time_zone import DateTimeTimeZone
from msgraph.generated.models.email_address import EmailAddress
from msgraph.generated.models.event import Event
from msgraph.generated.models.o_data_errors.o_data_error import ODataError
from msgraph.generated.users.item.calendar_view.delta.delta_request_builder import (
    DeltaRequestBuilder as ViewDelta,
)
from msgraph.generated.users.users_request_builder import UsersRequestBuilder
from msgraph_core.requests.batch_request_builder import BatchRequestBuilder
from msgraph_core.requests.batch_request_content import BatchRequestContent

SCOPE = "https://graph.microsoft.com/.default"


def headers(**values: str) -> RequestConfiguration[Any]:
    """Make a configuration with headers, underscores standing for hyphens."""
    made = HeadersCollection()
    for name, value in values.items():
        made.add(name.replace("_", "-"), value)
    return RequestConfiguration(headers=made)


def sign_in(told: dict[str, Any]) -> dict[str, Any]:
    """Ask for tokens in every way that MSAL knows for an application."""
    authority = told["authority"]

    def app(credential: Any, tenant: str = authority) -> Any:
        return msal.ConfidentialClientApplication(
            told["client_id"], client_credential=credential, authority=tenant, instance_discovery=False
        )

    wrong = app("wrong").acquire_token_for_client([SCOPE])
    certificate = {"private_key": told["private_key"], "public_certificate": told["certificate"]}
    try:
        app(told["client_secret"], told["wrong_authority"])
        elsewhere = ""
    except ValueError as error:
        elsewhere = str(error)
    return {
        "by_secret": "access_token" in app(told["client_secret"]).acquire_token_for_client([SCOPE]),
        "by_certificate": "access_token" in app(certificate).acquire_token_for_client([SCOPE]),
        "wrong_secret": [wrong["error"], wrong["error_codes"]],
        "wrong_tenant": elsewhere,
    }


def client(told: dict[str, Any]) -> GraphServiceClient:
    """Make the SDK's client, with azure-identity for tokens."""
    base, _, tenant = told["authority"].rpartition("/")
    credential = ClientSecretCredential(
        tenant, told["client_id"], told["client_secret"], authority=base, disable_instance_discovery=True
    )
    provider = AzureIdentityAuthenticationProvider(credential, scopes=[SCOPE], allowed_hosts=["localhost"])
    adapter = GraphRequestAdapter(provider)
    adapter.base_url = told["graph_url"]
    return GraphServiceClient(request_adapter=adapter)


async def contacts(graph: GraphServiceClient, address: str) -> dict[str, Any]:
    """Make, list, follow, change and delete contacts."""
    user = graph.users.by_user_id(address)
    made_folder = await user.contact_folders.post(ContactFolder(display_name="Salesforce_Sync"))
    folder = user.contact_folders.by_contact_folder_id(made_folder.id)
    immutable = headers(Prefer='IdType="ImmutableId"')
    made = []
    for name in ("Ada", "Grace", "Edith"):
        contact = Contact(given_name=name, surname="L", email_addresses=[EmailAddress(address=f"{name}@c.example")])
        made.append(await folder.contacts.post(contact, immutable))
    first = await folder.contacts.delta.get(headers(Prefer='IdType="ImmutableId", odata.maxpagesize=2'))
    second = await folder.contacts.delta.with_url(first.odata_next_link).get(immutable)
    changed = await user.contacts.by_contact_id(made[0].id).patch(Contact(job_title="Countess"), immutable)
    await user.contacts.by_contact_id(made[1].id).delete(immutable)
    after = await folder.contacts.delta.with_url(second.odata_delta_link).get(immutable)
    listed = await folder.contacts.get(immutable)
    try:
        await user.contacts.by_contact_id("nonsense").get()
        refused = ""
    except ODataError as error:
        refused = f"{error.response_status_code} {error.error.code}"
    return {
        "pages": [len(first.value), len(second.value)],
        "changed": [changed.job_title, changed.given_name, changed.email_addresses[0].address],
        "after": sorted([one.id == made[1].id, "@removed" in (one.additional_data or {})] for one in after.value),
        "listed": sorted(one.given_name for one in listed.value),
        "refused": refused,
    }


async def events(graph: GraphServiceClient, address: str) -> dict[str, Any]:
    """Make, follow, change and delete a meeting."""
    user = graph.users.by_user_id(address)
    meeting = Event(
        subject="Offer",
        start=DateTimeTimeZone(date_time="2026-07-06T09:00:00", time_zone="W. Europe Standard Time"),
        end=DateTimeTimeZone(date_time="2026-07-06T10:00:00", time_zone="W. Europe Standard Time"),
        attendees=[Attendee(email_address=EmailAddress(address="ida@cust.example", name="Ida"))],
        transaction_id="11f2",
    )
    made = await user.events.post(meeting)
    again = await user.events.post(meeting)
    window = ViewDelta.DeltaRequestBuilderGetQueryParameters(
        start_date_time="2026-07-01T00:00:00Z", end_date_time="2026-08-01T00:00:00Z"
    )
    first = await user.calendar_view.delta.get(RequestConfiguration(query_parameters=window))
    await user.events.by_event_id(made.id).patch(Event(subject="Offer, second version"))
    after = await user.calendar_view.delta.with_url(first.odata_delta_link).get()
    await user.events.by_event_id(made.id).delete()
    last = await user.calendar_view.delta.with_url(after.odata_delta_link).get()
    return {
        "start": [made.start.date_time, made.start.time_zone],
        "same": made.id == again.id,
        "told": [[one.subject for one in page.value] for page in (first, after)],
        "gone": ["@removed" in (one.additional_data or {}) for one in last.value],
    }


async def batch(graph: GraphServiceClient, address: str) -> dict[str, Any]:
    """Send two requests in one."""
    content = BatchRequestContent()
    builder = graph.users.by_user_id(address).contacts
    content.add_request_information(builder.to_post_request_information(Contact(given_name="Batch")))
    missing = RequestInformation()
    missing.http_method = Method.GET
    missing.url = f"{graph.request_adapter.base_url}/users/{address}/contacts/nonsense"
    content.add_request_information(missing)
    answer = await BatchRequestBuilder(graph.request_adapter).post(content)
    return {"statuses": sorted(one.status for one in answer.responses.values())}


async def main(told: dict[str, Any]) -> dict[str, Any]:
    """Play the whole story."""
    graph = client(told)
    wanted = UsersRequestBuilder.UsersRequestBuilderGetQueryParameters(
        filter=f"mail eq '{told['address']}'", select=["id", "mail", "proxyAddresses"]
    )
    users = await graph.users.get(RequestConfiguration(query_parameters=wanted))
    return {
        "sign_in": sign_in(told),
        "users": [[one.mail, one.proxy_addresses] for one in users.value],
        "contacts": await contacts(graph, told["address"]),
        "events": await events(graph, told["address"]),
        "batch": await batch(graph, told["address"]),
    }


if __name__ == "__main__":
    print(json.dumps(asyncio.run(main(json.load(sys.stdin)))))
