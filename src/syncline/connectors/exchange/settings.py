"""What a connection to an Exchange server is made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class ExchangeSettings:
    r"""Address, credentials and limits of one server, or of all servers of an organization.

    `ews_url` is the address of the web services; without it Autodiscover finds them by the mailbox's domain, or at
    `autodiscover_url`. `additional_domains` are those that credentials may go to beside the mailbox's own and that of
    the service account.

    `service_account` is a UPN or `domain\user`; it holds ApplicationImpersonation for the reps' mailboxes. `ca_bundle`
    names a file of certificates to trust instead of the public ones. `proxy` is a URL; None takes the environment's.
    `auth` says how to sign in; `auto` takes NTLM where it is offered, else Basic.
    Time-outs are seconds: to connect, and to wait for the next byte.
    """

    ews_url: str | None
    service_account: str
    password: str = field(repr=False)
    auth: Literal["basic", "ntlm", "auto"] = "basic"
    ca_bundle: Path | None = None
    proxy: str | None = field(default=None, repr=False)
    additional_domains: frozenset[str] = frozenset()
    autodiscover_url: str | None = None
    connect_timeout: float = 10.0
    read_timeout: float = 60.0
    max_connections: int = 16
    read_batch: int = 100
    write_batch: int = 50
    page_size: int = 512
    """Changes per page of SyncFolderItems; 512 is the most that a server answers
    (https://learn.microsoft.com/exchange/client-developer/web-service-reference/maxchangesreturned)."""

    @property
    def domains(self) -> frozenset[str]:
        r"""The mail domains that the connection serves: the service account's own and the additional ones.

        An account written `domain\user` does not tell its mail domain: then, without additional ones, there are none.
        """
        own = self.service_account.rpartition("@")[2].lower()
        return self.additional_domains | ({own} if "@" in self.service_account else frozenset())
