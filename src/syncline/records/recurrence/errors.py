"""What cannot be said."""

from __future__ import annotations


class NotRepresentableError(ValueError):
    """A rule that the other notation has no words for. `rule` names it for reports: a word such as `by_week_number`."""

    def __init__(self, rule: str) -> None:
        super().__init__(f"a series cannot be expressed: {rule}")
        self.rule = rule
