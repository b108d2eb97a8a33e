"""Web hooks: what mail systems post when something changed. They are answered at once; a worker does the rest.

Whoever cannot tell the secret of a subscription is answered alike and leaves no trace.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt

from syncline.connectors.google.notices import read_notice
from syncline.connectors.microsoft365.notices import News, read_notices
from syncline.jobs.hooks import Hooks
from syncline.web.access.needs import ANYBODY, needs
from syncline.web.asked import now_of, store_of

if TYPE_CHECKING:
    from django.http import HttpRequest

_PLAIN = "text/plain; charset=utf-8"
_LONGEST = 4096
"""Characters of a validation token, which goes back as it came."""
_ALL_IS_WELL = frozenset({News.CHANGED, News.MISSED})


@csrf_exempt
@needs(ANYBODY)
def microsoft365(request: HttpRequest, place: str) -> HttpResponse:
    """Take notifications of Microsoft Graph about one rep, and answer its question whether this address is ours.

    https://learn.microsoft.com/graph/change-notifications-delivery-webhooks
    """
    token = request.GET.get("validationToken")
    if request.method != "POST":
        return _not_for_reading()
    hooks = Hooks(store_of(request))
    hook = hooks.at(place)
    if hook is None:
        return _nobodys()
    if token is not None:
        answer = HttpResponse(token[:_LONGEST], content_type=_PLAIN)
        answer.headers["X-Content-Type-Options"] = "nosniff"
        return answer
    notices = read_notices(request.body, hook.secret)
    if notices:
        hooks.changed(hook, now_of(request))
    if any(notice.news not in _ALL_IS_WELL for notice in notices):
        hooks.ailing(hook, now_of(request))
    return HttpResponse(status=202)


@csrf_exempt
@needs(ANYBODY)
def google(request: HttpRequest, place: str) -> HttpResponse:
    """Take messages of Google Calendar about one rep; they have no body.

    https://developers.google.com/workspace/calendar/api/guides/push
    """
    if request.method != "POST":
        return _not_for_reading()
    hooks = Hooks(store_of(request))
    hook = hooks.at(place)
    if hook is None:
        return _nobodys()
    notice = read_notice(request.headers, hook.secret)
    if notice is not None and notice.news:
        hooks.changed(hook, now_of(request))
    return HttpResponse(status=202)


def _not_for_reading() -> HttpResponse:
    return HttpResponse("Only notifications are taken here.", status=405, content_type=_PLAIN)


def _nobodys() -> HttpResponse:
    return HttpResponse("Nobody is told anything here.", status=404, content_type=_PLAIN)
