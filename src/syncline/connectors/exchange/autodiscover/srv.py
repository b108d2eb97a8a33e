"""SRV records: which hosts answer Autodiscover for a domain that has none of the usual names."""

from __future__ import annotations

import dns.exception
import dns.resolver

_SECONDS = 3.0
_TLS_PORT = 443


def look_up(name: str) -> list[str]:
    """Answer the hosts of an SRV record that speak TLS on their usual port, best first; empty if there are none."""
    try:
        answers = dns.resolver.resolve(name, "SRV", lifetime=_SECONDS)
    except (dns.exception.DNSException, OSError):
        return []
    usable = [one for one in answers if one.port == _TLS_PORT]
    usable.sort(key=lambda one: (one.priority, -one.weight))
    return [one.target.to_text(omit_final_dot=True) for one in usable]
