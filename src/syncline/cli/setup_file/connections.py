"""The `connections` of the file: address and credentials of each org and each mail system."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from syncline.cli.setup_file.document import ConnectionPart
from syncline.cli.setup_file.later import KINDS_TO_COME
from syncline.cli.setup_file.nodes import keys_of
from syncline.cli.setup_file.secrets import existing_file, rsa_key_problem, secret
from syncline.cli.setup_file.values import Reader, Section, WrongValueError, flag, listing, named, text, word

if TYPE_CHECKING:
    from syncline.cli.setup_file.nodes import Tree
    from syncline.cli.setup_file.problems import Findings, Spot
    from syncline.cli.setup_file.secrets import Surroundings

SALESFORCE = "salesforce"
EXCHANGE = "exchange"
SECRETS = {SALESFORCE: ("private_key",), EXCHANGE: ("password",)}
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def connections(around: Surroundings) -> Reader:
    """Answer the reader of the whole section."""
    kinds = {SALESFORCE: _salesforce(around), EXCHANGE: _exchange(around)}

    def one(name: str, spot: Spot, tree: Tree, findings: Findings) -> ConnectionPart:
        kind = _kind(name, tree, findings)
        values = kinds[kind](tree, findings)
        secrets = {key: values.pop(key) for key in SECRETS[kind] if key in values}
        del values["kind"]
        return ConnectionPart(name, spot, kind, values, secrets)

    return named("connections", one)


def url(tree: Tree, findings: Findings) -> str:
    """Take an https address; http only where it cannot leave the machine, because passwords travel in it."""
    address = text(tree, findings).rstrip("/")
    parts = urlsplit(address)
    if parts.scheme not in {"https", "http"} or not parts.hostname:
        raise WrongValueError(tree.spot, f"{address!r} is not a web address", "Write it with https:// in front.")
    if parts.username or parts.password:
        raise WrongValueError(tree.spot, "this address holds a user or password", "Take them out of the address.")
    if parts.scheme == "http" and parts.hostname not in _LOOPBACK:
        raise WrongValueError(
            tree.spot, "this address is not encrypted: passwords would go in the clear", "Write https:// instead."
        )
    return address


def proxy(tree: Tree, findings: Findings) -> str:
    """Take the address of a proxy: requests go through it in a tunnel, so that it sees no password."""
    address = text(tree, findings).rstrip("/")
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise WrongValueError(tree.spot, "this is not the address of a proxy", "Write it as http://host:port.")
    if parts.password:
        raise WrongValueError(
            tree.spot, "this address holds a password", "Use a proxy that lets this machine through without one."
        )
    return address


def domain(tree: Tree, findings: Findings) -> str:
    """Take a mail domain, without the @."""
    found = text(tree, findings).lower()
    if "@" in found or "." not in found or any(character.isspace() or character == "," for character in found):
        raise WrongValueError(tree.spot, f"{found!r} is not a mail domain", "Write one domain each: acme.example.net")
    return found


def _kind(name: str, tree: Tree, findings: Findings) -> str:
    if not tree.is_section:
        raise WrongValueError(
            tree.spot, f"connection {name!r} has keys and values, but {tree.described} stands here", "Begin with kind:."
        )
    # Only looked at here: the section itself is read, and a repeated key noted, by its own reader.
    entry = keys_of(tree.entries(type(findings)())).get("kind")
    if entry is None:
        raise WrongValueError(
            tree.spot, f"connection {name!r} lacks 'kind'", f"Write kind: {SALESFORCE} or {EXCHANGE}."
        )
    known = word(SALESFORCE, EXCHANGE, *KINDS_TO_COME)
    kind: str = known(entry.value, findings)
    if kind in KINDS_TO_COME:
        remedy = f"Take the connection out for now; this version knows {SALESFORCE} and {EXCHANGE}."
        raise WrongValueError(entry.value.spot, f"{kind} is not supported by this version yet", remedy)
    return kind


def _salesforce(around: Surroundings) -> Section:
    required: dict[str, Reader] = {
        "kind": text, "login_url": url, "client_id": text, "username": text,
        "private_key": secret(around, rsa_key_problem),
    }  # fmt: skip
    return Section("a salesforce connection", required, {"person_accounts": flag})


def _exchange(around: Surroundings) -> Section:
    required: dict[str, Reader] = {"kind": text, "service_account": text, "password": secret(around)}
    optional: dict[str, Any] = {
        "ews_url": url, "auth": word("basic", "ntlm", "auto"), "additional_domains": listing(domain),
        "ca_bundle": existing_file(around), "autodiscover_url": url, "proxy": proxy,
    }  # fmt: skip
    return Section("an exchange connection", required, optional)
