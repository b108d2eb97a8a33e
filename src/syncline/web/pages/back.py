"""The way back from an action to the list that it was about, as it was filtered."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

if TYPE_CHECKING:
    from django.http import HttpRequest


def back(request: HttpRequest, page: str) -> HttpResponseRedirect:
    """Lead to where the form stood, if it says so and that is here; else to the page of this name."""
    wanted = request.POST.get("back", "")
    here = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, None)
    return HttpResponseRedirect(wanted if here and not urlsplit(wanted).netloc else reverse(page))
