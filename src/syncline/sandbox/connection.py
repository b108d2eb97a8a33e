"""How an application learns by which TCP connection a request came: some sign-ins are bound to it."""

from __future__ import annotations

from typing import Final

CONNECTION: Final = "sandbox.connection"
"""Key of the WSGI environment: a dict that lives as long as the connection."""
