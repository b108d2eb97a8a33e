"""Who has a mailbox here, and who may act for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import uuid

    from .direct import OpenMailbox


class Directory:
    """Mailboxes by address and alias, and the service account with its scope."""

    def __init__(self, service_account: str, service_password: str) -> None:
        self.service_account = service_account
        self.service_password = service_password
        self.mailboxes: dict[str, OpenMailbox] = {}
        self.denied: set[str] = set()
        """Addresses outside the service account's impersonation scope."""
        self._by_address: dict[str, OpenMailbox] = {}
        self._by_guid: dict[uuid.UUID, OpenMailbox] = {}

    def add(self, mailbox: OpenMailbox) -> None:
        """Let a mailbox be found."""
        self.mailboxes[mailbox.address] = mailbox
        self._by_guid[mailbox.guid] = mailbox
        for address in mailbox.addresses:
            self._by_address[address.casefold()] = mailbox

    def remove(self, address: str) -> None:
        """Take a mailbox away."""
        mailbox = self.mailboxes.pop(address)
        del self._by_guid[mailbox.guid]
        for each in mailbox.addresses:
            self._by_address.pop(each.casefold(), None)

    def find(self, address: str) -> OpenMailbox | None:
        """The mailbox of an address or alias, whatever its case."""
        return self._by_address.get(address.casefold())

    def by_guid(self, guid: uuid.UUID) -> OpenMailbox | None:
        """The mailbox that an id belongs to."""
        return self._by_guid.get(guid)

    def account(self, user: str) -> str | None:
        r"""The address that a sign-in name means: a user principal name, or `DOMAIN\user`."""
        if "\\" not in user:
            return user.casefold() if "@" in user else None
        domain, _, name = user.casefold().partition("\\")
        known = [self.service_account.casefold(), *self._by_address]
        for address in known:
            local, _, host = address.partition("@")
            if local == name and domain in {host, host.partition(".")[0]}:
                return address
        return None

    def password(self, address: str) -> str | None:
        """The password of an account."""
        if address == self.service_account.casefold():
            return self.service_password
        mailbox = self.find(address)
        return mailbox.password if mailbox else None

    def may_impersonate(self, user: str, mailbox: OpenMailbox) -> bool:
        """Only the service account may, and only inside its scope."""
        denied = {address.casefold() for address in self.denied}
        return user == self.service_account.casefold() and mailbox.address.casefold() not in denied
