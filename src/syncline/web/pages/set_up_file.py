"""The whole set-up as one file: download it, edit it, see what would change, apply it (SPEC 7.8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from syncline.web.access.needs import CUSTOMIZE, VIEW, needs
from syncline.web.asked import around
from syncline.web.set_up.writing import ChangedMeanwhileError, mark_of, write

if TYPE_CHECKING:
    from django.http import HttpRequest


@needs(VIEW)
@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """Answer the set-up as YAML. Secrets are named as environment variables, never shown."""
    desk = around(request).desk
    answer = HttpResponse(desk.as_text(desk.exported()), content_type="application/yaml; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="syncline-setup.yaml"'
    return answer


@needs(CUSTOMIZE)
@require_http_methods(["GET", "POST"])
def set_up_file(request: HttpRequest) -> HttpResponse:
    """Show the file for editing; check what was edited, and write it on the second word."""
    desk = around(request).desk
    setup = desk.exported()
    if request.method == "GET":
        return render(request, "syncline/file.html", {"text": desk.as_text(setup), "mark": mark_of(setup)})
    text, mark = request.POST.get("text", ""), request.POST.get("mark", "")
    checked = desk.check(text, {}, online=request.POST.get("offline") != "yes")
    context = {"text": text, "mark": mark, "checked": checked, "looked": True}
    if checked.problems or request.POST.get("word") != "apply":
        return render(request, "syncline/file.html", context, status=422 if checked.problems else 200)
    try:
        changes = write(request, checked, (), mark)
    except ChangedMeanwhileError:
        return render(request, "syncline/file.html", context | {"meanwhile": True}, status=409)
    messages.success(request, f"Applied: {len(changes)} changes." if changes else "Nothing to change.")
    return redirect("file")
