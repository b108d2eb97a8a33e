"""Web hooks: what mail systems post when something changed. They are answered at once; a worker does the rest.

https://learn.microsoft.com/graph/change-notifications-delivery-webhooks and
https://developers.google.com/workspace/calendar/api/guides/push
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt

from syncline.connectors.google.notices import read_notice
from syncline.connectors.microsoft365.notices import read_notices
from syncline.jobs.hooks import Hooks
from syncline.web.access.needs import ANYBODY, needs
from syncline.web.asked import now_of, store_of

if TYPE_CHECKING:
    from django.http import HttpRequest

_PLAIN = "text/plain; charset=utf-8"
_LONGEST = 4096
"""Characters of a validation token, which goes back as it came."""


@csrf_exempt
@needs(ANYBODY)
def microsoft365(request: HttpRequest, place: str) -> HttpResponse:
    """Take notifications of Microsoft Graph about one rep, and answer its question whether this address is ours.

    Whoever cannot tell the subscription's secret is answered alike and leaves no trace.
    """
    token = request.GET.get("validationToken")
    if request.method != "POST":
        return HttpResponse("Only notifications are taken here.", status=405, content_type=_PLAIN)
    hook = Hooks(store_of(request)).at(place)
    if hook is None:
        return HttpResponse("Nobody is told anything here.", status=404, content_type=_PLAIN)
    if token is not None:
        answer = HttpResponse(token[:_LONGEST], content_type=_PLAIN)
        answer.headers["X-Content-Type-Options"] = "nosniff"
        return answer
    if read_notices(request.body, hook.secret):
        Hooks(store_of(request)).heard(hook, now_of(request))
    return HttpResponse(status=202)


@csrf_exempt
@needs(ANYBODY)
def google(request: HttpRequest, place: str) -> HttpResponse:
    """Take messages of Google Calendar about one rep: headers alone, the first of a channel tells no news.

    Whoever cannot tell the channel's token is answered alike and leaves no trace.
    """
    if request.method != "POST":
        return HttpResponse("Only notifications are taken here.", status=405, content_type=_PLAIN)
    hook = Hooks(store_of(request)).at(place)
    if hook is None:
        return HttpResponse("Nobody is told anything here.", status=404, content_type=_PLAIN)
    notice = read_notice(request.headers, hook.secret)
    if notice is not None and notice.news:
        Hooks(store_of(request)).heard(hook, now_of(request))
    return HttpResponse(status=202)
