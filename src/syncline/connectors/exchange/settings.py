"""What a connection to an Exchange server is made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class ExchangeSettings:
    r"""Address, credentials and limits of one server.

    `service_account` is a UPN or `domain\user`; it holds ApplicationImpersonation for the reps' mailboxes. `ca_bundle`
    names a file of certificates to trust instead of the public ones. `proxy` is a URL; None takes the environment's.
    `auth` says how to sign in; `auto` takes NTLM where it is offered, else Basic.
    Time-outs are seconds: to connect, and to wait for the next byte.
    """

    ews_url: str
    service_account: str
    password: str = field(repr=False)
    auth: Literal["basic", "ntlm", "auto"] = "basic"
    ca_bundle: Path | None = None
    proxy: str | None = field(default=None, repr=False)
    connect_timeout: float = 10.0
    read_timeout: float = 60.0
    max_connections: int = 16
    read_batch: int = 100
    write_batch: int = 50
    page_size: int = 512
    """Changes per page of SyncFolderItems; 512 is the most that a server answers
    (https://learn.microsoft.com/exchange/client-developer/web-service-reference/maxchangesreturned)."""
