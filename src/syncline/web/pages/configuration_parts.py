"""Parts of the editor of configurations that are asked for while somebody edits. Nothing is saved here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_POST

from syncline.web.access.needs import CONFIGURE, needs
from syncline.web.set_up.configuration_form import acted, entered, shown
from syncline.web.set_up.counting import counted
from syncline.web.set_up.org_fields import offered

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@needs(CONFIGURE)
@require_POST
def fields(request: HttpRequest) -> HttpResponse:
    """Answer mapping and conditions of the form as it stands, with what the org offers for them."""
    part = acted(entered(request.POST, {}), request.POST.get("act", ""))
    found = offered(request, str(part.get("org", "")), again=request.POST.get("again") == "yes")
    context = {"form": shown(part, found.fields), "offered": found, "asked": True}
    return render(request, "syncline/configuration_fields.html", context)


@needs(CONFIGURE)
@require_POST
def count(request: HttpRequest) -> HttpResponse:
    """Answer how many contacts the form as it stands would take."""
    found = counted(request, entered(request.POST, {}), request.POST.get("count_as", ""))
    return render(request, "syncline/configuration_count.html", {"counted": found})
