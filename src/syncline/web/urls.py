"""Which address shows what."""

from __future__ import annotations

from django.urls import path

from syncline.web import views
from syncline.web.api import api

urlpatterns = [
    path("", views.status),
    path("assets/syncline.css", views.stylesheet),
    path("api/", api.urls),
    path("healthz", views.alive),
    path("readyz", views.ready),
]
