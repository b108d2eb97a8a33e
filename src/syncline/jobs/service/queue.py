"""What the service asks of a queue of jobs. Jobs may be run twice, by any worker, or never: turns come due again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager


class JobQueue(Protocol):
    """Takes jobs. One that waits already is not put in again."""

    def together(self) -> AbstractContextManager[None]:
        """Everything that is put in, and whatever the store commits meanwhile, happens at once or not at all."""

    def waiting(self) -> int:
        """How many jobs with cycles of the daily work nobody has taken yet."""

    def tend_subscriptions(self, reps: Sequence[str]) -> None:
        """Let the subscriptions of these reps be looked after, by id, as one job."""

    def read_org(self, org: str) -> None:
        """Let an org's feed be read."""

    def run_cycles(self, reps: Sequence[str]) -> None:
        """Let the cycles of these reps be run, by id, as one job."""

    def first_cycle(self, rep: str) -> None:
        """Let a rep's first cycle be run: a long job that waits behind the daily work."""
