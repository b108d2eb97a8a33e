"""What has to be known of a rep to act as them."""

from __future__ import annotations

from typing import Protocol


class Person(Protocol):
    """A user of the org; the port's `OrgUser` is one."""

    @property
    def id(self) -> str:
        """The user's id."""

    @property
    def username(self) -> str:
        """The user name that signs in."""

    @property
    def zone(self) -> str:
        """The user's time zone, an IANA name: in it an all-day event begins."""
