"""Which address shows what."""

from __future__ import annotations

from django.urls import include, path

from syncline.web import assets, health, hooks, metrics
from syncline.web.api import api
from syncline.web.pages import (
    configuration_parts,
    configurations,
    connections,
    consent,
    errors,
    held,
    history,
    journal,
    preview,
    rep,
    set_up_file,
    start,
    status,
    test,
    unresolved,
    why,
)
from syncline.web.pages import people as accounts
from syncline.web.people import views as people

urlpatterns = [
    path("", start.home, name="home"),
    path("status", status.status, name="status"),
    path("start", start.start, name="start"),
    path("me", rep.me, name="me"),
    path("reset/<path:rep>", rep.reset, name="reset"),
    path("pause/<path:rep>", rep.pause_rep, name="pause"),
    path("why/<path:rep>", why.why, name="why"),
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
    path("account/tokens/make", people.token_make, name="token-make"),
    path("account/tokens/revoke", people.token_revoke, name="token-revoke"),
    path("people", accounts.people, name="people"),
    path("people/new", accounts.new_person, name="person-new"),
    path("people/<int:pk>", accounts.person, name="person"),
    path("history", history.history, name="history"),
    path("connections", connections.connections, name="connections"),
    path("connections/new/<slug:kind>", connections.new_connection, name="connection-new"),
    path("connections/remove/<path:name>", connections.remove_connection, name="connection-remove"),
    path("connections/switch/<path:name>", connections.switch_org, name="org-switch"),
    path("connections/confirm/<path:name>", connections.confirm_org, name="org-confirm"),
    path("connections/consent/<path:name>", consent.consent, name="consent"),
    path("consent", consent.returned, name="consent-returned"),
    path("connections/edit/<path:name>", connections.connection, name="connection"),
    path("test", test.test, name="test"),
    path("test/run", test.run_test, name="run-test"),
    path("configurations", configurations.configurations, name="configurations"),
    path("configurations/new", configurations.new_configuration, name="configuration-new"),
    path("configurations/activate/<path:name>", configurations.activate, name="configuration-activate"),
    path("configurations/remove/<path:name>", configurations.remove, name="configuration-remove"),
    path("configurations/preview/<path:name>", preview.preview, name="preview"),
    path("configurations/fields", configuration_parts.fields, name="configuration-fields"),
    path("configurations/count", configuration_parts.count, name="configuration-count"),
    path("configurations/edit/<path:name>", configurations.configuration, name="configuration"),
    path("file", set_up_file.set_up_file, name="file"),
    path("file/download", set_up_file.download, name="file-download"),
    path("single-sign-on/", include("allauth.socialaccount.providers.openid_connect.urls")),
    path("assets/<str:mark>/<str:name>", assets.asset, name="asset"),
    path("api/", api.urls),
    path("metrics", metrics.metrics, name="metrics"),
    path("hooks/google/<str:place>", hooks.google, name="hook-google"),
    path("hooks/microsoft365/<str:place>", hooks.microsoft365, name="hook-microsoft365"),
    path("hooks/google/<str:place>", hooks.google, name="hook-google"),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
]

handler404 = "syncline.web.refusals.not_there"
handler500 = "syncline.web.refusals.failed"
