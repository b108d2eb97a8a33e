"""ResolveNames: https://learn.microsoft.com/exchange/client-developer/web-service-reference/resolvenames-operation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.sandbox.exchange.errors import ItemError
from syncline.sandbox.exchange.messages import failure
from syncline.sandbox.exchange.request import text
from syncline.sandbox.exchange.state.item import Address
from syncline.sandbox.exchange.values import write_address

if TYPE_CHECKING:
    from syncline.sandbox.exchange.context import Context
    from syncline.sandbox.exchange.state.mailbox import Mailbox
    from syncline.sandbox.exchange.xmltext import Element

_MOST = 100


def run(context: Context, request: Element) -> str:
    """Find mailboxes whose name or address begins with the entry, or whose name in the directory (X.500) it is."""
    wanted = text(request, "UnresolvedEntry").casefold().removeprefix("smtp:").removeprefix("ex:")
    found = [mailbox for mailbox in context.directory.mailboxes.values() if _matches(mailbox, wanted)][:_MOST]
    if not found:
        error = failure("ResolveNames", ItemError("ErrorNameResolutionNoResults"))
        return f"<m:ResponseMessages>{error}</m:ResponseMessages>"
    inside = "".join(f"<t:Resolution>{write_address(Address(one.name, one.address))}</t:Resolution>" for one in found)
    resolved = (
        f'<m:ResolutionSet TotalItemsInView="{len(found)}" IncludesLastItemInRange="true">{inside}</m:ResolutionSet>'
    )
    several = len(found) > 1
    message = "<m:MessageText>Multiple results were found.</m:MessageText>" if several else ""
    code = "ErrorNameResolutionMultipleResults" if several else "NoError"
    return (
        f'<m:ResponseMessages><m:ResolveNamesResponseMessage ResponseClass="{"Warning" if several else "Success"}">'
        f"{message}<m:ResponseCode>{code}</m:ResponseCode>{resolved}</m:ResolveNamesResponseMessage></m:ResponseMessages>"
    )


def _matches(mailbox: Mailbox, wanted: str) -> bool:
    if wanted.startswith("/o="):
        return mailbox.legacy_dn.casefold() == wanted
    words = [*mailbox.name.casefold().split(), mailbox.name.casefold()]
    return any(word.startswith(wanted) for word in (*words, *(one.casefold() for one in mailbox.addresses)))
