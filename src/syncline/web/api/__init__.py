"""The HTTP API: what the pages and the commands do, for programs. Its description is at `/api/openapi.json`.

Every call but the description needs a token (`syncline token make NAME`, or a person's own account page) as
`Authorization: Bearer ...`, and does what its person may. Errors are
`{"error": {"code", "message", "remedy"}}`, as the commands write them with `--json`.
"""

from __future__ import annotations

from syncline.web.access.needs import SIGNED_IN
from syncline.web.api.add_in import router as add_in
from syncline.web.api.alerts import router as alerts
from syncline.web.api.catalogue import router as catalogue
from syncline.web.api.coming_from import router as coming_from
from syncline.web.api.configurations import router as configurations
from syncline.web.api.connection_test import router as connection_test
from syncline.web.api.connections import router as connections
from syncline.web.api.consent import router as consent
from syncline.web.api.description import Described
from syncline.web.api.errors import router as errors
from syncline.web.api.failures import put_into_words
from syncline.web.api.held import router as held
from syncline.web.api.history import router as history
from syncline.web.api.in_words import ABOUT
from syncline.web.api.journal import router as journal
from syncline.web.api.keys import router as keys
from syncline.web.api.me import router as me
from syncline.web.api.people import router as people
from syncline.web.api.previews import router as previews
from syncline.web.api.privacy import router as privacy
from syncline.web.api.reports import router as reports
from syncline.web.api.reps import router as reps
from syncline.web.api.set_up import router as set_up
from syncline.web.api.status import router as status
from syncline.web.api.token import Bearer
from syncline.web.api.tokens import router as tokens
from syncline.web.api.unresolved import router as unresolved
from syncline.web.api.why import router as why

api = Described(
    title="Syncline", version="1", description=ABOUT, docs_url=None, auth=Bearer(SIGNED_IN), urls_namespace="api"
)
put_into_words(api)
for router in (
    status,
    reps,
    why,
    connections,
    connection_test,
    configurations,
    previews,
    consent,
    keys,
    alerts,
    privacy,
    coming_from,
    set_up,
    errors,
    reports,
    unresolved,
    held,
    journal,
    history,
    people,
    me,
    tokens,
    add_in,
    catalogue,
):
    api.add_router("", router)
