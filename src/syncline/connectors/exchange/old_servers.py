"""A server that is too old, named: it refuses the version that is asked for without saying which one it has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exchangelib.version import EXCHANGE_2013_SP1, Build

from syncline.connectors.errors import ConnectorError, StopConnectionError
from syncline.connectors.exchange.soap import T, distinguished, m, t

if TYPE_CHECKING:
    from collections.abc import Callable

    from syncline.connectors.exchange.answer import Answer
    from syncline.connectors.exchange.soap import Element

OLDEST = "Exchange2007_SP1"
"""The oldest version that a request may ask for and that every server since has known."""
_PRODUCTS = {8: "Exchange Server 2007", 14: "Exchange Server 2010"}
_BEFORE_SP1 = "Exchange Server 2013 before Service Pack 1"


def told_build(answer: Answer) -> Build | None:
    """Answer the build that an answer's header tells, None if it does not.

    https://learn.microsoft.com/exchange/client-developer/web-service-reference/serverversioninfo
    """
    info = answer.header.find(f"{T}ServerVersionInfo") if answer.header is not None else None
    if info is None:
        return None
    try:
        return Build.from_xml(info)
    except ValueError:
        return None


def check(build: Build) -> None:
    """Raise `StopConnectionError`, with the product's name, if a build is older than Exchange Server 2013 SP1."""
    if build < EXCHANGE_2013_SP1:
        product = _PRODUCTS.get(build.major_version, _BEFORE_SP1)
        raise StopConnectionError(f"the server is {product} (build {build})", code="unsupported_version")


def name(ask: Callable[[Element, str], Answer], refusal: ConnectorError) -> ConnectorError:
    """Answer what to raise when a server refuses our version: it is asked once more, in words that any server knows.

    `ask` sends a payload under a version.
    """
    shape = m("FolderShape", t("BaseShape", text="IdOnly"))
    payload = m("GetFolder", shape, m("FolderIds", distinguished("msgfolderroot")))
    try:
        build = told_build(ask(payload, OLDEST))
        if build is not None:
            check(build)
    except ConnectorError as error:
        return error if error.code == refusal.code else refusal
    return refusal
