"""ResolveNames: whose address a name in Exchange's directory is.

https://learn.microsoft.com/exchange/client-developer/web-service-reference/resolvenames-operation
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.connectors.exchange.account import matched
from syncline.connectors.exchange.refusals import error_of, general
from syncline.connectors.exchange.soap import T, m

if TYPE_CHECKING:
    from syncline.connectors.exchange.account import Account

_OPERATION = "ResolveNames"
_SEVERAL = "ErrorNameResolutionMultipleResults"


def resolve(account: Account, name: str) -> str | None:
    """Answer the SMTP address of a directory name (X.500), None if the directory does not tell one. One call.

    Raises what a refusal means that is about the mailbox or the server. One that is about the name is a name that
    cannot be told: it stops no other contact.
    """
    payload = m(
        _OPERATION,
        m("UnresolvedEntry", text=name),
        attributes={"ReturnFullContactData": "false", "SearchScope": "ActiveDirectory"},
    )
    message = matched(account.call(payload), 1, _OPERATION)[0]
    if general(message):
        raise error_of(message, _OPERATION)
    if not message.ok and message.code != _SEVERAL:
        return None
    found = [one.findtext(f"{T}EmailAddress") or "" for one in message.element.iter(f"{T}Mailbox")]
    addresses = {one for one in found if "@" in one}
    return addresses.pop() if len(addresses) == 1 else None
