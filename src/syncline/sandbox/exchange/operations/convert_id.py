"""ConvertId: https://learn.microsoft.com/exchange/client-developer/web-service-reference/convertid-operation."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING

from syncline.sandbox.exchange import ids
from syncline.sandbox.exchange.errors import ItemError
from syncline.sandbox.exchange.messages import each
from syncline.sandbox.exchange.request import child
from syncline.sandbox.exchange.xmltext import escape, local

if TYPE_CHECKING:
    from syncline.sandbox.exchange.context import Context
    from syncline.sandbox.exchange.xmltext import Element


def run(context: Context, request: Element) -> str:
    """Write ids in another format."""
    wanted = request.get("DestinationFormat", "")

    def act(element: Element) -> str:
        if local(element) != "AlternateId":
            raise ItemError("ErrorInvalidOperation")
        mailbox = element.get("Mailbox", "")
        converted = _write(_read(context, element, mailbox), wanted)
        return (
            '<m:AlternateId xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:type="t:AlternateIdType" '
            f'Format="{wanted}" Id="{escape(converted)}" Mailbox="{escape(mailbox)}"/>'
        )

    return each("ConvertId", child(request, "SourceIds"), act)


def _read(context: Context, element: Element, address: str) -> str:
    """Answer the id in EWS format."""
    kind, text = element.get("Format", ""), element.get("Id", "")
    owner = context.directory.find(address)
    if owner is None:
        raise ItemError("ErrorNonExistentMailbox")
    try:
        if kind in {"EwsId", "EwsLegacyId"}:
            ids.parse(text)
            return text
        if kind == "OwaId":
            plain = text.replace("-", "/").replace("_", "+")
            ids.parse(plain)
            return plain
        entry = bytes.fromhex(text) if kind == "HexEntryId" else base64.b64decode(text, validate=True)
        return ids.from_entry_id(owner.guid, entry)
    except (ids.MalformedIdError, binascii.Error, ValueError) as error:
        raise ItemError("ErrorInvalidIdMalformed") from error


def _write(identifier: str, wanted: str) -> str:
    if wanted in {"EwsId", "EwsLegacyId"}:
        return identifier
    if wanted == "OwaId":
        return identifier.replace("/", "-").replace("+", "_")
    entry = ids.entry_id(identifier)
    return entry.hex().upper() if wanted == "HexEntryId" else base64.b64encode(entry).decode()
