"""A connection that is used like a file: at the end of a `with` its sockets are let go of."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from types import TracebackType


class Closing(ABC):
    """Closes itself where a `with` ends, however it ends."""

    @abstractmethod
    def close(self) -> None:
        """Let go of sockets."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
