"""Which address shows what."""

from __future__ import annotations

from django.urls import include, path

from syncline.web import assets, health, hooks, metrics
from syncline.web.api import api
from syncline.web.pages import errors, held, journal, rep, start, status, unresolved
from syncline.web.people import views as people

urlpatterns = [
    path("", start.home, name="home"),
    path("status", status.status, name="status"),
    path("start", start.start, name="start"),
    path("me", rep.me, name="me"),
    path("reset/<path:rep>", rep.reset, name="reset"),
    path("pause/<path:rep>", rep.pause_rep, name="pause"),
    path("reps/<path:rep>", rep.rep, name="rep"),
    path("errors", errors.errors, name="errors"),
    path("errors.csv", errors.errors_csv, name="errors-csv"),
    path("errors/retry", errors.retry, name="errors-retry"),
    path("unresolved", unresolved.unresolved, name="unresolved"),
    path("unresolved/decide", unresolved.decide, name="unresolved-decide"),
    path("held", held.held, name="held"),
    path("held/decide", held.decide, name="held-decide"),
    path("journal", journal.journal, name="journal"),
    path("journal/undo", journal.undo, name="undo"),
    path("sign-in", people.sign_in, name="sign-in"),
    path("sign-out", people.sign_out, name="sign-out"),
    path("welcome", people.welcome, name="welcome"),
    path("account", people.account, name="account"),
    path("single-sign-on/", include("allauth.socialaccount.providers.openid_connect.urls")),
    path("assets/<str:mark>/<str:name>", assets.asset, name="asset"),
    path("api/", api.urls),
    path("metrics", metrics.metrics, name="metrics"),
    path("hooks/google/<str:place>", hooks.google, name="hook-google"),
    path("hooks/microsoft365/<str:place>", hooks.microsoft365, name="hook-microsoft365"),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
]

handler404 = "syncline.web.refusals.not_there"
handler500 = "syncline.web.refusals.failed"
