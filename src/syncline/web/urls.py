"""Which address shows what."""

from __future__ import annotations

from django.urls import include, path

from syncline.web import assets, health, metrics
from syncline.web.api import api
from syncline.web.pages import start, status
from syncline.web.people import views as people

urlpatterns = [
    path("", status.status, name="status"),
    path("start", start.start, name="start"),
    path("sign-in", people.sign_in, name="sign-in"),
    path("sign-out", people.sign_out, name="sign-out"),
    path("welcome", people.welcome, name="welcome"),
    path("account", people.account, name="account"),
    path("single-sign-on/", include("allauth.socialaccount.providers.openid_connect.urls")),
    path("assets/<str:mark>/<str:name>", assets.asset, name="asset"),
    path("api/", api.urls),
    path("metrics", metrics.metrics, name="metrics"),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
]

handler404 = "syncline.web.refusals.not_there"
handler500 = "syncline.web.refusals.failed"
