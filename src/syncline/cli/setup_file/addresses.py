"""Addresses in the file: of web services, proxies and mail domains."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from syncline.cli.setup_file.values import WrongValueError, text

if TYPE_CHECKING:
    from syncline.cli.setup_file.nodes import Tree
    from syncline.cli.setup_file.problems import Findings

_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


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


def origin(tree: Tree, findings: Findings) -> str:
    """Take the origin of a page, as browsers send it: scheme, host and a port that is not the usual one."""
    address = url(tree, findings)
    parts = urlsplit(address)
    sent = f"{parts.scheme}://{parts.netloc}".lower()
    if address.lower() != sent or parts.netloc.endswith((":443", ":80")[parts.scheme == "http"]) or "*" in sent:
        raise WrongValueError(tree.spot, f"{address!r} is not an origin", "Write it as https://addin.acme.example.")
    return sent


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


def host_and_port(tree: Tree, findings: Findings) -> str:
    """Take HOST:PORT."""
    found = text(tree, findings)
    host, colon, port = found.rpartition(":")
    if not colon or not host or "/" in host or not port.isdecimal():
        raise WrongValueError(tree.spot, f"{found!r} is not HOST:PORT", "Write it as api.pubsub.salesforce.com:7443.")
    return found
