"""How long a server asks to be left alone, by the header that all of them use.

https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3: seconds, or the instant from which on one may come back. Vendors
write seconds (https://learn.microsoft.com/graph/throttling); what stands before them, balancers and proxies, may write
an instant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.connectors.watching import http_date

if TYPE_CHECKING:
    from collections.abc import Mapping


def asked_to_wait(headers: Mapping[str, str]) -> float | None:
    """Answer seconds, None where nothing was asked. An instant counts from the answer's own Date: clocks differ."""
    text = (headers.get("Retry-After") or "").strip()
    if text.isascii() and text.isdigit():
        return float(text)
    until, now = http_date(text), http_date(headers.get("Date"))
    return max(0.0, (until - now).total_seconds()) if until is not None and now is not None else None
