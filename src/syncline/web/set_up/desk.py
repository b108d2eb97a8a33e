"""What the pages ask of whoever reads set-up files. The command line has the reader: it puts itself in here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from django.utils.text import capfirst

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a set-up, or worth a warning. Lines count from one; 0 is the whole."""

    message: str
    remedy: str
    line: int = 0

    @property
    def sentences(self) -> str:
        """What is wrong and what to do about it, for people; names keep their capitals."""
        return f"{capfirst(self.message)}. {self.remedy}"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that writing would change. `action` is added, changed, removed, moved or left."""

    what: str
    name: str
    action: str
    details: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """A set-up that was read. It can be written only while `problems` is empty."""

    problems: Sequence[Fault] = ()
    warnings: Sequence[Fault] = ()
    changes: Sequence[Change] = ()
    plan: Any = field(default=None, repr=False)
    """For the desk alone."""


@dataclass(frozen=True, slots=True)
class KindKey:
    """One key of a kind of connections."""

    name: str
    required: bool
    secret: bool


class Desk(Protocol):
    """Reads, checks and writes set-ups."""

    def exported(self) -> dict[str, Any]:
        """Answer the present set-up in the words of the file; secrets as names of variables."""

    def part(self, *path: str) -> Any:
        """Answer what stands at a place of it (`"connections", name`), None where nothing does; of no place, all.

        Reads no other section: only configurations name reps, who may be many.
        """

    def as_text(self, setup: Mapping[str, Any]) -> str:
        """Write a set-up as YAML."""

    def kinds(self) -> Mapping[str, Sequence[KindKey]]:
        """Answer every kind of connections with its keys."""

    def check(
        self, setup: Mapping[str, Any] | str, secrets: Mapping[tuple[str, str], str], *, online: bool = True
    ) -> Checked:
        """Hold a whole set-up against itself, the store and (unless `online` says no) the orgs; nothing is written.

        `secrets` are those typed anew, by connection and key. All others stay what they are, and go nowhere else than
        they went before.
        """

    def write(self, checked: Checked) -> Sequence[Change]:
        """Bring the store to what was checked; answers what changed. What was stored meanwhile stands in the way."""
