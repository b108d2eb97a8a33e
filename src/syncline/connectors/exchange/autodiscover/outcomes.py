"""What asking one Autodiscover address can end in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Services:
    """Addresses of the web services, the one for outside first; `build` is the server's as it says, or empty."""

    urls: tuple[str, ...]
    build: str = ""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Ask the same at another URL."""

    url: str


@dataclass(frozen=True, slots=True)
class OtherAddress:
    """Ask about another address of the same person."""

    address: str


class NoServiceError(Exception):
    """There is no Autodiscover at an address, or none that can be used."""

    def __init__(self, why: str, *, passing: bool = False, unreachable: bool = False, refused: bool = False) -> None:
        """`why` names a host, never a person.

        `passing`: may be different in a while. `unreachable`: nobody answers on this host. `refused`: it sends to a
        place where our credentials have no business.
        """
        super().__init__(why)
        self.why = why
        self.passing = passing
        self.unreachable = unreachable
        self.refused = refused
