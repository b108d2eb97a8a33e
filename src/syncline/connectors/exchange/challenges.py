"""What a server offers in WWW-Authenticate."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import requests

_SCHEMES = ("NTLM", "Negotiate", "Basic", "Bearer", "Digest", "Kerberos")
_TOKEN = re.compile(r"[A-Za-z0-9+/=]+\Z")


def offered(response: requests.Response) -> tuple[str, ...]:
    """Answer the schemes offered, in the server's order, written as the standards write them."""
    known = {one.lower(): one for one in _SCHEMES}
    words = [one.split(" ", 1)[0].strip().lower() for one in _challenges(response)]
    return tuple(dict.fromkeys(known[word] for word in words if word in known))


def token_of(response: requests.Response, scheme: str) -> str:
    """Answer the token beside a scheme, in Base64; empty if there is none."""
    for one in _challenges(response):
        name, _, rest = one.partition(" ")
        if name.lower() == scheme.lower() and _TOKEN.match(rest.strip()):
            return rest.strip()
    return ""


def _challenges(response: requests.Response) -> list[str]:
    """Answer the challenges; a proxy may have put several headers into one, with commas."""
    return [one.strip() for one in response.headers.get("WWW-Authenticate", "").split(",")]
