"""The kinds of connections, and what the file says of each: its settings, and which of them are secrets."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from syncline.cli.setup_file.addresses import domain, host_and_port, proxy, url
from syncline.cli.setup_file.secrets import (
    Surroundings,
    app_certificate_problem,
    existing_file,
    rsa_key_problem,
    secret,
    service_account_problem,
)
from syncline.cli.setup_file.values import Reader, Section, WrongValueError, flag, listing, number, text, word

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syncline.cli.setup_file.nodes import Tree
    from syncline.cli.setup_file.problems import Findings

SALESFORCE = "salesforce"
EXCHANGE = "exchange"
MICROSOFT365 = "microsoft365"
GOOGLE = "google"
OPENID_CONNECT = "openid_connect"
"""No side of a sync: where people sign in to the pages."""
SECRETS: Mapping[str, tuple[str, ...]] = {
    SALESFORCE: ("private_key",),
    EXCHANGE: ("password",),
    MICROSOFT365: ("client_secret", "certificate"),
    GOOGLE: ("service_account_key",),
    OPENID_CONNECT: ("client_secret",),
}
KINDS = tuple(SECRETS)


def keys_of_kind(kind: str) -> dict[str, bool]:
    """Answer the keys of a kind besides `kind`, and whether each is required. Reads nothing."""
    section = _PLAIN[kind]
    return {key: key in section.required for key in (*section.required, *section.optional) if key != "kind"}


def sections(around: Surroundings) -> dict[str, Reader]:
    """Answer the reader of each kind."""
    ways: dict[str, Any] = {
        "additional_domains": listing(domain),
        "ca_bundle": existing_file(around),
        "proxy": proxy,
    }
    return {
        SALESFORCE: _salesforce(around),
        EXCHANGE: _exchange(around, ways),
        MICROSOFT365: _microsoft365(around, ways),
        GOOGLE: _google(around, ways),
        OPENID_CONNECT: _openid_connect(around),
    }


def _salesforce(around: Surroundings) -> Section:
    required: dict[str, Reader] = {
        "kind": text, "login_url": url, "client_id": text, "username": text,
        "private_key": secret(around, rsa_key_problem),
    }  # fmt: skip
    return Section(
        "a salesforce connection",
        required,
        {"person_accounts": flag, "daily_share": number(1, 100), "pubsub": host_and_port},
    )


def _exchange(around: Surroundings, ways: Mapping[str, Any]) -> Section:
    required: dict[str, Reader] = {"kind": text, "service_account": text, "password": secret(around)}
    optional: dict[str, Any] = {"ews_url": url, "auth": word("basic", "ntlm", "auto"), "autodiscover_url": url, **ways}
    return Section("an exchange connection", required, optional)


def _microsoft365_keys(around: Surroundings, ways: Mapping[str, Any]) -> Section:
    required: dict[str, Reader] = {"kind": text, "tenant": text, "client_id": text}
    optional: dict[str, Any] = {
        "client_secret": secret(around), "certificate": secret(around, app_certificate_problem),
        "authority": url, "graph_url": url, **ways,
    }  # fmt: skip
    return Section("a microsoft365 connection", required, optional)


def _microsoft365(around: Surroundings, ways: Mapping[str, Any]) -> Reader:
    section = _microsoft365_keys(around, ways)

    def read(tree: Tree, findings: Findings) -> dict[str, Any]:
        values = section(tree, findings)
        written = [entry.key for entry in tree.entries(type(findings)()) if entry.key in SECRETS[MICROSOFT365]]
        if len(written) != 1:
            message = "a microsoft365 connection signs in with exactly one of client_secret and certificate"
            raise WrongValueError(tree.spot, message, "Write one of the two.")
        return values

    return read


def _google(around: Surroundings, ways: Mapping[str, Any]) -> Section:
    required: dict[str, Reader] = {"kind": text, "service_account_key": secret(around, service_account_problem)}
    return Section("a google connection", required, {"calendar_url": url, "people_url": url, **ways})


def _openid_connect(around: Surroundings) -> Section:
    required: dict[str, Reader] = {"kind": text, "issuer": url, "client_id": text, "client_secret": secret(around)}
    return Section("an openid_connect connection", required, {})


_NOWHERE = Surroundings(Path(), {}, reads_files=False)
_WAYS: Mapping[str, Any] = dict.fromkeys(("additional_domains", "ca_bundle", "proxy"), text)
_PLAIN: Mapping[str, Section] = {
    SALESFORCE: _salesforce(_NOWHERE),
    EXCHANGE: _exchange(_NOWHERE, _WAYS),
    MICROSOFT365: _microsoft365_keys(_NOWHERE, _WAYS),
    GOOGLE: _google(_NOWHERE, _WAYS),
    OPENID_CONNECT: _openid_connect(_NOWHERE),
}
