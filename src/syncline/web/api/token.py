"""Who may call: the holder of a token."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ninja.security import HttpBearer

from syncline.jobs.tokens import holder_of
from syncline.web.asked import store_of

if TYPE_CHECKING:
    from django.http import HttpRequest


class Bearer(HttpBearer):
    """Lets in whoever shows a token that was not taken back."""

    def authenticate(self, request: HttpRequest, token: str) -> str | None:
        """Answer the holder's name, None for an unknown token."""
        return holder_of(store_of(request), token)
