"""What a form of the pages refuses, a call refuses too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.forms import Form


class FormError(Exception):
    """Values that a form refuses: by field (empty for the whole), why."""

    def __init__(self, problems: Sequence[tuple[str, str]]) -> None:
        super().__init__("values were refused")
        self.problems = problems


def cleaned(form: Form) -> dict[str, Any]:
    """Answer what a form takes. Raises `FormError`."""
    if form.is_valid():
        return form.cleaned_data
    told = [
        ("" if field == "__all__" else field, str(message))
        for field, messages in form.errors.items()
        for message in messages
    ]
    raise FormError(told)
