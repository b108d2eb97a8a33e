"""Pages as Google may cut them on a bad day: shorter than asked for, empty, or the same one again."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Paging:
    """Nothing unusual unless it is asked for. A page that is not the last one has a token in any case."""

    longest: int = 0
    """At most so many entries on a page, whatever the client asks for; 0 for no limit."""
    empty: int = 0
    """So many of the next pages are empty and nevertheless not the last ones."""
    repeated: int = 0
    """So many of the next pages come a second time."""

    def cut(self, most: int) -> int:
        """Answer how many entries the next page may have."""
        if self.empty:
            self.empty -= 1
            return 0
        return min(most, self.longest) if self.longest else most

    def again(self) -> bool:
        """Whether this page is to come once more."""
        if not self.repeated:
            return False
        self.repeated -= 1
        return True
